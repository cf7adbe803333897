#pragma once

#include <optional>
#include <vector>

#include "widgets/marks.h"
#include "widgets/ui.h"

namespace poise::dashboard {

/// A place on the mat: millimetres, x to the right, y forward, origin in the middle.
struct MatPoint {
  double x_mm = 0, y_mm = 0;
};

/// The mat seen from above, the way the person on it looks upwards on the screen.
struct PlatesPicture {
  struct Plate {
    double centre_x_mm = 0, centre_y_mm = 0, width_mm = 0, depth_mm = 0;
    Mark mark = Mark::body;
  };
  struct Cell {
    MatPoint at;
    double shade = 0;     ///< 0…1
    bool faulty = false;  ///< gives no number now: crossed out
    bool overload = false;
  };
  /// The print of a sole, toes forward.
  struct Foot {
    MatPoint middle;
    bool left = true;
    bool asked = false;  ///< drawn stronger: this is where it should go now
  };
  /// A place where something is to be put.
  struct Spot {
    MatPoint at;
    bool done = false;
    bool asked = false;  ///< now
  };
  /// Where a centre of pressure went, oldest first.
  struct Trail {
    Mark mark = Mark::body;
    std::vector<MatPoint> points;
  };
  std::vector<Plate> plates;
  std::vector<Foot> feet;
  std::vector<Trail> trails;
  std::vector<Spot> spots;
  std::vector<Cell> cells;
  std::optional<MatPoint> left_cop, right_cop, body_cop;
  bool live = true;
};

/// Draws it to scale, as large as fits, in the middle of the rectangle. Returns the mat's own rectangle.
Rect plates(Ui& ui, const Rect& rect, const PlatesPicture& picture);

/// The mat's rectangle as plates() would place it, for what stands beside it.
Rect plates_place(const Rect& rect, const PlatesPicture& picture);

}  // namespace poise::dashboard
