#include "engine/rep_curves.h"

#include <algorithm>
#include <limits>

namespace poise::engine {

std::vector<RepCurve> curves_of(const movement::Analysis& analysis, const Recording& recording) {
  std::vector<RepCurve> curves;
  if (!recording.has_sides()) return curves;
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  for (const movement::Rep& rep : analysis.reps) {
    RepCurve curve;
    curve.rep = rep.index;
    curve.side = rep.side;
    for (std::size_t k = 0; k < RepCurve::kPoints; ++k) {
      const double at_s =
          rep.start_s + (rep.end_s - rep.start_s) * static_cast<double>(k) / (RepCurve::kPoints - 1);
      const auto& t = recording.time_s;
      const auto row = static_cast<std::size_t>(std::lower_bound(t.begin(), t.end(), at_s) - t.begin());
      const bool there = row < recording.size();
      curve.left_n[k] = there ? static_cast<float>(recording.left_n[row]) : nan;
      curve.right_n[k] = there ? static_cast<float>(recording.right_n[row]) : nan;
    }
    curves.push_back(curve);
  }
  return curves;
}

}  // namespace poise::engine
