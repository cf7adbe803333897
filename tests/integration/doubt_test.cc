#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/session_pass.h"
#include "virtual_session.h"

/// Doubts are promises: of many simulated people the 95 % interval around a figure holds the truth in 93-97 of 100.
/// The truth is what the person was made to do (weight, share, depth), not what they realised in this one visit.
namespace poise {
namespace {

constexpr int kRuns = 200;

struct Coverage {
  int inside = 0, all = 0;
  double width = 0;
  void add(double value, double doubt, double truth) {
    ++all;
    inside += std::abs(value - truth) <= doubt;
    width += doubt;
  }
  double pct() const { return all == 0 ? 0 : 100.0 * inside / all; }
};

void expect_kept(const char* what, const Coverage& coverage) {
  fmt::print("{:<40} {:5.1f} % of {} inside, mean half-width {:.3g}\n", what, coverage.pct(), coverage.all,
             coverage.width / std::max(1, coverage.all));
  EXPECT_GE(coverage.pct(), 93) << what;
  EXPECT_LE(coverage.pct(), 97.5) << what;
}

TEST(Doubt, OfBothLegsHoldsTheTruth) {
  Coverage weight, share, depth, asymmetry;
  std::mt19937 random(5);
  for (int run = 1; run <= kRuns; ++run) {
    const double kg = std::uniform_real_distribution<double>(45, 120)(random);
    const double left_pct = std::uniform_real_distribution<double>(42, 58)(random);
    const double drift = std::uniform_real_distribution<double>(-3, 3)(random);
    const auto visit = testing::record_virtual(fmt::format(
        "sim:squat?speed=0&reps=6&seed={}&body_kg={:.1f}&left_share_pct={:.2f}&fault=drift:{:.2f}", run, kg, left_pct, drift));
    const auto pass = engine::pass_over(visit.session);
    ASSERT_TRUE(pass.has_value());
    const auto& found = pass->analysis;
    ASSERT_TRUE(found.body.weight_doubt_n && found.share && found.share->left_doubt_pct);
    weight.add(*found.body.weight_n, *found.body.weight_doubt_n, visit.truth.body_weight_n);
    share.add(*found.share->left_mean_pct, *found.share->left_doubt_pct, left_pct);
    for (std::size_t i = 0; i < std::min(found.reps.size(), visit.truth.reps.size()); ++i)
      if (found.reps[i].depth_mm)
        depth.add(*found.reps[i].depth_mm, *found.reps[i].depth_doubt_mm, *visit.truth.reps[i].depth_mm);
    for (const auto& index : found.asymmetry) {
      if (index.metric != "mean_force") continue;
      const double signed_pct = index.favours == "right" ? *index.value_pct : -*index.value_pct;
      asymmetry.add(signed_pct, *index.doubt_pct, 100 - 2 * left_pct);
    }
  }
  expect_kept("body weight, N", weight);
  expect_kept("share of both legs, points", share);
  expect_kept("depth on both legs, mm", depth);
  expect_kept("asymmetry of mean force, points", asymmetry);
}

TEST(Doubt, OfAStandHoldsTheTruth) {
  Coverage share;
  std::mt19937 random(6);
  for (int run = 1; run <= kRuns; ++run) {
    const double left_pct = std::uniform_real_distribution<double>(42, 58)(random);
    const auto visit = testing::record_virtual(
        fmt::format("sim:quiet-stand?speed=0&hold_s=30&seed={}&left_share_pct={:.2f}", run, left_pct));
    const auto pass = engine::pass_over(visit.session);
    ASSERT_TRUE(pass.has_value() && pass->analysis.share && pass->analysis.share->left_doubt_pct);
    share.add(*pass->analysis.share->left_mean_pct, *pass->analysis.share->left_doubt_pct, left_pct);
  }
  expect_kept("share of a stand of 30 s, points", share);
}

TEST(Doubt, OfOneLegHoldsTheTruth) {
  Coverage depth, asymmetry;
  for (int run = 1; run <= kRuns; ++run) {
    const auto visit = testing::record_virtual(fmt::format("sim:single-leg-squat?side=both&reps=5&speed=0&seed={}", run));
    const auto pass = engine::pass_over(visit.session);
    ASSERT_TRUE(pass.has_value());
    const auto& found = pass->analysis;
    for (std::size_t i = 0; i < std::min(found.reps.size(), visit.truth.reps.size()); ++i)
      if (found.reps[i].depth_mm)
        depth.add(*found.reps[i].depth_mm, *found.reps[i].depth_doubt_mm, *visit.truth.reps[i].depth_mm);
    for (const auto& index : found.asymmetry) {
      if (index.metric != "depth") continue;
      const double signed_pct = index.favours == "right" ? *index.value_pct : -*index.value_pct;
      asymmetry.add(signed_pct, *index.doubt_pct, 0);  // both legs were made to do the same
    }
  }
  expect_kept("depth on one leg, mm", depth);
  expect_kept("asymmetry of depth, points", asymmetry);
}

}  // namespace
}  // namespace poise
