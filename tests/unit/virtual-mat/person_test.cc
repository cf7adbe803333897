#include "virtual-mat/person.h"

#include <gtest/gtest.h>

#include "host.h"

namespace poise::virtual_mat {
namespace {

constexpr double kStanding_s = 3.5;  // on both feet from 2.9 to 5.9 s

double total_n(const Person& person, double t_s) {
  const Feet feet = person.at(t_s);
  return feet.left.load_n + feet.right.load_n;
}

TEST(Person, ComesStandsAndGoes) {
  const Person person(scenario("sim:squat?noise=0&left_share_pct=55"));
  EXPECT_EQ(total_n(person, 1.9), 0);
  const Feet standing = person.at(kStanding_s);
  EXPECT_NEAR(standing.left.load_n + standing.right.load_n, 72 * kGravity_m_s2, 1e-9);
  EXPECT_NEAR(standing.left.load_n, 0.55 * 72 * kGravity_m_s2, 1e-9);
  const double leaves_s = person.timeline().leaves_at_s;
  EXPECT_GT(total_n(person, leaves_s - 0.4), 0);
  EXPECT_EQ(total_n(person, leaves_s), 0);
  EXPECT_EQ(total_n(person, leaves_s + 1000), 0);
}

TEST(Person, StepsOnOneFootAfterTheOther) {
  const Person person(scenario("sim:quiet-stand?noise=0"));
  const Feet early = person.at(2.3), late = person.at(2.9);
  EXPECT_GT(early.left.load_n, 300);
  EXPECT_EQ(early.right.load_n, 0);
  EXPECT_NEAR(late.right.load_n, 36 * kGravity_m_s2, 1e-6);
}

TEST(Person, IsNobodyOnAnEmptyMat) {
  const Person person(scenario("sim:empty"));
  for (double t = 0; t < 60; t += 0.5) EXPECT_EQ(total_n(person, t), 0);
}

TEST(Person, WalksAcrossWithoutStandingStill) {
  const Person person(scenario("sim:walk-across"));
  double peak_n = 0;
  int still = 0;
  for (double t = 0; t < 20; t += 0.1) {
    const double now_n = total_n(person, t);
    peak_n = std::max(peak_n, now_n);
    if (now_n > 350 && std::abs(total_n(person, t + 0.3) - now_n) < 10) ++still;
  }
  EXPECT_GT(peak_n, 700);
  EXPECT_LT(still, 3);
  EXPECT_EQ(total_n(person, 20), 0);
}

TEST(Person, LoadIsContinuousInEveryExerciseAndShape) {
  for (const char* exercise :
       {"squat", "single-leg-squat?side=both", "bridge", "single-leg-bridge?side=both", "walk-across",
        "squat?pause_s=0&hold_s=1", "single-leg-squat?touch=2&half_rep=3", "lunge?side=both",
        "lunge?variant=reverse&pause_s=0", "lunge?variant=lateral", "sit-to-stand", "sit-to-stand?hold_s=0&pause_s=0",
        "plank", "side-plank?side=both", "russian-twist", "bicycle-crunch?pause_s=1"})
    for (const char* shape : {"minimum-jerk", "skewed", "two-phase"}) {
      const std::string text = exercise;
      const Person person(
          scenario("sim:" + text + (text.find('?') == std::string::npos ? "?" : "&") + "shape=" + shape));
      double last_n = 0, last_left_n = 0;
      for (double t = 0; t < person.timeline().leaves_at_s; t += 0.001) {
        const double now_n = total_n(person, t);
        ASSERT_LT(std::abs(now_n - last_n), 12) << text << " " << shape << " at " << t;
        const double left_n = person.at(t).left.load_n;
        ASSERT_LT(std::abs(left_n - last_left_n), 12) << text << " " << shape << " at " << t;
        last_n = now_n;
        last_left_n = left_n;
      }
    }
}

TEST(Person, MeanForceOfARepetitionIsTheBodyWeight) {
  for (const char* movement : {"squat?shape=minimum-jerk", "squat?shape=skewed", "squat?shape=two-phase",
                               "lunge?variant=forward", "lunge?variant=reverse", "lunge?variant=lateral"}) {
    const Person person(scenario("sim:" + std::string(movement) + "&noise=0&hold_s=0.4&body_kg=80"));
    const RepPlan rep = person.timeline().reps[2];
    double sum = 0;
    constexpr int kParts = 20'000;
    for (int i = 0; i < kParts; ++i)
      sum += total_n(person, rep.start_s + (rep.end_s() - rep.start_s) * (i + 0.5) / kParts);
    EXPECT_NEAR(sum / kParts, 80 * kGravity_m_s2, 1e-3) << movement;
  }
}

TEST(Person, SquatForceIntegratedTwiceIsTheDepth) {
  for (const char* text :
       {"sim:squat?noise=0&depth_mm=320&shape=skewed", "sim:squat?noise=0&depth_mm=320&shape=two-phase",
        "sim:single-leg-squat?noise=0&depth_mm=320&tempo_s=2"}) {
    const Person person(scenario(text));
    const RepPlan rep = person.timeline().reps[0];
    double velocity = 0, position = 0, lowest = 0;
    constexpr double kStep_s = 1e-4;
    for (double t = rep.start_s; t < rep.end_s(); t += kStep_s) {
      velocity += (total_n(person, t + kStep_s / 2) / 72 - kGravity_m_s2) * kStep_s;
      position += velocity * kStep_s;
      lowest = std::min(lowest, position);
    }
    EXPECT_NEAR(lowest, -0.320, 5e-4) << text;
    EXPECT_NEAR(position, 0, 5e-4) << text;
  }
}

TEST(Person, SlowSquatSwingsAsTheModelInTheLiteratureDoes) {
  // Minimum jerk, 0.40 m, 2.0 s each way: 94 to 106 % of body weight. Here 2.2 s down and 1.8 s up.
  const Person person(scenario("sim:squat?noise=0&depth_mm=400&tempo_s=4"));
  const RepPlan rep = person.timeline().reps[0];
  double least = 1, most = 1;
  for (double t = rep.start_s; t < rep.end_s(); t += 0.005) {
    const double part = total_n(person, t) / (72 * kGravity_m_s2);
    least = std::min(least, part);
    most = std::max(most, part);
  }
  EXPECT_NEAR(least, 0.93, 0.01);
  EXPECT_NEAR(most, 1.07, 0.01);
}

TEST(Person, QuietStandingHasTheMeasuredNoise) {
  std::vector<double> totals, shares, ap, ml, ap_right;
  double product = 0;
  for (int seed = 1; seed <= 12; ++seed) {
    const Person person(scenario("sim:quiet-stand?hold_s=300&seed=" + std::to_string(seed)));
    for (double t = 4; t < 300; t += 0.1) {
      const Feet feet = person.at(t);
      totals.push_back(feet.left.load_n + feet.right.load_n);
      shares.push_back(100 * feet.left.load_n / totals.back());
      ap.push_back(feet.left.y_mm);
      ap_right.push_back(feet.right.y_mm);
      ml.push_back(feet.left.x_mm);
    }
  }
  const double weight_n = 72 * kGravity_m_s2;
  EXPECT_NEAR(moments(totals).mean, weight_n, 0.05);
  EXPECT_NEAR(100 * moments(totals).sd / weight_n, 0.17, 0.01);
  EXPECT_NEAR(moments(shares).sd, 1.8, 0.2);
  EXPECT_NEAR(moments(ap).sd, 5.8, 0.5);
  EXPECT_NEAR(moments(ml).sd, 1.2, 0.1);
  const double left_ap = moments(ap).mean, right_ap = moments(ap_right).mean;
  for (std::size_t i = 0; i < ap.size(); ++i) product += (ap[i] - left_ap) * (ap_right[i] - right_ap);
  EXPECT_NEAR(product / static_cast<double>(ap.size()) / (moments(ap).sd * moments(ap_right).sd), 0.9, 0.03);
}

TEST(Person, NetSwayOnBothLegsHasTheMeasuredSpeed) {
  double path_mm = 0;
  const Person person(scenario("sim:quiet-stand?hold_s=120&seed=3"));
  const auto net = [&person](double t) {
    const Feet f = person.at(t);
    const double total = f.left.load_n + f.right.load_n;
    return std::pair((f.left.x_mm * f.left.load_n + f.right.x_mm * f.right.load_n) / total,
                     (f.left.y_mm * f.left.load_n + f.right.y_mm * f.right.load_n) / total);
  };
  for (int i = 0; i < 10'000; ++i) {
    const auto [x0, y0] = net(5 + i * 0.01);
    const auto [x1, y1] = net(5 + (i + 1) * 0.01);
    path_mm += std::hypot(x1 - x0, y1 - y0);
  }
  EXPECT_GT(path_mm / 100, 10);
  EXPECT_LT(path_mm / 100, 20);
}

TEST(Person, OneLegStandingIsUnsteadier) {
  const Person person(scenario("sim:single-leg-stand?side=right&hold_s=300&seed=4"));
  std::vector<double> loads, ap, ml;
  double path_mm = 0;
  for (double t = 8; t < 300; t += 0.01) {
    const Feet feet = person.at(t), next = person.at(t + 0.01);
    EXPECT_EQ(feet.left.load_n, 0);
    loads.push_back(feet.right.load_n / (72 * kGravity_m_s2));
    ap.push_back(feet.right.y_mm);
    ml.push_back(feet.right.x_mm);
    path_mm += std::hypot(next.right.x_mm - feet.right.x_mm, next.right.y_mm - feet.right.y_mm);
  }
  EXPECT_NEAR(100 * moments(loads).sd, 0.7, 0.1);
  EXPECT_GT(moments(ap).sd, 5);
  EXPECT_LT(moments(ap).sd, 10);
  EXPECT_GT(moments(ml).sd, 4);
  EXPECT_LT(moments(ml).sd, 10);
  EXPECT_GT(path_mm / 292, 40);
  EXPECT_LT(path_mm / 292, 80);
}

TEST(Person, BridgeLoadsAreThoseOfTheStaticModel) {
  const Person both(scenario("sim:bridge?noise=0"));
  const double weight_n = both.body_weight_n();
  const RepPlan rep = both.timeline().reps[0];
  EXPECT_NEAR(total_n(both, rep.start_s - 1), 0.23 * weight_n, 1e-6);
  EXPECT_NEAR(total_n(both, rep.start_s + rep.there_s + rep.hold_s / 2), 0.38 * weight_n, 1e-6);
  EXPECT_GT(total_n(both, rep.start_s + 0.9 * rep.there_s), 0.395 * weight_n);  // push-off
  const Person one(scenario("sim:single-leg-bridge?side=right&noise=0"));
  const RepPlan single = one.timeline().reps[0];
  EXPECT_NEAR(one.at(single.start_s - 1).right.load_n, 0.12 * weight_n, 1e-6);
  EXPECT_NEAR(one.at(single.start_s + single.there_s + 1).right.load_n, 0.40 * weight_n, 1e-6);
  EXPECT_EQ(one.at(single.start_s + single.there_s + 1).left.load_n, 0);
}

TEST(Person, LiesStillForThreeSecondsBeforeABridge) {
  for (const char* text : {"sim:bridge?noise=0", "sim:single-leg-bridge?noise=0&side=both"}) {
    const Person person(scenario(text));
    const double start_s = person.timeline().reps[0].start_s;
    EXPECT_DOUBLE_EQ(total_n(person, start_s - 2.99), total_n(person, start_s)) << text;
    EXPECT_EQ(total_n(person, *person.timeline().rests_from_s - 1), 0) << text;
  }
}

/// At that part of the way to the far end.
Feet on_the_way(const Person& person, const RepPlan& rep, double part) {
  return person.at(rep.start_s + part * rep.there_s);
}

TEST(Person, LungesForwardWithTheLeadingFootAndBackwardWithTheOther) {
  const Person forward(scenario("sim:lunge?noise=0&hold_s=1&side=right"));
  const RepPlan there = forward.timeline().reps[1];
  const Feet start = forward.at(there.start_s), air = on_the_way(forward, there, 0.25), far = on_the_way(forward, there, 1.2);
  EXPECT_EQ(start.left.y_mm, start.right.y_mm);
  EXPECT_EQ(air.right.load_n, 0);
  EXPECT_GT(air.left.load_n, 600);
  EXPECT_NEAR(far.right.y_mm - far.left.y_mm, 200, 1e-6);
  EXPECT_NEAR(far.right.load_n / forward.body_weight_n(), 0.65, 1e-6);

  const Person reverse(scenario("sim:lunge?noise=0&hold_s=1&side=right&variant=reverse"));
  const RepPlan back = reverse.timeline().reps[1];
  EXPECT_EQ(on_the_way(reverse, back, 0.25).left.load_n, 0);
  const Feet behind = on_the_way(reverse, back, 1.2);
  EXPECT_NEAR(behind.right.y_mm - behind.left.y_mm, 200, 1e-6);
  EXPECT_NEAR(behind.right.load_n / reverse.body_weight_n(), 0.75, 1e-6);
}

TEST(Person, LungesSidewaysWithoutLiftingAFoot) {
  const Person person(scenario("sim:lunge?noise=0&hold_s=1&side=left&variant=lateral"));
  const RepPlan rep = person.timeline().reps[0];
  for (double t = rep.start_s; t < rep.end_s(); t += 0.01) EXPECT_GT(person.at(t).right.load_n, 90);
  const Feet far = on_the_way(person, rep, 1.2);
  EXPECT_NEAR(far.left.load_n / person.body_weight_n(), 0.85, 1e-6);
  EXPECT_EQ(far.left.y_mm, far.right.y_mm);
  EXPECT_GT(far.right.x_mm - far.left.x_mm, 350);
}

TEST(Person, StandsUpFromAChairThatCarriesThreeQuarters) {
  for (const char* shape : {"minimum-jerk", "skewed", "two-phase"}) {
    const Person person(scenario("sim:sit-to-stand?noise=0&hold_s=1&shape=" + std::string(shape)));
    const RepPlan rep = person.timeline().reps[1];
    EXPECT_NEAR(total_n(person, rep.start_s), 0.24 * person.body_weight_n(), 1e-6);
    EXPECT_NEAR(total_n(person, rep.start_s + rep.there_s + 0.5), person.body_weight_n(), 1e-6);
    EXPECT_NEAR(total_n(person, rep.end_s()), 0.24 * person.body_weight_n(), 1e-6);
    // Once the chair has let go, the force backwards from standing is the way that is left.
    double velocity = 0, below = 0;
    constexpr double kStep_s = 1e-4;
    const double let_go_s = rep.start_s + 2 * rep.lead_in * rep.there_s;
    for (double t = rep.start_s + rep.there_s; t > let_go_s; t -= kStep_s) {
      velocity += (total_n(person, t - kStep_s / 2) / 72 - kGravity_m_s2) * kStep_s;
      below -= velocity * kStep_s;
    }
    EXPECT_NEAR(below, rep.size * (1 - person.travel_of(rep, let_go_s)), 5e-4) << shape;
    EXPECT_LT(person.travel_of(rep, let_go_s), 0.2) << shape;
  }
}

TEST(Person, HoldsAPlankWithAPartOfTheWeight) {
  const Person person(scenario("sim:plank?noise=0&hold_s=10&sag_pct=10&left_share_pct=52"));
  const HoldPlan plan = person.timeline().holds.at(0);
  const double up_s = plan.start_s + plan.up_s;
  EXPECT_NEAR(total_n(person, plan.start_s), 0.15 * person.body_weight_n(), 1e-6);
  EXPECT_NEAR(total_n(person, up_s), 0.62 * person.body_weight_n(), 1e-6);
  EXPECT_NEAR(total_n(person, up_s + 10), 0.9 * 0.62 * person.body_weight_n(), 1e-6);
  EXPECT_NEAR(person.at(up_s).left.load_n / total_n(person, up_s), 0.52, 1e-9);
  const Person sides(scenario("sim:side-plank?noise=0&side=both"));
  ASSERT_EQ(sides.timeline().holds.size(), 2u);
  EXPECT_EQ(sides.at(sides.timeline().holds[0].start_s + 5).right.load_n, 0);
  EXPECT_EQ(sides.at(sides.timeline().holds[1].start_s + 5).left.load_n, 0);
}

TEST(Person, OneLegExercisesUseTheLegAskedForAndBothInTurn) {
  const Person person(scenario("sim:single-leg-squat?side=both&reps=2&noise=0"));
  const auto& reps = person.timeline().reps;
  ASSERT_EQ(reps.size(), 4u);
  EXPECT_EQ(reps[1].side, Side::left);
  EXPECT_EQ(reps[2].side, Side::right);
  EXPECT_EQ(person.at(reps[1].start_s).right.load_n, 0);
  EXPECT_EQ(person.at(reps[2].start_s).left.load_n, 0);
  const double change_s = (reps[1].end_s() + reps[2].start_s) / 2;
  double both_feet = 0;
  for (double t = reps[1].end_s(); t < reps[2].start_s; t += 0.01)
    both_feet = std::max(both_feet, std::min(person.at(t).left.load_n, person.at(t).right.load_n));
  EXPECT_GT(both_feet, 300) << change_s;
}

TEST(Person, RestsBetweenSets) {
  const Person person(scenario("sim:squat?sets=2&reps=2&noise=0"));
  const auto& reps = person.timeline().reps;
  ASSERT_EQ(reps.size(), 4u);
  EXPECT_NEAR(reps[1].start_s - reps[0].end_s(), 1, 1e-9);
  EXPECT_NEAR(reps[2].start_s - reps[1].end_s(), 5, 1e-9);
}

TEST(Person, HandsCarryTheirPart) {
  const Person person(scenario("sim:squat?support_pct=10&noise=0"));
  const RepPlan rep = person.timeline().reps[0];
  double sum = 0;
  for (int i = 0; i < 1000; ++i)
    sum += total_n(person, rep.start_s + (rep.end_s() - rep.start_s) * (i + 0.5) / 1000);
  EXPECT_LT(sum / 1000, 0.93 * person.body_weight_n());
  EXPECT_NEAR(total_n(person, rep.start_s), person.body_weight_n(), 1e-9);
}

TEST(Person, FreeFootTouchesInThatRepetitionOnly) {
  const Person person(scenario("sim:single-leg-squat?side=left&touch=2&noise=0"));
  for (std::size_t i = 0; i < 3; ++i) {
    const RepPlan rep = person.timeline().reps[i];
    double most_n = 0;
    for (double t = rep.start_s; t < rep.end_s(); t += 0.01)
      most_n = std::max(most_n, person.at(t).right.load_n);
    if (i == 1)
      EXPECT_GT(most_n, 0.07 * person.body_weight_n());
    else
      EXPECT_EQ(most_n, 0);
  }
}

TEST(Person, NoiseScalesWithItsKey) {
  const Person quiet(scenario("sim:quiet-stand?noise=0")), loud(scenario("sim:quiet-stand?noise=3"));
  std::vector<double> totals;
  for (double t = 3; t < 30; t += 0.05) {
    EXPECT_EQ(total_n(quiet, t), total_n(quiet, 3.5));
    totals.push_back(total_n(loud, t));
  }
  EXPECT_NEAR(100 * moments(totals).sd / loud.body_weight_n(), 0.51, 0.06);
}

}  // namespace
}  // namespace poise::virtual_mat
