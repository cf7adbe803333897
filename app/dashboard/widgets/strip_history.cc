#include "widgets/strip_history.h"

#include <algorithm>
#include <cmath>

namespace poise::dashboard {

void StripHistory::add(double time_s, const std::array<float, kCurves>& values, bool lost) {
  const auto number = static_cast<std::int64_t>(std::floor(time_s / kSlot_s));
  if (!slots_.empty() && number < slots_.back().number - 1) {
    const std::int64_t shift = slots_.back().number + 1 - number;
    for (Slot& slot : slots_) slot.number -= shift;
  }
  if (slots_.empty() || number > slots_.back().number) {
    Slot slot;
    slot.number = number;
    slots_.push_back(slot);
  }
  Slot& slot = slots_.back();
  slot.lost = slot.lost || lost;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float value = values[i];
    if (!std::isfinite(value)) continue;
    Range& range = slot.curves[i];
    range.low = range.any ? std::min(range.low, value) : value;
    range.high = range.any ? std::max(range.high, value) : value;
    range.any = true;
  }
  end_s_ = time_s;
  constexpr auto kKeptSlots = static_cast<std::int64_t>(kKept_s / kSlot_s);
  while (slots_.front().number < number - kKeptSlots) slots_.pop_front();
}

}  // namespace poise::dashboard
