#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "views/actions.h"
#include "views/describe.h"
#include "views/keys.h"
#include "views/mat_calibration_view.h"
#include "views/mat_check_view.h"
#include "views/views.h"

namespace poise::dashboard {
namespace {

bool free_to_choose(const Frame& frame, const ViewState&) { return !in_session(frame.snapshot.flow.step); }

void use_port(const std::string& port, ViewState& state, Commands& commands) {
  state.virtual_mat = false;
  commands.engine.emplace_back(engine::SelectDevice{port, state.mat_file});
}

const engine::PortLine* chosen_port(const Frame& frame, const ViewState& state) {
  const auto& ports = frame.shelf.ports;
  if (ports.empty()) return nullptr;
  return &ports[static_cast<std::size_t>(std::clamp(state.port, 0, static_cast<int>(ports.size()) - 1))];
}

bool checking(const Frame& frame, const ViewState&) { return frame.snapshot.check.has_value(); }
/// A calibration, a check or a spot check goes on.
bool at_work(const Frame& frame, const ViewState& state) { return checking(frame, state) || calibrating(frame); }
bool can_check(const Frame& frame, const ViewState& state) {
  return freshness(frame) == Freshness::live && frame.snapshot.geometry && free_to_choose(frame, state) &&
         !at_work(frame, state);
}
bool guided(const Frame& frame, const ViewState&) { return frame.snapshot.calibrating != nullptr; }
bool choosing(const Frame& frame, const ViewState& state) { return state.calibration.open && can_check(frame, state); }
bool among_ports(const Frame& frame, const ViewState& state) { return !choosing(frame, state) && !at_work(frame, state); }

/// The empty mat, then somebody on each plate; corners take longer, poise check --corners asks for them.
void check_mat(ViewState& state, Commands& commands) {
  state.show_check = true;
  commands.engine.emplace_back(engine::CheckMat{{.empty_s = 10, .steps = true, .corners = false}});
}

constexpr char kEscapeKeys[] = {kKeyEscape, '\0'};
constexpr char kPortKeys[] = {kKeyUp, kKeyDown, '\0'};
constexpr KeyAction kMat[] = {
    {"a", "A", "find the mat",
     [](char, const Frame&, ViewState& state, Commands& commands) { use_port("auto", state, commands); },
     free_to_choose},
    {"v", "V", "use the virtual mat",
     [](char, const Frame&, ViewState& state, Commands& commands) { try_virtual_mat(state, commands); },
     free_to_choose},
    {"r", "R", "list the ports anew",
     [](char, const Frame&, ViewState&, Commands& commands) { commands.library.emplace_back(engine::RefreshShelf{}); }},
    {kPortKeys, "\u2191 \u2193", "another port",
     [](char key, const Frame& frame, ViewState& state, Commands&) {
       const int last = std::max(0, static_cast<int>(frame.shelf.ports.size()) - 1);
       state.port = std::clamp(state.port + (key == kKeyUp ? -1 : 1), 0, last);
     },
     among_ports},
    {"c", "C", "check the mat",
     [](char, const Frame&, ViewState& state, Commands& commands) { check_mat(state, commands); }, can_check},
    {"s", "S", "skip this step",
     [](char, const Frame&, ViewState&, Commands& commands) { commands.engine.emplace_back(engine::SkipStep{}); },
     [](const Frame& frame, const ViewState& state) { return at_work(frame, state) && !in_calibration_review(frame); }},
    {kEscapeKeys, "Esc", "leave the check or calibration",
     [](char, const Frame&, ViewState&, Commands& commands) { commands.engine.emplace_back(engine::EndMatWork{}); },
     at_work},
    {"k", "K", "calibrate the mat",
     [](char, const Frame&, ViewState& state, Commands&) { state.calibration.open = !state.calibration.open; }, can_check},
    {"m", "M", "another way to calibrate",
     [](char, const Frame&, ViewState& state, Commands&) { state.calibration.method = (state.calibration.method + 1) % 3; },
     choosing},
    {"w", "W", "type the known mass",
     [](char, const Frame&, ViewState& state, Commands&) { state.type_into = kMassField; }, choosing},
    {kPortKeys, "\u2191 \u2193", "another kept calibration",
     [](char key, const Frame& frame, ViewState& state, Commands&) {
       const int last = static_cast<int>(calibrations_of_mat(frame).size());
       state.calibration.chosen = std::clamp(state.calibration.chosen + (key == kKeyUp ? -1 : 1), 0, last);
     },
     choosing},
    {"o", "O", "use the chosen calibration",
     [](char, const Frame& frame, ViewState& state, Commands& commands) { restore_chosen(frame, state, commands); },
     [](const Frame& frame, const ViewState& state) { return choosing(frame, state) && !calibrations_of_mat(frame).empty(); }},
    {"\n", "Enter", "begin to calibrate",
     [](char, const Frame&, ViewState& state, Commands& commands) { begin_calibration(state, commands); },
     [](const Frame& frame, const ViewState& state) {
       return choosing(frame, state) && typed_mass_kg(state.calibration).has_value();
     }},
    {"\n", "Enter", "it is as asked; keep the calibration",
     [](char, const Frame& frame, ViewState&, Commands& commands) { confirm_calibration(frame, commands); }, guided},
    {"b", "B", "the last step once more",
     [](char, const Frame& frame, ViewState&, Commands& commands) { repeat_last_step(frame, commands); }, guided},
    {"d", "D", "discard this calibration",
     [](char, const Frame&, ViewState&, Commands& commands) { commands.engine.emplace_back(engine::EndMatWork{true}); },
     guided},
    {"h", "H", "hide or show what the check found",
     [](char, const Frame&, ViewState& state, Commands&) { state.show_check = !state.show_check; },
     [](const Frame& frame, const ViewState&) { return frame.snapshot.check_report != nullptr; }},
    {"\n", "Enter", "use the chosen port",
     [](char, const Frame& frame, ViewState& state, Commands& commands) {
       use_port(chosen_port(frame, state)->name, state, commands);
     },
     [](const Frame& frame, const ViewState& state) {
       return free_to_choose(frame, state) && among_ports(frame, state) && chosen_port(frame, state) != nullptr;
     }},
};

void port_list(Ui& ui, Rect rect, const Frame& frame, ViewState& state, Commands& commands) {
  const Palette& c = ui.colour();
  panel(ui, rect);
  rect = rect.inset(ui.px(14), ui.px(10));
  const bool busy = in_session(frame.snapshot.flow.step);  // a running record is not taken its mat away
  text(ui, rect.take_top(ui.px(32)), "Ports", {Type::title});
  Rect row = rect.take_top(ui.px(36), ui.px(10));
  const float third = (row.w - ui.px(12)) / 3;
  if (button(ui, "auto", row.take_left(third, ui.px(6)), "Find", "A", ButtonKind::plain, !busy))
    use_port("auto", state, commands);
  tip(ui, "The mat used last, else the only port whose USB identity is known and that answers.");
  if (button(ui, "virtual", row.take_left(third, ui.px(6)), "Virtual", "V", ButtonKind::plain, !busy))
    try_virtual_mat(state, commands);
  if (button(ui, "refresh", row, "List", "R")) commands.library.emplace_back(engine::RefreshShelf{});
  row = rect.take_top(ui.px(36), ui.px(10));
  if (button(ui, "check", row.take_left((row.w - ui.px(6)) / 2, ui.px(6)), "Check", "C", ButtonKind::plain, can_check(frame, state)))
    check_mat(state, commands);
  tip(ui, "Ten seconds of the empty mat, then somebody on each plate: rate, losses, noise, dead, stuck or exchanged cells.");
  if (button(ui, "calibrate", row, "Calibrate", "K", ButtonKind::plain, can_check(frame, state)))
    state.calibration.open = !state.calibration.open;
  tip(ui, "With a known mass; what is kept, and the spot checks.");
  if (frame.shelf.ports.empty()) {
    wrapped_text(ui, rect, "No serial port on this computer now. A mat shows up as one when its cable is in.",
                 {Type::body, c.muted});
    return;
  }
  for (const auto& port : frame.shelf.ports) {
    if (rect.h < ui.px(44)) return;
    Rect line = rect.take_top(ui.px(46));
    const bool chosen = &port == chosen_port(frame, state);
    if (chosen) ui.draw->AddRectFilled({line.x - ui.px(8), line.y}, {line.x - ui.px(4), line.bottom()}, c.highlight, ui.px(2));
    ImGui::PushID(port.name.c_str());
    if (button(ui, "use", line.take_right(ui.px(100), ui.px(8)), "Use", chosen ? "Enter" : "", ButtonKind::plain, !busy))
      use_port(port.name, state, commands);
    ImGui::PopID();
    const bool known = !port.description.empty() && !port.name.ends_with(port.description);
    text(ui, line.take_top(known ? line.h / 2 : line.h), port.name, {port.likely_mat ? Type::bold : Type::body});
    if (known) text(ui, line, port.description, {Type::small, c.muted});
  }
}

void identity_rows(Ui& ui, Rect rect, const engine::Snapshot& snapshot) {
  const auto row = [&](const char* name, const std::string& value, const std::string& shorter = {}) {
    if (rect.h < ui.px(22)) return;
    const Rect line = rect.take_top(ui.px(24));
    text(ui, {line.x, line.y, ui.px(92), line.h}, name, {Type::body, ui.colour().muted});
    const Rect room{line.x + ui.px(96), line.y, line.w - ui.px(96), line.h};
    fitting_text(ui, room, {value, shorter}, {Type::body, Type::small}, {});
  };
  const auto& id = *snapshot.identity;
  row("mat", id.unique_id);
  row("firmware", fmt::format("{}.{}.{}, protocol {}.{}", id.firmware_major, id.firmware_minor, id.firmware_patch,
                              id.protocol_major, id.protocol_minor));
  row("geometry", snapshot.geometry_name.empty() ? "unknown" : snapshot.geometry_name);
  row("calibration", snapshot.calibration ? calibrate::label_of(*snapshot.calibration) : "nominal");
  row("rate", fmt::format("{:.1f} Hz, asked {:.0f} Hz, {} bit", snapshot.rate_hz, id.rate_hz, id.adc_bits),
      fmt::format("{:.1f} Hz", snapshot.rate_hz));
  if (snapshot.clock_slow_pct) {
    const char* than = *snapshot.clock_slow_pct < 0 ? "fast" : "slow";
    const std::string off = fmt::format("{:.3f} % {}", std::abs(*snapshot.clock_slow_pct), than);
    row("clock", off + " against this computer's", off);
  }
  const auto& n = snapshot.counters;
  row("line", fmt::format("{} frames, {} lost, {} damaged", n.frames, n.lost_samples, n.bad_crc + n.bad_cobs),
      fmt::format("{} lost", n.lost_samples));
}

/// Each cell with its load and, where there is room, its raw counts.
void cell_rows(Ui& ui, Rect rect, const Frame& frame, const Units& units) {
  const auto& snapshot = frame.snapshot;
  const Palette& c = ui.colour();
  const bool live = freshness(frame) == Freshness::live;
  const std::size_t cells = snapshot.geometry ? snapshot.geometry->cells.size() : snapshot.identity->cell_count;
  const bool counts = rect.w > ui.px(330);
  const float line = std::min(ui.px(28), rect.h / static_cast<float>(cells + 1));
  Rect head = rect.take_top(line);
  const auto column = [&](const Rect& row, int i) { return Rect{row.x + row.w * static_cast<float>(i) / 3, row.y, row.w / 3, row.h}; };
  text(ui, column(head, 0), "cell", {Type::small, c.muted});
  text(ui, column(head, 1), "load", {Type::small, c.muted, Align::right});
  if (counts) text(ui, column(head, 2), "counts", {Type::small, c.muted, Align::right});
  for (std::size_t i = 0; i < cells; ++i) {
    const Rect row = rect.take_top(line);
    const auto bit = static_cast<unsigned>(1U << i);
    const bool bad = (snapshot.load.invalid_mask & bit) != 0, over = (snapshot.load.overload_mask & bit) != 0;
    const std::string name = snapshot.geometry ? snapshot.geometry->cells[i].name : fmt::format("{}", i + 1);
    const Type type = line >= ui.px(22) ? Type::body : Type::small;
    text(ui, column(row, 0), bad ? name + " no number" : over ? name + " overload" : name, {type, bad || over ? c.bad : c.text});
    const bool known = snapshot.geometry && i < snapshot.load.cell_count && !bad;
    text(ui, column(row, 1), known ? newtons(snapshot.load.cell_n[i], units) : "--",
         {type, live ? c.text : c.muted, Align::right});
    if (counts) text(ui, column(row, 2), fmt::format("{}", snapshot.counts[i]), {type, c.muted, Align::right});
  }
}

}  // namespace

std::span<const KeyAction> mat_keys() { return kMat; }

void mat_view(Ui& ui, const Rect& body, const Frame& frame, ViewState& state, Commands& commands) {
  const float margin = ui.px(10);
  Rect rest = body;
  port_list(ui, rest.take_left(std::min(ui.px(320), body.w * 0.42F), margin), frame, state, commands);
  const auto& snapshot = frame.snapshot;
  if (!snapshot.identity || needs_mat(snapshot)) {
    panel(ui, rest);
    const std::string words = snapshot.link_error ? to_line(*snapshot.link_error)
                                                  : "No mat yet: its cells, geometry and line will be here.";
    wrapped_text(ui, rest.inset(ui.px(24), ui.px(24)), words, {Type::body, ui.colour().muted});
    return;
  }
  if (snapshot.check) return mat_check_view(ui, rest, *snapshot.check, commands);
  if (snapshot.geometry && (calibrating(frame) || state.calibration.open))
    return mat_calibration_view(ui, rest, frame, state, commands);
  const bool picture = rest.h > ui.px(420);
  Rect lower = rest;
  if (snapshot.check_report && state.show_check) {
    mat_report_view(ui, lower.take_top(std::max(rest.h * 0.42F, std::min(rest.h, ui.px(230))), margin), *snapshot.check_report);
    if (lower.h < ui.px(150)) return;
  } else if (picture) {
    plates_view(ui, lower.take_top(rest.h * 0.42F, margin), frame, state);
  }
  const bool both = lower.w > ui.px(560);
  Rect cells = both ? lower.take_right((lower.w - margin) * 0.46F, margin) : lower;
  panel(ui, cells);
  cell_rows(ui, cells.inset(ui.px(18), ui.px(10)), frame, state.settings.units);
  if (!both) return;
  panel(ui, lower);
  identity_rows(ui, lower.inset(ui.px(18), ui.px(14)), snapshot);
}

}  // namespace poise::dashboard
