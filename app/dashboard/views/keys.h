#pragma once

#include <span>
#include <string_view>

#include "views/view_state.h"

/// What each key does, as tables: the keyboard, the list of keys on the screen and the tests go through the same ones.
namespace poise::dashboard {

/// Of what somebody types only the end of the line and Escape are looked at.
enum class KeyWhen { not_typing, typing, always };

struct KeyAction {
  std::string_view keys;  ///< each of them does it; as Frame::keys has them
  const char* name;       ///< what people call them: "Space"
  const char* words;      ///< what it does
  void (*run)(char key, const Frame& frame, ViewState& state, Commands& commands);
  bool (*possible)(const Frame& frame, const ViewState& state) = nullptr;  ///< null: always
  KeyWhen when = KeyWhen::not_typing;
};

std::span<const KeyAction> keys_everywhere();
std::span<const KeyAction> live_keys();
std::span<const KeyAction> review_keys();
std::span<const KeyAction> progress_keys();
std::span<const KeyAction> athletes_keys();
std::span<const KeyAction> mat_keys();
std::span<const KeyAction> settings_keys();
std::span<const KeyAction> programme_keys();
std::span<const KeyAction> keys_of(View view);

/// Does what the keys of this frame ask for. While somebody types into a field only Enter and Escape are looked at,
/// and nothing while a list is open.
void handle_keys(const Frame& frame, ViewState& state, Commands& commands);

}  // namespace poise::dashboard
