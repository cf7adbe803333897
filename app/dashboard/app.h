#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "engine/engine.h"
#include "engine/library.h"
#include "platform/athlete_window.h"
#include "platform/feedback.h"
#include "platform/frame_pacer.h"
#include "platform/latency.h"
#include "platform/options.h"
#include "platform/sound.h"
#include "platform/wake_limiter.h"
#include "platform/window.h"
#include "views/describe.h"

namespace poise::dashboard {

/// The window, the engine, the store's library, and the loop between them. Everything here runs on the main thread,
/// but for the calls of engine and library that wake it.
class App {
 public:
  App(Window& window, Options options);

  /// Until the window is closed or `asked_to_end`, which is asked at least once a second.
  Expected<void> run(const std::function<bool()>& asked_to_end);
  std::string stats() const;

 private:
  void on_snapshot();  ///< the engine's pipeline thread
  std::int64_t until_picture_us() const;
  std::int64_t longest_wait_us() const;
  Frame frame() const;
  void look();
  void look_at_snapshot();
  void take_latencies(const Window::Built& built);
  void keep_tally(const engine::Snapshot& before, const engine::Snapshot& now);
  void give_feedback();
  Expected<void> draw(bool picture);
  void follow_athlete_view();
  void follow_settings();
  void remember();

  SystemClock clock_;
  Window& window_;
  Options options_;
  FramePacer pacer_;
  WakeLimiter wakes_;
  LiveHistory history_;
  LiveTally tally_;
  double best_held_ = 0;  ///< of the hold that is going on: the most that was held
  std::vector<engine::PlotPoint> points_;
  std::shared_ptr<const engine::Snapshot> snapshot_ = std::make_shared<const engine::Snapshot>();
  std::shared_ptr<const engine::Shelf> shelf_ = std::make_shared<const engine::Shelf>();
  Freshness drawn_freshness_ = Freshness::nothing;
  View drawn_view_ = View::live;
  bool urgent_ = false;
  double first_frame_ms_ = 0;
  Latency build_;                     ///< of the frames themselves
  Latency data_latency_, input_latency_;
  std::atomic<std::int64_t> data_since_us_{0};  ///< data that nobody looked at came then; 0: there are none
  std::int64_t seen_since_us_ = 0;    ///< the same, of data looked at and not drawn yet
  std::int64_t input_since_us_ = 0;   ///< the same, of input
  std::int64_t start_us_;
  LampFeedback lamps_;
  ToneFeedback tones_;
  Sound sound_;
  std::unique_ptr<AthleteWindow> athlete_window_;
  Settings drawn_settings_;
  Remembered saved_;
  std::int64_t save_at_us_ = 0;  ///< 0: nothing to save

  // Last: their threads end before what they call goes.
  engine::Library library_;
  engine::Engine engine_;
};

}  // namespace poise::dashboard
