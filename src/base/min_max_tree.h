#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace poise {

/// Values with the smallest and largest of every sixteen, of every sixteen of those, and so on: the extent of any
/// stretch costs the same in a minute's record as in a day's. Made once, then only read; NaN is no value.
class MinMaxTree {
 public:
  struct Range {
    float low = 0, high = 0;
    bool any = false;

    void add(float value) {
      if (std::isnan(value)) return;
      low = any ? std::min(low, value) : value;
      high = any ? std::max(high, value) : value;
      any = true;
    }
    void add(const Range& other) {
      if (!other.any) return;
      add(other.low);
      add(other.high);
    }
  };

  MinMaxTree() = default;
  explicit MinMaxTree(std::vector<float> values) : values_(std::move(values)) {
    std::vector<Range> level((values_.size() + kFanOut - 1) / kFanOut);
    for (std::size_t i = 0; i < values_.size(); ++i) level[i / kFanOut].add(values_[i]);
    while (!level.empty()) {
      levels_.push_back(std::move(level));
      level.clear();
      if (levels_.back().size() <= kFanOut) break;
      level.resize((levels_.back().size() + kFanOut - 1) / kFanOut);
      for (std::size_t i = 0; i < levels_.back().size(); ++i) level[i / kFanOut].add(levels_.back()[i]);
    }
  }

  std::size_t size() const { return values_.size(); }
  float operator[](std::size_t index) const { return values_[index]; }

  /// Of the values [begin, end).
  Range range(std::size_t begin, std::size_t end) const {
    Range found;
    end = std::min(end, values_.size());
    while (begin < end) {
      // The largest block that begins here and ends in time.
      std::size_t level = 0, width = 1;
      while (level < levels_.size() && begin % (width * kFanOut) == 0 && begin + width * kFanOut <= end) {
        width *= kFanOut;
        ++level;
      }
      if (level == 0)
        found.add(values_[begin]);
      else
        found.add(levels_[level - 1][begin / width]);
      begin += width;
    }
    return found;
  }

  /// The same with both ends rounded down to whole blocks of at most a quarter of the stretch: for a column of pixels
  /// as good, and a few steps over neighbouring memory. Stretches that follow each other leave nothing out.
  Range range_in_blocks(std::size_t begin, std::size_t end) const {
    Range found;
    end = std::min(end, values_.size());
    if (begin >= end) return found;
    std::size_t level = 0, width = 1;
    while (level < levels_.size() && 4 * width * kFanOut <= end - begin) {
      width *= kFanOut;
      ++level;
    }
    for (std::size_t block = begin / width; block < end / width; ++block) {
      if (level == 0)
        found.add(values_[block]);
      else
        found.add(levels_[level - 1][block]);
    }
    return found;
  }

 private:
  static constexpr std::size_t kFanOut = 16;

  std::vector<float> values_;
  std::vector<std::vector<Range>> levels_;  ///< [0]: of every kFanOut values
};

}  // namespace poise
