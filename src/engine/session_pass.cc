#include "engine/session_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/limits.h"
#include "engine/chain.h"
#include "signal/balance.h"

namespace poise::engine {
namespace {

struct Zero {
  std::int64_t sequence;
  std::array<double, kMaxCells> zero_n;
};

movement::TrialSetup trial_of(const session::SessionInfo& info, const movement::Exercise& exercise) {
  movement::TrialSetup trial;
  trial.exercise = &exercise;
  trial.side = info.side;
  trial.variant = info.variant;
  trial.reps = info.reps_asked;
  trial.seconds = info.seconds_asked;
  trial.sets = info.sets_asked;
  trial.rest_s = info.rest_asked_s;
  trial.body_weight_n = info.body_weight_n;
  trial.body_weight_source = info.body_weight_source;
  trial.unattended = info.unattended;
  return trial;
}

/// The chain over all frames with the input events between them, noting each zero as it is taken.
class Rerun {
 public:
  Rerun(const session::Session& session, calibrate::Geometry geometry,
        const calibrate::Calibration* calibration, const movement::Exercise& exercise)
      : session_(session),
        chain_(std::move(geometry), session.info.mat, trial_of(session.info, exercise), calibration) {
    std::copy_if(session.events.begin(), session.events.end(), std::back_inserter(inputs_),
                 [](const Event& event) { return is_input(event.kind); });
  }

  void run() {
    for (const RawFrame& frame : session_.frames) {
      feed_events(frame.sequence);
      chain_.on_frame(frame);
      collect(frame.sequence);
    }
    // What came after the last sample; of a mat that sent none, all of it.
    feed_events(session_.frames.empty() ? std::numeric_limits<std::int64_t>::max() : session_.frames.back().sequence + 1);
  }

  const Chain& chain() const { return chain_; }
  const std::vector<Zero>& zeros() const { return zeros_; }
  std::vector<Event> take_events() { return std::move(events_); }

 private:
  void feed_events(std::int64_t up_to) {
    for (; next_input_ < inputs_.size() && inputs_[next_input_].sequence <= up_to; ++next_input_) {
      events_.push_back(inputs_[next_input_]);
      chain_.on_event(inputs_[next_input_]);
      collect(inputs_[next_input_].sequence);
    }
  }

  void collect(std::int64_t sequence) {
    for (Event& event : chain_.take_events()) events_.push_back(std::move(event));
    const auto zero_n = chain_.zero();
    if (zero_n && (zeros_.empty() || zeros_.back().zero_n != *zero_n)) zeros_.push_back({sequence, *zero_n});
  }

  const session::Session& session_;
  Chain chain_;
  std::vector<Event> inputs_, events_;
  std::size_t next_input_ = 0;
  std::vector<Zero> zeros_;
};

/// The whole record in newtons: the first zero holds from the start, a later one from where it was taken.
Recording record_of(const session::Session& session, calibrate::Calibrator calibrator,
                    const std::vector<Zero>& zeros) {
  std::size_t next_zero = 0;
  std::vector<LoadSample> loads;
  loads.reserve(session.frames.size());
  for (const RawFrame& frame : session.frames) {
    while (next_zero < zeros.size() && (next_zero == 0 || zeros[next_zero].sequence <= frame.sequence))
      calibrator.set_zero(zeros[next_zero++].zero_n);
    loads.push_back(calibrator.apply(frame));
  }
  return signal::recording_of(session.frames, loads, layout_of(calibrator.geometry()));
}

/// Every lost sample becomes a row: a damaged number must not make more of them than memory holds.
Expected<void> check_length(const session::Session& session) {
  if (session.frames.empty()) return {};
  const std::int64_t span = session.frames.back().sequence - session.frames.front().sequence;
  if (span >= 0 && span < static_cast<std::int64_t>(limits::kSamples)) return {};
  return fail(ErrorCode::bad_data,
              fmt::format("its samples are numbered from {} to {}, and {} are the most that a session has: it is damaged",
                          session.frames.front().sequence, session.frames.back().sequence, limits::kSamples),
              "session " + session.info.id);
}

bool stopped_full(const std::vector<Event>& events) {
  return std::any_of(events.begin(), events.end(), [](const Event& event) {
    return event.kind == EventKind::operator_stop && event.detail == kStoppedFull;
  });
}

}  // namespace

Expected<std::optional<calibrate::Calibration>> calibration_of(const session::SessionInfo& info) {
  if (info.calibration_toml.empty()) return std::nullopt;
  const std::string where = "calibration of session " + info.id;
  auto calibration = calibrate::parse_calibration(info.calibration_toml, where);
  if (!calibration) return tl::make_unexpected(calibration.error());
  if (calibration->cell_count != info.mat.cell_count)
    return fail(ErrorCode::bad_data, "it has another number of cells than the mat: export the session again",
                where);
  return std::move(*calibration);
}

Expected<SessionPass> pass_over(const session::Session& session) {
  const auto known = movement::exercise_of_session(session.info.exercise, session.info.exercise_toml);
  if (!known) return fail(known.error().code, known.error().what, "session " + session.info.id);
  const movement::Exercise* exercise = *known;
  auto geometry = calibrate::parse_geometry(session.info.geometry_toml, "geometry of session " + session.info.id);
  if (!geometry) return tl::make_unexpected(geometry.error());

  if (auto possible = check_length(session); !possible) return tl::make_unexpected(possible.error());
  const auto calibration = calibration_of(session.info);
  if (!calibration) return tl::make_unexpected(calibration.error());
  const calibrate::Calibration* known_calibration = *calibration ? &**calibration : nullptr;

  Rerun rerun(session, *geometry, known_calibration, *exercise);
  rerun.run();
  SessionPass pass;
  pass.events = rerun.take_events();
  const calibrate::Calibrator calibrator(*geometry, session.info.mat.adc_bits, known_calibration);
  if (!rerun.zeros().empty()) pass.zero_counts = calibrator.counts_under(rerun.zeros().back().zero_n);
  pass.recording = record_of(session, calibrator, rerun.zeros());

  movement::AnalysisOptions options;
  options.exercise = exercise;
  options.side = session.info.side;
  options.variant = session.info.variant;
  options.body_weight_n = session.info.body_weight_n;
  options.nominal_calibration = known_calibration == nullptr;
  if (known_calibration) options.calibration_residual_pct = known_calibration->force_doubt_pct;
  for (const calibrate::Cell& cell : geometry->cells) options.cells_mm.push_back({cell.x_mm, cell.y_mm});
  // A session whose program was killed has no end of its own.
  options.outcome = rerun.chain().flow().outcome.value_or(movement::Outcome::ended_early);
  options.rep_edits = session.rep_edits;
  options.seconds_asked = session.info.seconds_asked;
  if (const auto* flow = rerun.chain().guided()) {
    options.count_from_s = flow->go_s();
    options.set_ends_s = flow->set_ends_s();
  }
  pass.analysis = movement::analyze(pass.recording, options);
  if (rerun.chain().flow().step == movement::FlowStep::refused)
    pass.analysis.quality.notes.push_back("Refused: " + rerun.chain().flow().why + ".");
  for (const std::string& damage : session.damage)
    pass.analysis.quality.notes.push_back("The store is damaged: " + damage + ".");
  if (stopped_full(session.events))
    pass.analysis.quality.notes.push_back(fmt::format(
        "The session was ended when it had {} samples, lost ones included: as many as one can have.", limits::kSamples));
  if (rerun.zeros().empty())
    pass.analysis.quality.notes.push_back("The mat was never empty and quiet, so it was not zeroed: loads may be off by its offset.");
  return pass;
}

}  // namespace poise::engine
