#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "movement/empty_mat.h"
#include "movement/final_pass.h"
#include "signal/statistics.h"
#include "signal/sway.h"

namespace poise::movement {
namespace {

constexpr double kClearOfFloor = 2;  // times the mat's own speed

void measure_sideways_speed(const FinalPass& pass, const Bout& bout, Hold& hold) {
  const auto x_mm = part(pass.columns.cop_x_mm, bout);
  if (x_mm.size() < 2) return;
  double path_mm = 0;
  for (std::size_t i = 1; i < x_mm.size(); ++i) path_mm += std::abs(x_mm[i] - x_mm[i - 1]);
  hold.cop_ml_speed_mm_s = path_mm / *hold.hold_s;
}

/// The mat's own noise beside the sway.
void measure_floor(FinalPass& pass, double load_n) {
  const Maybe floor = noise_floor_mm_s(pass, load_n);
  pass.result.quality.noise_floor_mm_s = floor;
  if (!floor || !pass.result.sway || !pass.result.sway->mean_velocity_mm_s) return;
  if (*pass.result.sway->mean_velocity_mm_s < kClearOfFloor * *floor)
    pass.note(fmt::format("The sway speed of {:.1f} mm/s is not clear of the mat's own noise, {:.1f} mm/s under this "
                          "load: path lengths and speeds say little.",
                          *pass.result.sway->mean_velocity_mm_s, *floor));
}

void add_hold(FinalPass& pass, const Bout& bout) {
  Hold hold;
  hold.index = static_cast<int>(pass.result.holds.size()) + 1;
  hold.side = pass.leg_of(bout);
  hold.start_s = pass.grid.time_at(static_cast<double>(bout.begin));
  hold.end_s = pass.grid.time_at(static_cast<double>(bout.end - 1));
  hold.hold_s = hold.end_s - hold.start_s;
  if (pass.has_loads()) {
    const auto total = part(pass.columns.loads.total_n, bout);
    const auto sd = signal::standard_deviation(total), mean = signal::mean(total);
    if (sd && *mean > 0) hold.hold_steadiness_pct = 100 * *sd / *mean;
    if (!pass.exercise.one_plate()) hold.left_share_pct = signal::mean(pass.share_in(bout));
    measure_sideways_speed(pass, bout, hold);
    pass.result.quality.touches += count_touches(pass.columns, bout.side, hold.start_s, hold.end_s);
  }
  pass.result.holds.push_back(hold);
}

}  // namespace

void analyze_stand(FinalPass& pass) {
  const bool has_cop = !pass.columns.cop_x_mm.empty() || !pass.columns.cop_y_mm.empty();
  std::vector<Bout> bouts;
  if (pass.has_loads()) {
    if (pass.result.body.weight_n)
      bouts = find_standing_bouts(pass.columns.loads, *pass.result.body.weight_n, pass.exercise.one_plate());
    pass.note_other_leg(bouts);
  } else if (has_cop) {
    bouts = {{0, pass.grid.count, Side::both}};  // a file with nothing but a CoP: taken whole
  }
  std::erase_if(bouts, [&](const Bout& bout) { return !pass.wanted(bout); });
  for (Bout& bout : bouts) {
    if (pass.options.count_from_s)
      bout.begin = std::max(bout.begin, pass.columns.loads.index_at(*pass.options.count_from_s - pass.origin_s));
    if (bout.end > bout.begin && static_cast<double>(bout.end - bout.begin) * pass.grid.step_s() > pass.exercise.shortest_hold_s)
      add_hold(pass, bout);
  }
  const auto longest = std::max_element(bouts.begin(), bouts.end(), [](const Bout& a, const Bout& b) {
    return static_cast<long>(a.end) - static_cast<long>(a.begin) < static_cast<long>(b.end) - static_cast<long>(b.begin);
  });
  if (longest == bouts.end() || longest->end <= longest->begin) return;
  pass.share_bout = *longest;
  if (has_cop)
    pass.result.sway = signal::sway_of(part(pass.columns.cop_x_mm, *longest), part(pass.columns.cop_y_mm, *longest), pass.grid.rate_hz);
  if (!pass.has_loads()) return;
  pass.result.body.quiet_sd_n = signal::standard_deviation(part(pass.columns.loads.total_n, *longest));
  measure_floor(pass, signal::mean(part(pass.columns.loads.total_n, *longest)).value_or(0));
}

}  // namespace poise::movement
