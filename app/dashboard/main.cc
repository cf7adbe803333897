#include <fmt/format.h>

#include <cstdio>

#include "base/clock.h"
#include "engine/engine.h"
#include "platform/frame_pacer.h"
#include "platform/options.h"
#include "platform/wake_limiter.h"
#include "platform/window.h"
#include "views/actions.h"
#include "views/describe.h"
#include "views/views.h"

namespace poise::dashboard {
namespace {

using engine::Engine;
using engine::Snapshot;

/// More than an empty mat ever shows; less than anybody who stands or lies on it.
constexpr double kSomebody_n = 50;

bool somebody_on(const Snapshot& snapshot) { return snapshot.balance.total_n.value_or(0) > kSomebody_n; }

/// Whether something turned that is not to wait for the next slow frame.
bool turned(const Snapshot& a, const Snapshot& b) {
  return a.link != b.link || a.device != b.device || a.flow.step != b.flow.step ||
         a.flow.countdown != b.flow.countdown || a.movement.reps != b.movement.reps || a.result != b.result ||
         a.store_error.has_value() != b.store_error.has_value();
}

/// The window, the engine, and the loop between them. Everything here runs on the main thread, but for the
/// engine's call to wake it.
class App {
 public:
  App(Window& window, Options options)
      : window_(window),
        options_(std::move(options)),
        pacer_({.max_fps = window.software_rendering() ? 30.0 : 60.0, .idle_fps = 1}),
        start_us_(clock_.steady_us()),
        engine_({options_.device, options_.mat_file, options_.store, options_.probe_all,
                 [this] { on_snapshot(); }}) {
    if (options_.begin) engine_.send(engine::BeginSession{setup_of(options_.state), options_.state.athlete});
  }

  Expected<void> run() {
    while (!window_.should_close()) {
      window_.wait(std::min(pacer_.wait_us(clock_.steady_us()), until_picture_us()));
      look();
      const bool picture = options_.screenshot && until_picture_us() == 0;
      if (!picture && !pacer_.due(clock_.steady_us())) continue;
      const auto saved = draw(picture);
      if (picture) return saved;
    }
    return {};
  }

  std::string stats() const {
    const double lasted_s = static_cast<double>(clock_.steady_us() - start_us_) / 1e6;
    return fmt::format("{} frames in {:.1f} s, the first after {:.0f} ms", pacer_.frames(), lasted_s,
                       first_frame_ms_);
  }

 private:
  /// The engine's pipeline thread.
  void on_snapshot() {
    if (wakes_.allow(clock_.steady_us())) Window::wake();
  }

  std::int64_t until_picture_us() const {
    if (!options_.screenshot) return FramePacer::kLongestWait_us;
    const auto at_us = start_us_ + static_cast<std::int64_t>(options_.after_s * 1e6);
    return std::clamp<std::int64_t>(at_us - clock_.steady_us(), 0, FramePacer::kLongestWait_us);
  }

  Frame frame() const { return {*snapshot_, history_, clock_.steady_us()}; }

  /// Tells the pacer what is new since the last frame.
  void look() {
    if (window_.take_input()) pacer_.on_input();
    pacer_.set_hidden(window_.hidden());
    auto newest = engine_.snapshot();
    if (newest != snapshot_) {
      if (newest->device != snapshot_->device) history_.clear();
      urgent_ = urgent_ || turned(*newest, *snapshot_);
      snapshot_ = std::move(newest);
      pacer_.on_data(urgent_ || somebody_on(*snapshot_));
    }
    // What is old is dated on the screen: its age has to move, once a second; and growing old is a turn
    // itself.
    const Freshness now = freshness(frame());
    if (now != drawn_freshness_) pacer_.on_data(true);
    if (now == Freshness::old && now == drawn_freshness_) pacer_.on_data(false);
    wakes_.set_interval(pacer_.wake_interval_us());
  }

  Expected<void> draw(bool picture) {
    const std::int64_t began_us = clock_.steady_us();
    points_.clear();
    engine_.take_plot_points(points_);
    for (const auto& point : points_)
      history_.add(point.time_s, {point.left_n, point.right_n, point.total_n}, point.lost);
    const std::string keys = window_.take_keys();
    Frame now = frame();
    now.keys = keys;
    Commands commands;
    Expected<void> saved;
    std::function<void(int, int)> before_show;
    if (picture)
      before_show = [&](int width, int height) {
        saved = save_screenshot(*options_.screenshot, width, height);
      };
    window_.draw([&] { dashboard_view(now, window_.theme(), options_.state, commands); }, before_show);
    for (auto& command : commands) engine_.send(std::move(command));
    pacer_.on_drawn(began_us);
    if (pacer_.frames() == 1) first_frame_ms_ = static_cast<double>(clock_.steady_us() - start_us_) / 1e3;
    drawn_freshness_ = freshness(frame());
    urgent_ = false;
    return saved;
  }

  SystemClock clock_;
  Window& window_;
  Options options_;
  FramePacer pacer_;
  WakeLimiter wakes_;
  StripHistory history_;
  std::vector<engine::PlotPoint> points_;
  std::shared_ptr<const Snapshot> snapshot_ = std::make_shared<const Snapshot>();
  Freshness drawn_freshness_ = Freshness::nothing;
  bool urgent_ = false;
  double first_frame_ms_ = 0;
  std::int64_t start_us_;
  Engine engine_;  ///< last: its threads end before what they call goes
};

int run(Options options) {
  const bool stats = options.stats;
  auto window = Window::open({options.width, options.height, options.scale});
  if (!window) {
    fmt::print(stderr, "poise-dashboard: {}\n", to_line(window.error()));
    return 1;
  }
  App app(**window, std::move(options));
  const auto ended = app.run();
  if (stats) fmt::print(stderr, "{}\n", app.stats());
  if (ended) return 0;
  fmt::print(stderr, "poise-dashboard: {}\n", to_line(ended.error()));
  return 1;
}

}  // namespace
}  // namespace poise::dashboard

int main(int argc, char** argv) {
  auto parsed = poise::dashboard::parse_options(argc, argv);
  if (const int* status = std::get_if<int>(&parsed)) return *status;
  return poise::dashboard::run(std::get<poise::dashboard::Options>(std::move(parsed)));
}
