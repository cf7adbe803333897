#include "views/programme_actions.h"

#include <gmock/gmock.h>

#include "headless.h"
#include "programme_scenes.h"
#include "readable.h"

/// What the Programme view shows at each moment of a round, and what it asks for.
namespace poise::dashboard {
namespace {

using engine::VisitHappened;
using scenes::all_text;
using scenes::Headless;
using scenes::Scene;
using ::testing::AllOf;
using ::testing::HasSubstr;
using Kind = session::VisitEvent::Kind;

std::string text_of(Scene scene) {
  Headless screen(1280, 800, 1);
  return all_text(settled(screen, scene));
}

/// What has happened by those commands.
std::vector<Kind> happened(const Commands& commands) {
  std::vector<Kind> kinds;
  for (const auto& request : commands.library)
    if (const auto* it = std::get_if<VisitHappened>(&request)) kinds.push_back(it->event.kind);
  return kinds;
}

TEST(ProgrammeView, ShowsWhatAProgrammeIsForAndWhatIsDone) {
  EXPECT_THAT(text_of(scenes::choosing_programme()),
              AllOf(HasSubstr("Glutes and low back"), HasSubstr("Begin"), HasSubstr("Resume"), HasSubstr("for heron"),
                    HasSubstr("Russian twist"), HasSubstr("American College of Sports Medicine")));
}

TEST(ProgrammeView, BeginsTheChosenOneForTheChosenAthlete) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::choosing_programme();
  screen.press(scene, std::string(1, kKeyDown));
  screen.press(scene, "\n");
  ASSERT_EQ(screen.commands.library.size(), 1U);
  const auto& begin = std::get<engine::BeginVisit>(screen.commands.library[0]);
  EXPECT_EQ(begin.programme, scene.shelf.programmes[1].id);
  EXPECT_EQ(begin.athlete, "heron");
}

TEST(ProgrammeView, ResumesWhatWasLeft) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::choosing_programme();
  screen.press(scene, "u");
  ASSERT_EQ(screen.commands.library.size(), 1U);
  EXPECT_EQ(std::get<engine::ResumeVisit>(screen.commands.library[0]).id, scene.shelf.unfinished->id);
}

TEST(ProgrammeView, AsksForPainAndRedFlagsFirst) {
  EXPECT_THAT(text_of(scenes::visit_asks()),
              AllOf(HasSubstr("Pain now"), HasSubstr("Numbness"), HasSubstr("Rest today"), HasSubstr("[rest-between]")));
  Headless screen(1280, 800, 1);
  Scene scene = scenes::visit_asks();
  screen.press(scene, std::string(3, kKeyRight));
  EXPECT_EQ(scene.state.programme.answers.pain, 2);
  screen.press(scene, "\n");
  EXPECT_THAT(happened(screen.commands), ::testing::ElementsAre(Kind::pain, Kind::begin));
  EXPECT_EQ(std::get<VisitHappened>(screen.commands.library[0]).event.value, 2);
}

TEST(ProgrammeView, ARedFlagEndsIt) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::visit_asks();
  scene.state.programme.answers.red_flags[1] = true;
  EXPECT_THAT(all_text(screen.show(scene)), HasSubstr("Stop here"));
  screen.press(scene, "\n");
  ASSERT_THAT(happened(screen.commands), ::testing::ElementsAre(Kind::red_flag));
  EXPECT_EQ(std::get<VisitHappened>(screen.commands.library[0]).event.text, "bladder");
}

TEST(ProgrammeView, SaysToSeeAProfessionalWhereARedFlagEndedIt) {
  EXPECT_THAT(text_of(scenes::visit_stopped_by_red_flag()), AllOf(HasSubstr("see a professional"), HasSubstr("no diagnosis")));
}

TEST(ProgrammeView, SaysWhatComesNextAndWhy) {
  EXPECT_THAT(text_of(scenes::visit_ready()),
              AllOf(HasSubstr("Squat (warm-up)"), HasSubstr("8 repetitions"), HasSubstr("Warm-up: joints"), HasSubstr("Start the set")));
}

TEST(ProgrammeView, StartsTheSetOnAVirtualMatWithAFreshPerson) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::visit_ready();
  scene.state.virtual_mat = true;
  screen.press(scene, "\n");
  EXPECT_THAT(happened(screen.commands), ::testing::ElementsAre(Kind::start));
  ASSERT_EQ(screen.commands.engine.size(), 3U);
  EXPECT_THAT(std::get<engine::SelectDevice>(screen.commands.engine[1]).device, testing::StartsWith("sim:squat?reps=8"));
  EXPECT_EQ(std::get<engine::BeginSession>(screen.commands.engine[2]).setup.reps, 8);
  EXPECT_EQ(scene.state.view, View::live);
}

TEST(ProgrammeView, StartsNothingWithoutAMat) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::visit_ready();
  scene.snapshot = scenes::no_mat().snapshot;
  scene.history = scenes::no_mat().history;
  EXPECT_THAT(all_text(settled(screen, scene)), HasSubstr("no mat: choose one"));
  screen.press(scene, "\n");
  EXPECT_TRUE(screen.commands.engine.empty());
  EXPECT_TRUE(screen.commands.library.empty());
}

TEST(ProgrammeView, CountsTheRestDownAndShowsWhatWasDone) {
  Scene scene = scenes::visit_rests();
  EXPECT_THAT(text_of(scene), AllOf(HasSubstr("Rest 30 s"), HasSubstr("8 of 8 reps"), HasSubstr("53.4 %"), HasSubstr("Start now")));
  scene.wall_us += 12'000'000;
  EXPECT_THAT(text_of(scene), HasSubstr("Rest 18 s"));
}

TEST(ProgrammeView, PausesAndGoesOn) {
  Headless screen(1280, 800, 1);
  Scene rests = scenes::visit_rests();
  screen.press(rests, "p");
  Scene paused = scenes::visit_paused();
  EXPECT_THAT(all_text(screen.show(paused)), HasSubstr("Paused"));
  screen.press(paused, "\n");
  EXPECT_THAT(happened(screen.commands), ::testing::ElementsAre(Kind::pause, Kind::go_on));
}

TEST(ProgrammeView, HandsInTheResultOfASetOnceAndComesBack) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::visit_in_set();
  scene.state.view = View::live;
  const Scene done = scenes::squat_result();
  scene.snapshot = done.snapshot;
  scene.snapshot.session_id = scenes::kSession;
  screen.show(scene);
  screen.show(scene);  // the library has not answered yet
  ASSERT_THAT(happened(screen.commands), ::testing::ElementsAre(Kind::set_done));
  const auto& event = std::get<VisitHappened>(screen.commands.library.front()).event;
  EXPECT_EQ(event.result->session, scenes::kSession);
  EXPECT_EQ(event.result->of(Side::both).reps, 5);
  EXPECT_EQ(scene.state.view, View::programme);
}

TEST(ProgrammeView, EndsWithAdviceAndItsRule) {
  const std::string text = text_of(scenes::visit_ended());
  EXPECT_THAT(text, AllOf(HasSubstr("["), HasSubstr("no diagnosis"), HasSubstr("Close")));
}

std::vector<std::pair<std::string, Scene>> every_moment() {
  return {{"choosing", scenes::choosing_programme()}, {"asks", scenes::visit_asks()},     {"ready", scenes::visit_ready()},
          {"set", scenes::visit_in_set()},            {"rests", scenes::visit_rests()},   {"paused", scenes::visit_paused()},
          {"asks last", scenes::visit_asks_last()},   {"ended", scenes::visit_ended()},
          {"red flag", scenes::visit_stopped_by_red_flag()}};
}

class ProgrammeViewOn : public testing::TestWithParam<scenes::Screen> {};

TEST_P(ProgrammeViewOn, NoTextIsCutOrOutsideOrOverAnother) {
  for (auto& [name, scene] : every_moment()) scenes::expect_all_text_readable(GetParam(), name, scene);
}

INSTANTIATE_TEST_SUITE_P(Screens, ProgrammeViewOn, testing::ValuesIn(scenes::kScreens), scenes::name_of_screen);

}  // namespace
}  // namespace poise::dashboard
