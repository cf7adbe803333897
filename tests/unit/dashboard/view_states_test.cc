#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "headless.h"
#include "programme_scenes.h"
#include "readable.h"

/// Each view in each state that the program can be in: what it says, and that all of it can be read.
namespace poise::dashboard {
namespace {

using scenes::all_text;
using scenes::Headless;
using scenes::Scene;
using scenes::settled;

constexpr View kViews[] = {View::live, View::review,   View::progress, View::athletes,
                           View::mat,  View::settings, View::programme};

enum class State { no_mat, unknown_mat, stale, lost, weighing, wrong_leg, running, result, error, empty_history };
constexpr const char* kStateNames[] = {"no_mat",    "unknown_mat", "stale",  "lost",  "weighing",
                                       "wrong_leg", "running",     "result", "error", "empty_history"};

/// What the mat and the session are doing; what is kept comes from the view's own scene.
Scene moment_of(State state) {
  switch (state) {
    case State::no_mat:
      return scenes::no_mat();
    case State::unknown_mat:
      return scenes::unknown_geometry();
    case State::stale:
      return scenes::stale();
    case State::lost: {
      Scene scene = scenes::stale();
      scene.snapshot.link = engine::LinkState::lost;
      return scene;
    }
    case State::weighing:
      return scenes::weighing();
    case State::wrong_leg:
      return scenes::wrong_side();
    case State::running:
      return scenes::running_squat();
    case State::result:
      return scenes::squat_result();
    case State::error:
      return scenes::not_saved();
    case State::empty_history:
      return scenes::empty_mat();
  }
  return {};
}

Scene kept_of(View view) {
  switch (view) {
    case View::live:
    case View::settings:
      return scenes::settings();
    case View::review:
      return scenes::review();
    case View::progress:
      return scenes::progress();
    case View::athletes:
      return scenes::athletes();
    case View::mat:
      return scenes::the_mat();
    case View::programme:
      return scenes::choosing_programme();
  }
  return {};
}

Scene scene_of(View view, State state) {
  Scene scene = kept_of(view);
  const Scene moment = moment_of(state);
  scene.snapshot = moment.snapshot;
  // A mat that answers has an identity; one that does not has none.
  if (state != State::no_mat) scene.snapshot.identity = scenes::the_mat().snapshot.identity;
  scene.history = moment.history;
  scene.tally = moment.tally;
  scene.state.exercise = moment.state.exercise;
  scene.state.side = moment.state.side;
  scene.state.view = view;
  if (state == State::empty_history) {
    scene.shelf = {};
    scene.shelf.loaded = true;
    scene.state.athletes = {};
    scene.state.review = {};
    scene.shelf.programmes = session::shipped_programmes();  // those are always there
  }
  return scene;
}

/// What has to be readable. In every view the mat's state and a session that goes on; the rest is the view's own.
std::vector<std::string> words_of(View view, State state) {
  const bool live = view == View::live;
  switch (state) {
    case State::no_mat:
      if (live) return {"No mat yet", "Try the virtual mat", "no mat\n"};
      return {"no mat\n"};
    case State::unknown_mat:
      if (live) return {"Counts only", "--mat FILE.toml", "unknown geometry: counts only"};
      if (view == View::mat) return {"unknown geometry: counts only", "345678"};
      return {"unknown geometry: counts only"};
    case State::stale:
      if (live) return {"no data\n", "the mat's last data came 3 s ago", "last data 3 s ago"};
      return {"last data 3 s ago"};
    case State::lost:
      return {"The mat is gone", "ttyACM0 gone"};
    case State::weighing:
      if (live) return {"Stand still\n", "moving 0.8 kg too much", "Stop\n"};
      return {"Stand still\n"};
    case State::wrong_leg:
      if (live) return {"You are on the right leg\n", "switch to the left leg", "Record this leg"};
      return {"You are on the right leg\n"};
    case State::running:
      if (live) return {"55\n", "45\n", "balanced\n", "3\nof 5\n", "down\n1.8 s\n"};
      return {"recording 3 / 5"};
    case State::result:
      if (live) return {"Complete: 5 repetitions", "half rep", "52.6 L", "Again\n", "Done\n"};
      return {"result\n"};
    case State::error:
      return {"Not saved: ", "free some space"};
    case State::empty_history:
      if (live) return {"Press Space to start", "L\n--\nR\n--\n"};
      if (view == View::review) return {"Nothing recorded yet"};
      if (view == View::progress) return {"No session of this person and exercise yet"};
      if (view == View::athletes) return {"nobody yet"};
      if (view == View::mat) return {"No serial port on this computer now"};
      if (view == View::programme) return {"Glutes and low back"};
      return {"Corridor"};
  }
  return {};
}

class ViewIn : public testing::TestWithParam<std::tuple<View, State>> {
 protected:
  View view() const { return std::get<0>(GetParam()); }
  State state() const { return std::get<1>(GetParam()); }
};

TEST_P(ViewIn, SaysWhatThereIsToSay) {
  Headless screen(1280, 800, 1);
  Scene scene = scene_of(view(), state());
  const ShownFrame shown = settled(screen, scene);
  const std::string text = all_text(shown);
  for (const std::string& words : words_of(view(), state())) EXPECT_THAT(text, testing::HasSubstr(words));
  std::set<ImGuiID> widgets(shown.widgets.begin(), shown.widgets.end());
  EXPECT_EQ(widgets.size(), shown.widgets.size());
}

INSTANTIATE_TEST_SUITE_P(
    EachView, ViewIn,
    testing::Combine(testing::ValuesIn(kViews),
                     testing::Values(State::no_mat, State::unknown_mat, State::stale, State::lost, State::weighing,
                                     State::wrong_leg, State::running, State::result, State::error,
                                     State::empty_history)),
    [](const auto& test) {
      return std::string(kViewNames[static_cast<int>(std::get<0>(test.param))]) + "_" +
             kStateNames[static_cast<int>(std::get<1>(test.param))];
    });

class EveryViewOn : public testing::TestWithParam<scenes::Screen> {};

TEST_P(EveryViewOn, IsReadableInEveryState) {
  for (const View view : kViews) {
    for (std::size_t state = 0; state < std::size(kStateNames); ++state) {
      Scene scene = scene_of(view, static_cast<State>(state));
      const std::string name = std::string(kViewNames[static_cast<int>(view)]) + ", " + kStateNames[state];
      scenes::expect_all_text_readable(GetParam(), name, scene);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Screens, EveryViewOn, testing::ValuesIn(scenes::kScreens), scenes::name_of_screen);

}  // namespace
}  // namespace poise::dashboard
