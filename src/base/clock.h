#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace poise {

/// The host's time, injected so that tests need not wait. Callable from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Microseconds of a steady clock with an arbitrary origin.
  virtual std::int64_t steady_us() const = 0;
  /// Microseconds since 1970-01-01T00:00:00Z; asked for once a session.
  virtual std::int64_t wall_us() const = 0;
};

/// The machine's own clocks.
class SystemClock final : public Clock {
 public:
  std::int64_t steady_us() const override;
  std::int64_t wall_us() const override;
};

/// A clock that a test moves by hand.
class ManualClock final : public Clock {
 public:
  std::int64_t steady_us() const override { return now_us; }
  std::int64_t wall_us() const override { return wall_offset_us + now_us; }
  std::int64_t now_us = 0;
  std::int64_t wall_offset_us = 0;
};

/// "2026-03-05T14:07:09+01:00": ISO 8601, local time with its offset to UTC, whole seconds.
std::string iso8601_local(std::int64_t wall_us);

/// The other way round, for what people type: "2026-03-05" (noon, which stays the same day wherever it is read),
/// "2026-03-05T14:07", with seconds, and with "Z" or "+01:00" behind; without those, local time. Absent: no such time.
std::optional<std::int64_t> wall_us_from_iso8601(std::string_view text);

}  // namespace poise
