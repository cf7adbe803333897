#include "platform/frame_pacer.h"

#include <algorithm>

namespace poise::dashboard {
namespace {

std::int64_t interval_us(double fps) { return static_cast<std::int64_t>(1e6 / fps); }

}  // namespace

void FramePacer::on_drawn(std::int64_t began_us) {
  last_drawn_us_ = began_us;
  data_ = false;
  input_frames_ = std::max(0, input_frames_ - 1);
  ++frames_;
}

std::int64_t FramePacer::wait_us(std::int64_t now_us) const {
  if (hidden_ || (!data_ && input_frames_ == 0)) return kLongestWait_us;
  if (frames_ == 0) return 0;
  const bool soon = input_frames_ > 0 || active_;
  const std::int64_t due_us = last_drawn_us_ + interval_us(soon ? limits_.max_fps : limits_.idle_fps);
  return std::clamp<std::int64_t>(due_us - now_us, 0, kLongestWait_us);
}

std::int64_t FramePacer::wake_interval_us() const {
  if (hidden_) return kLongestWait_us;
  // Twice a frame: data come in beats of their own, and a whole interval would halve the rate where they just
  // miss. Nobody on the mat is looked at once a frame, so that whoever steps on is seen within one; a look costs
  // next to nothing, drawing does.
  return interval_us(limits_.max_fps) / (active_ ? 2 : 1);
}

}  // namespace poise::dashboard
