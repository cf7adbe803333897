#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "headless.h"
#include "kept_scenes.h"
#include "readable.h"
#include "views/progress_figures.h"
#include "views/review_edit.h"

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

template <class Request>
std::vector<Request> asked(const Commands& commands) {
  std::vector<Request> found;
  for (const auto& request : commands.library)
    if (const auto* one = std::get_if<Request>(&request)) found.push_back(*one);
  return found;
}

TEST(ReviewView, ShowsTheNewestSessionAndAsksForItOnce) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::review();
  scene.shelf.open.clear();
  scene.state.review.session.clear();
  EXPECT_THAT(all_text(settled(screen, scene)), HasSubstr("Opening the session"));
  const auto opened = asked<engine::OpenKept>(screen.commands);
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].session, scenes::kSession);
}

TEST(ReviewView, SaysThatNothingIsRecordedYet) {
  EXPECT_THAT(text_of(scenes::review_of_nothing()), HasSubstr("Nothing recorded yet"));
}

TEST(ReviewView, TabulatesTheRepetitions) {
  const std::string text = text_of(scenes::review());
  EXPECT_THAT(text, HasSubstr("half rep"));
  EXPECT_THAT(text, HasSubstr("20.5"));
  EXPECT_THAT(text, HasSubstr("1: 4.00\u20137.10 s"));
}

TEST(ReviewView, AnEdgeIsMovedAndKeptByKeyboard) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::review();
  screen.press(scene, ",,");
  EXPECT_THAT(all_text(screen.show(scene)), HasSubstr("1: 3.90\u20137.10 s"));
  screen.press(scene, "\n");
  const auto edits = asked<engine::EditRep>(screen.commands);
  ASSERT_EQ(edits.size(), 1U);
  EXPECT_EQ(edits[0].edit.rep, 1);
  EXPECT_NEAR(*edits[0].edit.start_s, 3.9, 1e-9);
  EXPECT_FALSE(edits[0].edit.reason.empty());
  EXPECT_FALSE(scene.state.review.draft);
}

TEST(ReviewView, AsksForTheReportAndSaysWhereItIs) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::review();
  screen.press(scene, "p");
  const auto reports = asked<engine::MakeReport>(screen.commands);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].session, scenes::kSession);
  EXPECT_THAT(all_text(settled(screen, scene)), Not(HasSubstr("reports/")));
  scene.shelf.report = engine::MadeReport{scenes::kSession, "/d/reports/20260305-140709-a3f1.pdf"};
  EXPECT_THAT(all_text(settled(screen, scene)), HasSubstr("reports/20260305-140709-a3f1.pdf"));
}

TEST(ReviewView, ARepetitionIsExcludedAndThatIsUndone) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::review();
  scene.state.review.reason = "talked";
  screen.press(scene, "x");
  screen.press(scene, "u");
  const auto edits = asked<engine::EditRep>(screen.commands);
  ASSERT_EQ(edits.size(), 2U);
  EXPECT_EQ(edits[0].edit.excluded, true);
  EXPECT_EQ(edits[0].edit.reason, "talked");
  EXPECT_FALSE(edits[1].edit.excluded);
}

TEST(ReviewView, ArrowsChooseSessionAndRepetition) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::review();
  screen.press(scene, std::string(1, kKeyRight));
  EXPECT_EQ(scene.state.review.rep, 1);
  screen.press(scene, std::string(1, kKeyDown));
  EXPECT_EQ(scene.state.review.session, scenes::kOther);
  EXPECT_EQ(scene.state.review.rep, 0);
}

TEST(ReviewEdit, TheMouseTakesAnEdgeAndDragsIt) {
  const auto session = scenes::kept_squats(scenes::kSession);
  ReviewState review;
  press_at(*session, review, 4.05, 0.1);
  ASSERT_TRUE(review.draft);
  EXPECT_EQ(review.draft->edge, -1);
  drag_to(*session, review, 3.2);
  EXPECT_DOUBLE_EQ(review.draft->start_s, 3.2);
  drag_to(*session, review, 9);  // never past the other edge
  EXPECT_DOUBLE_EQ(review.draft->start_s, 6.9);
}

TEST(ReviewEdit, AClickInsideChoosesTheRepetition) {
  const auto session = scenes::kept_squats(scenes::kSession);
  ReviewState review;
  press_at(*session, review, 13.5, 0.1);
  EXPECT_EQ(review.rep, 2);
  EXPECT_FALSE(review.draft);
}

TEST(ProgressView, NamesTheFormulaAndShowsWhereTheSideFlipped) {
  const std::string text = text_of(scenes::progress());
  EXPECT_THAT(text, HasSubstr("Share of the left"));
  EXPECT_THAT(text, HasSubstr("formula: 100\u00b7L/(L+R)"));
  EXPECT_THAT(text, HasSubstr("changed 2 times"));
  EXPECT_THAT(text, HasSubstr("last 56.4, usual 51.2"));
  EXPECT_THAT(text, HasSubstr("own noise"));
}

TEST(ProgressView, ArrowsStepThroughTheMeasures) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::progress();
  settled(screen, scene);
  const std::string first = scene.state.progress.metric;
  screen.press(scene, std::string(1, kKeyDown));
  EXPECT_NE(scene.state.progress.metric, first);
  screen.press(scene, std::string(20, kKeyDown));
  screen.press(scene, std::string(20, kKeyUp));
  EXPECT_EQ(scene.state.progress.metric, first);
}

TEST(ProgressFigures, PutTheSidesOfAFigureTogether) {
  const auto trend = scenes::trend_of({52, 51, 49, 51, 56});
  for (const auto& group : groups_of(trend)) {
    if (group.title != "Depth") continue;
    ASSERT_EQ(group.series.size(), 2U);
    EXPECT_EQ(group.series[0]->side, Side::left);
    EXPECT_EQ(group.series[1]->side, Side::right);
    EXPECT_EQ(group.unit, "mm");
    EXPECT_FALSE(group.even);
    return;
  }
  FAIL() << "no depth";
}

TEST(ProgressFigures, AnAsymmetryHasItsRuleOfThumbAndItsSource) {
  const auto trend = scenes::trend_of({52, 51, 49, 51, 56});
  const auto groups = groups_of(trend);
  const auto asymmetry = std::find_if(groups.begin(), groups.end(), [](const auto& group) {
    return group.series.front()->formula == "symmetry_index_total";
  });
  ASSERT_NE(asymmetry, groups.end());
  EXPECT_EQ(asymmetry->even, 0);
  EXPECT_EQ(asymmetry->threshold, 10);
  EXPECT_THAT(asymmetry->formula, HasSubstr("Shorter 2008"));
}

TEST(ProgressFigures, SetOthersBesideAFigureThatWasMeasuredAlike) {
  session::MeasuredSession stand;
  stand.exercise = "quiet-stand";
  stand.surroundings.eyes = session::Eyes::closed;
  stand.surroundings.surface = session::Surface::firm;
  stand.measures = {{"sway.mean_velocity_mm_s", Side::both, "prieto_1996", 9, 1, {}}, {"hold.hold_s", Side::both, "", 30, 1, {}}};
  engine::Trend trend;
  trend.series = session::series_of(std::vector{stand});
  for (const auto& group : groups_of(trend)) {
    const bool sway = group.series.front()->metric == "sway.mean_velocity_mm_s";
    EXPECT_EQ(group.references.size(), sway ? 2U : 0U) << group.title;
    EXPECT_EQ(group.conditions, "eyes closed, firm");
    if (!sway) {
      EXPECT_EQ(reference_words(group), "");
      continue;
    }
    EXPECT_THAT(reference_words(group), testing::AllOf(HasSubstr("87 people under 60 years 8.2 (5.8 to 17.5) mm/s"),
                                                       HasSubstr("Santos & Duarte 2016"), HasSubstr("not a norm")));
  }
}

TEST(ProgressFigures, SayNothingAboutNoiseWithTooFewSessions) {
  const auto trend = scenes::trend_of({50, 52, 51});
  EXPECT_THAT(verdict_words(*groups_of(trend).front().series.front(), 1), HasSubstr("2 of 3 sessions"));
  const auto more = scenes::trend_of({50, 52, 51, 50.5, 60});
  EXPECT_THAT(verdict_words(*groups_of(more).front().series.front(), 1), HasSubstr("beyond own noise"));
}

TEST(ReviewView, WritesTheSessionOutAndSaysWhere) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::review();
  scene.state.export_folder = "/home/someone/Poise";
  settled(screen, scene);
  screen.press(scene, "o");
  const auto written = asked<engine::WriteKept>(screen.commands);
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written[0].session, scenes::kSession);
  EXPECT_EQ(written[0].folder, "/home/someone/Poise");
  scene.shelf.written = engine::Written{scenes::kSession, "/home/someone/Poise/x"};
  EXPECT_THAT(all_text(screen.show(scene)), HasSubstr("in /home/someone/Poise/x"));
  scene.shelf.error = Error{ErrorCode::storage, "no room", "/home"};
  EXPECT_THAT(all_text(screen.show(scene)), HasSubstr("no room"));
}

TEST(AthletesView, HidesArchivedAndMergedOnesUntilAsked) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::athletes();
  settled(screen, scene);
  EXPECT_EQ(scene.state.athletes.chosen, "heron");
  screen.press(scene, std::string(1, kKeyDown));
  EXPECT_EQ(scene.state.athletes.chosen, "wren");
  screen.press(scene, "r");
  screen.press(scene, std::string(1, kKeyUp));
  EXPECT_EQ(scene.state.athletes.chosen, "stork");
}

TEST(AthletesView, ArchivesByKeyAndTakesItBack) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::athletes();
  settled(screen, scene);
  screen.press(scene, "x");
  screen.press(scene, "u");
  const auto updates = asked<engine::UpdateAthlete>(screen.commands);
  ASSERT_EQ(updates.size(), 2U);
  EXPECT_TRUE(updates[0].athlete.archived);
  EXPECT_FALSE(updates[1].athlete.archived);
}

TEST(AthletesView, AddsAPseudonymTypedAndLeavesTheField) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::athletes();
  settled(screen, scene);
  screen.press(scene, "n");
  screen.show(scene);
  for (const char letter : std::string("dunlin")) ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(letter));
  settled(screen, scene);
  screen.press(scene, "\n");
  settled(screen, scene);
  const auto added = asked<engine::AddAthlete>(screen.commands);
  ASSERT_EQ(added.size(), 1U);
  EXPECT_EQ(added[0].athlete.pseudonym, "dunlin");
  EXPECT_EQ(scene.state.athletes.new_name, "");
  EXPECT_FALSE(ImGui::GetIO().WantTextInput);
}

TEST(AthletesView, EnterMeasuresTheChosenOne) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::athletes();
  settled(screen, scene);
  screen.press(scene, "\n");
  EXPECT_EQ(scene.state.athlete, "heron");
  EXPECT_EQ(scene.state.view, View::live);
}

TEST(MatView, ListsPortsAndCells) {
  const std::string text = text_of(scenes::the_mat());
  EXPECT_THAT(text, HasSubstr("Arduino Mega 2560"));
  EXPECT_THAT(text, HasSubstr("l_fl"));
  EXPECT_THAT(text, HasSubstr("0011223344556677"));
}

TEST(MatView, LeadsThroughTheCheckAndTellsWhatItFound) {
  const std::string checking = text_of(scenes::checking_mat());
  EXPECT_THAT(checking, HasSubstr("step 2 of 3"));
  EXPECT_THAT(checking, HasSubstr("Stand on the left plate"));
  EXPECT_THAT(checking, HasSubstr("it is not steady yet"));
  const std::string fit = text_of(scenes::checked_mat(true));
  EXPECT_THAT(fit, HasSubstr("Fit for use"));
  EXPECT_THAT(fit, HasSubstr("79.96 Hz"));
  EXPECT_THAT(fit, HasSubstr("Warning: The left plate's rear left cell is noisy"));
  EXPECT_THAT(text_of(scenes::checked_mat(false)), HasSubstr("Not fit for use"));
}

TEST(MatView, OffersToCalibrateAndShowsWhatIsKept) {
  const std::string text = text_of(scenes::choosing_calibration());
  EXPECT_THAT(text, HasSubstr("nine marks of each plate"));
  EXPECT_THAT(text, HasSubstr("2026-03-05, full"));
  EXPECT_THAT(text, HasSubstr("2025-11-02, full"));
  EXPECT_THAT(text, HasSubstr("nominal"));
  EXPECT_THAT(text, HasSubstr("force to 0.04 %, centre of pressure to 0.9 mm"));
  EXPECT_THAT(text, HasSubstr("-2.09 %: calibrate"));
}

TEST(MatView, BeginsWithTheMassThatWasTypedAndNotWithNonsense) {
  for (const std::string mass : {"12.5", "", "20kg", "-3", "0.1", "nan", "1e9"}) {
    Headless screen(1280, 800, 1);
    Scene scene = scenes::choosing_calibration();
    scene.state.calibration.mass = mass;
    screen.press(scene, "\n");
    const auto& asked_for = screen.commands.engine;
    ASSERT_EQ(asked_for.size(), mass == "12.5" ? 1U : 0U) << mass;
    if (!asked_for.empty()) {
      EXPECT_EQ(std::get<engine::BeginCalibration>(asked_for[0]).plan.mass_kg, 12.5);
    }
  }
}

TEST(MatView, TakesTheMassFromTheKeyboard) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::choosing_calibration();
  scene.state.calibration.mass.clear();
  settled(screen, scene);
  screen.press(scene, "w");
  settled(screen, scene);
  EXPECT_TRUE(ImGui::GetIO().WantTextInput);
  ImGui::GetIO().AddInputCharactersUTF8("17.5");
  settled(screen, scene);
  EXPECT_EQ(scene.state.calibration.mass, "17.5");
}

TEST(MatView, PutsTheChosenCalibrationInForceAndTheLastRowIsNominal) {
  Scene scene = scenes::choosing_calibration();
  for (const auto& [row, id] : {std::pair{0, "now"}, std::pair{1, "old"}, std::pair{2, ""}}) {
    Headless screen(1280, 800, 1);
    scene.state.calibration.chosen = row;
    screen.press(scene, "o");
    ASSERT_EQ(screen.commands.engine.size(), 1U);
    EXPECT_EQ(std::get<engine::RestoreCalibration>(screen.commands.engine[0]).id, id);
  }
}

TEST(MatView, LeadsThroughACalibrationAndAsksBeforeItIsKept) {
  const std::string on_the_way = text_of(scenes::calibrating_mat());
  EXPECT_THAT(on_the_way, HasSubstr("4 of 18 read"));
  EXPECT_THAT(on_the_way, HasSubstr("Put 20 kg on the mark"));
  EXPECT_THAT(on_the_way, HasSubstr("62 mm to the right"));
  EXPECT_THAT(on_the_way, HasSubstr("left 196 N, right 0 N"));
  const std::string done = text_of(scenes::calibrated_mat());
  EXPECT_THAT(done, HasSubstr("Good to: force to 0.04 %"));
  EXPECT_THAT(done, HasSubstr("Keep"));
  Headless screen(1280, 800, 1);
  Scene scene = scenes::calibrated_mat();
  screen.press(scene, "\n");
  ASSERT_EQ(screen.commands.engine.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<engine::KeepCalibration>(screen.commands.engine[0]));
}

TEST(MatView, TheMatIsNotCheckedDuringARecord) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::the_mat();
  screen.press(scene, "c");
  EXPECT_TRUE(screen.commands.engine.empty());
  scene = scenes::idle_mat();
  screen.press(scene, "c");
  ASSERT_EQ(screen.commands.engine.size(), 1U);
  EXPECT_TRUE(std::get<engine::CheckMat>(screen.commands.engine[0]).plan.steps);
}

TEST(SettingsView, ArrowsChooseARowAndChangeIt) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::settings();
  screen.press(scene, std::string(1, kKeyDown) + kKeyRight);
  EXPECT_TRUE(scene.state.settings.dark);
  screen.press(scene, std::string(4, kKeyDown) + kKeyLeft);
  EXPECT_EQ(scene.state.settings.corridor_pct, 4);
  screen.press(scene, "uu");
  EXPECT_EQ(scene.state.settings, Settings{});
}

TEST(Navigation, DigitsChooseTheViewAndASessionIsOneKeyAway) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::running_squat();
  screen.press(scene, "2");
  EXPECT_EQ(scene.state.view, View::review);
  EXPECT_THAT(all_text(settled(screen, scene)), HasSubstr("recording 3 / 5"));
  screen.press(scene, " ");  // in another view Space stops nothing
  EXPECT_TRUE(screen.commands.engine.empty());
  screen.press(scene, "1");
  EXPECT_EQ(scene.state.view, View::live);
}

TEST(AthleteView, ShowsShareCountPhaseAndCueAndNothingElse) {
  const std::string text = text_of(scenes::full_screen(scenes::running_squat()));
  EXPECT_THAT(text, HasSubstr("55\n"));
  EXPECT_THAT(text, HasSubstr("3\nof 5\n"));
  EXPECT_THAT(text, HasSubstr("down\n"));
  EXPECT_THAT(text, HasSubstr("balanced"));
  EXPECT_THAT(text, Not(HasSubstr("Repetition")));
}

TEST(AthleteView, EscapeLeavesIt) {
  Headless screen(1280, 800, 1);
  Scene scene = scenes::full_screen(scenes::running_squat());
  screen.press(scene, std::string(1, kKeyEscape));
  EXPECT_FALSE(scene.state.athlete_view);
}

std::vector<std::pair<std::string, Scene>> every_scene() {
  return {{"review", scenes::review()},
          {"side by side", scenes::review_side_by_side()},
          {"correcting", scenes::review_correcting()},
          {"review of nothing", scenes::review_of_nothing()},
          {"progress", scenes::progress()},
          {"progress of nothing", scenes::progress_of_nothing()},
          {"athletes", scenes::athletes()},
          {"mat", scenes::the_mat()},
          {"no mat there", scenes::no_mat_there()},
          {"checking the mat", scenes::checking_mat()},
          {"mat checked", scenes::checked_mat(true)},
          {"mat unfit", scenes::checked_mat(false)},
          {"before calibrating", scenes::choosing_calibration()},
          {"calibrating", scenes::calibrating_mat()},
          {"calibrated", scenes::calibrated_mat()},
          {"spot check", scenes::spot_checking_mat()},
          {"settings", scenes::settings()},
          {"athlete view", scenes::full_screen(scenes::running_squat())},
          {"athlete view, one leg", scenes::full_screen(scenes::running_single_leg())},
          {"athlete view, bridge", scenes::full_screen(scenes::running_bridge())},
          {"athlete view, weighing", scenes::full_screen(scenes::weighing())},
          {"athlete view, old", scenes::full_screen(scenes::stale())}};
}

TEST(KeptViews, WidgetIdsAreUnique) {
  for (auto& [name, scene] : every_scene()) {
    Headless screen(1280, 800, 1);
    const auto widgets = settled(screen, scene).widgets;
    EXPECT_EQ(std::set<ImGuiID>(widgets.begin(), widgets.end()).size(), widgets.size()) << name;
  }
}

class KeptViewsOn : public testing::TestWithParam<scenes::Screen> {};

TEST_P(KeptViewsOn, NoTextIsCutOrOutsideOrOverAnother) {
  for (auto& [name, scene] : every_scene()) scenes::expect_all_text_readable(GetParam(), name, scene);
}

INSTANTIATE_TEST_SUITE_P(Screens, KeptViewsOn, testing::ValuesIn(scenes::kScreens), scenes::name_of_screen);

}  // namespace
}  // namespace poise::dashboard
