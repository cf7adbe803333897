#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "views/keys.h"
#include "views/views.h"
#include "widgets/tabs.h"

namespace poise::dashboard {
namespace {

/// One setting: its name, what it does, its values, and how a key or a click changes it.
struct Row {
  const char* name;
  const char* about;
  std::vector<const char*> words;                   ///< to choose from; empty: a number
  std::function<int(const Settings&)> chosen;
  std::function<void(Settings&, int)> choose;
  std::function<std::string(const Settings&)> figure;
  std::function<void(Settings&, int)> change;       ///< by one step, up or down
};

constexpr std::array kScales = {0.0F, 0.75F, 1.0F, 1.25F, 1.5F, 1.75F, 2.0F};

int scale_index(const Settings& settings) {
  int best = 0;
  for (std::size_t i = 0; i < kScales.size(); ++i)
    if (std::abs(kScales[i] - settings.scale) < std::abs(kScales[static_cast<std::size_t>(best)] - settings.scale))
      best = static_cast<int>(i);
  return best;
}

Row flag(const char* name, const char* about, bool Settings::*member, std::vector<const char*> words = {"off", "on"}) {
  return {name, about, std::move(words), [member](const Settings& s) { return s.*member ? 1 : 0; },
          [member](Settings& s, int i) { s.*member = i == 1; }, {}, {}};
}

constexpr double kShortestMove_s = 0.5;

Row beat(const char* name, const char* about, double Tempo::*part, double least_s) {
  return {name, about, {}, {}, {},
          [part](const Settings& s) { return fmt::format("{:.1f} s", s.tempo.*part); },
          [part, least_s](Settings& s, int step) {
            s.tempo.*part = std::clamp(s.tempo.*part + 0.5 * step, least_s, kLongestBeat_s);
          }};
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"Size", "of letters and everything else; \"auto\" follows the monitor",
       {"auto", "75 %", "100 %", "125 %", "150 %", "175 %", "200 %"}, scale_index,
       [](Settings& s, int i) { s.scale = kScales[static_cast<std::size_t>(i)]; }, {}, {}},
      flag("Colours", "both with the same hues for left and right", &Settings::dark, {"light", "dark"}),
      {"Force", "where body weight is not known yet", {"newton", "kilogram"},
       [](const Settings& s) { return static_cast<int>(s.units.force); },
       [](Settings& s, int i) { s.units.force = static_cast<ForceUnit>(i); }, {}, {}},
      {"Length", "of depths", {"centimetre", "millimetre"},
       [](const Settings& s) { return static_cast<int>(s.units.length); },
       [](Settings& s, int i) { s.units.length = static_cast<LengthUnit>(i); }, {}, {}},
      {"Target", "left's part of the load", {}, {}, {},
       [](const Settings& s) { return fmt::format("{:.0f} % left", s.target_pct); },
       [](Settings& s, int step) { s.target_pct = std::clamp(s.target_pct + step, 30.0, 70.0); }},
      {"Corridor", "how far from the target is still balanced", {}, {}, {},
       [](const Settings& s) { return fmt::format("\u00b1{:.0f} %", s.corridor_pct); },
       [](Settings& s, int step) { s.corridor_pct = std::clamp(s.corridor_pct + step, 1.0, 20.0); }},
      flag("Lamps", "the mat's own lamps show where to shift to", &Settings::lamps),
      flag("Tones", "low: too much on the left; high: on the right", &Settings::tones),
      {"Metronome", "a beat to move to; B in Live", {"off", "seen", "heard too"},
       [](const Settings& s) { return static_cast<int>(s.metronome); },
       [](Settings& s, int i) { s.metronome = static_cast<Metronome>(i); }, {}, {}},
      beat("Beat there", "down; of a bridge up", &Tempo::there_s, kShortestMove_s),
      beat("Beat hold", "at the far end", &Tempo::hold_s, 0),
      beat("Beat back", "up; of a bridge down", &Tempo::back_s, kShortestMove_s),
      beat("Beat pause", "before the next repetition", &Tempo::pause_s, 0),
      {"Rest", "between two sets", {}, {}, {},
       [](const Settings& s) { return fmt::format("{} s", s.rest_s); },
       [](Settings& s, int step) { s.rest_s = std::clamp(s.rest_s + 15 * step, 0, 600); }},
  };
  return all;
}

void change(const Row& row, Settings& settings, int step) {
  if (row.change) return row.change(settings, step);
  const int last = static_cast<int>(row.words.size()) - 1;
  row.choose(settings, std::clamp(row.chosen(settings) + step, 0, last));
}

void change_chosen(ViewState& state, int step) {
  const Settings before = state.settings;
  change(rows()[static_cast<std::size_t>(state.settings_row)], state.settings, step);
  if (!(before == state.settings)) state.settings_undo.push_back(before);
}

constexpr char kRowKeys[] = {kKeyUp, kKeyDown, '\0'};
constexpr char kLessKeys[] = {kKeyLeft, '-', '\0'};
constexpr char kMoreKeys[] = {kKeyRight, '+', '=', '\0'};
constexpr char kUndoKeys[] = {'u', kKeyUndo, '\0'};
constexpr KeyAction kSettings[] = {
    {kRowKeys, "\u2191 \u2193", "another setting",
     [](char key, const Frame&, ViewState& state, Commands&) {
       const int last = static_cast<int>(rows().size()) - 1;
       state.settings_row = std::clamp(state.settings_row + (key == kKeyUp ? -1 : 1), 0, last);
     }},
    {kLessKeys, "\u2190 \u2212", "less, or the one before",
     [](char, const Frame&, ViewState& state, Commands&) { change_chosen(state, -1); }},
    {kMoreKeys, "\u2192 +", "more, or the one after",
     [](char, const Frame&, ViewState& state, Commands&) { change_chosen(state, 1); }},
    {"t", "T", "type where the store is",
     [](char, const Frame&, ViewState& state, Commands&) { state.type_into = kStoreField; }},
    {kUndoKeys, "U", "as it was before",
     [](char, const Frame&, ViewState& state, Commands&) {
       state.settings = state.settings_undo.back();
       state.settings_undo.pop_back();
     },
     [](const Frame&, const ViewState& state) { return !state.settings_undo.empty(); }},
};

void draw_row(Ui& ui, Rect rect, const Row& row, Settings& settings, bool present) {
  const Palette& c = ui.colour();
  if (present) {
    ui.draw->AddRectFilled(rect.min(), rect.max(), c.sunken, ui.px(6));
    ui.draw->AddRectFilled(rect.min(), {rect.x + ui.px(4), rect.bottom()}, c.highlight, ui.px(2));
  }
  rect = rect.inset(ui.px(14), ui.px(4));
  text(ui, rect.take_left(ui.px(112)), row.name, {Type::bold});
  const float about_width = text_width(ui, Type::small, row.about);
  ImGui::PushID(row.name);
  const Rect control = rect.take_left(std::min(rect.w, ui.px(row.words.size() > 2 ? 470 : 240)), ui.px(16));
  if (row.words.empty()) {
    Rect stepper = control;
    if (button(ui, "less", stepper.take_left(stepper.h), "\u2212")) row.change(settings, -1);
    if (button(ui, "more", stepper.take_right(stepper.h), "+")) row.change(settings, 1);
    text(ui, stepper, row.figure(settings), {Type::bold, 0, Align::centre});
  } else {
    int chosen = row.chosen(settings);
    if (segments(ui, "words", control, row.words, chosen)) row.choose(settings, chosen);
  }
  ImGui::PopID();
  if (about_width <= rect.w) text(ui, rect, row.about, {Type::small, c.muted});
}

}  // namespace

std::span<const KeyAction> settings_keys() { return kSettings; }

void settings_view(Ui& ui, const Rect& rect, ViewState& state) {
  panel(ui, rect);
  const int count = static_cast<int>(rows().size());
  const Settings before = state.settings;
  Rect inside = rect.inset(ui.px(12), ui.px(8));
  // As many rows as fit around the chosen one; the others come with the arrow keys.
  const float step = std::min(ui.px(48), std::max(ui.px(36), inside.h / static_cast<float>(count + 2)));
  const int fit = std::max(1, static_cast<int>((inside.h - ui.px(60)) / step));
  const int first = std::clamp(state.settings_row - fit / 2, 0, std::max(0, count - fit));
  for (int i = first; i < std::min(count, first + fit); ++i)
    draw_row(ui, inside.take_top(step), rows()[static_cast<std::size_t>(i)], state.settings, i == state.settings_row);
  if (!(before == state.settings)) state.settings_undo.push_back(before);
  inside.take_top(ui.px(8));
  Rect line = inside.take_top(std::min(step, ui.px(44)));
  if (line.h < ui.px(30)) return;
  line = line.inset(ui.px(14), ui.px(4));
  text(ui, line.take_left(ui.px(112)), "Store", {Type::bold});
  text_field(ui, kStoreField, line.take_left(std::min(line.w, ui.px(470)), ui.px(16)), "the usual place",
             state.settings.store, true, takes_keyboard(state, kStoreField));
  tip(ui, "The file in which everything is kept. Takes effect at the next start.");
  const char* about = "from the next start on";
  if (text_width(ui, Type::small, about) <= line.w) text(ui, line, about, {Type::small, ui.colour().muted});
}

}  // namespace poise::dashboard
