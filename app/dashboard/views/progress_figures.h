#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/shelf.h"

/// From the sessions of a trend to curves with the person's own noise. Pure functions.
namespace poise::dashboard {

/// One measure of one side over the sessions.
struct Series {
  struct Point {
    double day = 0;  ///< days since the first session of the trend
    double value = 0;
    std::optional<double> sd;
    std::string session, started;
    bool flipped = false;  ///< the other side is favoured than in the session before
  };
  Side side = Side::both;
  std::vector<Point> points;
  /// The person's own noise: MDC95 = 1.96 x SD of the differences between successive sessions (Weir 2005), about
  /// the mean of all sessions but the last. Absent below four sessions: three differences are the least for an SD.
  std::optional<double> middle, mdc95;
  int flips = 0;

  /// "beyond own noise: +12", "within own noise", or why nothing can be said.
  std::string verdict() const;
};

struct MetricTrend {
  std::string metric, formula, unit;
  std::optional<double> even;       ///< where neither side is favoured
  std::optional<double> threshold;  ///< a rule of thumb either side of `even`
  std::vector<Series> series;
};

/// In the order in which the sessions name them.
std::vector<MetricTrend> metrics_of(const engine::Trend& trend);

}  // namespace poise::dashboard
