#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <random>

#include "movement/analysis.h"
#include "signal/balance.h"
#include "virtual-mat/person.h"
#include "virtual-mat/scenario.h"
#include "virtual-mat/truth.h"

/// Doubts are promises: of a hundred simulated people the 95 % interval around a figure holds the truth in 93 to 97.
/// The truth is what the person was made to do (weight, share, depth), not what they realised in this one visit.
/// POISE_PEOPLE=2000 tries so many.
namespace poise {
namespace {

constexpr int kPeople = 1200;

/// What disturbs a measurement, each drawn anew for every person.
struct Disturbance {
  const char* name;
  double person;               ///< 1: trembles and wanders like people do; 0: a perfectly quiet one
  double white_n;              ///< SD of the noise of each plate
  double drift_n_per_min;      ///< of each plate's zero, at most
  double gain_pct;             ///< SD of each plate's gain, as the calibration says
  int rate_hz = 50;
};

constexpr Disturbance kRealistic{"realistic", 1, 0.07, 1.5, 0.2, 50};
constexpr Disturbance kWhite{"white noise", 0, 2, 0, 0};
constexpr Disturbance kBoth{"both", 1, 2, 1.5, 0.2};
constexpr Disturbance kSlow{"white noise, 10 a second", 0, 2, 0, 0, 10};

struct Visit {
  Recording recording;
  virtual_mat::Truth truth;
  double left_share_pct = 50;
};

class People {
 public:
  People(std::string exercise, const Disturbance& disturbance)
      : exercise_(std::move(exercise)), disturbance_(disturbance), random_(7) {}

  Visit next() {
    Visit visit;
    visit.left_share_pct = std::round(between(420, 580)) / 10;
    const auto scenario = virtual_mat::parse_scenario(fmt::format(
        "sim:{}&seed={}&body_kg={:.1f}&left_share_pct={}&noise={}", exercise_, ++seed_, between(45, 120), visit.left_share_pct, disturbance_.person));
    const virtual_mat::Person person(*scenario);
    visit.truth = virtual_mat::find_truth(*scenario, person);
    std::normal_distribution<double> normal;
    const double left_gain = 1 + disturbance_.gain_pct / 100 * normal(random_), right_gain = 1 + disturbance_.gain_pct / 100 * normal(random_);
    const double drift = disturbance_.drift_n_per_min / 60, left_drift = between(-drift, drift), right_drift = between(-drift, drift);
    const double step_s = 1.0 / disturbance_.rate_hz;
    for (double t = 0; t < person.timeline().leaves_at_s + 2; t += step_s) {
      const auto feet = person.at(t);
      visit.recording.time_s.push_back(t);
      visit.recording.left_n.push_back(left_gain * feet.left.load_n + left_drift * t + disturbance_.white_n * normal(random_));
      visit.recording.right_n.push_back(right_gain * feet.right.load_n + right_drift * t + disturbance_.white_n * normal(random_));
    }
    signal::derive_columns(visit.recording, {});
    return visit;
  }

 private:
  double between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }

  std::string exercise_;
  Disturbance disturbance_;
  std::mt19937 random_;
  int seed_ = 0;
};

struct Coverage {
  int inside = 0, all = 0;
  double width = 0;
  void add(double value, double doubt, double truth) {
    ++all;
    inside += std::abs(value - truth) <= doubt;
    width += doubt;
  }
};

/// A figure and how often its interval held.
class Figures {
 public:
  explicit Figures(std::string of) : of_(std::move(of)) {}
  Coverage& operator[](const std::string& name) { return coverage_[name]; }

  void expect_kept() const {
    for (const auto& [name, coverage] : coverage_) {
      const double pct = 100.0 * coverage.inside / std::max(1, coverage.all);
      fmt::print("  {:<40} {:<28} {:5.1f} % of {:>5}, mean half-width {:.3g}\n", of_, name, pct, coverage.all,
                 coverage.width / std::max(1, coverage.all));
      EXPECT_GE(pct, 93) << of_ << ": " << name;
      EXPECT_LE(pct, 97) << of_ << ": " << name;
    }
  }

 private:
  std::string of_;
  std::map<std::string, Coverage> coverage_;
};

double signed_pct(const movement::Asymmetry& one) { return one.favours == "right" ? *one.value_pct : -*one.value_pct; }

/// `asymmetries`: metric and its truth, as a function of left's share.
void try_people(const std::string& exercise, const Disturbance& disturbance, int people,
                const std::vector<std::string>& asymmetries) {
  const char* given = std::getenv("POISE_PEOPLE");
  Figures figures(exercise + ", " + disturbance.name);
  movement::AnalysisOptions options;
  options.exercise = movement::find_exercise(exercise.substr(0, exercise.find('?')));
  if (disturbance.gain_pct > 0) options.calibration_residual_pct = disturbance.gain_pct;
  People population(exercise, disturbance);
  for (int i = 0; i < (given ? std::atoi(given) : people); ++i) {
    const Visit visit = population.next();
    const auto found = movement::analyze(visit.recording, options);
    ASSERT_TRUE(found.body.weight_doubt_n);
    figures["body weight, N"].add(*found.body.weight_n, *found.body.weight_doubt_n, visit.truth.body_weight_n);
    if (found.share && found.share->left_doubt_pct)
      figures["share, points"].add(*found.share->left_mean_pct, *found.share->left_doubt_pct, visit.left_share_pct);
    for (std::size_t k = 0; k < std::min(found.reps.size(), visit.truth.reps.size()); ++k)
      if (found.reps[k].depth_mm && found.reps.size() == visit.truth.reps.size())
        figures["depth, mm"].add(*found.reps[k].depth_mm, *found.reps[k].depth_doubt_mm, *visit.truth.reps[k].depth_mm);
    for (const auto& index : found.asymmetry) {
      if (std::find(asymmetries.begin(), asymmetries.end(), index.metric) == asymmetries.end()) continue;
      // One leg does as the other does; what both share is shared as they were told to.
      const double truth = found.share ? 100 - 2 * visit.left_share_pct : 0;
      figures["asymmetry of " + index.metric + ", points"].add(signed_pct(index), *index.doubt_pct, truth);
    }
  }
  figures.expect_kept();
}

TEST(Doubt, OfSquatsHoldsTheTruth) {
  for (const Disturbance& disturbance : {kRealistic, kWhite, kBoth}) try_people("squat?reps=5", disturbance, kPeople, {"mean_force"});
}

TEST(Doubt, OfSquatsAtTenSamplesASecondHoldsTheTruth) { try_people("squat?reps=5", kSlow, kPeople, {"mean_force"}); }

TEST(Doubt, OfAStandHoldsTheTruth) {
  for (const Disturbance& disturbance : {kRealistic, kWhite, kBoth}) try_people("quiet-stand?hold_s=20", disturbance, kPeople, {});
}

TEST(Doubt, OfOneLegHoldsTheTruth) {
  for (const Disturbance& disturbance : {kRealistic, kWhite}) try_people("single-leg-squat?side=both&reps=4", disturbance, kPeople, {"depth"});
}

TEST(Doubt, OfBridgesHoldsTheTruth) {
  for (const Disturbance& disturbance : {kRealistic, kWhite}) try_people("bridge?reps=5", disturbance, kPeople, {"mean_force", "swing"});
}

}  // namespace
}  // namespace poise
