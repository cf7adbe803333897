#pragma once

#include <string>
#include <vector>

#include "base/stages.h"
#include "session/session.h"
#include "virtual-mat/truth.h"

namespace poise::emulator {

struct Recorded {
  session::Session session;
  virtual_mat::Truth truth;
  LinkCounters counters;
  std::vector<LinkChange::Kind> changes;
};

/// A session in virtual time through connection and decoder, as a live one, until so much device time.
Recorded record(const std::string& device, const std::vector<std::string>& mishaps = {},
                double longest_s = 600, double clock_spread_pct = 0);

}  // namespace poise::emulator
