#pragma once

#include <string>

#include "engine/snapshot.h"

namespace poise::cli {

/// The state of a recording as one line of a terminal: next step or share bar, repetitions, phase, rate, losses.
std::string live_line(const engine::Snapshot& snapshot);

}  // namespace poise::cli
