#include <fmt/format.h>

#include "movement/final_pass.h"
#include "movement/sit_track.h"
#include "signal/statistics.h"

namespace poise::movement {
namespace {

constexpr double kMostDoubt = 0.25;  // of the way: a number worse than that says nothing

void add_sit(FinalPass& pass, const SitRep& sit) {
  Rep rep;
  rep.side = Side::both;
  rep.start_s = sit.start_s;
  rep.bottom_s = sit.middle_s();
  rep.end_s = sit.end_s;
  rep.start_doubt_s = sit.start_doubt_s;
  rep.end_doubt_s = sit.end_doubt_s;
  rep.up_s = sit.hold_start_s - sit.start_s;
  rep.hold_s = sit.hold_end_s - sit.hold_start_s;
  rep.down_s = sit.end_s - sit.hold_end_s;
  rep.onset_s = sit.onset_s;
  if (sit.rise_doubt_mm < kMostDoubt * sit.rise_mm) {
    rep.depth_mm = sit.rise_mm;
    rep.depth_doubt_mm = sit.rise_doubt_mm;
    rep.peak_velocity_mm_s = sit.peak_velocity_mm_s;
    rep.peak_power_w = sit.peak_power_w;
  } else {
    ++pass.depths_refused;
  }
  pass.add_rep(std::move(rep), sit.rise_mm);
}

}  // namespace

void analyze_sits(FinalPass& pass) {
  if (!pass.result.body.weight_n) return;
  const Loads& loads = pass.columns.loads;
  bool found = false;
  int declined = 0;
  for (const SeatedBout& seated : find_seated_bouts(loads, *pass.result.body.weight_n)) {
    const SitTrack track = track_sits(part(loads.total_n, seated.bout), loads.time_at(seated.bout.begin), loads.step_s,
                                      *pass.result.body.weight_n, seated.rest.mean_n, seated.rest.sd_n);
    declined += track.declined;
    if (track.reps.empty()) continue;
    if (!found && loads.has_sides()) {
      const Bout second{loads.index_at(seated.rest.start_s), loads.index_at(seated.rest.end_s) + 1, Side::both};
      pass.result.body.rest_left_n = signal::mean(part(loads.left_n, second));
      pass.result.body.rest_right_n = signal::mean(part(loads.right_n, second));
    }
    found = true;
    for (const SitRep& sit : track.reps)
      if (pass.counts(sit.start_s)) add_sit(pass, sit);
  }
  if (found)
    pass.note("While the chair carries a part of the weight a mat cannot know how the body moves: the last part of the "
              "way down to the seat, and with it start, end and depth, are those of a smooth movement.");
  if (declined > 0)
    pass.note(fmt::format("{} time{} the feet took the weight, but not from sitting to sitting: stepping on or off, or "
                          "too little to be told: not counted.",
                          declined, declined == 1 ? "" : "s"));
}

}  // namespace poise::movement
