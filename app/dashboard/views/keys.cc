#include "views/keys.h"

#include <algorithm>
#include <string>
#include <utility>

#include "widgets/ui.h"

namespace poise::dashboard {
namespace {

constexpr char kEscapeKeys[] = {kKeyEscape, '\0'};
constexpr char kHelpKeys[] = {kKeyHelp, '\0'};

constexpr KeyAction kEverywhere[] = {
    {"1234567", "1 to 7", "choose the view",
     [](char key, const Frame&, ViewState& state, Commands&) {
       state.view = static_cast<View>(key - '1');
       state.athlete_view = false;
     }},
    {kHelpKeys, "F1", "show or hide the keys",
     [](char, const Frame&, ViewState& state, Commands&) { state.show_keys = !state.show_keys; }},
    {kEscapeKeys, "Esc", "leave the full view, hide the keys",
     [](char, const Frame&, ViewState& state, Commands&) { state.athlete_view = state.show_keys = false; },
     [](const Frame&, const ViewState& state) { return state.athlete_view || state.show_keys; }},
};

/// The first action of the table for that key that is possible now.
const KeyAction* find(std::span<const KeyAction> actions, char key, bool typing, const Frame& frame,
                      const ViewState& state) {
  const KeyWhen not_now = typing ? KeyWhen::not_typing : KeyWhen::typing;
  const auto found = std::find_if(actions.begin(), actions.end(), [&](const KeyAction& action) {
    return action.keys.find(key) != std::string_view::npos && action.when != not_now &&
           (!action.possible || action.possible(frame, state));
  });
  return found != actions.end() ? &*found : nullptr;
}

}  // namespace

std::span<const KeyAction> keys_everywhere() { return kEverywhere; }

std::span<const KeyAction> keys_of(View view) {
  switch (view) {
    case View::live:
      return live_keys();
    case View::review:
      return review_keys();
    case View::progress:
      return progress_keys();
    case View::athletes:
      return athletes_keys();
    case View::mat:
      return mat_keys();
    case View::settings:
      return settings_keys();
    case View::programme:
      return programme_keys();
  }
  return {};
}

void handle_keys(const Frame& frame, ViewState& state, Commands& commands) {
  constexpr ImGuiPopupFlags kAnyPopup = ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel;
  const bool typing = ImGui::GetIO().WantTextInput;
  if (ImGui::IsPopupOpen(nullptr, kAnyPopup)) return;
  const std::string keys = std::exchange(state.late_keys, {}) + std::string(frame.keys);
  for (const char key : keys) {
    if (typing && key != '\n' && key != kKeyEscape) continue;
    if (typing && ImGui::GetIO().InputQueueCharacters.Size > 0) {
      state.late_keys += key;  // the field takes the letters that came with it in this frame: it is read in the next
      continue;
    }
    if (typing) stop_typing();
    const KeyAction* action = find(keys_everywhere(), key, typing, frame, state);
    if (action == nullptr) action = find(keys_of(state.view), key, typing, frame, state);
    if (action != nullptr) action->run(key, frame, state, commands);
  }
}

}  // namespace poise::dashboard
