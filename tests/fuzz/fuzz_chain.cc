#include <array>
#include <cmath>
#include <iterator>
#include <vector>

#include "base/limits.h"
#include "calibrate/geometry.h"
#include "decode/frame_decoder.h"
#include "engine/chain.h"
#include "engine/session_pass.h"
#include "fuzz.h"
#include "report/analysis_json.h"

/// A mat that is heard but not believed: good frames with any values, numbers and times, losses, resets and
/// operators' keys, through the whole chain and the final pass. An input begins with what is asked for; then
/// each step is a byte that says its kind, and what that kind needs.
namespace poise {
namespace {

using fuzz::must;

constexpr int kMostJumps = 4;
constexpr std::size_t kMostFrames = 6000;  // 75 s at 80 Hz: enough for a visit

/// One visit: the wire on one side, the session as it would be kept on the other.
class Visit {
 public:
  explicit Visit(fuzz::Input& input) : input_(input), cells_(input.byte() & 1 ? 4 : 8), session_(asked()) {
    LinkChange change;
    change.kind = LinkChange::Kind::streaming;
    change.identity = session_.info.mat;
    decoder_.on_link(change);
    const auto geometry = *calibrate::find_shipped_geometry(model_of(cells_), cells_);
    counts_per_newton_ = geometry.cells[0].counts_per_newton;
    chain_.emplace(geometry, session_.info.mat, trial());
  }

  void run() {
    while (!input_.empty() && session_.frames.size() < kMostFrames) step();
  }

  const session::Session& session() const { return session_; }
  const std::vector<Event>& events() const { return events_; }

 private:
  static int model_of(int cells) {
    for (const calibrate::Geometry& geometry : calibrate::shipped_geometries())
      if (static_cast<int>(geometry.cells.size()) == cells) return geometry.model;
    return 0;
  }

  session::Session asked() {
    session::Session session;
    session::SessionInfo& info = session.info;
    info.id = "fuzz";
    const auto exercises = movement::catalogue();
    info.exercise = exercises[input_.byte() % exercises.size()].id;
    const std::uint8_t wishes = input_.byte();
    constexpr std::array kSides = {Side::left, Side::right, Side::both};
    info.side = kSides[wishes % kSides.size()];
    info.unattended = wishes & 4;
    if (wishes & 8) info.reps_asked = 1 + (wishes >> 6);
    if (wishes & 16) info.seconds_asked = 2.0 + (wishes >> 6);
    if (wishes & 32) info.sets_asked = 2, info.rest_asked_s = 1;
    info.mat.cell_count = static_cast<std::uint8_t>(cells_);
    info.mat.adc_bits = 24;
    info.mat.rate_hz = static_cast<std::uint16_t>(input_.word() % (limits::kFastestMat_hz + 1));  // faster ones are refused
    info.geometry_toml = calibrate::find_shipped_geometry(model_of(cells_), cells_)->toml;
    return session;
  }

  movement::TrialSetup trial() const {
    const session::SessionInfo& info = session_.info;
    movement::TrialSetup setup;
    setup.exercise = movement::find_exercise(info.exercise);
    setup.side = info.side;
    setup.reps = info.reps_asked;
    setup.seconds = info.seconds_asked;
    setup.sets = info.sets_asked;
    setup.rest_s = info.rest_asked_s;
    setup.unattended = info.unattended;
    return setup;
  }

  void step() {
    switch (input_.byte() % 8) {
      case 0: return stand();
      case 1: return dip();
      case 2: return anything();
      case 3:  // the mat's numbers and clock jump
        if (++jumps_ > kMostJumps) return;
        device_us_ += input_.word32() >> 8;  // 17 s at most: how many samples may be lost is tried elsewhere
        seq_ = static_cast<std::uint16_t>(seq_ + (input_.word() >> 3));
        arrival_us_ += std::int64_t{input_.word()} * 1000;
        return;
      case 4: return lose_link();
      case 5: return operate();
      case 6: {  // what is no frame
        const auto noise = input_.bytes(input_.byte());
        return receive({noise.begin(), noise.end()});
      }
      default:
        return send(POISE_BOOT, {0});
    }
  }

  /// Somebody or nobody stands there: a load, how it is shared, how noisy, for how long.
  void stand() {
    const double load_n = input_.word() / 16.0, share = input_.byte() / 255.0, noise = input_.byte() / 16.0;
    for (int samples = input_.byte(); samples >= 0; --samples) sample(load_n, share, noise);
    load_n_ = load_n;
    share_ = share;
  }

  /// A dip or rise of the load like that of a repetition.
  void dip() {
    const double depth_n = input_.word() / 32.0 - 1000, samples = 20 + input_.byte();
    for (double i = 0; i < samples; ++i)
      sample(load_n_ + depth_n * std::sin(4 * std::acos(-1.0) * i / samples), share_, 1);
  }

  void sample(double load_n, double share, double noise_counts) {
    poise_sample sample{};
    for (int cell = 0; cell < cells_; ++cell) {
      random_ = random_ * 1664525 + 1013904223;
      const double part = cells_ == 4 ? 0.25 : (cell < 4 ? share : 1 - share) / 4;
      sample.cell[cell] = static_cast<std::int32_t>(std::clamp(
          load_n * part * counts_per_newton_ + noise_counts * ((random_ >> 16 & 0xFF) - 127.5), -8388608.0, 8388607.0));
    }
    tick(sample);
  }

  /// One sample of anything.
  void anything() {
    poise_sample sample{};
    sample.flags = input_.byte();
    sample.fault_mask = input_.byte();
    for (int cell = 0; cell < cells_; ++cell)
      sample.cell[cell] = static_cast<std::int32_t>(input_.word() << 8 | input_.byte()) - 0x800000;
    tick(sample);
  }

  void tick(poise_sample& sample) {
    device_us_ += 12'500;
    arrival_us_ += 12'500;
    sample.t_us = device_us_;
    sample.cell_count = static_cast<std::uint8_t>(cells_);
    std::vector<std::uint8_t> payload(POISE_MAX_PAYLOAD);
    payload.resize(poise_pack_sample(payload.data(), &sample));
    send(POISE_SAMPLE, payload);
  }

  void send(std::uint8_t type, const std::vector<std::uint8_t>& payload) {
    std::vector<std::uint8_t> wire(POISE_MAX_WIRE);
    wire.resize(poise_encode(wire.data(), type, seq_++, payload.data(), payload.size()));
    receive(std::move(wire));
  }

  void receive(std::vector<std::uint8_t> bytes) {
    std::vector<RawFrame> frames;
    decoder_.push({arrival_us_, std::move(bytes)}, frames);
    for (const RawFrame& frame : frames) {
      chain_->on_frame(frame);
      check_present();
      session_.frames.push_back(frame);
      collect();
    }
  }

  void check_present() const {
    const Balance balance = chain_->filtered_balance();
    for (const auto& value : {balance.left_n, balance.right_n, balance.total_n, balance.left_share_pct})
      must(!value || std::isfinite(*value), "what the screen shows is a number or absent");
    const auto& weight = chain_->flow().body_weight_n;
    must(!weight || *weight > 0, "a weight is more than nothing");
  }

  void lose_link() {
    LinkChange change;
    change.kind = LinkChange::Kind::lost;
    decoder_.on_link(change);
    input_event(EventKind::link_lost, "mat");
    arrival_us_ += std::int64_t{input_.word()} * 1000;
    change.kind = LinkChange::Kind::streaming;
    change.identity = session_.info.mat;
    decoder_.on_link(change);
    input_event(EventKind::link_restored, "mat");
  }

  void operate() {
    constexpr std::array kKinds = {EventKind::operator_zero, EventKind::operator_start, EventKind::operator_accept_side,
                                   EventKind::operator_mark, EventKind::operator_stop};
    const EventKind kind = kKinds[input_.byte() % kKinds.size()];
    const auto detail = input_.bytes(input_.byte() % 64);
    input_event(kind, std::string(fuzz::text_of(detail.data(), detail.size())));
  }

  void input_event(EventKind kind, std::string detail) {
    const Event event{kind, session_.frames.empty() ? 0 : session_.frames.back().sequence + 1, std::move(detail)};
    session_.events.push_back(event);
    events_.push_back(event);
    chain_->on_event(event);
    collect();
  }

  void collect() {
    auto fresh = chain_->take_events();
    std::move(fresh.begin(), fresh.end(), std::back_inserter(events_));
  }

  fuzz::Input& input_;
  const int cells_;
  session::Session session_;
  decode::FrameDecoder decoder_;
  std::optional<engine::Chain> chain_;
  std::vector<Event> events_;
  std::uint32_t device_us_ = ~0U - 20'000'000;  // wraps in the middle of the visit
  std::uint32_t random_ = 1;
  std::int64_t arrival_us_ = 0;
  std::uint16_t seq_ = 0;
  int jumps_ = 0;
  double load_n_ = 0, share_ = 0.5;
  double counts_per_newton_ = 1;
};

void check_analysis(const movement::Analysis& analysis) {
  must(analysis.duration_s >= 0 && std::isfinite(analysis.duration_s), "a duration is a number");
  must(analysis.lost_samples >= 0, "losses are counted");
  const double end_s = analysis.duration_s + 1e-6;
  for (const movement::Rep& rep : analysis.reps) {
    must(rep.start_s <= rep.bottom_s && rep.bottom_s <= rep.end_s, "a repetition turns between start and end");
    must(rep.start_s >= 0 && rep.end_s <= end_s, "a repetition lies within its record");
  }
  for (const movement::Hold& hold : analysis.holds)
    must(hold.start_s <= hold.end_s && hold.start_s >= 0 && hold.end_s <= end_s, "a hold lies within its record");
}

bool same(const std::vector<Event>& a, const std::vector<Event>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Event& x, const Event& y) {
    return x.kind == y.kind && x.sequence == y.sequence && x.detail == y.detail;
  });
}

}  // namespace
}  // namespace poise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  fuzz::Input input(data, size);
  Visit visit(input);
  visit.run();
  const auto pass = engine::pass_over(visit.session());
  must(pass.has_value(), "every session can be worked out");
  check_analysis(pass->analysis);
  must(same(pass->events, visit.events()), "a replay gives the same events");
  (void)report::json_text(report::analysis_json(pass->analysis, "fuzz"));
  return 0;
}
