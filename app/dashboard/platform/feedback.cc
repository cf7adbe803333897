#include "platform/feedback.h"

#include <algorithm>

namespace poise::dashboard {

std::optional<engine::Light> LampFeedback::update(std::optional<int> cue, bool wanted, std::int64_t now_us) {
  constexpr std::uint8_t kGlow = 40, kBright = 255;
  engine::Light light;
  if (wanted && cue) {
    if (*cue == 0) light = {kGlow, kGlow};
    if (*cue < 0) light = {kBright, 0};
    if (*cue > 0) light = {0, kBright};
  }
  if (light.left == shown_.left && light.right == shown_.right) return std::nullopt;
  if (now_us - sent_us_ < kLeastInterval_us) return std::nullopt;
  shown_ = light;
  sent_us_ = now_us;
  return light;
}

std::optional<ToneFeedback::Tone> ToneFeedback::corridor(std::optional<int> cue, bool wanted, std::int64_t now_us) {
  if (!wanted || !cue || *cue == 0 || now_us - toned_us_ < kInterval_us) return std::nullopt;
  toned_us_ = now_us;
  return *cue > 0 ? Tone::low : Tone::high;  // to shift right means that too much is on the left
}

std::optional<ToneFeedback::Tone> ToneFeedback::beat(const Settings& settings, bool running, std::int64_t now_us) {
  if (!settings.metronome || !running) {
    next_beat_us_.reset();
    return std::nullopt;
  }
  const std::int64_t interval_us = 60'000'000 / std::max(1, settings.beats_per_minute);
  if (!next_beat_us_) next_beat_us_ = now_us;
  if (now_us < *next_beat_us_) return std::nullopt;
  // Kept to the grid, unless beats were missed.
  next_beat_us_ = *next_beat_us_ + interval_us > now_us ? *next_beat_us_ + interval_us : now_us + interval_us;
  return Tone::tick;
}

std::optional<std::int64_t> ToneFeedback::until_beat_us(const Settings& settings, bool running,
                                                        std::int64_t now_us) const {
  if (!settings.metronome || !running) return std::nullopt;
  return next_beat_us_ ? std::max<std::int64_t>(0, *next_beat_us_ - now_us) : 0;
}

}  // namespace poise::dashboard
