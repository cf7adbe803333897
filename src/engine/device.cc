#include "engine/device.h"

#include "acquire/serial_source.h"
#include "engine/replay_source.h"
#include "engine/virtual_source.h"
#include "store/store.h"

namespace poise::engine {

namespace {

Expected<std::unique_ptr<acquire::LinkSource>> replay_of(const std::string& which, const DeviceOptions& options) {
  auto store = store::Store::open(options.store_path);
  if (!store) return tl::make_unexpected(store.error());
  auto session = store->load(which);
  if (!session) return tl::make_unexpected(session.error());
  return replay_source(*session, 1);
}

}  // namespace

Expected<std::unique_ptr<acquire::LinkSource>> source_for(const std::string& device, const DeviceOptions& options) {
  if (device.starts_with("sim:")) return virtual_source(device);
  if (device.starts_with(kReplayDevice)) return replay_of(device.substr(kReplayDevice.size()), options);
  acquire::SerialOptions serial;
  serial.remembered_mat = options.store_path.parent_path() / "last-mat";
  serial.probe_all = options.probe_all;
  if (device == "auto") return acquire::auto_source(serial);
  return acquire::serial_source(device, serial);
}

bool names_a_port(const std::string& device) {
  return device != "auto" && !device.starts_with("sim:") && !device.starts_with("replay:");
}

}  // namespace poise::engine
