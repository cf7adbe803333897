#include "widgets/cop_trail.h"

#include <algorithm>
#include <cmath>

namespace poise::dashboard {
namespace {

std::deque<CopTrail::Dot>::const_iterator first_since(const CopTrail& trail, double from_s) {
  return std::lower_bound(trail.dots().begin(), trail.dots().end(), from_s,
                          [](const CopTrail::Dot& dot, double t) { return dot.start_s() < t; });
}

}  // namespace

void CopTrail::add(double time_s, double x_mm, double y_mm) {
  const auto number = static_cast<std::int64_t>(std::floor(time_s / kSlot_s));
  if (!dots_.empty() && number < dots_.back().number - 1) {
    const std::int64_t shift = dots_.back().number + 1 - number;
    for (Dot& dot : dots_) dot.number -= shift;
  }
  end_s_ = time_s;
  const auto kept = static_cast<std::int64_t>(kKept_s / kSlot_s);
  while (!dots_.empty() && dots_.front().number < number - kept) dots_.pop_front();
  if (!std::isfinite(x_mm) || !std::isfinite(y_mm)) return;
  if (dots_.empty() || number > dots_.back().number) dots_.push_back({number, 0, 0, 0});
  Dot& dot = dots_.back();
  ++dot.count;
  dot.x_mm += (x_mm - dot.x_mm) / dot.count;
  dot.y_mm += (y_mm - dot.y_mm) / dot.count;
}

std::optional<Ellipse> ellipse_of(const CopTrail& trail, double from_s) {
  constexpr int kLeastDots = 40;
  constexpr double kChi2 = 5.991;  // 95 % of chi-squared with two degrees of freedom
  double x = 0, y = 0;
  int n = 0;
  const auto first = first_since(trail, from_s);
  for (auto dot = first; dot != trail.dots().end(); ++dot, ++n) {
    x += dot->x_mm;
    y += dot->y_mm;
  }
  if (n < kLeastDots) return std::nullopt;
  x /= n;
  y /= n;
  double xx = 0, yy = 0, xy = 0;
  for (auto dot = first; dot != trail.dots().end(); ++dot) {
    xx += (dot->x_mm - x) * (dot->x_mm - x) / (n - 1);
    yy += (dot->y_mm - y) * (dot->y_mm - y) / (n - 1);
    xy += (dot->x_mm - x) * (dot->y_mm - y) / (n - 1);
  }
  const double middle = (xx + yy) / 2;
  const double reach = std::hypot((xx - yy) / 2, xy);
  if (middle - reach <= 1e-6) return std::nullopt;
  Ellipse ellipse{x, y, std::sqrt(kChi2 * (middle + reach)), std::sqrt(kChi2 * (middle - reach)),
                  std::atan2(2 * xy, xx - yy) / 2, 0};
  ellipse.area_mm2 = 3.14159265358979 * ellipse.long_mm * ellipse.short_mm;
  return ellipse;
}

std::optional<Wobble> wobble_of(const CopTrail& trail, double window_s) {
  const auto first = first_since(trail, trail.end_s() - window_s);
  const auto& dots = trail.dots();
  if (first == dots.end() || dots.back().start_s() - first->start_s() < 0.5) return std::nullopt;
  // Somebody who has stepped off wobbles no more.
  if (trail.end_s() - dots.back().start_s() > 4 * CopTrail::kSlot_s) return std::nullopt;
  Wobble wobble{dots.back().x_mm, 0, first->x_mm, first->x_mm, 0};
  double path = 0;
  int n = 0;
  for (auto dot = first; dot != dots.end(); ++dot, ++n) {
    if (dot != first) path += std::abs(dot->x_mm - std::prev(dot)->x_mm);
    wobble.middle_mm += dot->x_mm;
    wobble.least_mm = std::min(wobble.least_mm, dot->x_mm);
    wobble.most_mm = std::max(wobble.most_mm, dot->x_mm);
  }
  wobble.middle_mm /= n;
  wobble.speed_mm_s = path / (dots.back().start_s() - first->start_s());
  return wobble;
}

}  // namespace poise::dashboard
