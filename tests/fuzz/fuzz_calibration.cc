#include <cmath>

#include "calibrate/calibration.h"
#include "calibrate/guided_calibration.h"
#include "fuzz.h"

/// What is kept of a calibration, and of one under way: the first byte says which of the two the text is taken for.
namespace poise {
namespace {

using namespace calibrate;
using fuzz::must;

Geometry the_geometry(int cells) {
  for (Geometry& geometry : shipped_geometries())
    if (static_cast<int>(geometry.cells.size()) == cells) return geometry;
  return {};
}

void check_kept(std::string_view text) {
  const auto calibration = parse_calibration(text, "calibration");
  if (!calibration) return must(!calibration.error().what.empty(), "a refusal has a reason");
  must(calibration->cell_count == 4 || calibration->cell_count == 8, "a mat has 4 or 8 cells");
  const std::string written = to_toml(*calibration);
  const auto again = parse_calibration(written, "again");
  must(again && to_toml(*again) == written, "what was written is read again, to the last bit");
  const Geometry geometry = the_geometry(calibration->cell_count);
  for (int plate = 0; plate < calibration->plates(); ++plate) (void)inverse(cell_matrix(*calibration, geometry, plate));
}

void check_under_way(std::string_view text) {
  MatIdentity mat;
  mat.unique_id = "0001020304050607";
  mat.cell_count = 8;
  mat.adc_bits = 24;
  mat.rate_hz = 80;
  auto guided = GuidedCalibration::resume(text, the_geometry(8), mat);
  if (!guided) return must(!guided.error().what.empty(), "a refusal has a reason");
  const std::string written = guided->to_toml();
  must(GuidedCalibration::resume(written, the_geometry(8), mat).has_value(), "what was written is taken up again");
  RawFrame frame;
  frame.cell_count = 8;
  for (int i = 0; i < 200; ++i, ++frame.sequence, frame.device_us += 12'500) guided->on_frame(frame);
  (void)guided->view();
}

}  // namespace
}  // namespace poise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  poise::fuzz::Input input(data, size);
  const bool kept = input.byte() % 2 == 0;
  const auto rest = input.rest();
  const auto text = poise::fuzz::text_of(rest.data(), rest.size());
  kept ? poise::check_kept(text) : poise::check_under_way(text);
  return 0;
}
