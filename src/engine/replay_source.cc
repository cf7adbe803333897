#include "engine/replay_source.h"

#include "acquire/paced_source.h"
#include "acquire/recorded_mat.h"

namespace poise::engine {

std::unique_ptr<acquire::LinkSource> replay_source(const session::Session& session, double speed) {
  return std::make_unique<acquire::PacedSource>(
      std::make_unique<acquire::RecordedMat>(session.info.mat, session.frames), "replay:" + session.info.id,
      speed);
}

}  // namespace poise::engine
