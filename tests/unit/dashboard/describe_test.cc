#include "views/describe.h"

#include <gtest/gtest.h>

#include "scenes.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;

TEST(Describe, AFigureThatCannotBeComputedIsTwoDashes) {
  EXPECT_EQ(whole(std::nullopt), "--");
  EXPECT_EQ(tenths(std::nullopt), "--");
  EXPECT_EQ(length(std::nullopt), "--");
  EXPECT_EQ(share_with_side(std::nullopt), "--");
  EXPECT_EQ(force(std::nullopt, 700), "--");
}

TEST(Describe, AForceIsInPercentOfBodyWeightWhereThatIsKnown) {
  EXPECT_EQ(force(756, 700), "108 %BW");
  EXPECT_EQ(force(756, std::nullopt), "756 N");
}

TEST(Describe, AShareNamesTheSideThatCarriesMore) {
  EXPECT_EQ(share_with_side(53.4), "53 L");
  EXPECT_EQ(share_with_side(44.6), "55 R");
  EXPECT_EQ(share_with_side(50.2), "even");
  EXPECT_EQ(share_with_side(50.2, 1), "50.2 L");
}

TEST(Describe, DataThatNoLongerComeAreOldWhateverTheLinkSays) {
  scenes::Scene scene = scenes::running_squat();
  EXPECT_EQ(freshness(scene.frame()), Freshness::live);
  scene.snapshot.last_arrival_us = scenes::kNow_us - 1'500'000;
  EXPECT_EQ(freshness(scene.frame()), Freshness::old);
  EXPECT_EQ(mat_status(scene.frame()).detail, "last data 2 s ago");
}

TEST(Describe, ALongSilenceIsDatedInMinutes) {
  scenes::Scene scene = scenes::stale();
  scene.snapshot.last_arrival_us = scenes::kNow_us - 185'000'000;
  EXPECT_EQ(age_text(scene.frame()), "3 min ago");
}

TEST(Describe, ASessionWhoseMatIsGoneStaysOnTheScreen) {
  scenes::Scene scene = scenes::running_squat();
  scene.snapshot.link = engine::LinkState::searching;
  EXPECT_FALSE(needs_mat(scene.snapshot));
  EXPECT_NE(alarm(scene.frame()), "");
  scene.snapshot.flow.step = FlowStep::idle;
  EXPECT_TRUE(needs_mat(scene.snapshot));
  EXPECT_EQ(alarm(scene.frame()), "");
}

TEST(Describe, AnUnsavedSessionIsTheFirstAlarm) {
  scenes::Scene scene = scenes::not_saved();
  scene.snapshot.balance.overload = true;
  EXPECT_TRUE(alarm(scene.frame()).starts_with("Not saved"));
}

TEST(Describe, EveryStepOfTheFlowHasItsChip) {
  EXPECT_EQ(chip_of(FlowStep::idle), -1);
  EXPECT_EQ(chip_of(FlowStep::zero), 0);
  EXPECT_EQ(chip_of(FlowStep::rest_reference), 2);
  EXPECT_EQ(chip_of(FlowStep::change_side), 3);
  EXPECT_EQ(chip_of(FlowStep::result), 4);
}

TEST(Describe, DevicesHaveNamesForPeople) {
  EXPECT_EQ(device_name("sim:squat?reps=5"), "virtual mat");
  EXPECT_EQ(device_name("/dev/ttyACM0"), "ttyACM0");
  EXPECT_EQ(device_name("replay:last"), "replay of last");
  EXPECT_EQ(device_name("COM3"), "COM3");
}

TEST(Describe, OneLegExercisesNeverLeadWithAShare) {
  for (const auto& exercise : movement::catalogue()) {
    const bool swings = exercise.pattern == movement::Pattern::twist;  // its share goes from one end to the other
    EXPECT_EQ(lead_of(exercise) == Lead::share, !exercise.one_side() && !swings) << exercise.id;
  }
}

}  // namespace
}  // namespace poise::dashboard
