#pragma once

#include <cstdint>

namespace poise::dashboard {

/// Decides when a frame is worth drawing, so that an unused window costs nothing. Pure: time is handed in, in
/// microseconds of a steady clock. Main thread only.
///
/// A frame is due when there was input, or when new data came; never more than `max_fps`, and for data alone
/// not more than `idle_fps` while nobody is on the mat.
class FramePacer {
 public:
  struct Limits {
    double max_fps = 30;
    double idle_fps = 1;
  };
  explicit FramePacer(Limits limits) : limits_(limits) {}

  /// Mouse, key, resize: a few frames follow, because ImGui settles pop-ups and hovering over the next
  /// frames.
  void on_input() { input_frames_ = kFramesAfterInput; }
  /// A new snapshot. `active`: somebody is on the mat, or something turned that a person waits to see.
  void on_data(bool active) {
    data_ = true;
    active_ = active;
  }
  /// A frame was drawn; `began_us` is when its drawing began.
  void on_drawn(std::int64_t began_us);
  /// The window cannot be seen: nothing is drawn.
  void set_hidden(bool hidden) { hidden_ = hidden; }

  bool due(std::int64_t now_us) const { return wait_us(now_us) == 0; }

  /// How long until a frame is due, with what is known now; at most kLongestWait_us, also when nothing is
  /// waited for.
  std::int64_t wait_us(std::int64_t now_us) const;

  /// How often new data should wake the main thread to have a look.
  std::int64_t wake_interval_us() const;

  std::uint64_t frames() const { return frames_; }

  static constexpr std::int64_t kLongestWait_us = 1'000'000;

 private:
  static constexpr int kFramesAfterInput = 3;

  Limits limits_;
  bool data_ = true;  ///< the first frame is due at once
  bool active_ = true;
  bool hidden_ = false;
  int input_frames_ = 0;
  std::int64_t last_drawn_us_ = 0;
  std::uint64_t frames_ = 0;
};

}  // namespace poise::dashboard
