#pragma once

#include <string>
#include <vector>

#include "report/canvas.h"

/// What the figures of a report share: a straight scale, round ticks, a frame with its labels.
namespace poise::report {

/// From values to places, straight.
struct Scale {
  double low = 0, high = 1;        ///< values
  double at_low = 0, at_high = 1;  ///< their places on the page
  double operator()(double value) const { return at_low + (value - low) / (high - low) * (at_high - at_low); }
};

/// Grows to take in values; empty until it has seen one. NaN is skipped.
struct Range {
  double low = 1, high = 0;
  bool empty() const { return low > high; }
  void add(double value);
  /// A little wider, at least `least` wide, about its middle.
  Range padded(double part, double least) const;
};

/// Round values (1, 2 or 5 times a power of ten apart) within the range, at most about `most` of them.
std::vector<double> ticks(double low, double high, int most);
/// As many decimals as the distance of the ticks asks for.
std::string tick_text(double value, const std::vector<double>& all);

/// The plot's inner box with a hairline at each tick of y, numbers at its left, the unit above them.
void draw_y_axis(Canvas& canvas, const Box& plot, const Scale& y, const std::string& unit,
                 int most_ticks = 5);
/// Numbers below, the unit behind the last.
void draw_x_axis(Canvas& canvas, const Box& plot, const Scale& x, const std::string& unit,
                 int most_ticks = 6);
/// "■ left  ● right" as far as they occur, ending at `right_end` on the baseline.
void draw_legend(Canvas& canvas, At right_end, const std::vector<Side>& sides);

}  // namespace poise::report
