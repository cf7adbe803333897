#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/stages.h"
#include "calibrate/geometry.h"

namespace poise::calibrate {

enum class Severity {
  note,     ///< worth knowing
  warning,  ///< figures are less good than they could be
  unfit,    ///< figures would be wrong: not to be used like this
};
const char* to_string(Severity severity);

/// One thing found out about a mat: whole sentences for people.
struct Finding {
  Severity severity = Severity::note;
  std::string id;          ///< "cell_dead": for programs; never changes
  std::vector<int> cells;  ///< concerned; empty: the whole mat
  std::string seen, meaning, advice;
};

/// One cell of the empty mat over the time of the check.
struct CellFigures {
  int samples = 0;  ///< with a number
  double mean_counts = 0;
  double noise_counts = 0,
         noise_n = 0;          ///< SD, from the differences of successive samples: drift is no noise
  double drift_n_per_min = 0;  ///< slope of a straight line
};

struct MatReport {
  double seconds = 0;  ///< of the empty mat
  int samples = 0;
  double nominal_rate_hz = 0;
  std::optional<double> rate_hz;                          ///< by the mat's own clock
  std::optional<double> jitter_sd_us, jitter_largest_us;  ///< of the intervals, by the mat's own clock
  std::optional<double>
      arrival_spread_ms;           ///< from the least to the most delayed sample, by the host's clock
  std::optional<double> clock_slow_pct;  ///< the mat's clock against the host's; whoever follows both says it
  LinkCounters line;               ///< what the line did during the check
  std::vector<CellFigures> cells;  ///< in wire order
  std::optional<double> cop_noise_floor_mm_s;  ///< for kNoiseFloorLoad_n; whoever has filters fills it in
  std::vector<Finding> findings;               ///< worst first

  bool fit() const;  ///< for use: no finding says otherwise
  void add(Finding finding);
};

/// The noise floor is told for a person of this weight at rest.
inline constexpr double kNoiseFloorLoad_n = 700;

/// Takes down how much slower than the host's the mat's clock runs, and objects where that matters.
void judge_clock(MatReport& report, double slow_pct);

/// What some seconds of the empty mat tell: figures, and findings about rate, losses and each cell. Newtons
/// are counts over the factors of `geometry`; `zero_counts`: what an empty mat is known to show, else zeros.
/// Limits are in the body, each with its reason.
MatReport report_of_empty(std::span<const RawFrame> frames, const Geometry& geometry, const MatIdentity& mat,
                          const std::array<double, kMaxCells>& zero_counts, const LinkCounters& line);

}  // namespace poise::calibrate
