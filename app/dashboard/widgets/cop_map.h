#pragma once

#include <optional>

#include "widgets/cop_trail.h"
#include "widgets/marks.h"
#include "widgets/ui.h"

namespace poise::dashboard {

/// Where a centre of pressure went, enlarged: rings at whole centimetres around its middle, the trail fading with
/// age, the 95 % ellipse, and the present place.
struct CopMap {
  const CopTrail& trail;
  double since_s = 0;  ///< what is older is left out
  Mark mark = Mark::body;
  bool live = true;
};

/// Draws it as large as fits. Returns the ellipse shown, if any, and the rings' distance.
struct CopMapShown {
  std::optional<Ellipse> ellipse;
  int ring_mm = 10;
};
CopMapShown cop_map(Ui& ui, const Rect& rect, const CopMap& map);

}  // namespace poise::dashboard
