#include "views/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "headless.h"
#include "programme_scenes.h"

namespace poise::dashboard {
namespace {

using scenes::all_text;
using scenes::Headless;
using scenes::Scene;
using scenes::settled;

constexpr View kViews[] = {View::live, View::review,   View::progress, View::athletes,
                           View::mat,  View::settings, View::programme};

/// ImGui's own font is ready much sooner, and here it does not matter how letters look.
struct PlainScreen : Headless {
  PlainScreen() : Headless(1280, 800, 1, FontFiles{}) {}
};

/// Moments in a view, so that each of its keys is possible in one of them.
std::vector<Scene> moments_of(View view) {
  switch (view) {
    case View::live: {
      Scene idle = scenes::empty_mat();
      idle.shelf = scenes::athletes().shelf;
      Scene one_leg = idle;
      one_leg.state = make_view_state("single-leg-squat");
      return {idle,                    one_leg,           scenes::no_mat(),       scenes::running_squat(),
              scenes::counting_down(), scenes::resting(), scenes::squat_result(), scenes::wrong_side()};
    }
    case View::review: {
      Scene edited = scenes::review();
      edited.state.review.undo.push_back({scenes::kSession, {.rep = 1, .reason = "before"}});
      Scene second = scenes::review();
      second.state.review.session = scenes::kOther;
      second.state.review.rep = 2;
      return {scenes::review(), second, edited, scenes::review_correcting()};
    }
    case View::progress:
      return {scenes::progress()};
    case View::athletes: {
      Scene changed = scenes::athletes();
      changed.state.athletes.chosen = "wren";
      changed.state.athletes.undo.push_back(changed.shelf.athletes[1]);
      return {scenes::athletes(), changed};
    }
    case View::mat: {
      Scene spot = scenes::choosing_calibration();
      spot.state.calibration.method = 2;
      return {scenes::idle_mat(),         scenes::checking_mat(),     scenes::checked_mat(true), scenes::choosing_calibration(),
              scenes::calibrating_mat(), scenes::calibrated_mat(), scenes::spot_checking_mat(), spot};
    }
    case View::settings: {
      Scene second = scenes::settings();
      second.state.settings_row = 4;  // the target: a number that goes both ways
      second.state.settings_undo = {Settings{}};
      second.state.settings.dark = true;
      return {second};
    }
    case View::programme:
      return {scenes::choosing_programme(), scenes::visit_asks(), scenes::visit_rests(), scenes::visit_paused(), scenes::visit_ended()};
  }
  return {};
}

/// All that a key may change, as text.
std::string fingerprint(PlainScreen& screen, Scene& scene) {
  const ViewState& s = scene.state;
  const Settings& set = s.settings;
  screen.show(scene);
  std::string text = all_text(screen.show(scene));
  const auto add = [&](const auto& value) { text += testing::PrintToString(value) + "|"; };
  add(static_cast<int>(s.view));
  add(s.athlete_view);
  add(s.show_keys);
  add(s.exercise->id);
  add(static_cast<int>(s.side));
  add(s.athlete);
  for (const int number : {s.reps, s.seconds, s.sets, s.port, s.settings_row, s.review.rep, s.review.panel}) add(number);
  add(s.hands_free);
  add(ImGui::GetIO().WantTextInput);
  for (const double number : {set.target_pct, set.corridor_pct, static_cast<double>(set.scale), s.review.zoom}) add(number);
  add(static_cast<int>(set.metronome));
  add(static_cast<int>(set.units.force));
  add(set.dark);
  add(s.review.session + s.review.beside);
  add(s.review.draft.has_value() ? s.review.draft->start_s + 100 * s.review.draft->end_s : -1);
  add(s.progress.athlete + s.progress.exercise + s.progress.metric);
  add(s.athletes.chosen);
  add(s.programme.chosen);
  add(s.programme.answers.pain.value_or(-1));
  add(s.calibration.open);
  add(s.calibration.method);
  add(s.calibration.chosen);
  add(s.athletes.archived);
  add(screen.commands.engine.size());
  add(screen.commands.library.size());
  return text;
}

/// The first moment in which the action is what its key does.
std::optional<Scene> moment_for(std::span<const KeyAction> actions, const KeyAction& action, View view) {
  for (Scene& scene : moments_of(view)) {
    scene.state.view = view;
    const Frame frame = scene.frame();
    for (const KeyAction& other : actions) {
      if (other.when == KeyWhen::typing || other.keys.find(action.keys[0]) == std::string_view::npos) continue;
      if (other.possible && !other.possible(frame, scene.state)) continue;
      if (&other != &action) break;
      return scene;
    }
  }
  return std::nullopt;
}

TEST(Keys, EveryActionOfEveryTableDoesSomethingAtItsKey) {
  for (const View view : kViews) {
    const auto actions = keys_of(view);
    ASSERT_FALSE(actions.empty());
    for (const KeyAction& action : actions) {
      if (action.when == KeyWhen::typing) continue;  // tried by typing, below
      const auto found = moment_for(actions, action, view);
      ASSERT_TRUE(found) << kViewNames[static_cast<int>(view)] << ": never possible: " << action.words;
      bool any = false;
      for (const char key : action.keys) {
        PlainScreen screen;
        Scene scene = *found;
        settled(screen, scene);
        const std::string before = fingerprint(screen, scene);
        screen.press(scene, std::string(1, key));
        any = any || fingerprint(screen, scene) != before;
      }
      EXPECT_TRUE(any) << kViewNames[static_cast<int>(view)] << ": nothing happens: " << action.words;
    }
  }
}

TEST(Keys, NoKeyHasTwoMeaningsAtOnce) {
  for (const View view : kViews) {
    for (Scene& scene : moments_of(view)) {
      scene.state.view = view;
      scene.state.show_keys = true;
      const Frame frame = scene.frame();
      std::multiset<char> keys;
      for (const auto table : {keys_everywhere(), keys_of(view)})
        for (const KeyAction& action : table)
          if (action.when != KeyWhen::typing && (!action.possible || action.possible(frame, scene.state)))
            for (const char key : action.keys)
              if (key != kKeyEscape) keys.insert(key);  // Escape leaves what lies on top first
      for (const char key : keys) EXPECT_EQ(keys.count(key), 1U) << kViewNames[static_cast<int>(view)] << ": " << key;
    }
  }
}

template <class Variant>
std::set<std::size_t> kinds_of(const std::vector<Variant>& commands) {
  std::set<std::size_t> kinds;
  for (const auto& command : commands) kinds.insert(command.index());
  return kinds;
}

TEST(Keys, ReachEveryCommandThatAPersonMayGive) {
  Commands given;
  for (const View view : kViews) {
    for (const Scene& moment : moments_of(view)) {
      for (const KeyAction& action : keys_of(view)) {
        Scene scene = moment;
        scene.state.view = view;
        PlainScreen screen;
        settled(screen, scene);
        screen.press(scene, action.keys.substr(0, 1));
        screen.show(scene);
        for (auto& command : screen.commands.engine) given.engine.push_back(std::move(command));
        for (auto& request : screen.commands.library) given.library.push_back(std::move(request));
      }
    }
  }
  // A name is typed, so that has keys of its own.
  {
    PlainScreen screen;
    Scene scene = scenes::athletes();
    settled(screen, scene);
    screen.press(scene, "n");
    screen.show(scene);
    ImGui::GetIO().AddInputCharactersUTF8("dunlin");
    settled(screen, scene);
    screen.press(scene, "\n");
    for (auto& request : screen.commands.library) given.library.push_back(std::move(request));
  }
  auto engine = kinds_of(given.engine);
  engine.insert(engine::Command(engine::Light{}).index());  // the program sets the lamps by itself
  EXPECT_EQ(engine.size(), std::variant_size_v<engine::Command>);
  auto library = kinds_of(given.library);
  library.insert(engine::LibraryRequest(engine::OpenKept{}).index());  // asked for by looking at it
  EXPECT_EQ(library.size(), std::variant_size_v<engine::LibraryRequest>);
}

TEST(Keys, EveryFieldIsTypedIntoWithoutAMouse) {
  const std::pair<View, const char*> fields[] = {{View::live, "t"},     {View::review, "r"},   {View::athletes, "n"},
                                                 {View::athletes, "/"}, {View::athletes, "o"}, {View::settings, "t"}};
  for (const auto& [view, key] : fields) {
    PlainScreen screen;
    Scene scene = moments_of(view).front();
    scene.state.view = view;
    settled(screen, scene);
    screen.press(scene, key);
    screen.show(scene);
    screen.show(scene);
    EXPECT_TRUE(ImGui::GetIO().WantTextInput) << kViewNames[static_cast<int>(view)] << " " << key;
    screen.press(scene, std::string(1, kKeyEscape));
    settled(screen, scene);
    EXPECT_FALSE(ImGui::GetIO().WantTextInput) << kViewNames[static_cast<int>(view)] << " " << key;
  }
}

TEST(Keys, AreNotTakenForCommandsWhileSomebodyTypes) {
  PlainScreen screen;
  Scene scene = scenes::empty_mat();
  settled(screen, scene);
  screen.press(scene, "t");
  settled(screen, scene);
  ASSERT_TRUE(ImGui::GetIO().WantTextInput);
  screen.press(scene, " ez3");
  EXPECT_TRUE(screen.commands.engine.empty());
  EXPECT_EQ(scene.state.view, View::live);
  EXPECT_EQ(scene.state.exercise->id, "squat");
}

TEST(Keys, AreListedOnTheScreenForEachView) {
  for (const View view : kViews) {
    Headless screen(1280, 800, 1);
    Scene scene = moments_of(view).front();
    scene.state.view = view;
    screen.press(scene, std::string(1, kKeyHelp));
    const ShownFrame shown = settled(screen, scene);
    const std::string text = all_text(shown);
    for (const auto table : {keys_everywhere(), keys_of(view)})
      for (const KeyAction& action : table)
        EXPECT_THAT(text, testing::HasSubstr(std::string(action.name) + "\n" + action.words + "\n"));
    for (const auto& piece : shown.texts) EXPECT_FALSE(piece.shortened) << piece.text;
    screen.press(scene, std::string(1, kKeyEscape));
    EXPECT_FALSE(scene.state.show_keys);
  }
}

TEST(Keys, TheListOfKeysHoldsUpNothing) {
  PlainScreen screen;
  Scene scene = scenes::running_squat();
  screen.press(scene, std::string(1, kKeyHelp));
  screen.press(scene, " ");
  ASSERT_EQ(screen.commands.engine.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<engine::EndSession>(screen.commands.engine[0]));
}

}  // namespace
}  // namespace poise::dashboard
