#pragma once

#include <span>
#include <vector>

#include "base/stages.h"

namespace poise::signal {

/// Corners of the convex hull of the points (x_mm[i], y_mm[i]), counter-clockwise, without points on its
/// edges or repeated ones: none for no points, one for equal points, two for points on one line. Spans of
/// equal length, finite values. Monotone chain (Andrew 1979) on the points outside of the octagon through the
/// extremes of eight directions (Akl & Toussaint 1978), which is next to nothing of a long sway path: linear
/// in practice, n log n at worst.
std::vector<Point> convex_hull(std::span<const double> x_mm, std::span<const double> y_mm);

/// Largest distance between any two corners of a convex polygon, as convex_hull() gives it; 0 for fewer than
/// two. Rotating calipers (Shamos 1978): linear.
double diameter_mm(std::span<const Point> hull);

}  // namespace poise::signal
