#include "engine/session_recorder.h"

#include <fmt/format.h>

#include <ctime>
#include <random>

#include "base/clock.h"
#include "base/version.h"
#include "engine/own_noise.h"
#include "engine/save_elsewhere.h"
#include "report/analysis_json.h"

namespace poise::engine {

std::string make_session_id(std::int64_t wall_us, unsigned entropy) {
  const std::time_t seconds = static_cast<std::time_t>(wall_us / 1'000'000);
  std::tm local{};
  localtime_r(&seconds, &local);
  return fmt::format("{:04}{:02}{:02}-{:02}{:02}{:02}-{:04x}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
                     local.tm_hour, local.tm_min, local.tm_sec, entropy & 0xffff);
}

store::KeptAnalysis kept_analysis(const SessionPass& pass) {
  return {pass.analysis.outcome, valid_reps(pass.analysis),
          report::json_text(report::analysis_json(pass.analysis, kVersion)), session::measures_of(pass.analysis)};
}

session::SessionInfo describe_session(const BeginSession& begin, const MatInHand& mat,
                                      const std::string& device, std::int64_t wall_us) {
  session::SessionInfo info;
  info.started_wall_us = begin.started_wall_us.value_or(wall_us);
  info.started = iso8601_local(info.started_wall_us);
  info.id = make_session_id(info.started_wall_us, std::random_device()());
  info.athlete = begin.athlete;
  info.exercise = begin.setup.exercise->id;
  info.exercise_toml = movement::text_to_keep(*begin.setup.exercise);
  info.variant = begin.setup.variant;
  info.side = begin.setup.side;
  info.reps_asked = begin.setup.reps;
  info.seconds_asked = begin.setup.seconds;
  info.sets_asked = begin.setup.sets;
  info.rest_asked_s = begin.setup.rest_s;
  info.body_weight_n = begin.setup.body_weight_n;
  info.body_weight_source = begin.setup.body_weight_source;
  info.unattended = begin.setup.unattended;
  info.surroundings = begin.surroundings;
  info.place = begin.place;
  info.device = device;
  info.mat = mat.identity;
  info.geometry_toml = mat.geometry->toml;
  if (mat.calibration) {
    info.calibration = calibrate::label_of(mat.calibration->calibration);
    info.calibration_toml = mat.calibration->toml;
  }
  info.poise_version = kVersion;
  return info;
}

Expected<SessionPass> analyse_and_keep(store::Store& store, const session::Session& session) {
  auto pass = pass_over(session);
  if (!pass) return pass;
  const auto kept = store.finish_session(session.info.id, kept_analysis(*pass));
  if (!kept) return tl::make_unexpected(kept.error());
  return pass;
}

SessionRecorder::SessionRecorder(std::filesystem::path store_path, session::SessionInfo info,
                                 std::vector<std::filesystem::path> other_places,
                                 std::unique_ptr<store::SessionWriter> writer)
    : store_path_(std::move(store_path)), other_places_(std::move(other_places)), writer_(std::move(writer)) {
  session_.info = std::move(info);
}

Expected<std::unique_ptr<SessionRecorder>> SessionRecorder::begin(const std::filesystem::path& store_path,
                                                                  session::SessionInfo info,
                                                                  std::vector<std::filesystem::path> other_places) {
  auto writer = store::SessionWriter::begin(store_path, info);
  // Of two sessions in one second one in 65,536 gets the other's id.
  for (int more = 3; !writer && writer.error().code == ErrorCode::exists && more > 0; --more) {
    info.id = make_session_id(info.started_wall_us, std::random_device()());
    writer = store::SessionWriter::begin(store_path, info);
  }
  if (!writer) return tl::make_unexpected(writer.error());
  return std::unique_ptr<SessionRecorder>(
      new SessionRecorder(store_path, std::move(info), std::move(other_places), std::move(*writer)));
}

void SessionRecorder::add(std::span<const RawFrame> frames, std::span<const Event> events) {
  session_.frames.insert(session_.frames.end(), frames.begin(), frames.end());
  session_.events.insert(session_.events.end(), events.begin(), events.end());
  writer_->push(frames, events);
}

/// What the writer still has goes into the store; an error unless the store then has every sample.
Expected<void> SessionRecorder::save_the_rest() {
  if (auto saved = writer_->finish(); !saved) return saved;
  const std::uint64_t dropped = writer_->state().dropped;
  if (dropped == 0) return {};
  return fail(ErrorCode::storage,
              fmt::format("{} samples and events are not in the store, which failed for longer than they could wait", dropped),
              store_path_.string());
}

SessionRecorder::Result SessionRecorder::finish() {
  // Left unfinished when that fails: the next start recovers what did get there. A result kept beside fewer samples than it
  // came from would be worse than none.
  if (auto saved = save_the_rest(); !saved) return finish_elsewhere(std::move(saved.error()));
  Result result;
  auto store = store::Store::open(store_path_);
  auto pass = store ? analyse_and_keep(*store, session_) : pass_over(session_);
  if (!store) result.store_error = store.error();
  if (!pass) {
    result.store_error = pass.error();
    pass = pass_over(session_);
  }
  if (pass && store) add_own_noise(*store, session_, *pass);
  if (pass) result.pass = std::move(*pass);
  return result;
}

/// The whole session is in memory still: it goes to another place.
SessionRecorder::Result SessionRecorder::finish_elsewhere(Error why) const {
  Result result;
  if (auto pass = pass_over(session_)) {
    const auto folder = save_elsewhere(session_, *pass, other_places_);
    why.what += folder ? fmt::format("; all of it is kept in {}: when the store works again, take it in with poise import",
                                     folder->string())
                       : "; and no other place took it: " + to_line(folder.error());
    result.pass = std::move(*pass);
  }
  result.store_error = std::move(why);
  return result;
}

}  // namespace poise::engine
