#include "virtual-mat/serve.h"

#include <algorithm>
#include <chrono>

namespace poise::virtual_mat {
namespace {

constexpr std::int64_t kStep_us = 10'000;  // of the mat's time, so that a late wake-up makes no huge burst
constexpr std::int64_t kLongestSleep_us = 50'000;

/// The mat's time, made from the computer's.
class Pace {
 public:
  explicit Pace(double speed) : speed_(speed) {}

  /// Time now: the computer's, scaled.
  std::int64_t advance() {
    const auto now = Clock::now();
    const std::chrono::duration<double, std::micro> passed = now - last_;
    last_ = now;
    time_us_ += passed.count() * (speed_ == 0 ? 1 : speed_);
    return static_cast<std::int64_t>(time_us_);
  }

  /// Time that the other end makes: goes on a step when it has read everything, else stands still.
  std::int64_t advance_if(bool all_read) {
    last_ = Clock::now();
    if (all_read) time_us_ += kStep_us;
    return static_cast<std::int64_t>(time_us_);
  }

  /// How long the computer waits for so much of the mat's time, up to the longest sleep.
  std::chrono::microseconds real(std::int64_t mat_us) const {
    const double us = static_cast<double>(std::max<std::int64_t>(mat_us, 0)) / (speed_ == 0 ? 1 : speed_);
    return std::chrono::microseconds(static_cast<std::int64_t>(std::min(us, double{kLongestSleep_us})));
  }

 private:
  using Clock = std::chrono::steady_clock;
  double speed_;
  double time_us_ = 0;
  Clock::time_point last_ = Clock::now();
};

}  // namespace

tl::expected<void, std::string> serve(VirtualMat& mat, PtyPort& port, const std::atomic<bool>& stop,
                                      const std::function<void(const std::string&)>& on_plugged_in) {
  Pace pace(mat.scenario().speed);
  std::vector<std::uint8_t> from_host, to_host;
  std::int64_t done_us = 0;
  while (!stop) {
    const bool flat_out = mat.scenario().speed == 0 && mat.streaming() && port.is_open();
    const std::int64_t now_us = flat_out ? pace.advance_if(port.backlog_bytes() == 0) : pace.advance();
    do {
      done_us = std::min(now_us, done_us + kStep_us);
      if (mat.plugged_in(done_us) != port.plugged_in()) {
        if (port.plugged_in()) {
          port.unplug();
        } else {
          if (const auto plugged = port.plug_in(); !plugged) return plugged;
          if (on_plugged_in) on_plugged_in(port.name());
        }
      }
      to_host.clear();
      mat.run_until(done_us, to_host);
      if (!to_host.empty()) port.write(to_host);
    } while (done_us < now_us);

    from_host.clear();
    port.read(from_host);
    if (!from_host.empty()) {
      mat.receive(from_host, now_us);
      continue;  // the reply goes out at once
    }
    if (flat_out && port.backlog_bytes() == 0) continue;
    const std::int64_t next_us = mat.next_event_us().value_or(now_us + kLongestSleep_us);
    port.wait(pace.real(next_us - now_us) + std::chrono::microseconds(20));  // not a moment too early
  }
  return {};
}

}  // namespace poise::virtual_mat
