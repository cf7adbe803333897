#pragma once

#include "engine/session_pass.h"
#include "session/session.h"
#include "store/store.h"

namespace poise::engine {

/// Sets Asymmetry::mdc95_pct from the person's sessions up to this one, under the same conditions and by the same
/// formula (movement/reliability.h): absent with fewer than three. For showing and handing out; what the store keeps
/// rests on the session alone. A store that cannot be read leaves the figures absent.
void add_own_noise(store::Store& store, const session::Session& session, SessionPass& pass);

}  // namespace poise::engine
