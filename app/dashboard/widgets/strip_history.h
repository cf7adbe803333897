#pragma once

#include <array>
#include <cstdint>
#include <deque>

namespace poise::dashboard {

/// The last seconds of a few curves, reduced to their smallest and largest value in equal slots of time.
/// Slots are fixed to the clock of the data, so a curve does not shimmer as it scrolls; keeping and drawing
/// it costs the same at any sampling rate and after any length of record. Single-threaded.
class StripHistory {
 public:
  static constexpr int kCurves = 3;
  static constexpr double kSlot_s = 0.02;
  static constexpr double kKept_s = 60;

  struct Range {
    float low = 0, high = 0;
    bool any = false;  ///< false: no number for this curve in this slot
  };
  struct Slot {
    std::int64_t number = 0;  ///< time of its beginning in units of kSlot_s
    std::array<Range, kCurves> curves;
    bool lost = false;  ///< samples are missing in this slot

    double start_s() const { return static_cast<double>(number) * kSlot_s; }
  };

  /// Adds one instant; NaN: no number. Where time goes back (a session counts from its own first sample) what
  /// is there moves back with it, so that the curves go on.
  void add(double time_s, const std::array<float, kCurves>& values, bool lost);
  void clear() { slots_.clear(); }

  /// In order of time; a slot into which nothing fell is absent.
  const std::deque<Slot>& slots() const { return slots_; }
  bool empty() const { return slots_.empty(); }
  /// Time of the newest instant; 0 when empty.
  double end_s() const { return slots_.empty() ? 0 : end_s_; }

 private:
  std::deque<Slot> slots_;
  double end_s_ = 0;
};

}  // namespace poise::dashboard
