#pragma once

#include <string>

#include "engine/snapshot.h"

namespace poise::cli {

/// What matters most when something is wrong with the store or the link; empty: all is well.
std::string trouble_of(const engine::Snapshot& snapshot);

/// The state of a recording as one line of a terminal that is `columns` wide, never longer: the next step or
/// the share bar, repetitions and phase on the left; rate and losses at the right edge.
std::string live_line(const engine::Snapshot& snapshot, std::size_t columns);

/// The same in words that are worth keeping in a log: without what changes all the time. Empty: nothing is.
std::string turn_line(const engine::Snapshot& snapshot);

}  // namespace poise::cli
