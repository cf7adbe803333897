#pragma once

#include <string>

#include "engine/session_pass.h"
#include "session/session.h"
#include "store/store.h"

namespace poise::cli {

/// A session from the store with everything that follows from it.
struct KeptSession {
  session::Session session;
  engine::SessionPass pass;
};

/// Loads it by its id or "last" and passes over it, with the person's own noise; says what was damaged.
Expected<KeptSession> load_kept(store::Store& store, const std::string& id_or_last);

/// The same, worked out again from the raw counts with another calibration: `id` empty: the one in force for
/// its mat now, or the nominal factors where there is none; "nominal"; or a kept calibration of this mat.
Expected<KeptSession> load_recalibrated(store::Store& store, const std::string& id_or_last,
                                        const std::string& id);

/// The analysis on standard output: as JSON, or as the page for people.
void print_result(const session::SessionInfo& info, const movement::Analysis& analysis, bool json);
void print_result(const KeptSession& kept, bool json);

}  // namespace poise::cli
