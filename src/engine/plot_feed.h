#pragma once

#include <deque>
#include <mutex>
#include <vector>

#include "base/stages.h"
#include "engine/snapshot.h"
#include "signal/balance.h"

namespace poise::engine {

/// Points for the force strip, from the pipeline thread to whoever draws. Keeps the last kKept points; older
/// ones that nobody took are dropped. Any thread.
class PlotFeed {
 public:
  static constexpr std::size_t kKept = 60'000;  ///< a minute at 1000 samples a second

  /// A sample as it came; a hole in the numbers before it becomes one point marked lost.
  void push(const RawFrame& frame, const LoadSample& load, double time_s, const signal::CellLayout& layout);
  void take(std::vector<PlotPoint>& points);
  void clear();

 private:
  std::mutex mutex_;
  std::deque<PlotPoint> points_;
  std::int64_t next_sequence_ = -1;
};

}  // namespace poise::engine
