#include "report/analysis_fields.h"

#include <utility>

namespace poise::report {

std::string_view unit_of(std::string_view key) {
  // Longer endings before those that they end in themselves.
  constexpr std::pair<std::string_view, std::string_view> kUnits[] = {
      {"_mm2_s", "mm2/s"}, {"_mm_s", "mm/s"}, {"_n_s", "N/s"}, {"_pct_bw", "%BW"}, {"_mm2", "mm2"},
      {"_mm", "mm"},       {"_ns", "N s"},    {"_pct", "%"},   {"_hz", "Hz"},      {"_deg", "deg"},
      {"_n", "N"},         {"_s", "s"},       {"_w", "W"},
  };
  for (const auto& [ending, unit] : kUnits)
    if (key.ends_with(ending)) return unit;
  return "";
}

}  // namespace poise::report
