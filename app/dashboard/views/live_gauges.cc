#include "views/live_gauges.h"

#include <algorithm>
#include <cmath>

#include "views/cue.h"
#include "views/describe.h"
#include "views/side_mark.h"

namespace poise::dashboard {
namespace {

constexpr double kUsualDepth_mm = 200, kUsualRise_pct = 25;

bool live(const Frame& frame) { return freshness(frame) == Freshness::live; }

/// Where the beat says one should be: at its far end as far as this person usually goes.
std::optional<double> guide_of(const Frame& frame, const ViewState& state, std::vector<double> earlier, double usual) {
  const auto beat = beat_of(frame, state.settings);
  if (!beat) return std::nullopt;
  if (!earlier.empty()) {
    const auto middle = earlier.begin() + static_cast<std::ptrdiff_t>(earlier.size() / 2);
    std::nth_element(earlier.begin(), middle, earlier.end());
    usual = *middle;
  }
  return beat->travel * usual;
}

}  // namespace

const char* const kShareTip =
    "Left's part of the load: 100\u00b7L/(L+R), through a causal 10 Hz low-pass. The dark band is where it was for "
    "80 % of the last 5 s. Seeing this live makes squats more even (McGough 2012). [ and ] change the corridor, "
    ", and . the target.";
const char* const kDepthTip =
    "How far the centre of mass is below standing: g\u00b7(F/BW \u2212 1) integrated twice from the last moment of standing "
    "(drift-closed; live a first guess, the result is the exact one). Triangles: earlier repetitions. It is not the "
    "depth of the knees or hips.";
const char* const kRiseTip =
    "The feet's load above lying at rest, in percent of body weight. Triangles: earlier repetitions. Sag: how far it "
    "fell since the best of this hold, in percent of that rise. The mat does not see the hips' height.";
const char* const kSidewaysTip =
    "The centre of pressure sideways, about its middle over the last 3 s; the figure is its mean speed, path by "
    "time (Prieto 1996, MVELO along one axis). The mat sees the foot's pressure only: not the knee, not the pelvis.";

ShareBar share_bar_of(const Frame& frame, const ViewState& state) {
  ShareBar bar{frame.snapshot.balance.left_share_pct, state.settings.corridor_pct, live(frame),
               state.settings.target_pct, std::nullopt};
  if (lead_of(shown_exercise(frame, state)) == Lead::swing) {  // it goes from side to side: no corridor
    bar.corridor_pct = 0;
    bar.target_pct = 50;
    return bar;
  }
  if (bar.left_pct) bar.ghost = share_ghost(frame.history.strip, 5);
  return bar;
}

ReachGauge depth_gauge_of(const Frame& frame, const ViewState& state) {
  const auto& movement = frame.snapshot.movement;
  const Mark mark = mark_of(shown_side(frame, state));
  ReachGauge gauge;
  gauge.full = 300;
  gauge.mark = mark;
  gauge.live = live(frame);
  for (const auto& rep : movement.recent) {
    if (!rep.depth_mm || (mark != Mark::body && rep.side != Side::both && mark_of(rep.side) != mark)) continue;
    gauge.earlier.push_back(*rep.depth_mm);
    gauge.full = std::max(gauge.full, std::ceil(*rep.depth_mm / 100 + 0.3) * 100);
  }
  if (movement.depth_mm) {
    gauge.value = std::max(0.0, *movement.depth_mm);
    gauge.full = std::max(gauge.full, std::ceil(*gauge.value / 100) * 100);
  }
  gauge.guide = guide_of(frame, state, gauge.earlier, kUsualDepth_mm);
  return gauge;
}

ReachGauge rise_gauge_of(const Frame& frame, const ViewState& state) {
  const auto& snapshot = frame.snapshot;
  ReachGauge gauge;
  gauge.full = 40;
  gauge.mark = mark_of(shown_side(frame, state));
  gauge.live = live(frame);
  const auto weight_n = snapshot.flow.body_weight_n;
  for (const auto& rep : snapshot.movement.recent)
    if (rep.swing_n && weight_n && *weight_n > 0) gauge.earlier.push_back(100 * *rep.swing_n / *weight_n);
  if (snapshot.movement.swing_pct) gauge.value = std::max(0.0, *snapshot.movement.swing_pct);
  for (const double value : gauge.earlier) gauge.full = std::max(gauge.full, std::ceil(value / 20 + 0.3) * 20);
  if (gauge.value) gauge.full = std::max(gauge.full, std::ceil(*gauge.value / 20) * 20);
  gauge.guide = guide_of(frame, state, gauge.earlier, kUsualRise_pct);
  return gauge;
}

Sideways sideways_of(const Frame& frame, const ViewState& state) {
  Sideways sideways;
  sideways.gauge.mark = mark_of(shown_side(frame, state));
  sideways.gauge.live = live(frame);
  const auto wobble = wobble_of(frame.history.cop, 3);
  if (!wobble) return sideways;
  sideways.gauge.now_mm = wobble->now_mm - wobble->middle_mm;
  sideways.gauge.least_mm = wobble->least_mm - wobble->middle_mm;
  sideways.gauge.most_mm = wobble->most_mm - wobble->middle_mm;
  sideways.speed_mm_s = wobble->speed_mm_s;
  return sideways;
}

std::array<BeatBar::Part, kTempoParts> beat_parts(const Tempo& tempo, const movement::Exercise& exercise) {
  const auto lengths_s = lengths_of(tempo);
  const bool up_first = begins_upwards(exercise), over = exercise.pattern == movement::Pattern::twist;
  return {{{over ? "over" : up_first ? "up" : "down", lengths_s[0]},
           {"hold", lengths_s[1]},
           {over ? "back" : up_first ? "down" : "up", lengths_s[2]},
           {"pause", lengths_s[3]}}};
}

}  // namespace poise::dashboard
