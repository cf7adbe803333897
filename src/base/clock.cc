#include "base/clock.h"

#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <ctime>

namespace poise {
namespace {

template <class ChronoClock>
std::int64_t microseconds_now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(ChronoClock::now().time_since_epoch()).count();
}

}  // namespace

std::int64_t SystemClock::steady_us() const { return microseconds_now<std::chrono::steady_clock>(); }
std::int64_t SystemClock::wall_us() const { return microseconds_now<std::chrono::system_clock>(); }

std::string iso8601_local(std::int64_t wall_us) {
  const std::time_t seconds = static_cast<std::time_t>(wall_us / 1'000'000);
  std::tm local{};
  localtime_r(&seconds, &local);
  const long offset_min = local.tm_gmtoff / 60;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1,
                     local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec, offset_min < 0 ? '-' : '+',
                     std::labs(offset_min) / 60, std::labs(offset_min) % 60);
}

}  // namespace poise
