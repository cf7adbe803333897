#pragma once

#include <cstdint>
#include <optional>

#include "engine/command.h"
#include "views/settings.h"

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
  /// A tick for each beat while a set runs.
  std::optional<Tone> beat(const Settings& settings, bool running, std::int64_t now_us);
  /// Until the next beat; absent: none is due.
  std::optional<std::int64_t> until_beat_us(const Settings& settings, bool running, std::int64_t now_us) const;

 private:
  static constexpr std::int64_t kInterval_us = 600'000;
  std::int64_t toned_us_ = -kInterval_us;
  std::optional<std::int64_t> next_beat_us_;
};

}  // namespace poise::dashboard
