#pragma once

#include <string>
#include <string_view>

#include "session/programme.h"

/// During a programme `--device sim:` means a virtual person who does each set as it is asked. Pure
/// functions.
namespace poise::engine {

/// Whether the device is that person: "sim:" or "sim:?key=value&…", whose keys hold for every set.
bool is_virtual_person(std::string_view device);

/// The virtual mat for set number `set` of a block: "sim:squat?reps=10&…". Keys of `device` win over what the
/// block asks. Sets differ from each other (seed), the same set of the same person is always the same. A load
/// is carried: it adds to the body, but for a bridge, where it lies on the hips.
std::string virtual_mat_for(const session::Block& block, int block_number, int set, std::string_view device);

}  // namespace poise::engine
