#pragma once

#include <cmath>
#include <limits>

#include "../store/example_session.h"
#include "base/recording.h"
#include "movement/analysis.h"

namespace poise {

inline double to_4_decimals(double value) { return std::round(value * 1e4) / 1e4; }

/// A record of the mat with every column, as the chain makes it; with a lost sample and one of a faulty cell.
inline Recording example_recording(std::size_t rows, int cell_count = kMaxCells) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  Recording r;
  r.cell_count = cell_count;
  for (std::size_t row = 0; row < rows; ++row) {
    RawFrame frame = example_frame(static_cast<std::int64_t>(row) + 500);
    frame.arrival_us = frame.device_us;
    frame.cell_count = static_cast<std::uint8_t>(cell_count);
    if (cell_count < kMaxCells) std::fill(frame.counts.begin() + cell_count, frame.counts.end(), 0);
    const bool lost = row % 10 == 3;
    if (lost) frame.cell_count = frame.flags = 0, frame.counts = {};
    if (row % 10 == 7) frame.fault_mask = 2, frame.counts[1] = 0;
    r.raw.push_back(frame);
    r.lost.push_back(lost);
    r.time_s.push_back(static_cast<double>(frame.device_us - r.raw.front().device_us) / 1e6);
    const auto value = [&](double scale) {
      return lost ? kNaN : to_4_decimals(scale * std::sin(static_cast<double>(row) * 0.7131 + scale));
    };
    for (std::size_t cell = 0; cell < static_cast<std::size_t>(cell_count); ++cell)
      r.cell_n[cell].push_back(frame.fault_mask >> cell & 1 ? kNaN
                                                            : value(100.0 + static_cast<double>(cell)));
    r.total_n.push_back(value(700));
    r.cop_x_mm.push_back(value(20));
    r.cop_y_mm.push_back(value(30));
    if (cell_count < kMaxCells) continue;
    r.left_n.push_back(value(350));
    r.right_n.push_back(value(351));
    r.left_share_pct.push_back(value(52));
    r.left_cop_x_mm.push_back(value(160));
    r.left_cop_y_mm.push_back(value(31));
    r.right_cop_x_mm.push_back(value(161));
    r.right_cop_y_mm.push_back(value(32));
  }
  return r;
}

inline movement::Analysis example_analysis() {
  movement::Analysis a;
  a.exercise = "squat";
  a.samples = 400;
  a.sampling_hz = 80.0000000000001;
  a.duration_s = 4.9875;
  a.lost_samples = 40;
  a.gaps = {{0.0375, 0.05}};
  a.filter_hz = 10;
  a.body.weight_n = 706.25;
  a.share.emplace();
  a.share->left_mean_pct = 54.451234567;
  a.share->left_sd_pct = 1.72;
  movement::Asymmetry asymmetry;
  asymmetry.metric = "mean_force";
  asymmetry.formula = "symmetry_index_total";
  asymmetry.value_pct = 8.9;
  asymmetry.favours = "left";
  asymmetry.left = 384.5;
  asymmetry.right = 321.75;
  asymmetry.unit = "N";
  asymmetry.n_left = asymmetry.n_right = 2;
  asymmetry.verdict = "real";
  a.asymmetry.push_back(asymmetry);
  movement::Rep rep;
  rep.index = 1;
  rep.start_s = 0.5;
  rep.bottom_s = 1.25;
  rep.end_s = 2;
  rep.depth_mm = 312.25;
  rep.left_share_pct = 55;
  a.reps.push_back(rep);
  rep.index = 2;
  rep.start_s = 2.5;
  rep.bottom_s = 3.25;
  rep.end_s = 4;
  rep.depth_mm = 150.75;
  rep.valid = false;
  rep.reasons = {"partial", "hand_support"};
  a.reps.push_back(rep);
  a.quality.notes = {"A hand on the rail is likely in repetition 2."};
  return a;
}

inline bool same(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])))) return false;
  return true;
}

/// Every column but `overload`, which no file holds, to the last bit.
inline bool same(const Recording& a, const Recording& b) {
  bool equal = a.cell_count == b.cell_count && a.raw == b.raw && a.lost == b.lost && same(a.time_s, b.time_s);
  for (std::size_t cell = 0; cell < a.cell_n.size(); ++cell)
    equal = equal && same(a.cell_n[cell], b.cell_n[cell]);
  for (const auto column :
       {&Recording::left_n, &Recording::right_n, &Recording::total_n, &Recording::left_cop_x_mm,
        &Recording::left_cop_y_mm, &Recording::right_cop_x_mm, &Recording::right_cop_y_mm,
        &Recording::cop_x_mm, &Recording::cop_y_mm, &Recording::left_share_pct})
    equal = equal && same(a.*column, b.*column);
  return equal;
}

}  // namespace poise
