#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/session_pass.h"
#include "movement/catalogue.h"
#include "virtual-mat/scenario.h"
#include "virtual_session.h"

/// Without noise the virtual mat gives its own truth back: forces to 0.1 %, depth to 2 mm, times to 10 ms.
namespace poise {
namespace {

constexpr double kForce = 0.001, kDepth_mm = 2, kTime_s = 0.010;

struct Forces {
  double peak_n = 0, least_n = 1e9, left_mean_n = 0, right_mean_n = 0;
};

Forces true_forces(const virtual_mat::Person& person, double from_s, double to_s) {
  Forces forces;
  constexpr int kParts = 4000;
  for (int i = 0; i < kParts; ++i) {
    const auto feet = person.at(from_s + (to_s - from_s) * (i + 0.5) / kParts);
    forces.peak_n = std::max(forces.peak_n, feet.left.load_n + feet.right.load_n);
    forces.least_n = std::min(forces.least_n, feet.left.load_n + feet.right.load_n);
    forces.left_mean_n += feet.left.load_n / kParts;
    forces.right_mean_n += feet.right.load_n / kParts;
  }
  return forces;
}

/// `sides_move`: weight goes from side to side where a repetition starts and ends, so that 10 ms there count.
void expect_truth(const std::string& device, bool sides_move = false) {
  SCOPED_TRACE(device);
  const auto visit = testing::record_virtual(device);
  const virtual_mat::Person person(*virtual_mat::parse_scenario(device));
  const auto pass = engine::pass_over(visit.session);
  ASSERT_TRUE(pass.has_value());
  const auto& reps = pass->analysis.reps;
  ASSERT_EQ(reps.size(), visit.truth.reps.size());
  if (movement::find_exercise(visit.session.info.exercise)->weighs()) {
    ASSERT_TRUE(pass->analysis.body.weight_n);
    EXPECT_NEAR(*pass->analysis.body.weight_n, person.body_weight_n(), kForce * person.body_weight_n());
  }
  for (std::size_t i = 0; i < reps.size(); ++i) {
    SCOPED_TRACE(fmt::format("repetition {}", i + 1));
    const auto& truth = visit.truth.reps[i];
    const auto& rep = reps[i];
    EXPECT_STREQ(to_string(rep.side), to_string(truth.side));
    EXPECT_NEAR(rep.start_s, truth.start_s, kTime_s);
    EXPECT_NEAR(rep.bottom_s, truth.bottom_s, kTime_s);
    EXPECT_NEAR(rep.end_s, truth.end_s, kTime_s);
    EXPECT_NEAR(*rep.hold_s, truth.hold_end_s - truth.hold_start_s, 2 * kTime_s);
    if (truth.depth_mm) {
      ASSERT_TRUE(rep.depth_mm);
      EXPECT_NEAR(*rep.depth_mm, *truth.depth_mm, kDepth_mm);
    }
    if (truth.left_share_pct) {
      EXPECT_NEAR(*rep.left_share_pct, *truth.left_share_pct, sides_move ? 0.3 : 0.1);
    }
    const Forces forces = true_forces(person, truth.start_s, truth.end_s);
    const double tolerance_n = kForce * person.body_weight_n();
    EXPECT_NEAR(*rep.peak_n, forces.peak_n, 2 * tolerance_n);
    EXPECT_NEAR(*rep.left_mean_n, forces.left_mean_n, (sides_move ? 3 : 1) * tolerance_n);
    EXPECT_NEAR(*rep.right_mean_n, forces.right_mean_n, (sides_move ? 3 : 1) * tolerance_n);
  }
}

TEST(NoiseFree, SquatsComeBackAsTheyWere) {
  for (const char* shape : {"minimum-jerk", "skewed", "two-phase"})
    for (const char* keys : {"", "&hold_s=1", "&left_share_pct=57&body_kg=55", "&depth_mm=180&tempo_s=2"})
      expect_truth(fmt::format("sim:squat?noise=0&speed=0&shape={}{}", shape, keys));
}

TEST(NoiseFree, SingleLegSquatsComeBackAsTheyWere) {
  for (const char* shape : {"minimum-jerk", "skewed", "two-phase"})
    expect_truth(fmt::format("sim:single-leg-squat?noise=0&side=both&reps=3&speed=0&shape={}", shape));
}

TEST(NoiseFree, BridgesComeBackAsTheyWere) {
  for (const char* shape : {"minimum-jerk", "skewed"}) {
    expect_truth(fmt::format("sim:bridge?noise=0&speed=0&left_share_pct=54&shape={}", shape));
    expect_truth(fmt::format("sim:single-leg-bridge?noise=0&speed=0&side=both&reps=3&shape={}", shape));
  }
}

TEST(NoiseFree, LungesComeBackAsTheyWere) {
  for (const char* shape : {"minimum-jerk", "skewed", "two-phase"})
    for (const char* variant : {"forward", "reverse", "lateral"})
      expect_truth(fmt::format("sim:lunge?noise=0&side=both&reps=3&speed=0&shape={}&variant={}", shape, variant), true);
}

/// What the chair hides is taken for a movement of minimum jerk; other shapes are for the test of all exercises.
TEST(NoiseFree, SitToStandsOfMinimumJerkComeBackAsTheyWere) {
  for (const char* keys : {"", "&hold_s=0", "&left_share_pct=57&body_kg=55", "&depth_mm=300&tempo_s=2.4"})
    expect_truth(fmt::format("sim:sit-to-stand?noise=0&speed=0{}", keys));
}

TEST(NoiseFree, TwistsComeBackAsTheyWere) {
  for (const char* shape : {"minimum-jerk", "skewed", "two-phase"})
    for (const char* keys : {"russian-twist?reps=4", "russian-twist?pause_s=0.7&left_share_pct=53", "bicycle-crunch?hold_s=0.3"})
      expect_truth(fmt::format("sim:{}&noise=0&speed=0&shape={}", keys, shape), true);
}

TEST(NoiseFree, PlanksComeBackAsTheyWere) {
  for (const char* device : {"sim:plank?noise=0&speed=0&left_share_pct=53", "sim:side-plank?noise=0&speed=0&side=both",
                             "sim:plank?noise=0&speed=0&sag_pct=15&hold_s=12"}) {
    SCOPED_TRACE(device);
    const auto visit = testing::record_virtual(device);
    const auto pass = engine::pass_over(visit.session);
    ASSERT_TRUE(pass.has_value());
    ASSERT_EQ(pass->analysis.holds.size(), visit.truth.holds.size());
    for (std::size_t i = 0; i < visit.truth.holds.size(); ++i) {
      const auto& truth = visit.truth.holds[i];
      const movement::Hold& hold = pass->analysis.holds[i];
      EXPECT_STREQ(to_string(hold.side), to_string(truth.side));
      EXPECT_NEAR(hold.start_s, truth.start_s, kTime_s);
      EXPECT_NEAR(hold.end_s, truth.end_s, kTime_s);
      EXPECT_EQ(hold.left_share_pct.has_value(), truth.left_share_pct.has_value());
      if (hold.left_share_pct) {
        EXPECT_NEAR(*hold.left_share_pct, *truth.left_share_pct, 0.1);
      }
    }
  }
}

}  // namespace
}  // namespace poise
