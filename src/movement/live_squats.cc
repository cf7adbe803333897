#include <algorithm>
#include <cmath>
#include <deque>

#include "base/units.h"
#include "movement/leading_leg.h"
#include "movement/live_counter.h"
#include "movement/squat_track.h"

namespace poise::movement {
namespace {

class SquatCounter final : public Counter {
 public:
  SquatCounter(const Exercise& exercise, Side side, double body_weight_n)
      : Counter(exercise, side),
        least_depth_m_(exercise.least_depth_mm / 1000),
        weighed_n_(body_weight_n),
        weight_n_(body_weight_n),
        still_sd_n_((exercise.one_plate() ? kFirstSdOneLeg : kFirstSdBothLegs) * body_weight_n) {}

 private:
  static constexpr double kTick_s = 0.04, kHistory_s = 0.025;
  static constexpr double kStand_s = 0.4;  // standing is known to have been going on for so long
  static constexpr double kOnMat = 0.15;  // of body weight; a hasty squat falls to a third
  static constexpr double kMostDrift = 0.02;
  static constexpr double kMoving_m_s = 0.025, kMoving_m = 0.015;
  static constexpr double kLongestRep_s = 20;
  // How much somebody trembles is learnt while they stand; until then a little more than is usual counts like
  // a quarter of a second of it.
  static constexpr double kFirstSdBothLegs = 0.003, kFirstSdOneLeg = 0.008;  // of body weight
  static constexpr double kFirstSd_s = 0.25, kSettled_s = 0.2;
  static constexpr double kHands = 0.025;  // of body weight, missing on average: hands carry it
  static constexpr double kAfterHands_s = 0.6;

  /// The running integrals of the acceleration at one instant; only differences between points mean anything.
  struct Point {
    double time_s = 0, velocity_m_s = 0, height_m = 0;
    RunningMean share = {};
    RunningMean left_ahead_mm = {};
  };

  /// A moment that looks like the end of a repetition.
  struct Candidate {
    Point at;
    double height_m, drift_m_s2, bottom_s, depth_m;
  };

  void restart() override {
    history_.clear();
    stood_.clear();
    candidate_.reset();
    near_.reset();
    in_band_s_ = 0;
    view_.phase = Phase::none;
    view_.depth_mm.reset();
  }

  void follow(double time_s, double step_s, const Balance& balance) override {
    const double total_n = *balance.total_n;
    if (total_n < kOnMat * weighed_n_) return restart();  // stepped off
    near_.push(total_n, step_s);
    const double band_n = std::clamp(2.75 * still_sd_n_, 0.003 * weighed_n_, 0.03 * weighed_n_);
    in_band_s_ = std::abs(near_.value() - weight_n_) < band_n ? in_band_s_ + step_s : 0;
    if (history_.empty()) {  // not known yet to stand
      if (in_band_s_ < 0.3) return;
      now_ = Point{time_s};
      acceleration_m_s2_ = 0;  // not that of stepping off before
      stand_from(now_);
    }
    now_.share.push(balance.left_share_pct);
    if (balance.left_cop && balance.right_cop) now_.left_ahead_mm.push(balance.left_cop->y_mm - balance.right_cop->y_mm);
    integrate(time_s, step_s, total_n);
    const Point relative = since_stand(now_);
    const bool moving = std::abs(relative.velocity_m_s) > kMoving_m_s || relative.height_m < -kMoving_m;
    if (in_band_s_ > kSettled_s && !moving) learn_sd(step_s, total_n);
    if (in_band_s_ > kStand_s && !moving) {
      learn_weight(step_s, total_n);
      stands_still(time_s);
    } else if (time_s >= next_tick_s_) {
      next_tick_s_ = time_s + kTick_s;
      look_for_rep();
    }
    if (time_s - history_.front().time_s > kLongestRep_s) return restart();
    show();
  }

  void integrate(double time_s, double step_s, double total_n) {
    const double acceleration = kGravity_m_s2 * (total_n / weight_n_ - 1);
    const double velocity = now_.velocity_m_s + 0.5 * (acceleration + acceleration_m_s2_) * step_s;
    now_.height_m += 0.5 * (velocity + now_.velocity_m_s) * step_s;
    now_.velocity_m_s = velocity;
    now_.time_s = time_s;
    acceleration_m_s2_ = acceleration;
    highest_n_ = std::max(highest_n_, near_.value());
    lowest_n_ = std::min(lowest_n_, near_.value());
    if (time_s - history_.back().time_s >= kHistory_s) history_.push_back(now_);
  }

  /// Velocity and height counted from the last standing, where both were zero.
  Point since_stand(const Point& point) const {
    const Point& stand = history_.front();
    const double t = point.time_s - stand.time_s;
    return {t, point.velocity_m_s - stand.velocity_m_s, point.height_m - stand.height_m - stand.velocity_m_s * t,
            point.share, point.left_ahead_mm};
  }

  void stand_from(const Point& point) {
    std::erase_if(history_, [&](const Point& old) { return old.time_s <= point.time_s; });
    history_.push_front(point);
    stood_.clear();
    highest_n_ = lowest_n_ = weight_n_;
    candidate_.reset();
  }

  /// Standing has been going on for a while: integration begins at the far end of that.
  void stands_still(double time_s) {
    for (; history_.size() > 1 && history_[1].time_s <= time_s - kStand_s; history_.pop_front())
      stood_.push_back(history_.front());
    while (!stood_.empty() && stood_.front().time_s < time_s - 2 * kStand_s) stood_.pop_front();
    highest_n_ = lowest_n_ = weight_n_;
    candidate_.reset();
  }

  /// Standing still tells body weight better than the first weighing did …
  void learn_weight(double step_s, double total_n) {
    weight_n_ += (std::clamp(total_n, 0.98 * weighed_n_, 1.02 * weighed_n_) - weight_n_) * step_s / 2;
  }
  /// … and how much this person trembles on this mat.
  void learn_sd(double step_s, double total_n) {
    learnt_s_ = std::min(1.0, learnt_s_ + step_s);
    // What is far out may be the beginning of a movement. 1.2533: the SD of a normal variable over its mean
    // absolute deviation.
    const double away_n = std::min(std::abs(total_n - weight_n_), 2 * still_sd_n_);
    still_sd_n_ += (1.2533 * away_n - still_sd_n_) * std::min(1.0, step_s / learnt_s_);
  }

  /// The trajectory under the hypothesis that the person stands again now: v = 0 gives the constant drift of
  /// the acceleration, b = v/T, and so the height s − ½ b t².
  void look_for_rep() {
    const Point now = since_stand(now_);
    if (now.time_s < 0.6) return;
    const double drift = now.velocity_m_s / now.time_s;
    if (drift < -kHands * kGravity_m_s2) {
      candidate_.reset();
      if (in_band_s_ > kAfterHands_s) look_behind_hands();
      return;
    }
    const double now_m = now.height_m - 0.5 * drift * now.time_s * now.time_s;
    double bottom_s = 0, bottom_m = 0;
    for (const Point& point : history_) {
      const Point then = since_stand(point);
      const double height = then.height_m - 0.5 * drift * then.time_s * then.time_s;
      if (height < bottom_m) {
        bottom_m = height;
        bottom_s = point.time_s;
      }
    }
    const bool swung = highest_n_ - lowest_n_ > 0.75 * kLeastSwingSd * still_sd_n_;
    const bool back = -bottom_m > least_depth_m_ && std::abs(now_m) < -0.3 * bottom_m && swung &&
                      bottom_s < now_.time_s - 0.15;
    if (back && (!candidate_ || now_m > candidate_->height_m)) {
      candidate_ = Candidate{now_, now_m, drift, bottom_s, -bottom_m};
      if (in_band_s_ < 0.16) return;  // perhaps still on the way up
    }
    if (candidate_) finish(*candidate_);
  }

  /// The weight is all there again after hands have carried a part of it. What they carried hides the
  /// movement from the reckoning above; the final pass's tracker can tell them apart once it is over.
  void look_behind_hands() {
    std::vector<Point> points(stood_.begin(), stood_.end());
    points.insert(points.end(), history_.begin(), history_.end());
    std::vector<double> total_n;
    double before_m_s = points.front().velocity_m_s;
    std::size_t next = 1;
    for (double t = points[0].time_s + kHistory_s; t < points.back().time_s; t += kHistory_s) {
      while (points[next].time_s < t) ++next;
      const Point &from = points[next - 1], &to = points[next];
      const double part = (t - from.time_s) / (to.time_s - from.time_s);
      const double velocity_m_s = from.velocity_m_s + part * (to.velocity_m_s - from.velocity_m_s);
      total_n.push_back(weight_n_ * (1 + (velocity_m_s - before_m_s) / kHistory_s / kGravity_m_s2));
      before_m_s = velocity_m_s;
    }
    const auto track = track_squats(total_n, points[0].time_s + kHistory_s / 2, kHistory_s, weight_n_,
                                    {still_sd_n_}, least_depth_m_);
    for (const SquatRep& squat : track.reps) {
      Rep rep;
      rep.start_s = squat.start_s;
      rep.bottom_s = squat.bottom_s;
      rep.end_s = squat.end_s;
      rep.peak_n = highest_n_;
      count_on_its_side(std::move(rep), points);
    }
    const double stands_since_s = now_.time_s - in_band_s_;
    const auto stand = std::find_if(history_.begin(), history_.end(),
                                    [&](const Point& point) { return point.time_s >= stands_since_s; });
    stand_from(stand == history_.end() ? now_ : Point(*stand));
  }

  void finish(const Candidate end) {
    // Its start: where two hundredths of the way are done.
    const auto started = std::find_if(history_.begin(), history_.end(), [&](const Point& point) {
      const Point then = since_stand(point);
      return then.height_m - 0.5 * end.drift_m_s2 * then.time_s * then.time_s < -0.02 * end.depth_m;
    });
    Rep rep;
    rep.start_s = started->time_s;
    rep.bottom_s = end.bottom_s;
    rep.end_s = end.at.time_s;
    rep.depth_mm = 1000 * end.depth_m;
    rep.peak_n = highest_n_;
    if (!exercise_.one_plate()) rep.left_share_pct = end.at.share.since(started->share);
    count_on_its_side(std::move(rep), history_);
    // The drift was a wrong body weight; a part of that is believed.
    if (std::abs(end.drift_m_s2) < kMostDrift * kGravity_m_s2)  // more is hands on a rail
      weight_n_ = std::clamp(weight_n_ * (1 + 0.3 * end.drift_m_s2 / kGravity_m_s2), 0.98 * weighed_n_, 1.02 * weighed_n_);
    stand_from(end.at);  // the movement since then is already the next repetition's
  }

  /// Where one leg leads, that side's, if it was asked for. `points` span the repetition.
  template <class Points>
  void count_on_its_side(Rep rep, const Points& points) {
    if (exercise_.sides != Sides::leading) return count(std::move(rep), active());
    const double near_s = 0.1 * (rep.end_s - rep.start_s);
    const auto at = [&](double time_s) -> const Point& {
      const auto found = std::find_if(points.begin(), points.end(), [&](const Point& p) { return p.time_s >= time_s; });
      return found == points.end() ? points.back() : *found;
    };
    const Point &from = at(rep.bottom_s - near_s), &to = at(rep.bottom_s + near_s);
    const auto leads = who_leads(to.left_ahead_mm.since(from.left_ahead_mm), to.share.since(from.share));
    if (!leads || is_asked(*leads)) count(std::move(rep), leads.value_or(asked()));
  }

  void show() {
    const Point now = since_stand(now_);
    view_.depth_mm = std::max(0.0, -1000 * now.height_m);
    if (now.velocity_m_s < -2 * kMoving_m_s)
      view_.phase = Phase::down;
    else if (now.velocity_m_s > 2 * kMoving_m_s)
      view_.phase = Phase::up;
    else
      view_.phase = now.height_m < -least_depth_m_ ? Phase::hold : Phase::ready;
  }

  const double least_depth_m_;
  const double weighed_n_;
  double weight_n_;
  double still_sd_n_;
  double learnt_s_ = kFirstSd_s;  ///< how much standing that SD is worth
  Smoothed near_{0.05};
  double in_band_s_ = 0, next_tick_s_ = 0;
  double acceleration_m_s2_ = 0;
  double highest_n_ = 0, lowest_n_ = 0;
  Point now_;
  std::deque<Point> history_;  ///< from the last standing on, its front; empty: standing not found yet
  std::deque<Point> stood_;    ///< standing just before that
  std::optional<Candidate> candidate_;
};

}  // namespace

std::unique_ptr<LiveCounter> make_squat_counter(const Exercise& exercise, Side side, double body_weight_n) {
  return std::make_unique<SquatCounter>(exercise, side, body_weight_n);
}

}  // namespace poise::movement
