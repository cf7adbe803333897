#include "views/actions.h"
#include "views/describe.h"
#include "views/layout.h"
#include "views/views.h"

namespace poise::dashboard {
namespace {

void draw_content(Ui& ui, const Layout& layout, const Frame& frame, ViewState& state, Commands& commands) {
  if (needs_mat(frame.snapshot)) {
    const Rect whole{layout.content.x, layout.content.y, layout.content.w,
                     layout.strip.bottom() - layout.content.y};
    return no_mat_view(ui, whole, frame, state, commands);
  }
  strip_view(ui, layout.strip, frame, state);
  if (frame.snapshot.flow.step == movement::FlowStep::result) {
    return result_view(ui, layout.main, layout.side, frame, state);
  }
  hero_view(ui, layout.hero, frame, state);
  plates_view(ui, layout.plates, frame, state);
  reps_view(ui, layout.reps, frame, state);
  last_rep_view(ui, layout.last_rep, frame, state);
  rep_list_view(ui, layout.rep_list, frame, state);
}

}  // namespace

void dashboard_view(const Frame& frame, const Theme& theme, ViewState& state, Commands& commands,
                    ShownFrame* shown) {
  handle_keys(frame, state, commands);
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(window);
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
      ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;
  if (ImGui::Begin("Poise", nullptr, kFlags)) {
    Ui ui{theme, ImGui::GetWindowDrawList(), shown};
    const std::string warning = alarm(frame);
    const Layout layout = compute_layout(theme, window, !warning.empty());
    top_bar_view(ui, layout.top, layout.chips, frame, state);
    if (!warning.empty()) alarm_view(ui, layout.alarm, warning);
    draw_content(ui, layout, frame, state, commands);
    bottom_bar_view(ui, layout.bottom, frame, state, commands);
  }
  ImGui::End();
}

}  // namespace poise::dashboard
