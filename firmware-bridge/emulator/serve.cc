#include "serve.h"

#include <algorithm>
#include <chrono>

namespace poise::emulator {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kSlice_us = 1000;     // of the mat's time: how soon a byte is answered
constexpr std::int64_t kBehind_us = 50'000;  // a computer that was away is not made up for

/// The mat's time: the computer's, scaled, or standing still until the other end has read.
class Pace {
 public:
  explicit Pace(double speed) : speed_(speed == 0 ? 1 : speed) {}

  /// How much of the mat's time has passed since the last call.
  std::int64_t passed_us() {
    const auto now = Clock::now();
    const std::chrono::duration<double, std::micro> passed = now - last_;
    last_ = now;
    owed_us_ = std::min(owed_us_ + passed.count() * speed_, kBehind_us * std::max(speed_, 1.0));
    const auto whole = static_cast<std::int64_t>(owed_us_);
    owed_us_ -= static_cast<double>(whole);
    return whole;
  }

  std::chrono::microseconds slice() const {
    return std::chrono::microseconds(
        std::max<std::int64_t>(static_cast<std::int64_t>(kSlice_us / speed_), 100));
  }

 private:
  double speed_;
  double owed_us_ = 0;
  Clock::time_point last_ = Clock::now();
};

}  // namespace

tl::expected<void, std::string> serve(EmulatedMat& mat, virtual_mat::PtyPort& port, const Serving& how,
                                      const std::atomic<bool>& stop,
                                      const std::function<void(const std::string&)>& on_plugged_in) {
  Pace pace(how.speed);
  std::vector<std::uint8_t> from_host, to_host;
  std::int64_t now_us = 0;
  bool was_open = false;
  while (!stop) {
    if (mat.plugged_in(now_us) != port.plugged_in()) {
      if (port.plugged_in()) {
        port.unplug();
      } else {
        if (const auto plugged = port.plug_in(); !plugged) return plugged;
        if (on_plugged_in) on_plugged_in(port.name());
      }
    }
    const bool open = port.is_open();
    if (open && !was_open && how.deaf_s) mat.reset_by_host(*how.deaf_s);
    was_open = open;

    const bool flat_out = how.speed == 0 && mat.streaming() && open;
    const std::int64_t passed_us = pace.passed_us();
    now_us += !flat_out ? passed_us : port.backlog_bytes() == 0 ? 10 * kSlice_us : 0;
    to_host.clear();
    mat.run_until(now_us, to_host);
    if (!to_host.empty()) port.write(to_host);

    from_host.clear();
    port.read(from_host);
    if (!from_host.empty()) mat.receive(from_host, now_us);
    if (!flat_out || port.backlog_bytes() > 0) port.wait(from_host.empty() ? pace.slice() : pace.slice() / 2);
  }
  return {};
}

}  // namespace poise::emulator
