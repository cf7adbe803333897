#pragma once

#include <cstdint>
#include <optional>

namespace poise::decode {

/// Where a sample stands on the 64-bit counters, or why it stands nowhere.
struct Placement {
  enum class Kind {
    placed,
    duplicate,  ///< its time has been passed already: the same frame again, or one that came too late
    doubtful,   ///< its clock fits neither the samples before it nor the host's: left out until a second
                ///< sample agrees with it
  };
  Kind kind = Kind::duplicate;
  std::int64_t sequence = 0;
  std::int64_t device_us = 0;
  std::int64_t lost_before = 0;  ///< samples missing between this one and the one before
  bool restarted = false;        ///< the mat's clock began anew: the counters go on by the host's clock
};

/// Makes the wire's 16-bit sample number and 32-bit device clock 64 bit wide and continuous for as long as
/// the program runs. The first sample keeps the numbers of the wire; from then on both counters strictly
/// increase, whatever a mat sends.
///
/// The device clock says how long a hole is (it wraps after 71.6 minutes, the sample number after 13.7
/// minutes at 80 Hz), the number then says exactly how many samples it cost. Over a reset both are lost:
/// there the host's arrival times bridge the gap. One thread at a time; no allocation, no clock of its own.
class SampleTimeline {
 public:
  /// The rate that the mat promises; the real one is learnt from its samples.
  void set_nominal_rate(double rate_hz);

  /// The mat was reset: its next sample begins a new clock.
  void restart();

  /// The link was away: the next sample goes on where the last one ended if its clock agrees with the host's
  /// within a second, and else begins a new clock.
  void reconnect();

  /// Takes the next sample's wire numbers, and the host's steady clock when it arrived.
  Placement place(std::uint16_t seq, std::uint32_t t_us, std::int64_t arrival_us);

  /// Samples a second by the device's clock, once sixteen steps have been seen.
  std::optional<double> measured_rate_hz() const;

 private:
  /// The numbers of a sample as the wire had them.
  struct Wire {
    std::uint16_t seq = 0;
    std::uint32_t t_us = 0;
    std::int64_t arrival_us = 0;
  };
  /// The way from the last sample to the next, as far as the wire tells it.
  struct Step {
    std::int64_t host_us = 0;    ///< between the arrivals
    std::int64_t device_us = 0;  ///< forward
    double periods = 0;          ///< sample periods in device_us
    std::int64_t numbers = 0;    ///< the step in sample number nearest to that
    bool late = false;           ///< no step forward: none, or a small one back
    bool numbers_agree = false;  ///< number and clock tell the same
  };
  enum class Link { same, reconnected, restarted };

  Step step_to(const Wire& next) const;
  bool continues(const Step& step) const;
  bool confirms_doubt(const Wire& next) const;
  Placement advance(const Wire& next, std::int64_t samples, std::int64_t device_us, bool restarted);
  Placement begin_anew(const Wire& next, std::int64_t host_us);
  void learn_period(const Step& step);

  bool begun_ = false;
  Link link_ = Link::same;
  Wire last_;
  std::int64_t sequence_ = 0;
  std::int64_t device_us_ = 0;
  std::optional<Wire> doubtful_;
  double period_us_ = 12'500;
  int steps_learnt_ = 0;
};

}  // namespace poise::decode
