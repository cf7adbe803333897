#include "platform/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdlib>
#include <iostream>

#include "base/printable.h"
#include "base/version.h"
#include "engine/virtual_device.h"
#include "movement/catalogue.h"
#include "session/norms.h"
#include "views/actions.h"

namespace poise::dashboard {
namespace {

/// $XDG_DATA_HOME/poise/poise.db, by the XDG rules.
std::filesystem::path default_store() {
  const char* data_home = std::getenv("XDG_DATA_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder = std::filesystem::path(home != nullptr ? home : ".") / ".local/share";
  if (data_home != nullptr && data_home[0] == '/') folder = data_home;
  return folder / "poise" / "poise.db";
}

/// Beside a person's other documents where there is such a folder, else in their home.
std::filesystem::path export_folder() {
  const char* home = std::getenv("HOME");
  const std::filesystem::path folder(home != nullptr ? home : ".");
  std::error_code ignored;
  const bool documents = std::filesystem::is_directory(folder / "Documents", ignored);
  return documents ? folder / "Documents" / "Poise" : folder / "Poise";
}

/// "1280x800"; true when it is that.
bool parse_size(std::string_view words, Options& options) {
  const auto cross = words.find('x');
  if (cross == std::string_view::npos) return false;
  const auto number = [](std::string_view digits, int& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() && value >= 320 && value <= 16384;
  };
  return number(words.substr(0, cross), options.width) && number(words.substr(cross + 1), options.height);
}

/// The view named on the command line; true when there is such a one, or none was named.
bool parse_view(std::string_view name, ViewState& state) {
  state.athlete_view = name == "athlete";
  if (name.empty() || state.athlete_view) return true;
  for (int i = 0; i < kViewCount; ++i) {
    std::string known = kViewNames[i];
    known[0] = static_cast<char>(known[0] - 'A' + 'a');
    if (known != name) continue;
    state.view = static_cast<View>(i);
    return true;
  }
  return false;
}

std::string exercise_names() {
  std::string names;
  for (const auto& exercise : movement::catalogue())
    names += (names.empty() ? "" : ", ") + std::string(exercise.id);
  return names;
}

int wrong(const std::string& words) {
  std::cerr << "poise-dashboard: " << one_line(words) << "\n";
  return 2;
}

/// What the command line says, as it is written there.
struct Words {
  std::string device = "auto", store, mat_file, exercise, side, athlete, screenshot, size, view;
  std::filesystem::path exercises_folder = movement::own_exercises_folder();
  int reps = 0;  ///< 0: not said
  float scale = 0;
};

/// Where nothing else is said, what is done is what the virtual person of the device does.
void take_from_device(Words& words) {
  const auto device = engine::virtual_device(words.device);
  if (!device) return;
  if (words.exercise.empty() && movement::find_exercise(device->exercise) != nullptr) words.exercise = device->exercise;
  if (words.side.empty()) words.side = device->text("side");
  const int reps = static_cast<int>(std::clamp(device->number("reps").value_or(0), 0.0, 31.0));
  if (words.reps == 0 && reps <= 30) words.reps = reps;
}

void declare(CLI::App& app, Words& words, Options& options) {
  app.set_version_flag("--version", std::string("poise-dashboard ") + kVersion);
  const auto quietly = [](CLI::Validator validator) { return validator.description(""); };  // the words say the range
  const auto add = [&](const char* name, auto& value, const std::string& help, const char* type) {
    return app.add_option(name, value, help)->type_name(type);
  };
  add("--device", words.device, "auto, a serial port, sim:EXERCISE?key=value&..., or replay:SESSION", "DEVICE");
  add("--store", words.store, "Where sessions are kept; default $XDG_DATA_HOME/poise/poise.db", "FILE");
  add("--mat", words.mat_file, "The mat's geometry file", "FILE.toml");
  app.add_flag("--probe-all", options.probe_all, "Also ask ports of unknown identity whether they are a mat");
  add("--exercise", words.exercise, "Chosen at the start: " + exercise_names(), "NAME");
  add("--exercises", words.exercises_folder,
      "The folder of your own exercises; default " + words.exercises_folder.string(), "DIR")
      ->check(quietly(CLI::ExistingDirectory));
  add("--side", words.side, "left, right, or both (one after the other)", "SIDE");
  add("--reps", words.reps, "Repetitions asked for, 1 to 30; default 5", "N")->check(quietly(CLI::Range(1, 30)));
  add("--athlete", words.athlete, "Pseudonym of the person on the mat", "WHO");
  app.add_flag("--begin", options.begin, "Begin the session at once, hands-free");
  add("--screenshot", words.screenshot, "Write a picture of the window, then end", "FILE.png");
  add("--after", options.after_s, "Seconds until the picture is taken, 0 to 3600", "S")->check(quietly(CLI::Range(0.0, 3600.0)));
  add("--scale", words.scale, "Size of everything: 0.75 to 2; default: as the monitor says", "X")
      ->check(quietly(CLI::Range(0.75, 2.0)));
  add("--size", words.size, "Size of the window in pixels", "WIDTHxHEIGHT");
  add("--view", words.view, "Shown first: live, review, progress, athletes, mat, settings, programme, athlete", "VIEW");
  app.add_flag("--athlete-window", options.athlete_window, "F opens a second window also on a single monitor");
  app.add_flag("--stats", options.stats, "Say at the end how many frames were drawn, and how soon");
}

}  // namespace

std::variant<Options, int> parse_options(int argc, const char* const* argv, const Remembered& remembered) {
  Options options;
  Words words;
  CLI::App app("Poise: left/right balance on a mat, live.", "poise-dashboard");
  declare(app, words, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return 0;
  } catch (const CLI::CallForVersion&) {
    std::cout << app.version() << "\n";
    return 0;
  } catch (const CLI::ParseError& error) {
    return wrong(std::string(error.what()) + "; see poise-dashboard --help");
  }

  std::vector<std::string> warnings = movement::add_exercises(words.exercises_folder);
  for (std::string& warning : session::add_norms(session::own_norms_folder())) warnings.push_back(std::move(warning));
  for (const std::string& warning : warnings) std::cerr << "poise-dashboard: " << one_line(warning) << "\n";
  take_from_device(words);
  if (!words.exercise.empty() && movement::find_exercise(words.exercise) == nullptr) {
    return wrong(fmt::format("there is no exercise \"{}\"; choose one of {}", words.exercise, exercise_names()));
  }
  ViewState& state = options.state;
  state = make_view_state(words.exercise);
  if (!words.side.empty()) {
    const auto known = side_from(words.side);
    if (!known) return wrong(fmt::format("there is no side \"{}\"; it is left, right or both", words.side));
    if (state.exercise->one_side()) state.side = *known;
  }
  if (!words.size.empty() && !parse_size(words.size, options)) {
    return wrong(fmt::format("\"{}\" is no size of a window; write for example --size 1280x800", words.size));
  }
  if (!parse_view(words.view, state)) {
    return wrong(fmt::format("there is no view \"{}\"; it is live, review, progress, athletes, mat, settings, programme or athlete", words.view));
  }
  state.settings = remembered.settings;
  options.place = remembered.window;
  options.device = words.device;
  if (words.store.empty()) words.store = remembered.settings.store;
  options.store = words.store.empty() ? default_store() : std::filesystem::path(words.store);
  if (!words.mat_file.empty()) options.mat_file = state.mat_file = words.mat_file;
  if (!words.screenshot.empty()) options.screenshot = words.screenshot;
  if (words.scale > 0) options.scale = words.scale;
  if (words.reps > 0) state.reps = words.reps;
  state.athlete = words.athlete;
  state.export_folder = export_folder().string();
  use_virtual_mat(state, words.device);
  return options;
}

}  // namespace poise::dashboard
