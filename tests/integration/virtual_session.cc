#include "virtual_session.h"

#include <algorithm>
#include <stdexcept>
#include <stop_token>

#include "acquire/connection.h"
#include "calibrate/geometry.h"
#include "decode/frame_decoder.h"
#include "engine/virtual_source.h"
#include "virtual-mat/scenario.h"
#include "virtual-mat/virtual_mat.h"

namespace poise::testing {
namespace {

Side side_of(const virtual_mat::Scenario& scenario) {
  return side_from(virtual_mat::to_string(scenario.side)).value_or(Side::both);
}

}  // namespace

VirtualSession record_virtual(const std::string& device, double longest_s) {
  auto scenario = virtual_mat::parse_scenario(device);
  if (!scenario) throw std::invalid_argument(scenario.error());
  scenario->speed = 0;
  virtual_mat::VirtualMat mat(*scenario);
  VirtualSession result;
  result.truth = mat.truth();
  const double end_s = std::min(longest_s, mat.person().timeline().leaves_at_s + 4);

  session::Session& session = result.session;
  session.info.id = "test";
  session.info.exercise = virtual_mat::to_string(scenario->exercise);
  session.info.side = virtual_mat::is_one_side(scenario->exercise) ? side_of(*scenario) : Side::both;
  session.info.unattended = true;
  session.info.poise_version = "test";

  decode::FrameDecoder decoder;
  std::stop_source stop;
  acquire::Connection connection(engine::virtual_source(mat, device), [&](LinkItem&& item) {
    if (const auto* chunk = std::get_if<ByteChunk>(&item)) {
      decoder.push(*chunk, session.frames);
      const auto& frames = session.frames;
      if (!frames.empty() &&
          static_cast<double>(frames.back().device_us - frames.front().device_us) > end_s * 1e6)
        stop.request_stop();
      return;
    }
    const auto& change = std::get<LinkChange>(item);
    decoder.on_link(change);
    if (change.identity) session.info.mat = *change.identity;
  });
  connection.run(stop.get_token());
  session.info.geometry_toml =
      calibrate::find_shipped_geometry(session.info.mat.model, session.info.mat.cell_count)->toml;
  return result;
}

}  // namespace poise::testing
