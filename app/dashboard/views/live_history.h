#pragma once

#include "engine/snapshot.h"
#include "widgets/cop_trail.h"
#include "widgets/strip_history.h"

namespace poise::dashboard {

/// What of the last seconds the screen still needs: fed with every point the engine hands over, whatever the rate
/// at which frames are drawn. Main thread only.
struct LiveHistory {
  StripHistory strip;  ///< left, right, total in newtons
  CopTrail cop, left_cop, right_cop;

  void add(const engine::PlotPoint& point) {
    strip.add(point.time_s, {point.left_n, point.right_n, point.total_n}, point.lost);
    cop.add(point.time_s, point.cop.x_mm, point.cop.y_mm);
    left_cop.add(point.time_s, point.left_cop.x_mm, point.left_cop.y_mm);
    right_cop.add(point.time_s, point.right_cop.x_mm, point.right_cop.y_mm);
  }
  void clear() {
    strip.clear();
    for (CopTrail* trail : {&cop, &left_cop, &right_cop}) trail->clear();
  }
};

}  // namespace poise::dashboard
