#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <variant>

#include "headless.h"
#include "readable.h"
#include "scenes.h"
#include "views/views.h"

namespace poise::dashboard {
namespace {

using scenes::all_text;
using scenes::Headless;
using scenes::Scene;
using scenes::settled;
using testing::HasSubstr;
using testing::Not;

std::string text_of(Scene scene) {
  Headless screen(1280, 800, 1);
  return all_text(settled(screen, scene));
}

TEST(DashboardView, WithoutAMatSaysSoAndOffersTheVirtualOne) {
  const std::string text = text_of(scenes::no_mat());
  EXPECT_THAT(text, HasSubstr("No mat yet"));
  EXPECT_THAT(text, HasSubstr("Try the virtual mat"));
  EXPECT_THAT(text, HasSubstr("no mat\n"));
}

TEST(DashboardView, WhileSearchingTellsWhyNothingIsFound) {
  const std::string text = text_of(scenes::searching("nothing answers on /dev/ttyUSB0; plug the mat in"));
  EXPECT_THAT(text, HasSubstr("looking for a mat"));
  EXPECT_THAT(text, HasSubstr("nothing answers on /dev/ttyUSB0"));
}

TEST(DashboardView, ARefusedMatIsShownWithTheReason) {
  const std::string text = text_of(scenes::refused());
  EXPECT_THAT(text, HasSubstr("This mat cannot be used"));
  EXPECT_THAT(text, HasSubstr("protocol 2"));
  EXPECT_THAT(text, HasSubstr("ttyACM0 not used"));
}

TEST(DashboardView, AnEmptyMatShowsNoShare) {
  const std::string text = text_of(scenes::empty_mat());
  EXPECT_THAT(text, HasSubstr("L\n--\nR\n--\n"));
  EXPECT_THAT(text, HasSubstr("Press Space to start"));
  EXPECT_THAT(text, HasSubstr("nominal calibration"));
}

TEST(DashboardView, WeighingSaysWhatToDoAndWhyItWaits) {
  const std::string text = text_of(scenes::weighing());
  EXPECT_THAT(text, HasSubstr("Stand still"));
  EXPECT_THAT(text, HasSubstr("moving 0.8 kg too much"));
  EXPECT_THAT(text, HasSubstr("Stop"));
}

TEST(DashboardView, TheWrongSideOffersToRecordItNevertheless) {
  const std::string text = text_of(scenes::wrong_side());
  EXPECT_THAT(text, HasSubstr("You are on the right leg"));
  EXPECT_THAT(text, HasSubstr("Record this leg"));
}

TEST(DashboardView, ARunningSquatShowsShareCountAndPhase) {
  const std::string text = text_of(scenes::running_squat());
  EXPECT_THAT(text, HasSubstr("55\n"));
  EXPECT_THAT(text, HasSubstr("45\n"));
  EXPECT_THAT(text, HasSubstr("3\nof 5\n"));
  EXPECT_THAT(text, HasSubstr("down\n1.8 s\n"));
  EXPECT_THAT(text, HasSubstr("80 Hz \u00b7 24 lost"));
}

TEST(DashboardView, SharesOfBothSidesAddUpToOneHundred) {
  for (const double left_n : {371.0, 353.5, 353.0, 349.5}) {
    Scene scene = scenes::running_squat();
    scenes::stand_on(scene.snapshot, left_n, 706 - left_n);
    const long left = std::lround(*scene.snapshot.balance.left_share_pct);
    EXPECT_THAT(text_of(scene), HasSubstr(std::to_string(100 - left) + "\n"));
  }
}

TEST(DashboardView, OneLegShowsDepthAndNoShare) {
  const std::string text = text_of(scenes::running_single_leg());
  EXPECT_THAT(text, HasSubstr("18\ncm\ndepth, left leg"));
  EXPECT_THAT(text, HasSubstr("not counted: half rep"));
  EXPECT_THAT(text, Not(HasSubstr("balanced")));
  EXPECT_THAT(text, Not(HasSubstr("share")));
  EXPECT_THAT(text, Not(HasSubstr("shift")));
}

TEST(DashboardView, ABridgeShowsShareAndHold) {
  const std::string text = text_of(scenes::running_bridge());
  EXPECT_THAT(text, HasSubstr("47\n"));
  EXPECT_THAT(text, HasSubstr("hold\n2.1 s\n"));
  EXPECT_THAT(text, Not(HasSubstr("depth")));
}

TEST(DashboardView, WhatIsOldIsDatedAndNotShownAsRunning) {
  const std::string text = text_of(scenes::stale());
  EXPECT_THAT(text, HasSubstr("last data 3 s ago"));
  EXPECT_THAT(text, Not(HasSubstr("down\n")));
  EXPECT_THAT(text, Not(HasSubstr("balanced")));
  EXPECT_THAT(text, Not(HasSubstr("now\n")));
}

TEST(DashboardView, AMatOfUnknownGeometryShowsCountsAndHowToGoOn) {
  const std::string text = text_of(scenes::unknown_geometry());
  EXPECT_THAT(text, HasSubstr("345678"));
  EXPECT_THAT(text, HasSubstr("--mat FILE.toml"));
}

TEST(DashboardView, ADiskThatIsNearlyFullIsSaidWhileTheSessionGoesOn) {
  Scene scene = scenes::running_squat();
  scene.snapshot.store_warning = "only 12 MB are free on the disk of /home/a/poise.db: free some space before it is full";
  EXPECT_THAT(text_of(scene), HasSubstr("Only 12 MB are free"));
}

TEST(DashboardView, ASessionThatIsNotSavedRaisesAnAlarm) {
  EXPECT_THAT(text_of(scenes::not_saved()), HasSubstr("Not saved: "));
}

TEST(DashboardView, AMatLostInASessionRaisesAnAlarm) {
  Scene scene = scenes::running_squat();
  scene.snapshot.link = engine::LinkState::lost;
  EXPECT_THAT(text_of(scene), HasSubstr("The mat is gone"));
}

TEST(DashboardView, ACountdownIsShownLarge) {
  EXPECT_THAT(text_of(scenes::counting_down()), HasSubstr("\n3\n"));
}

TEST(DashboardView, WhyAPersonIsRefusedIsShownInFull) {
  const std::string text = text_of(scenes::too_heavy());
  EXPECT_THAT(text, HasSubstr("Not on this mat"));
  EXPECT_THAT(text, HasSubstr("stronger mat"));
}

TEST(DashboardView, BothLegsInTurnShowHowFarEachIs) {
  EXPECT_THAT(text_of(scenes::changing_side()), HasSubstr("L 5 R 0"));
}

TEST(DashboardView, SetsShowWhichOneItIsAndHowLongTheRestStillIs) {
  const std::string running = text_of(scenes::running_in_sets());
  EXPECT_THAT(running, HasSubstr("Set 2 of 3"));
  EXPECT_THAT(running, HasSubstr("3\nof 5\n"));
  EXPECT_THAT(running, HasSubstr("75 % of the time in the corridor"));
  EXPECT_THAT(running, HasSubstr("Rest now"));
  const std::string resting = text_of(scenes::resting());
  EXPECT_THAT(resting, HasSubstr("Rest\n"));
  EXPECT_THAT(resting, HasSubstr("set 3 of 3 in 42 s"));
  EXPECT_THAT(resting, HasSubstr("Go on"));
}

TEST(DashboardView, TheMetronomeShowsItsBeatWhileASetRuns) {
  EXPECT_THAT(text_of(scenes::running_in_sets()), HasSubstr("down 2\nhold 1\nup 2\n"));
  EXPECT_THAT(text_of(scenes::resting()), Not(HasSubstr("down 2")));
  Scene off = scenes::running_in_sets();
  off.state.settings.metronome = Metronome::off;
  EXPECT_THAT(text_of(off), Not(HasSubstr("down 2")));
  Scene bridge = scenes::running_bridge();
  bridge.state.settings.metronome = Metronome::seen;
  bridge.tally.since_us = scenes::kNow_us - 100'000;
  EXPECT_THAT(text_of(bridge), HasSubstr("up 2\nhold 1\ndown 2\n"));
}

TEST(DashboardView, GoGivesWayToTheCue) {
  Scene scene = scenes::running_squat();
  scene.snapshot.flow.instruction = "Go";
  scene.tally.since_us = scenes::kNow_us - 500'000;
  EXPECT_THAT(text_of(scene), HasSubstr("Go\n"));
  scene.tally.since_us = scenes::kNow_us - 2'000'000;
  EXPECT_THAT(text_of(scene), Not(HasSubstr("Go\n")));
  EXPECT_THAT(text_of(scene), HasSubstr("balanced"));
}

TEST(DashboardView, AStandShowsTimeHeldAndItsResultSway) {
  EXPECT_THAT(text_of(scenes::standing("quiet-stand")), HasSubstr("held\n13\n/ 30 s\n"));
  const std::string result = text_of(scenes::stand_result());
  EXPECT_THAT(result, HasSubstr("sway velocity"));
  EXPECT_THAT(result, HasSubstr("13.8 mm/s"));
}

TEST(DashboardView, TheResultListsEveryRepetitionWithItsRemarks) {
  const std::string text = text_of(scenes::squat_result());
  EXPECT_THAT(text, HasSubstr("Complete: 5 repetitions"));
  EXPECT_THAT(text, HasSubstr("half rep"));
  EXPECT_THAT(text, HasSubstr("52.6 L"));
  EXPECT_THAT(text, HasSubstr("Nominal calibration"));
}

std::vector<std::pair<std::string, Scene>> every_scene() {
  return {{"no mat", scenes::no_mat()},
          {"searching",
           scenes::searching("no mat answers: /dev/ttyACM0 belongs to group dialout and you are not in it; "
                             "run: sudo usermod -aG dialout $USER, then log in again")},
          {"refused", scenes::refused()},
          {"empty mat", scenes::empty_mat()},
          {"weighing", scenes::weighing()},
          {"wrong side", scenes::wrong_side()},
          {"running squat", scenes::running_squat()},
          {"running single-leg squat", scenes::running_single_leg()},
          {"running bridge", scenes::running_bridge()},
          {"second set with metronome", scenes::running_in_sets()},
          {"rest", scenes::resting()},
          {"too heavy", scenes::too_heavy()},
          {"one foot missing", scenes::one_foot_missing()},
          {"countdown", scenes::counting_down()},
          {"change of side", scenes::changing_side()},
          {"quiet stand", scenes::standing("quiet-stand")},
          {"single-leg stand", scenes::standing("single-leg-stand")},
          {"result of a stand", scenes::stand_result()},
          {"result", scenes::squat_result()},
          {"stale", scenes::stale()},
          {"unknown geometry", scenes::unknown_geometry()},
          {"not saved", scenes::not_saved()}};
}

/// Every exercise, chosen and running, so that none that is added is forgotten.
std::vector<std::pair<std::string, Scene>> every_exercise() {
  std::vector<std::pair<std::string, Scene>> all;
  for (const auto& exercise : movement::catalogue()) {
    const std::string id(exercise.id);
    Scene idle = scenes::empty_mat();
    idle.state = make_view_state(id);
    all.emplace_back(id, idle);
    Scene running = scenes::in_step(id, movement::FlowStep::record, "Go", "");
    running.snapshot.flow.body_weight_n = scenes::kWeight_n;
    const bool left_only = running.snapshot.setup.side == Side::left;
    scenes::stand_on(running.snapshot, left_only ? 690 : 360, left_only ? 2 : 346);
    running.snapshot.movement.phase = movement::Phase::hold;
    running.snapshot.movement.hold_s = 12.6;
    running.snapshot.time_s = 17.8;
    scenes::add_squat_history(running, 17.8, left_only ? 1 : 0.51);
    all.emplace_back(id + ", running", running);
  }
  return all;
}

TEST(DashboardView, EveryExerciseSaysWhereTheFeetGoAndWhatIsNotSeen) {
  for (auto& [name, scene] : every_exercise()) {
    if (name.find("running") != std::string::npos) continue;
    Headless screen(1280, 800, 1);
    const ShownFrame shown = settled(screen, scene);
    EXPECT_THAT(all_text(shown), HasSubstr("Press Space to start")) << name;
    EXPECT_THAT(shown.tips, testing::Contains(HasSubstr("Not seen: "))) << name;
  }
}

TEST(DashboardView, GaugesTellTheirFormulaAndSource) {
  const auto tips_of = [](Scene scene) {
    Headless screen(1280, 800, 1);
    return settled(screen, scene).tips;
  };
  EXPECT_THAT(tips_of(scenes::running_squat()), testing::IsSupersetOf({HasSubstr("McGough 2012"), HasSubstr("F/BW")}));
  EXPECT_THAT(tips_of(scenes::running_single_leg()),
              testing::IsSupersetOf({HasSubstr("Prieto 1996"), HasSubstr("Schubert & Kirchner 2014")}));
  EXPECT_THAT(tips_of(scenes::running_bridge()), testing::Contains(HasSubstr("above lying at rest")));
}

TEST(DashboardView, WidgetIdsAreUnique) {
  for (auto& [name, scene] : every_scene()) {
    Headless screen(1280, 800, 1);
    const auto widgets = settled(screen, scene).widgets;
    EXPECT_EQ(std::set<ImGuiID>(widgets.begin(), widgets.end()).size(), widgets.size()) << name;
  }
}

class DashboardViewOn : public testing::TestWithParam<scenes::Screen> {};

TEST_P(DashboardViewOn, NoTextIsCutOrOutsideOrOverAnother) {
  for (auto& [name, scene] : every_scene()) scenes::expect_all_text_readable(GetParam(), name, scene);
  for (auto& [name, scene] : every_exercise()) scenes::expect_all_text_readable(GetParam(), name, scene);
}

INSTANTIATE_TEST_SUITE_P(Screens, DashboardViewOn, testing::ValuesIn(scenes::kScreens), scenes::name_of_screen);

TEST(DashboardView, WorksWithoutAnyFontFile) {
  Headless screen(1280, 800, 1, FontFiles{});
  Scene scene = scenes::running_squat();
  EXPECT_THAT(all_text(settled(screen, scene)), HasSubstr("55\n"));
}

}  // namespace
}  // namespace poise::dashboard
