#include "signal/convex_hull.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace poise::signal {
namespace {

bool same(const Point& a, const Point& b) { return a.x_mm == b.x_mm && a.y_mm == b.y_mm; }

/// Twice the area of the triangle a b c; positive when c lies to the left of the way from a to b.
double turn(const Point& a, const Point& b, const Point& c) {
  return (b.x_mm - a.x_mm) * (c.y_mm - a.y_mm) - (b.y_mm - a.y_mm) * (c.x_mm - a.x_mm);
}

/// The points that lie furthest in eight directions 45° apart, counter-clockwise.
std::array<Point, 8> extreme_points(std::span<const double> x_mm, std::span<const double> y_mm) {
  std::size_t right = 0, left = 0, front = 0, rear = 0;
  std::size_t front_right = 0, rear_left = 0, front_left = 0, rear_right = 0;
  for (std::size_t i = 1; i < x_mm.size(); ++i) {
    const double x = x_mm[i], y = y_mm[i];
    if (x > x_mm[right]) right = i;
    if (x < x_mm[left]) left = i;
    if (y > y_mm[front]) front = i;
    if (y < y_mm[rear]) rear = i;
    if (x + y > x_mm[front_right] + y_mm[front_right]) front_right = i;
    if (x + y < x_mm[rear_left] + y_mm[rear_left]) rear_left = i;
    if (y - x > y_mm[front_left] - x_mm[front_left]) front_left = i;
    if (y - x < y_mm[rear_right] - x_mm[rear_right]) rear_right = i;
  }
  std::array<Point, 8> out;
  std::size_t next = 0;
  for (const std::size_t i : {right, front_right, front, front_left, left, rear_left, rear, rear_right})
    out[next++] = {x_mm[i], y_mm[i]};
  return out;
}

/// The points that are not strictly inside of the octagon of extremes: all corners of the hull are among
/// them.
std::vector<Point> outer_points(std::span<const double> x_mm, std::span<const double> y_mm) {
  const std::array<Point, 8> octagon = extreme_points(x_mm, y_mm);
  std::vector<Point> out(octagon.begin(), octagon.end());
  for (std::size_t i = 0; i < x_mm.size(); ++i) {
    const Point point{x_mm[i], y_mm[i]};
    bool inside = true;
    for (std::size_t edge = 0; edge < octagon.size(); ++edge) {
      const Point& from = octagon[edge];
      const Point& to = octagon[(edge + 1) % octagon.size()];
      // Two directions may share their extreme: such an edge has no length and excludes nothing.
      inside = inside && (turn(from, to, point) > 0 || same(from, to));
    }
    if (!inside) out.push_back(point);
  }
  return out;
}

double squared_distance(const Point& a, const Point& b) {
  const double dx = a.x_mm - b.x_mm, dy = a.y_mm - b.y_mm;
  return dx * dx + dy * dy;
}

}  // namespace

std::vector<Point> convex_hull(std::span<const double> x_mm, std::span<const double> y_mm) {
  if (x_mm.empty()) return {};
  std::vector<Point> points = outer_points(x_mm, y_mm);
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) {
    return a.x_mm != b.x_mm ? a.x_mm < b.x_mm : a.y_mm < b.y_mm;
  });
  points.erase(std::unique(points.begin(), points.end(), same), points.end());
  if (points.size() < 3) return points;

  // The lower chain from left to right, then the upper one back; each point that makes no left turn goes.
  std::vector<Point> hull;
  const auto append = [&hull](const Point& point, std::size_t chain_start) {
    while (hull.size() >= chain_start + 2 && turn(hull[hull.size() - 2], hull.back(), point) <= 0)
      hull.pop_back();
    hull.push_back(point);
  };
  for (const Point& point : points) append(point, 0);
  const std::size_t upper_start = hull.size() - 1;
  for (std::size_t i = points.size() - 1; i-- > 0;) append(points[i], upper_start);
  hull.pop_back();  // the first point again
  return hull;
}

double diameter_mm(std::span<const Point> hull) {
  const std::size_t n = hull.size();
  if (n < 2) return 0;
  // For each edge the corner furthest from it moves on monotonically; the furthest pair is among these.
  double best = squared_distance(hull[0], hull[1]);
  std::size_t far = 1;
  for (std::size_t i = 0; i < n; ++i) {
    const Point& from = hull[i];
    const Point& to = hull[(i + 1) % n];
    // The corners passed on the way count too: of parallel edges the opposite one is never stopped at.
    while (turn(from, to, hull[(far + 1) % n]) > turn(from, to, hull[far])) {
      far = (far + 1) % n;
      best = std::max({best, squared_distance(from, hull[far]), squared_distance(to, hull[far])});
    }
    best = std::max({best, squared_distance(from, hull[far]), squared_distance(to, hull[far])});
  }
  return std::sqrt(best);
}

}  // namespace poise::signal
