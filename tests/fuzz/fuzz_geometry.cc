#include <cmath>

#include "calibrate/calibrator.h"
#include "calibrate/geometry.h"
#include "fuzz.h"

/// A mat's geometry file that somebody wrote.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  const auto geometry = calibrate::parse_geometry(fuzz::text_of(data, size), "mat.toml");
  if (!geometry) {
    fuzz::must(!geometry.error().what.empty(), "a refusal has a reason");
    return 0;
  }
  fuzz::must(geometry->cells.size() == 4 || geometry->cells.size() == 8, "a mat has 4 or 8 cells");
  fuzz::must(calibrate::parse_geometry(geometry->toml, "again").has_value(), "what was kept is read again");
  calibrate::Calibrator calibrator(*geometry);
  RawFrame frame;
  frame.cell_count = static_cast<std::uint8_t>(geometry->cells.size());
  frame.counts.fill(-(1 << 23));
  const LoadSample load = calibrator.apply(frame);
  for (std::size_t cell = 0; cell < geometry->cells.size(); ++cell)
    fuzz::must(std::isfinite(load.cell_n[cell]), "every count is a finite load");
  return 0;
}
