#pragma once

#include "made_visit.h"

namespace poise::movement {

inline constexpr double kSeated_n = 170;  ///< feet of somebody of 700 N who sits

/// Somebody on a chair behind the mat. The chair lets go in a straight line, unlike that of the virtual mat, from
/// 0.25 s before the body rises until a quarter of that time.
class SatVisit : public MadeVisit {
 public:
  SatVisit() : MadeVisit(kSeated_n / 2, kSeated_n / 2) {}

  SatVisit& stand_up(double rise_m = 0.38, double seconds = 1.3) { return move(rise_m, seconds, false); }
  SatVisit& sit_down(double rise_m = 0.38, double seconds = 1.5) { return move(rise_m, seconds, true); }

  SatVisit& sit_to_stand(double rise_m, double up_s, double stand_s, double down_s) {
    MadeRep rep;
    rep.travel = 1000 * rise_m;
    const double up = length_s() + kLean_s, stands = up + up_s, down = stands + stand_s;
    rep.start_s = up + smooth_time(0.01) * up_s;
    rep.hold_start_s = up + smooth_time(0.9) * up_s;
    rep.hold_end_s = down + smooth_time(0.1) * down_s;
    rep.bottom_s = (rep.hold_start_s + rep.hold_end_s) / 2;
    rep.end_s = down + smooth_time(0.99) * down_s;
    reps_.push_back(rep);
    stand_up(rise_m, up_s);
    stay(stand_s);
    return sit_down(rise_m, down_s);
  }

 private:
  static constexpr double kLean_s = 0.25, kWeight_n = 700;

  SatVisit& move(double rise_m, double seconds, bool down) {
    const double whole_s = seconds + kLean_s;
    add(whole_s, [=](double t) {
      const double since_s = down ? whole_s - t : t;  // sitting down is standing up in reverse
      const double u = std::max(0.0, (since_s - kLean_s) / seconds);
      const double rise_m_s2 = rise_m / (seconds * seconds) * smooth_acceleration(u);
      const double let_go = std::min(1.0, since_s / (kLean_s + 0.25 * seconds));
      const double total_n = kWeight_n * (1 + rise_m_s2 / kGravity_m_s2) - (kWeight_n - kSeated_n) * (1 - let_go);
      return Pair{total_n / 2, total_n / 2};
    });
    now_ = down ? Pair{kSeated_n / 2, kSeated_n / 2} : Pair{kWeight_n / 2, kWeight_n / 2};
    return *this;
  }
};

inline SatVisit sits(int reps, double stand_s = 1, double pause_s = 1) {
  SatVisit visit;
  visit.stay(3);
  for (int i = 0; i < reps; ++i) {
    visit.sit_to_stand(0.38, 1.3, stand_s, 1.5);
    visit.stay(pause_s);
  }
  visit.stay(2);
  return visit;
}

}  // namespace poise::movement
