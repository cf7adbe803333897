#include "views/cue.h"
#include "views/describe.h"
#include "views/keys.h"
#include "views/layout.h"
#include "views/programme_actions.h"
#include "views/views.h"

namespace poise::dashboard {
namespace {

void draw_live(Ui& ui, const Layout& layout, const Frame& frame, ViewState& state, Commands& commands) {
  if (needs_mat(frame.snapshot)) {
    const float bottom = std::max(layout.strip.bottom(), layout.content.bottom());
    const Rect whole{layout.content.x, layout.content.y, layout.content.w, bottom - layout.content.y};
    return no_mat_view(ui, whole, frame, state, commands);
  }
  strip_view(ui, layout.strip, frame, state);
  if (frame.snapshot.flow.step == movement::FlowStep::result) {
    return result_view(ui, layout.main, layout.side, frame, state, commands);
  }
  hero_view(ui, layout.hero, frame, state);
  plates_view(ui, layout.plates, frame, state);
  movement_view(ui, layout.movement, frame, state);
  reps_view(ui, layout.reps, frame, state);
  last_rep_view(ui, layout.last_rep, frame, state);
  rep_list_view(ui, layout.rep_list, frame, state);
}

void draw_view(Ui& ui, const Layout& layout, const Frame& frame, ViewState& state, Commands& commands) {
  switch (state.view) {
    case View::live:
      return draw_live(ui, layout, frame, state, commands);
    case View::review:
      return review_view(ui, layout.body, frame, state, commands);
    case View::progress:
      return progress_view(ui, layout.body, frame, state, commands);
    case View::athletes:
      return athletes_view(ui, layout.body, frame, state, commands);
    case View::mat:
      return mat_view(ui, layout.body, frame, state, commands);
    case View::settings:
      return settings_view(ui, layout.body, state);
    case View::programme:
      return programme_view(ui, layout.body, frame, state, commands);
  }
}

/// Only Live has the chips of the guided flow, which take a row of their own in a narrow window.
Layout layout_for(const Frame& frame, const Theme& theme, const ViewState& state, bool with_alarm) {
  const bool map_leads = shown_exercise(frame, state).pattern == movement::Pattern::stand;
  const bool beat = beat_of(frame, state.settings).has_value();
  Layout layout = compute_layout(theme, ImGui::GetIO().DisplaySize, with_alarm, map_leads, beat);
  const bool chips_below = !layout.chips.empty() && layout.chips.y >= layout.top.bottom();
  if (state.view != View::live && chips_below) {
    layout.body.y -= layout.chips.h;
    layout.body.h += layout.chips.h;
    layout.alarm.y -= layout.chips.h;
  }
  return layout;
}

}  // namespace

void dashboard_view(const Frame& frame, const Theme& theme, ViewState& state, Commands& commands,
                    ShownFrame* shown) {
  follow_visit(frame, state, commands);
  handle_keys(frame, state, commands);
  if (const auto cue = live_cue(frame, state)) state.cue = *cue;
  if (state.athlete_view) return athlete_view(frame, theme, state, shown);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
      ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;
  if (ImGui::Begin("Poise", nullptr, kFlags)) {
    Ui ui{theme, ImGui::GetWindowDrawList(), shown};
    const std::string warning = alarm(frame);
    const Layout layout = layout_for(frame, theme, state, !warning.empty());
    top_bar_view(ui, layout.top, layout.chips, frame, state);
    if (!warning.empty()) alarm_view(ui, layout.alarm, warning);
    draw_view(ui, layout, frame, state, commands);
    bottom_bar_view(ui, layout.bottom, frame, state, commands);
    if (state.show_keys) {  // over the lists too, which are windows in the window
      Ui above{theme, ImGui::GetForegroundDrawList(), shown};
      keys_view(above, layout.body, state);
    }
  }
  ImGui::End();
}

}  // namespace poise::dashboard
