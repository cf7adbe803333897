#include "movement/asymmetry.h"

#include <gmock/gmock.h>

#include <cmath>

namespace poise::movement {
namespace {

using Values = std::vector<double>;

std::optional<Asymmetry> of_total(const Values& left, const Values& right) {
  return asymmetry_of_total("mean_force", "N", left, right);
}
std::optional<Asymmetry> to_better(const Values& left, const Values& right, bool lower_is_better = false) {
  return asymmetry_to_better("depth", "mm", left, right, lower_is_better);
}
std::optional<Asymmetry> lsi(const Values& left, const Values& right, Side involved,
                             bool lower_is_better = false) {
  return limb_symmetry_index("depth", "mm", left, right, lower_is_better, involved);
}

/// One difference by several formulas, to one decimal: difference to the total, to the better (BSA), left
/// over right (LSI).
struct Row {
  double left, total_pct, better_pct, lsi_pct;
};
constexpr Row kTable[] = {
    {51, 2.0, 3.9, 104.1},     {52.5, 5.0, 9.5, 110.5}, {55, 10.0, 18.2, 122.2},
    {57.5, 15.0, 26.1, 135.3}, {60, 20.0, 33.3, 150.0},
};

TEST(AsymmetryOfTotal, AgreesWithHandComputedValues) {
  for (const Row& row : kTable)
    EXPECT_NEAR(*of_total({row.left}, {100 - row.left})->value_pct, row.total_pct, 0.05);
}

TEST(AsymmetryToBetter, AgreesWithHandComputedValues) {
  for (const Row& row : kTable)
    EXPECT_NEAR(*to_better({row.left}, {100 - row.left})->value_pct, row.better_pct, 0.05);
}

TEST(LimbSymmetryIndex, AgreesWithHandComputedValues) {
  for (const Row& row : kTable)
    EXPECT_NEAR(*lsi({row.left}, {100 - row.left}, Side::left)->value_pct, row.lsi_pct, 0.06);
}

TEST(Asymmetry, NamesItsFormulaMetricAndUnit) {
  EXPECT_EQ(of_total({1}, {1})->formula, "symmetry_index_total");
  EXPECT_EQ(of_total({1}, {1})->metric, "mean_force");
  EXPECT_EQ(of_total({1}, {1})->unit, "N");
  EXPECT_EQ(to_better({1}, {1})->formula, "percent_difference_to_better");
  EXPECT_EQ(lsi({1}, {1}, Side::left)->formula, "lsi");
}

TEST(Asymmetry, IsAMagnitudeWithTheSideBesideIt) {
  for (const auto& [left, right, favours] :
       {std::tuple{60.0, 40.0, "left"}, {40.0, 60.0, "right"}, {50.0, 50.0, "none"}}) {
    const auto total = of_total({left}, {right}), better = to_better({left}, {right});
    EXPECT_GE(*total->value_pct, 0);
    EXPECT_GE(*better->value_pct, 0);
    EXPECT_EQ(total->favours, favours);
    EXPECT_EQ(better->favours, favours);
  }
}

TEST(Asymmetry, IsTheSameForBothSidesWhenTheyChangePlaces) {
  const Values a{410, 390, 405}, b{300, 310, 330};
  EXPECT_DOUBLE_EQ(*of_total(a, b)->value_pct, *of_total(b, a)->value_pct);
  EXPECT_DOUBLE_EQ(*to_better(a, b)->value_pct, *to_better(b, a)->value_pct);
  EXPECT_EQ(of_total(a, b)->verdict, of_total(b, a)->verdict);
}

TEST(Asymmetry, DoesNotDependOnTheUnit) {
  const Values left{410, 390, 405}, right{300, 310, 330};
  Values more_left, more_right;
  for (const double v : left) more_left.push_back(1000 * v);
  for (const double v : right) more_right.push_back(1000 * v);
  EXPECT_NEAR(*of_total(left, right)->value_pct, *of_total(more_left, more_right)->value_pct, 1e-9);
  EXPECT_NEAR(*to_better(left, right)->sd_pct, *to_better(more_left, more_right)->sd_pct, 1e-9);
}

TEST(AsymmetryToBetter, FavoursTheLowerSideWhereLowerIsBetter) {
  EXPECT_EQ(to_better({60}, {40}, true)->favours, "right");
  EXPECT_NEAR(*to_better({60}, {40}, true)->value_pct, 33.3, 0.05);
}

TEST(LimbSymmetryIndex, DividesTheOtherWayRoundWhereLowerIsBetter) {
  EXPECT_NEAR(*lsi({60}, {40}, Side::left)->value_pct, 150, 1e-9);
  EXPECT_NEAR(*lsi({60}, {40}, Side::right)->value_pct, 100 * 40 / 60.0, 1e-9);
  EXPECT_NEAR(*lsi({60}, {40}, Side::left, true)->value_pct, 100 * 40 / 60.0, 1e-9);
  EXPECT_NEAR(*lsi({60}, {40}, Side::right, true)->value_pct, 150, 1e-9);
  EXPECT_EQ(lsi({60}, {40}, Side::left, true)->favours, "right");
}

TEST(LimbSymmetryIndex, NeedsToKnowWhichLimbIsInvolved) { EXPECT_FALSE(lsi({60}, {40}, Side::both)); }

TEST(Asymmetry, IsRefusedWhereAnIndexIsNotDefined) {
  const Values good{400, 410}, none{};
  for (const Values& bad :
       {Values{}, Values{0, 400}, Values{-3, 400}, Values{std::nan(""), 400}, Values{1, 400, 1, 1}}) {
    SCOPED_TRACE(testing::PrintToString(bad));
    EXPECT_FALSE(of_total(good, bad));
    EXPECT_FALSE(of_total(bad, good));
    EXPECT_FALSE(to_better(good, bad));
    EXPECT_FALSE(to_better(bad, good));
    EXPECT_FALSE(lsi(bad, good, Side::left));
  }
}

TEST(AsymmetryOfTotal, NeedsAsManyValuesLeftAsRight) { EXPECT_FALSE(of_total({400, 400}, {400})); }

TEST(AsymmetryToBetter, TakesUnequalNumbersOfRepetitions) {
  const auto found = to_better({300, 310, 290}, {200, 210});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->n_left, 3);
  EXPECT_EQ(found->n_right, 2);
  EXPECT_NEAR(*found->left, 300, 1e-9);
  EXPECT_NEAR(*found->right, 205, 1e-9);
  EXPECT_NEAR(*found->value_pct, 100 - 100 * 205.0 / 300, 1e-9);
}

TEST(AsymmetryOfTotal, GivesSpreadAndDoubtOfThePairs) {
  // Indices of −10, −12 and −14 %: SD 2, doubt t(0.975, 2)·2/√3 with t = 4.3027.
  const auto found = of_total({55, 56, 57}, {45, 44, 43});
  EXPECT_NEAR(*found->value_pct, 12, 1e-9);
  EXPECT_NEAR(*found->sd_pct, 2, 1e-9);
  EXPECT_NEAR(*found->doubt_pct, 4.3027 * 2 / std::sqrt(3.0), 1e-3);
  EXPECT_EQ(found->verdict, "real");
  EXPECT_EQ(found->favours, "left");
}

TEST(Asymmetry, WithinTheSpreadOfTheRepetitionsIsNoise) {
  EXPECT_EQ(of_total({55, 45, 52}, {45, 55, 48})->verdict, "within_noise");
  EXPECT_EQ(to_better({300, 250, 310}, {290, 300, 260})->verdict, "within_noise");
  EXPECT_EQ(lsi({300, 250, 310}, {290, 300, 260}, Side::left)->verdict, "within_noise");
}

TEST(Asymmetry, BeyondTheSpreadOfTheRepetitionsIsReal) {
  EXPECT_EQ(to_better({300, 302, 301}, {250, 251, 249})->verdict, "real");
  EXPECT_EQ(lsi({300, 302, 301}, {250, 251, 249}, Side::right)->verdict, "real");
}

TEST(Asymmetry, OfASinglePairHasNoVerdict) {
  for (const auto& found : {of_total({60}, {40}), to_better({60}, {40}), lsi({60}, {40}, Side::left)}) {
    EXPECT_EQ(found->verdict, "unknown");
    EXPECT_FALSE(found->sd_pct || found->doubt_pct || found->mdc95_pct);
  }
}

}  // namespace
}  // namespace poise::movement
