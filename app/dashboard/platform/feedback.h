#pragma once

#include <cstdint>
#include <optional>

#include "engine/command.h"
#include "views/settings.h"
#include "views/tempo.h"

namespace poise::dashboard {

/// What the lamps of the mat should show, at most five times a second and only when it changes. Pure: time is
/// handed in. The lamp of the side to shift to lights up; both glow while balanced; both are dark without a cue.
class LampFeedback {
 public:
  /// `cue` as live_cue(); the command to send now, if any.
  std::optional<engine::Light> update(std::optional<int> cue, bool wanted, std::int64_t now_us);

 private:
  static constexpr std::int64_t kLeastInterval_us = 200'000;
  engine::Light shown_;
  std::int64_t sent_us_ = -kLeastInterval_us;
};

/// When which tone is due. Pure.
class ToneFeedback {
 public:
  enum class Tone { low, high, tick };
  /// Outside the corridor a tone each 0.6 s: low when too much is on the left, high for the right.
  std::optional<Tone> corridor(std::optional<int> cue, bool wanted, std::int64_t now_us);
  /// A tick whenever the beat is another than at the last call; absent: there is no beat now.
  std::optional<Tone> tick(const std::optional<TempoBeat>& beat);

 private:
  static constexpr std::int64_t kInterval_us = 600'000;
  std::int64_t toned_us_ = -kInterval_us;
  std::optional<std::int64_t> beat_;  ///< the one ticked last
};

}  // namespace poise::dashboard
