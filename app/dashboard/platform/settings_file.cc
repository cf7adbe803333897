#include "platform/settings_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string_view>

namespace poise::dashboard {
namespace {

template <class Number>
void read(const toml::table& table, std::string_view key, Number& value, Number least, Number most) {
  if (const auto found = table[key].value<double>(); found && *found >= static_cast<double>(least) &&
                                                     *found <= static_cast<double>(most))
    value = static_cast<Number>(*found);
}

void read(const toml::table& table, std::string_view key, bool& value) {
  value = table[key].value<bool>().value_or(value);
}

const char* word_of(Metronome metronome) {
  constexpr const char* kWords[] = {"off", "seen", "heard"};
  return kWords[static_cast<int>(metronome)];
}

Settings read_settings(const toml::table& table) {
  Settings settings;
  read(table, "scale", settings.scale, kLeastScale, kMostScale);
  read(table, "dark", settings.dark);
  if (table["force"].value_or(std::string_view()) == "kilogram") settings.units.force = ForceUnit::kilogram;
  if (table["length"].value_or(std::string_view()) == "millimetre") settings.units.length = LengthUnit::millimetre;
  read(table, "target_pct", settings.target_pct, 30.0, 70.0);
  read(table, "corridor_pct", settings.corridor_pct, 1.0, 20.0);
  read(table, "tones", settings.tones);
  const auto metronome = table["metronome"].value_or(std::string_view());
  for (const Metronome known : {Metronome::off, Metronome::seen, Metronome::heard})
    if (metronome == word_of(known)) settings.metronome = known;
  read(table, "tempo_there_s", settings.tempo.there_s, 0.5, kLongestBeat_s);
  read(table, "tempo_hold_s", settings.tempo.hold_s, 0.0, kLongestBeat_s);
  read(table, "tempo_back_s", settings.tempo.back_s, 0.5, kLongestBeat_s);
  read(table, "tempo_pause_s", settings.tempo.pause_s, 0.0, kLongestBeat_s);
  read(table, "rest_s", settings.rest_s, 0, 600);
  read(table, "lamps", settings.lamps);
  settings.store = table["store"].value_or(std::string());
  return settings;
}

std::optional<WindowPlace> read_window(const toml::table& table) {
  WindowPlace place;
  constexpr int kFar = 100'000;
  read(table, "x", place.x, -kFar, kFar);
  read(table, "y", place.y, -kFar, kFar);
  read(table, "width", place.width, 320, kFar);
  read(table, "height", place.height, 240, kFar);
  return place.width > 0 && place.height > 0 ? std::optional(place) : std::nullopt;
}

long overlap(const WindowPlace& a, const WindowPlace& b) {
  const long w = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const long h = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

}  // namespace

std::filesystem::path settings_path() {
  const char* config_home = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder = std::filesystem::path(home != nullptr ? home : ".") / ".config";
  if (config_home != nullptr && config_home[0] == '/') folder = config_home;
  return folder / "poise" / "dashboard.toml";
}

Remembered load_settings(const std::filesystem::path& path) {
  Remembered remembered;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return remembered;
  try {
    const toml::table table = toml::parse_file(path.string());
    remembered.settings = read_settings(table);
    if (const auto* window = table["window"].as_table()) remembered.window = read_window(*window);
  } catch (const toml::parse_error&) {
    return {};
  }
  return remembered;
}

Expected<void> save_settings(const std::filesystem::path& path, const Remembered& remembered) {
  const Settings& s = remembered.settings;
  toml::table table{{"dark", s.dark},
                    {"force", s.units.force == ForceUnit::kilogram ? "kilogram" : "newton"},
                    {"length", s.units.length == LengthUnit::millimetre ? "millimetre" : "centimetre"},
                    {"target_pct", s.target_pct},
                    {"corridor_pct", s.corridor_pct},
                    {"tones", s.tones},
                    {"metronome", word_of(s.metronome)},
                    {"tempo_there_s", s.tempo.there_s},
                    {"tempo_hold_s", s.tempo.hold_s},
                    {"tempo_back_s", s.tempo.back_s},
                    {"tempo_pause_s", s.tempo.pause_s},
                    {"rest_s", s.rest_s},
                    {"lamps", s.lamps}};
  if (s.scale > 0) table.insert("scale", static_cast<double>(s.scale));
  if (!s.store.empty()) table.insert("store", s.store);
  if (const auto& w = remembered.window)
    table.insert("window", toml::table{{"x", w->x}, {"y", w->y}, {"width", w->width}, {"height", w->height}});
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  const std::filesystem::path fresh = path.string() + ".new";
  {
    std::ofstream file(fresh, std::ios::binary);
    file << table << "\n";
    file.close();
    if (!file)
      return fail(ErrorCode::storage, "the settings could not be written, they hold until the window is closed",
                  path.string());
  }
  std::filesystem::rename(fresh, path, error);
  if (error)
    return fail(ErrorCode::storage, "the settings could not be kept (" + error.message() + ")", path.string());
  return {};
}

WindowPlace clamp_to_monitors(WindowPlace place, std::span<const WindowPlace> monitors) {
  if (monitors.empty()) return place;
  const auto best = std::max_element(monitors.begin(), monitors.end(), [&](const auto& a, const auto& b) {
    return overlap(place, a) < overlap(place, b);
  });
  const bool gone = overlap(place, *best) == 0;
  const WindowPlace& monitor = gone ? monitors.front() : *best;
  place.width = std::min(place.width, monitor.width);
  place.height = std::min(place.height, monitor.height);
  if (gone) {
    place.x = monitor.x + (monitor.width - place.width) / 2;
    place.y = monitor.y + (monitor.height - place.height) / 2;
  }
  place.x = std::clamp(place.x, monitor.x, monitor.x + monitor.width - place.width);
  place.y = std::clamp(place.y, monitor.y, monitor.y + monitor.height - place.height);
  return place;
}

}  // namespace poise::dashboard
