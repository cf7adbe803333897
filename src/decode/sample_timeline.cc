#include "decode/sample_timeline.h"

#include <algorithm>
#include <cmath>

namespace poise::decode {
namespace {

constexpr std::int64_t kClockWrap_us = std::int64_t{1} << 32;
constexpr std::int64_t kNumberWrap = 65'536;

/// How far the device's clock may be from the host's: a driver that held bytes back, 100 ppm over 2.7 hours.
constexpr std::int64_t kClockSlack_us = 1'000'000;

/// A source faster than real time (a virtual mat) leaves the host's clock behind. Up to this long a hole is
/// believed when sample number and device clock tell the same.
constexpr std::int64_t kLongestUnwitnessedHole_us = 600'000'000;

/// A longer absence counts as this long, which keeps the arithmetic bounded.
constexpr std::int64_t kLongestAbsence_us = std::int64_t{10} * 366 * 86'400 * 1'000'000;

/// No honest mat gets here in 70,000 years; nothing is placed beyond it, so that nothing can overflow.
constexpr std::int64_t kEndOfTime = std::int64_t{1} << 61;

constexpr double kShortestPeriod_us = 10;
constexpr double kLongestPeriod_us = 10e6;
constexpr int kStepsToKnowRate = 16;
constexpr int kStepsToAverage = 64;

}  // namespace

void SampleTimeline::set_nominal_rate(double rate_hz) {
  if (!(rate_hz > 0)) return;
  const double nominal_us = std::clamp(1e6 / rate_hz, kShortestPeriod_us, kLongestPeriod_us);
  // After a reconnect what was learnt is better than what is promised, unless the rate was changed meanwhile.
  const bool still_holds = std::abs(period_us_ - nominal_us) < nominal_us / 4;
  if (steps_learnt_ >= kStepsToKnowRate && still_holds) return;
  period_us_ = nominal_us;
  steps_learnt_ = 0;
}

void SampleTimeline::restart() { link_ = Link::restarted; }

void SampleTimeline::reconnect() {
  if (link_ == Link::same) link_ = Link::reconnected;
}

std::optional<double> SampleTimeline::measured_rate_hz() const {
  if (steps_learnt_ < kStepsToKnowRate) return std::nullopt;
  return 1e6 / period_us_;
}

Placement SampleTimeline::place(std::uint16_t seq, std::uint32_t t_us, std::int64_t arrival_us) {
  const Wire next{seq, t_us, arrival_us};
  if (!begun_) {
    begun_ = true;
    link_ = Link::same;
    last_ = next;
    sequence_ = seq;
    device_us_ = t_us;
    return {Placement::Kind::placed, sequence_, device_us_, 0, false};
  }
  if (std::max(sequence_, device_us_) > kEndOfTime) return {Placement::Kind::doubtful};

  const Step step = step_to(next);
  if (link_ == Link::restarted) return begin_anew(next, step.host_us);
  if (step.late) return {Placement::Kind::duplicate};
  if (continues(step)) {
    learn_period(step);
    // A sample number out of all proportion to the clock is wrong, or was not counted on while the mat stood
    // still: the clock then tells how many samples there would have been.
    const std::int64_t samples =
        step.numbers_agree ? step.numbers : std::max<std::int64_t>(1, std::llround(step.periods));
    return advance(next, samples, step.device_us, false);
  }
  // After a reconnect a clock that does not fit is a mat that was reset. Within a connection it may as well
  // be a damaged frame whose CRC happens to be right (one in 65,536): a second sample has to agree.
  if (link_ == Link::reconnected || confirms_doubt(next)) return begin_anew(next, step.host_us);
  doubtful_ = next;
  return {Placement::Kind::doubtful};
}

SampleTimeline::Step SampleTimeline::step_to(const Wire& next) const {
  Step step;
  step.host_us =
      next.arrival_us <= last_.arrival_us
          ? 0
          : static_cast<std::int64_t>(std::min<std::uint64_t>(
                static_cast<std::uint64_t>(next.arrival_us) - static_cast<std::uint64_t>(last_.arrival_us),
                kLongestAbsence_us));
  const std::uint32_t forward_us = next.t_us - last_.t_us;
  const std::uint32_t backward_us = last_.t_us - next.t_us;
  // Whole turns of the device's clock during a long silence: only the host's clock saw them.
  const std::int64_t silence_us = step.host_us + kClockSlack_us - forward_us;
  step.device_us = forward_us + std::max<std::int64_t>(silence_us, 0) / kClockWrap_us * kClockWrap_us;
  const bool a_little_back = backward_us <= kClockSlack_us && step.device_us - step.host_us > kClockSlack_us;
  step.late = step.device_us == 0 || (a_little_back && link_ == Link::same);

  const std::int64_t number = static_cast<std::uint16_t>(next.seq - last_.seq);
  step.periods = static_cast<double>(step.device_us) / period_us_;
  const double turns = (step.periods - static_cast<double>(number)) / static_cast<double>(kNumberWrap);
  step.numbers = number + kNumberWrap * std::llround(turns);
  // 16: a change of rate or a short stop; 1/64: a clock that is off, beside a rate not yet learnt well.
  step.numbers_agree = step.numbers >= 1 &&
                       std::abs(static_cast<double>(step.numbers) - step.periods) <= 16 + step.periods / 64;
  return step;
}

/// Whether the mat's clock went on from the last sample to this one.
bool SampleTimeline::continues(const Step& step) const {
  const std::int64_t ahead_us = step.device_us - step.host_us;
  if (ahead_us > kClockSlack_us) return step.numbers_agree && step.device_us <= kLongestUnwitnessedHole_us;
  // Bytes may lie in a driver for long, so that the host saw more time pass than the device; not so across a
  // reconnect.
  return link_ != Link::reconnected || ahead_us >= -kClockSlack_us;
}

/// Whether this sample follows closely on the one that was doubted.
bool SampleTimeline::confirms_doubt(const Wire& next) const {
  if (!doubtful_) return false;
  const std::uint32_t elapsed_us = next.t_us - doubtful_->t_us;
  const auto numbers = static_cast<std::uint16_t>(next.seq - doubtful_->seq);
  return elapsed_us > 0 && elapsed_us <= kClockSlack_us && numbers > 0 && numbers <= kStepsToKnowRate;
}

Placement SampleTimeline::begin_anew(const Wire& next, std::int64_t host_us) {
  const auto elapsed_us = std::max(host_us, static_cast<std::int64_t>(period_us_));
  const auto samples = std::max<std::int64_t>(1, std::llround(static_cast<double>(elapsed_us) / period_us_));
  return advance(next, samples, elapsed_us, true);
}

Placement SampleTimeline::advance(const Wire& next, std::int64_t samples, std::int64_t device_us,
                                  bool restarted) {
  link_ = Link::same;
  doubtful_.reset();
  last_ = next;
  sequence_ += samples;
  device_us_ += device_us;
  return {Placement::Kind::placed, sequence_, device_us_, samples - 1, restarted};
}

/// A running mean over the first steps, a slow one later. Only from short holes, and bounded, so that a
/// single wrong clock value cannot spoil it.
void SampleTimeline::learn_period(const Step& step) {
  if (!step.numbers_agree || step.numbers > 8) return;
  steps_learnt_ = std::min(steps_learnt_ + 1, kStepsToAverage);
  const double seen_us = std::clamp(static_cast<double>(step.device_us) / static_cast<double>(step.numbers),
                                    period_us_ / 2, period_us_ * 2);
  period_us_ += (seen_us - period_us_) / steps_learnt_;
  period_us_ = std::clamp(period_us_, kShortestPeriod_us, kLongestPeriod_us);
}

}  // namespace poise::decode
