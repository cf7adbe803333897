#include "views/actions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "headless.h"

namespace poise::dashboard {
namespace {

using movement::FlowStep;
using scenes::Headless;
using scenes::Scene;

template <class Command>
const Command* only(const Commands& commands) {
  return commands.engine.size() == 1 ? std::get_if<Command>(&commands.engine.front()) : nullptr;
}

TEST(Actions, SpaceBeginsASessionWithWhatIsChosen) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::empty_mat();
  scene.state.athlete = "heron";
  scene.state.reps = 8;
  screen.press(scene, " ");
  const auto* begin = only<engine::BeginSession>(screen.commands);
  ASSERT_NE(begin, nullptr);
  EXPECT_EQ(begin->setup.exercise->id, "squat");
  EXPECT_EQ(begin->setup.reps, 8);
  EXPECT_TRUE(begin->setup.unattended);
  EXPECT_EQ(begin->athlete, "heron");
}

TEST(Actions, SpaceStopsARunningSession) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::running_squat();
  screen.press(scene, " ");
  EXPECT_NE(only<engine::EndSession>(screen.commands), nullptr);
}

TEST(Actions, SpaceDoesNothingWithoutAMat) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::no_mat();
  screen.press(scene, " ");
  EXPECT_TRUE(screen.commands.engine.empty());
}

TEST(Actions, ASessionDoesNotBeginOnAMatOfUnknownGeometry) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::unknown_geometry();
  screen.press(scene, " ");
  EXPECT_TRUE(screen.commands.engine.empty());
}

TEST(Actions, AfterAResultSpaceClosesItAndEnterGoesOn) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::squat_result();
  screen.press(scene, " ");
  EXPECT_NE(only<engine::CloseResult>(screen.commands), nullptr);
  screen.commands.engine.clear();
  screen.press(scene, "\n");
  ASSERT_EQ(screen.commands.engine.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<engine::BeginSession>(screen.commands.engine[1]));
}

TEST(Actions, ZTakesTheZeroButNotInTheMiddleOfARecord) {
  Headless screen(1280, 800, 1);
  Scene idle = scenes::empty_mat();
  screen.press(idle, "z");
  EXPECT_NE(only<engine::Zero>(screen.commands), nullptr);
  screen.commands.engine.clear();
  Scene running = scenes::running_squat();
  screen.press(running, "z");
  EXPECT_TRUE(screen.commands.engine.empty());
}

TEST(Actions, TheWrongLegIsAcceptedByKey) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::wrong_side();
  screen.press(scene, "a");
  EXPECT_NE(only<engine::AcceptSide>(screen.commands), nullptr);
}

TEST(Actions, OneFootMissingIsNothingToAccept) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::one_foot_missing();
  screen.press(scene, "a");
  EXPECT_TRUE(screen.commands.engine.empty());
}

TEST(Actions, EnterGoesOnAtOnceWhileSettling) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::in_step("squat", FlowStep::countdown, "Ready", "");
  screen.press(scene, "\n");
  EXPECT_NE(only<engine::Start>(screen.commands), nullptr);
}

TEST(Actions, KeysChooseExerciseSideAndAmount) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::empty_mat();
  scene.state = make_view_state("single-leg-squat");
  screen.press(scene, "s++h");
  EXPECT_EQ(scene.state.side, Side::right);
  EXPECT_EQ(scene.state.reps, 7);
  EXPECT_FALSE(scene.state.hands_free);
  screen.press(scene, "e");
  EXPECT_NE(scene.state.exercise->id, "single-leg-squat");
}

TEST(Actions, NothingIsChosenAnewWhileASessionRuns) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::running_squat();
  screen.press(scene, "e+");
  EXPECT_EQ(scene.state.exercise->id, "squat");
  EXPECT_EQ(scene.state.reps, 5);
}

TEST(Actions, TheVirtualMatIsOneKeyOrOneClickAway) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::no_mat();
  screen.press(scene, "v");
  const auto* select = only<engine::SelectDevice>(screen.commands);
  ASSERT_NE(select, nullptr);
  EXPECT_EQ(select->device, "sim:squat?seed=1&reps=5");

  screen.commands.engine.clear();
  const ShownFrame shown = screen.show(scene);
  for (const auto& piece : shown.texts) {
    if (piece.text == "Try the virtual mat")
      screen.click(scene, {piece.rect.centre_x(), piece.rect.centre_y()});
  }
  EXPECT_NE(only<engine::SelectDevice>(screen.commands), nullptr);
}

TEST(Actions, EachSessionOnTheVirtualMatHasAFreshPerson) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::empty_mat();
  use_virtual_mat(scene.state, "sim:squat?reps=3&seed=9&noise=0&loss_pct=2");
  screen.press(scene, " ");
  ASSERT_EQ(screen.commands.engine.size(), 2U);
  EXPECT_EQ(std::get<engine::SelectDevice>(screen.commands.engine[0]).device,
            "sim:squat?seed=1&reps=5&loss_pct=2&noise=0");
  EXPECT_TRUE(std::holds_alternative<engine::BeginSession>(screen.commands.engine[1]));
}

TEST(Actions, AStandIsAskedForInSeconds) {
  const ViewState state = make_view_state("quiet-stand");
  const auto setup = setup_of(state);
  EXPECT_FALSE(setup.reps);
  EXPECT_EQ(setup.seconds, 30);
}

}  // namespace
}  // namespace poise::dashboard
