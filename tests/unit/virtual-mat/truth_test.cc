#include "virtual-mat/truth.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host.h"

namespace poise::virtual_mat {
namespace {

Truth truth_of(const std::string& text) {
  const Scenario parsed = scenario(text);
  return find_truth(parsed, Person(parsed));
}

/// Start and end of one stretch of samples in which a test holds.
template <typename Test>
std::pair<double, double> stretch(double from_s, double to_s, Test test) {
  double first = -1, last = -1;
  for (double t = from_s; t <= to_s; t += 1e-4)
    if (test(t)) {
      if (first < 0) first = t;
      last = t;
    }
  return {first, last};
}

TEST(Truth, OfASquatAgreesWithBruteForce) {
  for (const char* shape : {"minimum-jerk", "skewed", "two-phase"}) {
    const Scenario parsed =
        scenario("sim:squat?noise=0&reps=2&hold_s=0.3&depth_mm=300&shape=" + std::string(shape));
    const Person person(parsed);
    const TrueRep rep = find_truth(parsed, person).reps[1];
    const RepPlan plan = person.timeline().reps[1];
    // Position from the force alone, as somebody would who only has the plates.
    std::vector<double> position;
    double velocity = 0, now = 0;
    constexpr double kStep_s = 1e-4;
    for (double t = plan.start_s; t < plan.end_s(); t += kStep_s) {
      const Feet feet = person.at(t + kStep_s / 2);
      velocity += ((feet.left.load_n + feet.right.load_n) / parsed.body_kg - kGravity_m_s2) * kStep_s;
      position.push_back(now -= velocity * kStep_s);
    }
    const auto depth_at = [&](double t) {
      const auto i = static_cast<std::size_t>(std::max(0.0, (t - plan.start_s) / kStep_s));
      return position[std::min(i, position.size() - 1)];
    };
    const auto [start, end] =
        stretch(plan.start_s, plan.end_s(), [&](double t) { return depth_at(t) >= 0.003; });
    const auto [hold_start, hold_end] =
        stretch(plan.start_s, plan.end_s(), [&](double t) { return depth_at(t) >= 0.27; });
    EXPECT_NEAR(rep.start_s, start, 2e-3) << shape;
    EXPECT_NEAR(rep.end_s, end, 4e-3) << shape;
    EXPECT_NEAR(rep.hold_start_s, hold_start, 1e-3) << shape;
    EXPECT_NEAR(rep.hold_end_s, hold_end, 1e-3) << shape;
    EXPECT_NEAR(rep.bottom_s, (hold_start + hold_end) / 2, 1e-3) << shape;
    EXPECT_DOUBLE_EQ(*rep.depth_mm, 300);
    EXPECT_NEAR(*rep.left_share_pct, 50, 1e-9);
  }
}

TEST(Truth, OfABridgeAgreesWithBruteForce) {
  const Scenario parsed = scenario("sim:bridge?noise=0&reps=2&left_share_pct=46&shape=skewed");
  const Person person(parsed);
  const TrueRep rep = find_truth(parsed, person).reps[1];
  const RepPlan plan = person.timeline().reps[1];
  const double rest = 0.23, swing = 0.15;
  const auto rise = [&](double t) {
    const Feet feet = person.at(t);
    return ((feet.left.load_n + feet.right.load_n) / person.body_weight_n() - rest) / swing;
  };
  const auto [start, end] = stretch(plan.start_s, plan.end_s(), [&](double t) { return rise(t) >= 0.01; });
  const auto [hold_start, hold_end] =
      stretch(plan.start_s, plan.end_s(), [&](double t) { return rise(t) >= 0.9; });
  EXPECT_NEAR(rep.start_s, start, 1.1e-4);
  EXPECT_NEAR(rep.end_s, end, 1.1e-4);
  EXPECT_NEAR(rep.hold_start_s, hold_start, 1.1e-4);
  EXPECT_NEAR(rep.hold_end_s, hold_end, 1.1e-4);
  EXPECT_NEAR(*rep.left_share_pct, 46, 1e-9);
  EXPECT_FALSE(rep.depth_mm);
}

TEST(Truth, OfASitToStandIsTheWayOfTheBodyAndTurnsWhileStanding) {
  const Scenario parsed = scenario("sim:sit-to-stand?noise=0&reps=2&hold_s=0.6&shape=skewed&depth_mm=400");
  const Person person(parsed);
  const TrueRep rep = find_truth(parsed, person).reps[1];
  const RepPlan plan = person.timeline().reps[1];
  // From standing backwards and forwards, by the force alone, for as long as the feet carry everything.
  const double standing_s = plan.start_s + plan.there_s + plan.hold_s / 2;
  constexpr double kStep_s = 1e-4;
  for (const double direction : {-1.0, 1.0}) {
    double velocity = 0, below = 0, t = standing_s;
    while (below < 0.04) {
      const Feet feet = person.at(t + direction * kStep_s / 2);
      velocity += ((feet.left.load_n + feet.right.load_n) / parsed.body_kg - kGravity_m_s2) * kStep_s;
      below -= velocity * kStep_s;
      t += direction * kStep_s;
    }
    EXPECT_NEAR(direction < 0 ? rep.hold_start_s : rep.hold_end_s, t, 1e-3);
  }
  EXPECT_NEAR(person.travel_of(plan, rep.start_s), 0.01, 1e-4);
  EXPECT_NEAR(person.travel_of(plan, rep.end_s), 0.01, 1e-4);
  EXPECT_GT(rep.start_s - plan.start_s, 0.2 * plan.there_s);  // leaning forward comes first
  EXPECT_DOUBLE_EQ(*rep.depth_mm, 400);
  EXPECT_EQ(rep.side, Side::both);
}

TEST(Truth, OfATwistAgreesWithTheLoadsOfTheSides) {
  const Scenario parsed = scenario("sim:russian-twist?noise=0&reps=2&left_share_pct=47&hold_s=0.2");
  const Person person(parsed);
  const Truth truth = find_truth(parsed, person);
  ASSERT_EQ(truth.reps.size(), 4u);
  const auto share_off = [&](double t) {
    const Feet feet = person.at(t);
    return 100 * feet.left.load_n / (feet.left.load_n + feet.right.load_n) - 47;
  };
  for (const TrueRep& rep : truth.reps) {
    const double sign = rep.side == Side::left ? 1 : -1;
    EXPECT_NEAR(sign * share_off(rep.start_s), 0.2, 1e-3);
    EXPECT_NEAR(sign * share_off(rep.end_s), 0.2, 1e-3);
    EXPECT_NEAR(sign * share_off(rep.hold_start_s), 18, 1e-3);
    EXPECT_NEAR(sign * share_off(rep.hold_end_s), 18, 1e-3);
    EXPECT_NEAR(sign * share_off(rep.bottom_s), 20, 1e-3);
  }
}

TEST(Truth, OfAPlankIsTheTimeNearTheHeldLoad) {
  const Scenario parsed = scenario("sim:side-plank?noise=0&side=right&hold_s=5&sag_pct=10");
  const Person person(parsed);
  const Truth truth = find_truth(parsed, person);
  ASSERT_EQ(truth.holds.size(), 1u);
  EXPECT_TRUE(truth.reps.empty());
  const double near_n = 0.9 * 0.95 * 0.52 * person.body_weight_n();
  const auto [start, end] = stretch(0, person.timeline().leaves_at_s, [&](double t) { return person.at(t).right.load_n >= near_n; });
  EXPECT_NEAR(truth.holds[0].start_s, start, 2e-4);
  EXPECT_NEAR(truth.holds[0].end_s, end, 2e-4);
  EXPECT_EQ(truth.holds[0].side, Side::right);
  EXPECT_FALSE(truth.holds[0].left_share_pct);
}

TEST(Truth, OfALungeHasTheLegThatLeadsAndAShare) {
  const Truth truth = truth_of("sim:lunge?side=both&reps=2&noise=0");
  ASSERT_EQ(truth.reps.size(), 4u);
  EXPECT_EQ(truth.reps[1].side, Side::left);
  EXPECT_EQ(truth.reps[2].side, Side::right);
  EXPECT_NEAR(*truth.reps[0].left_share_pct + *truth.reps[2].left_share_pct, 100, 1e-3);
  EXPECT_NEAR(*truth.reps[0].depth_mm, 250, 1e-9);
}

TEST(Truth, SharesAreThoseThatThePersonRealised) {
  const Truth quiet = truth_of("sim:squat?left_share_pct=53&noise=0"),
              real = truth_of("sim:squat?left_share_pct=53");
  double farthest = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(*quiet.reps[i].left_share_pct, 53, 1e-9);
    farthest = std::max(farthest, std::abs(*real.reps[i].left_share_pct - 53));
  }
  EXPECT_GT(farthest, 0.1);
  EXPECT_LT(farthest, 6);
}

TEST(Truth, CallsAHalfRepetitionInvalid) {
  for (const char* text : {"sim:squat?half_rep=3", "sim:bridge?half_rep=3", "sim:lunge?half_rep=3",
                           "sim:sit-to-stand?half_rep=3", "sim:russian-twist?half_rep=3"}) {
    const Truth truth = truth_of(text);
    ASSERT_GE(truth.reps.size(), 5u);
    for (const TrueRep& rep : truth.reps) EXPECT_EQ(rep.valid, rep.index != 3) << text;
  }
}

TEST(Truth, OneLegRepetitionsHaveASideAndNoShare) {
  const Truth truth = truth_of("sim:single-leg-squat?side=both&reps=2");
  ASSERT_EQ(truth.reps.size(), 4u);
  EXPECT_EQ(truth.reps[0].side, Side::left);
  EXPECT_EQ(truth.reps[3].side, Side::right);
  EXPECT_EQ(truth.reps[3].index, 4);
  EXPECT_FALSE(truth.reps[0].left_share_pct);
  EXPECT_NEAR(*truth.reps[0].depth_mm, 200, 20);
}

TEST(Truth, IsInTimeOrderWithoutOverlap) {
  for (const char* text : {"sim:squat?pause_s=0&reps=20", "sim:bridge?pause_s=0&hold_s=0",
                           "sim:single-leg-bridge?side=both", "sim:squat?sets=3&reps=2", "sim:quiet-stand",
                           "sim:lunge?side=both", "sim:sit-to-stand?pause_s=0&hold_s=0", "sim:russian-twist?sets=2",
                           "sim:bicycle-crunch?pause_s=1"}) {
    double last_s = 0;
    for (const TrueRep& rep : truth_of(text).reps) {
      EXPECT_LE(last_s, rep.start_s) << text;
      EXPECT_LT(rep.start_s, rep.hold_start_s);
      EXPECT_LE(rep.hold_start_s, rep.bottom_s);
      EXPECT_LE(rep.bottom_s, rep.hold_end_s);
      EXPECT_LT(rep.hold_end_s, rep.end_s);
      last_s = rep.end_s;
    }
  }
}

TEST(Truth, IsWrittenWithTheNamesOfTheContract) {
  const auto json = nlohmann::json::parse(to_json(truth_of("sim:squat?reps=2&noise=0")));
  EXPECT_EQ(json["exercise"], "squat");
  EXPECT_EQ(json["side"], "both");
  EXPECT_NEAR(json["body_weight_n"].get<double>(), 706.0788, 1e-9);
  ASSERT_EQ(json["reps"].size(), 2u);
  for (const char* key : {"index", "side", "start_s", "bottom_s", "end_s", "depth_mm", "hold_start_s",
                          "hold_end_s", "left_share_pct", "valid"})
    EXPECT_TRUE(json["reps"][0].contains(key)) << key;
  EXPECT_FALSE(json.contains("holds"));
  EXPECT_TRUE(nlohmann::json::parse(to_json(truth_of("sim:empty")))["reps"].empty());
  const auto plank = nlohmann::json::parse(to_json(truth_of("sim:plank")));
  ASSERT_EQ(plank["holds"].size(), 1u);
  for (const char* key : {"index", "side", "start_s", "end_s", "left_share_pct"})
    EXPECT_TRUE(plank["holds"][0].contains(key)) << key;
}

}  // namespace
}  // namespace poise::virtual_mat
