#pragma once

#include <memory>
#include <string>
#include <vector>

#include "acquire/byte_link.h"
#include "base/stages.h"
#include "emulator/emulated_mat.h"
#include "session/session.h"
#include "virtual-mat/truth.h"

namespace poise::emulator {

struct Recorded {
  session::Session session;
  virtual_mat::Truth truth;
  LinkCounters counters;
  std::vector<LinkChange::Kind> changes;
};

/// Links to an emulated mat in this process, in virtual time and as fast as it is read. The mat must outlive it.
std::unique_ptr<acquire::LinkSource> emulated_source(EmulatedMat& mat, const std::string& name);

/// A session in virtual time through connection and decoder, as a live one, until so much device time.
Recorded record(const std::string& device, const std::vector<std::string>& mishaps = {},
                double longest_s = 600, double clock_spread_pct = 0);

}  // namespace poise::emulator
