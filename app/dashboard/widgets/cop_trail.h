#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>

namespace poise::dashboard {

/// The path of the centre of pressure over the last half minute, a mean for each 1/40 s, so that keeping and
/// drawing it costs the same at any sampling rate. Single-threaded.
class CopTrail {
 public:
  static constexpr double kSlot_s = 0.025;
  static constexpr double kKept_s = 30;

  struct Dot {
    std::int64_t number = 0;  ///< time of its beginning in units of kSlot_s
    double x_mm = 0, y_mm = 0;
    int count = 0;
    double start_s() const { return static_cast<double>(number) * kSlot_s; }
  };

  /// NaN: no centre of pressure at this instant. Where time goes back what is there moves back with it.
  void add(double time_s, double x_mm, double y_mm);
  void clear() { dots_.clear(); }
  const std::deque<Dot>& dots() const { return dots_; }
  double end_s() const { return dots_.empty() ? 0 : end_s_; }

 private:
  std::deque<Dot> dots_;
  double end_s_ = 0;
};

/// 95 % prediction ellipse of the dots since `from_s`: where 95 of 100 further points would fall (chi-squared form,
/// Schubert & Kirchner 2014). Absent below 40 dots, or when they lie on a line.
struct Ellipse {
  double x_mm = 0, y_mm = 0;                   ///< its middle
  double long_mm = 0, short_mm = 0;            ///< half axes
  double angle_rad = 0;                        ///< of the long axis, from right to forward
  double area_mm2 = 0;
};
std::optional<Ellipse> ellipse_of(const CopTrail& trail, double from_s);

/// Sideways, over the last `window_s`: mean speed, middle, and how far to either side. Absent with under half a second of dots.
struct Wobble {
  double now_mm = 0, middle_mm = 0, least_mm = 0, most_mm = 0, speed_mm_s = 0;
};
std::optional<Wobble> wobble_of(const CopTrail& trail, double window_s);

}  // namespace poise::dashboard
