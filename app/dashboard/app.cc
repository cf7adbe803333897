#include "app.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/printable.h"
#include "platform/open_file.h"
#include "views/actions.h"
#include "views/cue.h"
#include "views/describe.h"
#include "views/views.h"

namespace poise::dashboard {
namespace {

using engine::Snapshot;
using movement::FlowStep;

/// More than an empty mat ever shows; less than anybody who stands or lies on it.
constexpr double kSomebody_n = 50;
/// A setting that is being changed is not written with every click.
constexpr std::int64_t kSaveAfter_us = 700'000;

bool somebody_on(const Snapshot& snapshot) { return snapshot.balance.total_n.value_or(0) > kSomebody_n; }

/// Whether the mat is being checked or calibrated.
bool at_work(const Snapshot& snapshot) { return snapshot.check || snapshot.calibrating || snapshot.spot; }

/// Whether something turned that is not to wait for the next slow frame.
bool turned(const Snapshot& a, const Snapshot& b) {
  return a.link != b.link || a.device != b.device || a.flow.step != b.flow.step ||
         a.flow.countdown != b.flow.countdown || a.movement.reps != b.movement.reps || a.result != b.result ||
         a.store_error.has_value() != b.store_error.has_value() || at_work(a) != at_work(b) ||
         a.calibration != b.calibration;
}

}  // namespace

App::App(Window& window, Options options)
    : window_(window),
      options_(std::move(options)),
      pacer_({.max_fps = window.software_rendering() ? 30.0 : 60.0, .idle_fps = 1}),
      start_us_(clock_.steady_us()),
      drawn_settings_(options_.state.settings),
      saved_{options_.state.settings, options_.place},
      library_(options_.store, [] { Window::wake(); }),
      engine_({options_.device, options_.mat_file, options_.store, options_.probe_all, {}, [this] { on_snapshot(); }}) {
  library_.send(engine::RefreshShelf{});
  if (options_.begin) engine_.send(engine::BeginSession{setup_of(options_.state), options_.state.athlete});
}

Expected<void> App::run(const std::function<bool()>& asked_to_end) {
  while (!window_.should_close() && !asked_to_end()) {
    window_.wait(longest_wait_us());
    look();
    give_feedback();
    const bool picture = options_.screenshot && until_picture_us() == 0;
    if (!picture && !pacer_.due(clock_.steady_us())) continue;
    auto saved = draw(picture);
    if (picture) return saved;
  }
  remember();
  return {};
}

std::string App::stats() const {
  const double lasted_s = static_cast<double>(clock_.steady_us() - start_us_) / 1e6;
  const auto words = [](const Latency& latency) {
    return fmt::format("{:.2f} ms on average, 99 % within {:.1f} ms, {:.2f} ms at most", latency.mean_ms(),
                       latency.ms_of_99_pct(), latency.most_ms());
  };
  return fmt::format(
      "{} frames in {:.1f} s, the first after {:.0f} ms\nbuilt in {}\nfrom data to draw data {}\nfrom input to draw data {}",
      pacer_.frames(), lasted_s, first_frame_ms_, words(build_), words(data_latency_), words(input_latency_));
}

void App::on_snapshot() {
  const std::int64_t now_us = clock_.steady_us();
  std::int64_t none = 0;
  data_since_us_.compare_exchange_strong(none, now_us);
  if (wakes_.allow(now_us)) Window::wake();
}

std::int64_t App::until_picture_us() const {
  if (!options_.screenshot) return FramePacer::kLongestWait_us;
  const auto at_us = start_us_ + static_cast<std::int64_t>(options_.after_s * 1e6);
  return std::clamp<std::int64_t>(at_us - clock_.steady_us(), 0, FramePacer::kLongestWait_us);
}

std::int64_t App::longest_wait_us() const {
  const std::int64_t now_us = clock_.steady_us();
  std::int64_t wait_us = std::min(pacer_.wait_us(now_us), until_picture_us());
  if (const auto beat = beat_of(frame(), options_.state.settings))
    wait_us = std::min(wait_us, static_cast<std::int64_t>(beat->left_s * 1e6) + 1);
  return wait_us;
}

Frame App::frame() const { return {*snapshot_, history_, *shelf_, tally_, clock_.steady_us(), {}, clock_.wall_us()}; }

/// Tells the pacer what is new since the last frame.
void App::look() {
  if (window_.take_input()) {
    pacer_.on_input();
    if (input_since_us_ == 0) input_since_us_ = clock_.steady_us();
  }
  pacer_.set_hidden(window_.hidden() && !athlete_window_);
  look_at_snapshot();
  if (auto newest = library_.shelf(); newest != shelf_) {
    if (newest->reports_made != shelf_->reports_made) open_with_desktop(newest->report->file);
    shelf_ = std::move(newest);
    pacer_.on_data(true);
  }
  // A rest counts down on the screen, once a second.
  const bool rests = shelf_->visit && shelf_->visit->runner.view(clock_.wall_us()).step == session::VisitStep::rest;
  if (rests && options_.state.view == View::programme) pacer_.on_data(false);
  // What is old is dated on the screen: its age has to move, once a second; and growing old is a turn itself.
  const Freshness now = freshness(frame());
  if (now != drawn_freshness_) pacer_.on_data(true);
  if (now == Freshness::old && now == drawn_freshness_) pacer_.on_data(false);
  wakes_.set_interval(pacer_.wake_interval_us());
  if (save_at_us_ != 0 && clock_.steady_us() >= save_at_us_) remember();
}

void App::look_at_snapshot() {
  auto newest = engine_.snapshot();
  if (newest == snapshot_) return;
  const std::int64_t since_us = data_since_us_.exchange(0);
  if (seen_since_us_ == 0) seen_since_us_ = since_us;
  if (newest->device != snapshot_->device) history_.clear();
  const bool new_result = newest->result && newest->result != snapshot_->result;
  const bool new_on_mat = newest->calibration != snapshot_->calibration || newest->spot_readings != snapshot_->spot_readings;
  if (new_result || new_on_mat) library_.send(engine::RefreshShelf{});
  keep_tally(*snapshot_, *newest);
  urgent_ = urgent_ || turned(*newest, *snapshot_);
  snapshot_ = std::move(newest);
  const bool active = urgent_ || somebody_on(*snapshot_) || at_work(*snapshot_);
  if (!active) seen_since_us_ = 0;  // with nobody on the mat data may wait
  pacer_.on_data(active);
}

void App::keep_tally(const Snapshot& before, const Snapshot& now) {
  const bool running = now.flow.step == FlowStep::record;
  if (now.session_id != before.session_id) tally_ = {};
  if (running && before.flow.step != FlowStep::record) {  // another set, or the same one on the other leg
    if (before.flow.step != FlowStep::change_side) tally_.in_corridor_s = tally_.out_of_corridor_s = 0;
    tally_.since_us = clock_.steady_us();
  }
  if (!running) tally_.since_us.reset();
  const double step_s = now.time_s - before.time_s;
  const bool shares = now.setup.exercise != nullptr && lead_of(*now.setup.exercise) == Lead::share;
  if (running && shares && step_s > 0 && step_s < 1 && now.balance.left_share_pct) {
    const Settings& settings = options_.state.settings;
    const bool inside = std::abs(*now.balance.left_share_pct - settings.target_pct) <= settings.corridor_pct;
    (inside ? tally_.in_corridor_s : tally_.out_of_corridor_s) += step_s;
  }
  // What a hold holds: a bridge its rise, a plank all of the load on the mat.
  const bool plank = now.setup.exercise != nullptr && now.setup.exercise->pattern == movement::Pattern::plank;
  const auto held = plank ? now.balance.total_n : now.movement.swing_pct;
  if (now.movement.phase != movement::Phase::hold || !held) {
    best_held_ = 0;
    tally_.sag_pct.reset();
    return;
  }
  best_held_ = std::max(best_held_, *held);
  if (best_held_ > 0) tally_.sag_pct = 100 * (best_held_ - *held) / best_held_;
}

void App::give_feedback() {
  const std::int64_t now_us = clock_.steady_us();
  const Settings& settings = options_.state.settings;
  const auto cue = live_cue(frame(), options_.state);
  if (const auto light = lamps_.update(cue, settings.lamps, now_us)) engine_.send(*light);
  const bool running = snapshot_->flow.step == FlowStep::record;
  if (settings.tones || settings.metronome == Metronome::heard) sound_.open();
  if (const auto tone = tones_.corridor(cue, settings.tones && running, now_us)) sound_.play(*tone);
  const auto tick = tones_.tick(beat_of(frame(), settings));
  if (tick && settings.metronome == Metronome::heard) sound_.play(*tick);
}

Expected<void> App::draw(bool picture) {
  const std::int64_t began_us = clock_.steady_us();
  points_.clear();
  engine_.take_plot_points(points_);
  for (const auto& point : points_) history_.add(point);
  const std::string keys = window_.take_keys();
  Frame now = frame();
  now.keys = keys;
  Commands commands;
  Expected<void> saved;
  std::function<void(int, int)> before_show;
  if (picture)
    before_show = [&](int width, int height) { saved = save_screenshot(*options_.screenshot, width, height); };
  const Window::Built built = window_.draw(
      [&] { dashboard_view(now, window_.theme(), options_.state, commands); }, before_show);
  take_latencies(built);
  window_.set_title(title_of(now, options_.state, window_.typing()));
  if (athlete_window_)
    athlete_window_->draw([&] { athlete_view(now, athlete_window_->theme(), options_.state); });
  for (auto& command : commands.engine) {
    if (std::holds_alternative<engine::Mark>(command)) tally_.marks_s.push_back(snapshot_->time_s);
    engine_.send(std::move(command));
  }
  for (auto& request : commands.library) library_.send(std::move(request));
  if (options_.state.view != drawn_view_ && options_.state.view != View::live)
    library_.send(engine::RefreshShelf{});
  drawn_view_ = options_.state.view;
  follow_athlete_view();
  follow_settings();
  pacer_.on_drawn(began_us);
  if (pacer_.frames() == 1) first_frame_ms_ = static_cast<double>(clock_.steady_us() - start_us_) / 1e3;
  drawn_freshness_ = freshness(frame());
  urgent_ = false;
  return saved;
}

void App::take_latencies(const Window::Built& built) {
  build_.add(built.took_us);
  if (seen_since_us_ != 0) data_latency_.add(built.at_us - seen_since_us_);
  if (input_since_us_ != 0) input_latency_.add(built.at_us - input_since_us_);
  seen_since_us_ = input_since_us_ = 0;
}

/// The athlete view fills a second monitor where there is one, else this window and its monitor.
void App::follow_athlete_view() {
  bool& wanted = options_.state.athlete_view;
  const auto monitors = Window::monitors();
  const bool second = monitors.size() > 1 || options_.athlete_window;
  if (athlete_window_ && (wanted || athlete_window_->should_close())) {
    athlete_window_.reset();
    wanted = false;
  } else if (wanted && second) {
    const WindowPlace place = monitors.size() > 1 ? monitors[1] : WindowPlace{0, 0, 1280, 800};
    auto opened = AthleteWindow::open(place, window_.theme().scale, options_.state.settings.dark);
    if (opened) {
      athlete_window_ = std::move(*opened);
      wanted = false;
    }
  }
  window_.set_fullscreen(wanted && !options_.screenshot);
}

void App::follow_settings() {
  const Settings& settings = options_.state.settings;
  if (settings == drawn_settings_) return;
  if (settings.scale != drawn_settings_.scale || settings.dark != drawn_settings_.dark) {
    const auto scale = settings.scale > 0 ? std::optional(settings.scale) : std::nullopt;
    window_.set_look(scale, settings.dark);
  }
  drawn_settings_ = settings;
  save_at_us_ = clock_.steady_us() + kSaveAfter_us;
}

void App::remember() {
  save_at_us_ = 0;
  if (options_.screenshot) return;
  const Remembered now{options_.state.settings, window_.place()};
  if (now == saved_) return;
  if (const auto kept = save_settings(settings_path(), now); !kept)
    fmt::print(stderr, "poise-dashboard: {}\n", one_line(to_line(kept.error())));
  saved_ = now;
}

}  // namespace poise::dashboard
