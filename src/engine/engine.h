#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/command.h"
#include "engine/snapshot.h"

namespace poise::engine {

struct EngineOptions {
  /// "auto", a port, "sim:…", "replay:…"; empty: none until SelectDevice. A session that is begun before its device
  /// is selected records from the mat's first sample.
  std::string device = "auto";
  std::optional<std::string> mat_file;
  std::filesystem::path store_path;
  bool probe_all = false;
  /// Folders for a session whose store fails while it is recorded, before those of other_places() (save_elsewhere.h).
  std::vector<std::filesystem::path> other_places;
  /// Called from the pipeline thread whenever a new snapshot is there (a screen wakes its loop with it).
  std::function<void()> on_snapshot;
};

/// The whole program without a face: link, chain, store and their threads. The command line and the dashboard
/// are two ways of sending commands and looking at snapshots. Every function may be called from any thread.
class Engine {
 public:
  explicit Engine(EngineOptions options);
  ~Engine();  ///< ends a running session (kept as ended early), closes the port, joins the threads

  void send(Command command);

  /// The newest state; never null.
  std::shared_ptr<const Snapshot> snapshot() const;

  /// Appends the points that came since the last call; of those nobody took the oldest are dropped (60 s kept).
  void take_plot_points(std::vector<PlotPoint>& points);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace poise::engine
