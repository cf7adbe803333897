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

std::optional<std::int64_t> wall_us_from_iso8601(std::string_view text) {
  const std::string typed(text);
  for (const char* form : {"%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"}) {
    std::tm parts{};
    parts.tm_hour = 12;
    const char* end = strptime(typed.c_str(), form, &parts);
    if (!end || *end != '\0') continue;
    const long offset_s = parts.tm_gmtoff;
    const bool has_offset = std::string_view(form).ends_with("%z");
    std::tm there = parts;
    there.tm_isdst = -1;
    const std::time_t seconds = has_offset ? timegm(&there) - offset_s : std::mktime(&there);
    if (there.tm_mday != parts.tm_mday || seconds < 0) return std::nullopt;  // the 31st of February; the year 26
    return std::int64_t{seconds} * 1'000'000;
  }
  return std::nullopt;
}

}  // namespace poise
