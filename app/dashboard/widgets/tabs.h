#pragma once

#include <span>

#include "widgets/ui.h"

namespace poise::dashboard {

/// A row of names of which one is chosen; each shows the key that chooses it. Returns the index clicked, else -1.
int tabs(Ui& ui, const Rect& rect, std::span<const char* const> names, int chosen);
float tabs_width(const Ui& ui, std::span<const char* const> names);

/// A choice of a few words side by side, one of them filled in. Returns whether `chosen` changed.
bool segments(Ui& ui, const char* id, const Rect& rect, std::span<const char* const> names, int& chosen);

}  // namespace poise::dashboard
