#pragma once

#include <string>

#include "session/session.h"
#include "virtual-mat/truth.h"

namespace poise::testing {

/// A session recorded from the virtual mat as fast as it goes, through connection, decoder and the same bytes
/// as a real one, and what the person in it really did.
struct VirtualSession {
  session::Session session;
  virtual_mat::Truth truth;
};

/// `device`: "sim:squat?reps=5". Records until the person has left, at most `longest_s` of device time. The
/// exercise and side of the session are those of the scenario.
VirtualSession record_virtual(const std::string& device, double longest_s = 600);

}  // namespace poise::testing
