#include "virtual-mat/twists.h"

#include <algorithm>

#include "virtual-mat/motion_shapes.h"

namespace poise::virtual_mat {
namespace {

// How much of the load goes to a side: sitting with arms and weight turned, lying with the trunk turned [E].
constexpr double kTwist = 0.20, kCrunch = 0.10;

double position(const Swing& swing, Shape shape, double t_s) {
  return swing.from + (swing.to - swing.from) * travel(shape, 0, (t_s - swing.start_s) / swing.seconds).position;
}

/// When the load is in the middle: at an end of the swing, or on its way from one side to the other.
double middle_s(const Swing& swing, Shape shape) {
  if (swing.from == 0) return swing.start_s;
  double low_s = swing.start_s, high_s = swing.start_s + swing.seconds;
  if (swing.to == 0) return high_s;
  for (int i = 0; i < 60; ++i) {
    const double t_s = (low_s + high_s) / 2;
    ((position(swing, shape, t_s) < 0) == (swing.from < 0) ? low_s : high_s) = t_s;
  }
  return low_s;
}

}  // namespace

double add_twists(const Scenario& scenario, int set, double from_s, Timeline& timeline) {
  const double usual = scenario.exercise == Exercise::russian_twist ? kTwist : kCrunch;
  const int count = 2 * scenario.reps;  // so many to each side
  double now_s = from_s, out = 0;       // out: where the load is
  const auto swing = [&](double seconds, double to) {
    timeline.swings.push_back({now_s, seconds, out, to});
    now_s += seconds;
    out = to;
    return middle_s(timeline.swings.back(), scenario.shape);
  };
  for (int i = 0; i < count; ++i) {
    const std::size_t index = timeline.reps.size();
    RepPlan plan;
    plan.side = i % 2 == 0 ? Side::left : Side::right;
    plan.set = set;
    plan.partial = scenario.half_rep == static_cast<int>(index) + 1;
    plan.size = (plan.partial ? kHalfRep : 1) * usual * std::max(0.7, varied(scenario, Stream::rep_depth, index, 0.03));
    plan.hold_s = scenario.hold_s * std::max(0.2, varied(scenario, Stream::rep_hold, index, 0.05));
    const double tempo_s = scenario.tempo_s * std::max(0.7, varied(scenario, Stream::rep_tempo, index, 0.04));
    const double pause_s = scenario.pause_s * std::max(0.0, varied(scenario, Stream::rep_pause, index, 0.1));
    const bool straight_on = out != 0;
    plan.start_s = swing(straight_on ? tempo_s : tempo_s / 2, plan.side == Side::left ? -plan.size : plan.size);
    plan.there_s = now_s - plan.start_s;
    if (straight_on) {  // the one before ends where this one starts
      RepPlan& before = timeline.reps.back();
      before.back_s = plan.start_s - before.start_s - before.there_s - before.hold_s;
    }
    now_s += plan.hold_s;
    if (pause_s > 0 || i + 1 == count) {
      const double left_s = now_s;
      plan.back_s = swing(tempo_s / 2, 0) - left_s;
      if (i + 1 < count) now_s += pause_s;
    }
    timeline.reps.push_back(plan);
  }
  return now_s;
}

double swung(const Timeline& timeline, Shape shape, double t_s) {
  const auto next = std::upper_bound(timeline.swings.begin(), timeline.swings.end(), t_s,
                                     [](double t, const Swing& swing) { return t < swing.start_s; });
  return next == timeline.swings.begin() ? 0 : position(*(next - 1), shape, t_s);
}

}  // namespace poise::virtual_mat
