#include "platform/feedback.h"

#include <utility>

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

std::optional<ToneFeedback::Tone> ToneFeedback::tick(const std::optional<TempoBeat>& beat) {
  const auto number = beat ? std::optional(beat->number) : std::nullopt;
  if (std::exchange(beat_, number) == number) return std::nullopt;
  return number ? std::optional(Tone::tick) : std::nullopt;
}

}  // namespace poise::dashboard
