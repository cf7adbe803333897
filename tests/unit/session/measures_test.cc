#include "session/measures.h"

#include <gmock/gmock.h>

#include <cmath>

#include "movement/metrics.h"

namespace poise::session {
namespace {

using movement::Analysis;

Analysis with_reps(std::initializer_list<movement::Rep> reps) {
  Analysis analysis;
  analysis.exercise = "single-leg-squat";
  analysis.reps = reps;
  return analysis;
}

movement::Rep rep(Side side, double depth_mm, bool valid = true) {
  movement::Rep one;
  one.side = side;
  one.depth_mm = depth_mm;
  one.valid = valid;
  return one;
}

const Measure* find(const std::vector<Measure>& measures, std::string_view metric, Side side) {
  for (const Measure& measure : measures)
    if (measure.metric == metric && measure.side == side) return &measure;
  return nullptr;
}

movement::Asymmetry asymmetry(const char* formula, double value_pct, const char* favours) {
  movement::Asymmetry one;
  one.metric = "depth";
  one.formula = formula;
  one.value_pct = value_pct;
  one.favours = favours;
  one.left = 200;
  one.right = 220;
  one.n_left = 4;
  one.n_right = 5;
  return one;
}

TEST(Measures, AreMeansOverTheValidRepetitionsOfEachSide) {
  const auto measures = measures_of(with_reps({rep(Side::left, 200), rep(Side::left, 210), rep(Side::left, 100, false),
                                               rep(Side::right, 230)}));
  const Measure* left = find(measures, "reps.depth_mm", Side::left);
  ASSERT_NE(left, nullptr);
  EXPECT_DOUBLE_EQ(left->value, 205);
  EXPECT_EQ(left->n, 2);
  EXPECT_NEAR(*left->sd, std::sqrt(50.0), 1e-9);
  EXPECT_EQ(left->formula, "mean");
  const Measure* right = find(measures, "reps.depth_mm", Side::right);
  ASSERT_NE(right, nullptr);
  EXPECT_DOUBLE_EQ(right->value, 230);
  EXPECT_FALSE(right->sd);
  EXPECT_EQ(find(measures, "reps.depth_mm", Side::both), nullptr);
}

TEST(Measures, CountTheValidRepetitionsOfThoseSeen) {
  const auto measures = measures_of(with_reps({rep(Side::left, 200), rep(Side::left, 90, false)}));
  const Measure* count = find(measures, "reps.valid", Side::left);
  ASSERT_NE(count, nullptr);
  EXPECT_EQ(count->value, 1);
  EXPECT_EQ(count->n, 2);
}

TEST(Measures, OfASessionWithoutAValidRepetitionHaveNoMeanOfThem) {
  const auto measures = measures_of(with_reps({rep(Side::left, 90, false)}));
  EXPECT_EQ(find(measures, "reps.depth_mm", Side::left), nullptr);
  EXPECT_EQ(find(measures, "reps.valid", Side::left)->value, 0);
}

TEST(Measures, GiveAnAsymmetryASignAndKeepItsFormula) {
  Analysis analysis;
  analysis.asymmetry = {asymmetry("percent_difference_to_better", 9.1, "left")};
  const auto measures = measures_of(analysis);
  const Measure* index = find(measures, "asymmetry.depth.value_pct", Side::both);
  ASSERT_NE(index, nullptr);
  EXPECT_EQ(index->value, -9.1);
  EXPECT_EQ(index->formula, "percent_difference_to_better");
  EXPECT_EQ(find(measures, "asymmetry.depth", Side::left)->value, 200);
  EXPECT_EQ(find(measures, "asymmetry.depth", Side::right)->value, 220);
}

TEST(Measures, LeaveTheLimbSymmetryIndexARatio) {
  Analysis analysis;
  analysis.asymmetry = {asymmetry("lsi", 91, "left")};
  EXPECT_EQ(find(measures_of(analysis), "asymmetry.depth.value_pct", Side::both)->value, 91);
}

TEST(Measures, TellTheSwayOfOneLegFromThatOfTheOther) {
  Analysis analysis;
  analysis.side = Side::right;
  analysis.sway.emplace().mean_velocity_mm_s = 31.5;
  EXPECT_EQ(find(measures_of(analysis), "sway.mean_velocity_mm_s", Side::both), nullptr);
  EXPECT_EQ(find(measures_of(analysis), "sway.mean_velocity_mm_s", Side::right)->value, 31.5);
}

TEST(Measures, LeaveOutWhatCouldNotBeComputed) {
  Analysis analysis;
  analysis.sway.emplace().range_mm = std::nan("");
  EXPECT_EQ(find(measures_of(analysis), "sway.range_mm", Side::both), nullptr);
  EXPECT_EQ(find(measures_of(analysis), "body.weight_n", Side::both), nullptr);
}

template <class Struct, class Fields>
Struct filled(const Fields& fields) {
  Struct all;
  for (const auto& field : fields) all.*field.value = 1;
  return all;
}

TEST(Measures, AllStandInTheDictionary) {
  Analysis analysis;
  analysis.body = filled<movement::Body>(movement::kBodyFields);
  analysis.share = filled<movement::Share>(movement::kShareFields);
  analysis.sway = filled<movement::Sway>(movement::kSwayFields);
  analysis.reps = {filled<movement::Rep>(movement::kRepFields)};
  analysis.reps[0].side = Side::both;
  analysis.holds = {filled<movement::Hold>(movement::kHoldFields)};
  analysis.fatigue = filled<movement::Fatigue>(movement::kFatigueFields);
  analysis.asymmetry = {asymmetry("symmetry_index_total", 1, "left")};
  const auto known = movement::metrics();
  const auto measures = measures_of(analysis);
  EXPECT_GT(measures.size(), 80U);
  for (const Measure& measure : measures)
    EXPECT_TRUE(std::any_of(known.begin(), known.end(), [&](const auto& m) { return m.id == measure.metric; }))
        << measure.metric;
}

}  // namespace
}  // namespace poise::session
