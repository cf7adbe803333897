#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "platform/settings_file.h"
#include "views/view_state.h"

namespace poise::dashboard {

/// What the command line says.
struct Options {
  std::string device = "auto";
  std::filesystem::path store;
  std::optional<std::string> mat_file;
  bool probe_all = false;
  ViewState state;     ///< exercise, side, repetitions, athlete as they are chosen at the start
  bool begin = false;  ///< begin the session at once
  std::optional<std::string> screenshot;  ///< write a picture here after `after_s`, then end
  double after_s = 2;
  std::optional<float> scale;
  int width = 0, height = 0;  ///< 0: as fits
  std::optional<WindowPlace> place;  ///< where the window stood last
  bool athlete_window = false;       ///< open the athlete view in a window of its own, also with one monitor
  bool stats = false;         ///< say at the end how many frames were drawn
};

/// What the command line does not say is as remembered. The options, or the status to end with at once: 0 after --help or --version, 2 when the words were wrong
/// (and one line on standard error says which).
std::variant<Options, int> parse_options(int argc, const char* const* argv, const Remembered& remembered = {});

}  // namespace poise::dashboard
