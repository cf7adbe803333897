#include "movement/rep_edits.h"

#include <fmt/format.h>

#include <algorithm>

#include "movement/final_pass.h"

namespace poise::movement {
namespace {

constexpr double kShortest_s = 0.05;

/// Reasons that find_reasons() gives: they are about the stretch, so another stretch has its own.
bool of_the_stretch(const std::string& reason) {
  return reason == "hand_support" || reason == "touch" || reason == "gap" || reason == "overload";
}

/// The movement that was measured is not between the new times: nothing of it is kept.
void forget_movement(Rep& rep) {
  rep.bottom_s = (rep.start_s + rep.end_s) / 2;
  for (Maybe Rep::*measure :
       {&Rep::down_s, &Rep::hold_s, &Rep::up_s, &Rep::onset_s, &Rep::unweighting_s, &Rep::braking_s,
        &Rep::propulsion_s, &Rep::time_to_stabilise_s, &Rep::depth_mm, &Rep::depth_doubt_mm,
        &Rep::peak_velocity_mm_s, &Rep::peak_power_w, &Rep::swing_n, &Rep::top_left_pct_bw, &Rep::top_right_pct_bw,
        &Rep::swing_left_share_pct, &Rep::sag_pct, &Rep::hold_steadiness_pct})
    rep.*measure = std::nullopt;
}

void move_times(FinalPass& pass, const RepEdit& edit, Rep& rep) {
  const Rep before = rep;
  const double last_s = pass.columns.loads.time_at(pass.columns.loads.size() - 1);
  const double start_s = edit.start_s ? *edit.start_s - pass.origin_s : rep.start_s;
  const double end_s = edit.end_s ? *edit.end_s - pass.origin_s : rep.end_s;
  rep.start_s = std::clamp(start_s, 0.0, std::max(0.0, last_s - kShortest_s));
  rep.end_s = std::clamp(end_s, rep.start_s + kShortest_s, std::max(rep.start_s + kShortest_s, last_s));
  const bool same_movement = rep.bottom_s > rep.start_s && rep.bottom_s < rep.end_s;
  if (same_movement) {
    // What comes first and what comes last gets longer or shorter: down and up, of what rises first up and down.
    const bool rises = pass.exercise.pattern == Pattern::bridge || pass.exercise.pattern == Pattern::sit_to_stand;
    Maybe& first = rises ? rep.up_s : rep.down_s;
    Maybe& last = rises ? rep.down_s : rep.up_s;
    if (first) first = std::max(0.0, *first + before.start_s - rep.start_s);
    if (last) last = std::max(0.0, *last + rep.end_s - before.end_s);
  } else {
    forget_movement(rep);
  }
  measure_forces(pass.columns, pass.exercise.sides, rep);
  measure_cop(pass.columns, pass.exercise.sides, rep);
  if (pass.exercise.pattern == Pattern::bridge && same_movement) {  // of a bridge: over its hold, which stays
    rep.left_share_pct = before.left_share_pct;
    rep.symmetry_index_total_pct = before.symmetry_index_total_pct;
  }
  const int touches_before = count_touches(pass.columns, before.side, before.start_s, before.end_s);
  std::erase_if(rep.reasons, of_the_stretch);
  rep.valid = rep.reasons.empty();
  const int touches = find_reasons(pass.columns, pass.exercise, rep);
  if (pass.exercise.one_plate()) pass.result.quality.touches += touches - touches_before;
  rep.reasons.emplace_back("times_corrected");
}

}  // namespace

const RepEdit* edit_of(std::span<const RepEdit> edits, int rep) {
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
    if (edit->rep != rep) continue;
    return edit->start_s || edit->end_s || edit->excluded ? &*edit : nullptr;
  }
  return nullptr;
}

void apply_rep_edits(FinalPass& pass) {
  int corrected = 0;
  for (Rep& rep : pass.result.reps) {
    const RepEdit* edit = edit_of(pass.options.rep_edits, rep.index);
    if (edit == nullptr) continue;
    ++corrected;
    rep.correction =
        Correction{rep.start_s, rep.end_s, rep.valid, edit->excluded.value_or(false), edit->reason, edit->made};
    if (edit->start_s || edit->end_s) move_times(pass, *edit, rep);
    if (!edit->excluded) continue;
    rep.valid = !*edit->excluded;
    rep.reasons.emplace_back(*edit->excluded ? "excluded" : "counted_by_hand");
  }
  if (corrected > 0)
    pass.note(fmt::format("{} repetition{} corrected by hand: what the program had found stands beside.", corrected,
                          corrected == 1 ? " was" : "s were"));
}

}  // namespace poise::movement
