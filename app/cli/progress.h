#pragma once

#include <chrono>
#include <string>

#include "engine/snapshot.h"

namespace poise::cli {

/// Says on standard error how a recording goes: one line that is rewritten on a terminal, else a line for
/// each turn. One thread.
class Progress {
 public:
  Progress();
  void show(const engine::Snapshot& snapshot);
  /// Leaves the rewritten line and goes on below it.
  void end();

 private:
  void rewrite(const engine::Snapshot& snapshot);
  void say_turn(const engine::Snapshot& snapshot);

  const bool on_terminal_;
  bool written_ = false;
  std::chrono::steady_clock::time_point last_;
  std::string said_;
};

}  // namespace poise::cli
