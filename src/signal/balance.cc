#include "signal/balance.h"

#include <cmath>
#include <limits>

namespace poise::signal {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct PlateSum {
  double load_n = 0, moment_x = 0, moment_y = 0;
  bool valid = true;

  void add(double cell_n, const Point& at) {
    load_n += cell_n;
    moment_x += cell_n * at.x_mm;
    moment_y += cell_n * at.y_mm;
  }
  std::optional<Point> cop() const {
    if (!valid || load_n < kLoadGate_n) return std::nullopt;
    return Point{moment_x / load_n, moment_y / load_n};
  }
};

// Adding 0 makes −0 a plain 0, which is how people expect to read it.
double rounded(double value) { return std::round(value * 1e4) / 1e4 + 0.0; }
double or_nan(const std::optional<double>& value) { return value ? rounded(*value) : kNan; }

void append_point(std::vector<double>& x_mm, std::vector<double>& y_mm, const std::optional<Point>& point) {
  x_mm.push_back(point ? rounded(point->x_mm) : kNan);
  y_mm.push_back(point ? rounded(point->y_mm) : kNan);
}

void append_balance(Recording& recording, const Balance& balance) {
  if (recording.cell_count == kMaxCells) {
    recording.left_n.push_back(or_nan(balance.left_n));
    recording.right_n.push_back(or_nan(balance.right_n));
    recording.left_share_pct.push_back(or_nan(balance.left_share_pct));
    append_point(recording.left_cop_x_mm, recording.left_cop_y_mm, balance.left_cop);
    append_point(recording.right_cop_x_mm, recording.right_cop_y_mm, balance.right_cop);
  }
  recording.total_n.push_back(or_nan(balance.total_n));
  append_point(recording.cop_x_mm, recording.cop_y_mm, balance.cop);
}

/// Rows for the samples lost between two frames, with their numbers and the times they should have had.
void append_lost(Recording& recording, const RawFrame& before, const RawFrame& after, std::int64_t first_us) {
  const std::int64_t missing = after.sequence - before.sequence - 1;
  const double step_us =
      static_cast<double>(after.device_us - before.device_us) / static_cast<double>(missing + 1);
  for (std::int64_t k = 1; k <= missing; ++k) {
    RawFrame row;
    row.sequence = before.sequence + k;
    row.device_us = before.device_us + std::llround(step_us * static_cast<double>(k));
    recording.raw.push_back(row);
    recording.time_s.push_back(static_cast<double>(row.device_us - first_us) / 1e6);
    recording.lost.push_back(1);
    recording.overload.push_back(0);
    for (int cell = 0; cell < recording.cell_count; ++cell)
      recording.cell_n[static_cast<std::size_t>(cell)].push_back(kNan);
    append_balance(recording, Balance{});
  }
}

LoadSample load_of_row(const Recording& recording, std::size_t row) {
  LoadSample load;
  load.cell_count = static_cast<std::uint8_t>(recording.cell_count);
  for (std::size_t cell = 0; cell < static_cast<std::size_t>(recording.cell_count); ++cell) {
    const double value = recording.cell_n[cell][row];
    if (std::isfinite(value))
      load.cell_n[cell] = value;
    else
      load.invalid_mask = static_cast<std::uint8_t>(load.invalid_mask | (1u << cell));
  }
  return load;
}

void derive_from_cells(Recording& recording, const CellLayout& layout) {
  Recording derived;
  derived.cell_count = recording.cell_count;
  for (std::size_t row = 0; row < recording.size(); ++row)
    append_balance(derived, balance_of(load_of_row(recording, row), layout));
  for (const auto column :
       {&Recording::left_n, &Recording::right_n, &Recording::total_n, &Recording::left_cop_x_mm,
        &Recording::left_cop_y_mm, &Recording::right_cop_x_mm, &Recording::right_cop_y_mm,
        &Recording::cop_x_mm, &Recording::cop_y_mm, &Recording::left_share_pct}) {
    if ((recording.*column).empty()) recording.*column = std::move(derived.*column);
  }
}

void derive_from_sides(Recording& recording) {
  const std::size_t n = recording.size();
  if (!recording.has_total()) {
    recording.total_n.resize(n);
    for (std::size_t row = 0; row < n; ++row)
      recording.total_n[row] = recording.left_n[row] + recording.right_n[row];
  }
  if (!recording.left_share_pct.empty()) return;
  recording.left_share_pct.resize(n);
  for (std::size_t row = 0; row < n; ++row) {
    const double total = recording.left_n[row] + recording.right_n[row];
    recording.left_share_pct[row] = total >= kLoadGate_n ? 100 * recording.left_n[row] / total : kNan;
  }
}

void derive_cop_from_plates(Recording& recording) {
  const std::size_t n = recording.size();
  recording.cop_x_mm.assign(n, kNan);
  recording.cop_y_mm.assign(n, kNan);
  for (std::size_t row = 0; row < n; ++row) {
    const double left_n = recording.left_n[row], right_n = recording.right_n[row];
    if (!(left_n + right_n >= kLoadGate_n)) continue;
    // A plate with too little load for a CoP of its own is left out with its load: wherever the file has its
    // origin, the mat's CoP is then the other plate's.
    PlateSum mat;
    if (std::isfinite(recording.left_cop_x_mm[row]))
      mat.add(left_n, {recording.left_cop_x_mm[row], recording.left_cop_y_mm[row]});
    if (std::isfinite(recording.right_cop_x_mm[row]))
      mat.add(right_n, {recording.right_cop_x_mm[row], recording.right_cop_y_mm[row]});
    const auto cop = mat.cop();
    if (!cop) continue;
    recording.cop_x_mm[row] = cop->x_mm;
    recording.cop_y_mm[row] = cop->y_mm;
  }
}

}  // namespace

Balance balance_of(const LoadSample& load, const CellLayout& layout) {
  Balance balance;
  balance.sequence = load.sequence;
  balance.device_us = load.device_us;
  balance.flags = load.flags;
  balance.invalid_mask = load.invalid_mask;
  balance.overload = load.overload_mask != 0;

  PlateSum left, right;
  for (int i = 0; i < layout.cell_count; ++i) {
    PlateSum& plate = i < kCellsPerPlate ? left : right;
    const auto cell = static_cast<std::size_t>(i);
    if (load.invalid_mask & (1u << i)) plate.valid = false;
    plate.add(load.cell_n[cell], layout.cell[cell]);
  }
  const bool two_plates = layout.cell_count == kMaxCells;
  PlateSum mat{left.load_n + right.load_n, left.moment_x + right.moment_x, left.moment_y + right.moment_y,
               left.valid && right.valid};
  if (mat.valid) balance.total_n = mat.load_n;
  balance.cop = mat.cop();
  if (!two_plates) return balance;

  if (left.valid) balance.left_n = left.load_n;
  if (right.valid) balance.right_n = right.load_n;
  balance.left_cop = left.cop();
  balance.right_cop = right.cop();
  if (mat.valid && mat.load_n >= kLoadGate_n) balance.left_share_pct = 100 * left.load_n / mat.load_n;
  return balance;
}

Recording recording_of(std::span<const RawFrame> raw, std::span<const LoadSample> loads,
                       const CellLayout& layout) {
  Recording recording;
  recording.cell_count = layout.cell_count;
  if (raw.empty()) return recording;
  const std::int64_t first_us = raw.front().device_us;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (i > 0) append_lost(recording, raw[i - 1], raw[i], first_us);
    LoadSample load = loads[i];
    recording.raw.push_back(raw[i]);
    recording.time_s.push_back(static_cast<double>(raw[i].device_us - first_us) / 1e6);
    recording.lost.push_back(0);
    recording.overload.push_back(load.overload_mask != 0);
    for (int cell = 0; cell < layout.cell_count; ++cell) {
      double& newtons = load.cell_n[static_cast<std::size_t>(cell)];
      newtons = rounded(newtons);
      const bool valid = !(load.invalid_mask & (1u << cell));
      recording.cell_n[static_cast<std::size_t>(cell)].push_back(valid ? newtons : kNan);
    }
    append_balance(recording, balance_of(load, layout));
  }
  return recording;
}

void derive_columns(Recording& recording, const CellLayout& layout) {
  if (recording.cell_count > 0 && recording.cell_count == layout.cell_count)
    derive_from_cells(recording, layout);
  if (recording.has_sides()) derive_from_sides(recording);
  const bool has_plate_cops = !recording.left_cop_x_mm.empty() && !recording.right_cop_x_mm.empty();
  if (recording.has_sides() && !recording.has_cop() && has_plate_cops) derive_cop_from_plates(recording);
}

}  // namespace poise::signal
