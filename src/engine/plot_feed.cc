#include "engine/plot_feed.h"

#include <cmath>
#include <limits>

namespace poise::engine {
namespace {

float or_nan(const std::optional<double>& value) {
  return value ? static_cast<float>(*value) : std::numeric_limits<float>::quiet_NaN();
}

PlotPoint::Place place_of(const std::optional<Point>& point) {
  if (!point) return {};
  return {static_cast<float>(point->x_mm), static_cast<float>(point->y_mm)};
}

}  // namespace

void PlotFeed::push(const RawFrame& frame, const LoadSample& load, double time_s, const signal::CellLayout& layout) {
  const Balance balance = signal::balance_of(load, layout);
  const PlotPoint point{time_s,
                        or_nan(balance.left_n),
                        or_nan(balance.right_n),
                        or_nan(balance.total_n),
                        false,
                        place_of(balance.cop),
                        place_of(balance.left_cop),
                        place_of(balance.right_cop)};
  const bool hole = next_sequence_ >= 0 && frame.sequence > next_sequence_;
  next_sequence_ = frame.sequence + 1;
  std::lock_guard lock(mutex_);
  if (hole) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    points_.push_back({points_.empty() ? time_s : points_.back().time_s, nan, nan, nan, true});
  }
  points_.push_back(point);
  while (points_.size() > kKept) points_.pop_front();
}

void PlotFeed::take(std::vector<PlotPoint>& points) {
  std::lock_guard lock(mutex_);
  points.insert(points.end(), points_.begin(), points_.end());
  points_.clear();
}

void PlotFeed::clear() {
  std::lock_guard lock(mutex_);
  points_.clear();
  next_sequence_ = -1;
}

}  // namespace poise::engine
