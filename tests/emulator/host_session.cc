#include "host_session.h"

#include <algorithm>
#include <stop_token>

#include "acquire/connection.h"
#include "acquire/paced_source.h"
#include "bench.h"
#include "calibrate/geometry.h"
#include "decode/frame_decoder.h"

namespace poise::emulator {
namespace {

class InnerEmulatedMat final : public acquire::InnerMat {
 public:
  explicit InnerEmulatedMat(EmulatedMat& mat) : mat_(mat) {}
  void receive(std::span<const std::uint8_t> bytes, std::int64_t now_us) override {
    mat_.receive(bytes, now_us);
  }
  void run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire) override {
    mat_.run_until(now_us, wire);
  }
  bool plugged_in(std::int64_t now_us) const override { return mat_.plugged_in(now_us); }
  bool streaming() const override { return mat_.streaming(); }
  std::optional<std::int64_t> next_event_us() const override { return mat_.next_event_us(); }

 private:
  EmulatedMat& mat_;
};

}  // namespace

std::unique_ptr<acquire::LinkSource> emulated_source(EmulatedMat& mat, const std::string& name) {
  return std::make_unique<acquire::PacedSource>(std::make_unique<InnerEmulatedMat>(mat), name, 0);
}

Recorded record(const std::string& device, const std::vector<std::string>& mishaps, double longest_s,
                double clock_spread_pct) {
  MatSetup setup{firmware(), *virtual_mat::parse_scenario(device), {}, clock_spread_pct};
  for (const std::string& text : mishaps) setup.mishaps.push_back(*parse_mishap(text));
  const auto mat = std::move(*EmulatedMat::make(setup));
  Recorded result;
  result.truth = mat->truth();
  const double end_s = std::min(longest_s, mat->person().timeline().leaves_at_s + 4);

  session::Session& session = result.session;
  session.info.id = "test";
  session.info.exercise = virtual_mat::to_string(setup.scenario.exercise);
  if (virtual_mat::is_one_side(setup.scenario.exercise))
    session.info.side = side_from(virtual_mat::to_string(setup.scenario.side)).value_or(Side::both);
  session.info.unattended = true;
  session.info.poise_version = "test";

  decode::FrameDecoder decoder;
  std::stop_source stop;
  acquire::Connection connection(emulated_source(*mat, device), [&](LinkItem&& item) {
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
    result.changes.push_back(change.kind);
    if (change.identity) session.info.mat = *change.identity;
  });
  connection.run(stop.get_token());
  session.info.geometry_toml =
      calibrate::find_shipped_geometry(session.info.mat.model, session.info.mat.cell_count)->toml;
  result.counters = decoder.counters();
  return result;
}

}  // namespace poise::emulator
