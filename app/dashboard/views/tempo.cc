#include "views/tempo.h"

#include <algorithm>
#include <cmath>

namespace poise::dashboard {
namespace {

/// Minimum jerk, the way people move of themselves (Flash & Hogan 1985).
double smooth(double t) { return t * t * t * (10 - 15 * t + 6 * t * t); }

double travel_in(TempoPart part, double done) {
  switch (part) {
    case TempoPart::there:
      return smooth(done);
    case TempoPart::hold:
      return 1;
    case TempoPart::back:
      return smooth(1 - done);
    case TempoPart::pause:
      break;
  }
  return 0;
}

}  // namespace

std::array<double, kTempoParts> lengths_of(const Tempo& tempo) {
  return {tempo.there_s, tempo.hold_s, tempo.back_s, tempo.pause_s};
}

double cycle_of(const Tempo& tempo, const TempoBeat& beat) {
  const auto lengths = lengths_of(tempo);
  double all_s = 0, past_s = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    all_s += lengths[i];
    if (i < static_cast<std::size_t>(beat.part)) past_s += lengths[i];
  }
  return all_s > 0 ? (past_s + beat.done * lengths[static_cast<std::size_t>(beat.part)]) / all_s : 0;
}

TempoBeat beat_at(const Tempo& tempo, double elapsed_s) {
  const auto lengths = lengths_of(tempo);
  double cycle_s = 0;
  std::int64_t beats = 0;
  for (const double length_s : lengths) {
    cycle_s += length_s;
    beats += length_s > 0 ? 1 : 0;
  }
  TempoBeat beat;
  if (cycle_s <= 0 || elapsed_s < 0) return beat;
  double within_s = std::fmod(elapsed_s, cycle_s);
  beat.number = std::llround((elapsed_s - within_s) / cycle_s) * beats;
  std::size_t last = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    if (lengths[i] <= 0) continue;
    last = i;
    if (within_s < lengths[i]) break;
    within_s -= lengths[i];
    ++beat.number;
  }
  beat.part = static_cast<TempoPart>(last);
  beat.done = std::clamp(within_s / lengths[last], 0.0, 1.0);
  beat.left_s = std::max(0.0, lengths[last] - within_s);
  beat.travel = travel_in(beat.part, beat.done);
  return beat;
}

}  // namespace poise::dashboard
