#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "emulated_mat.h"
#include "virtual-mat/pty_port.h"

namespace poise::emulator {

struct Serving {
  double speed = 1;                    ///< 0: as fast as the other end reads, while it streams
  std::optional<double> deaf_s;        ///< the board resets when its port is opened, and hears nothing so long
};

/// Runs the mat on the port until `stop`, which is seen within 50 ms, like virtual_mat::serve().
tl::expected<void, std::string> serve(EmulatedMat& mat, virtual_mat::PtyPort& port, const Serving& how,
                                      const std::atomic<bool>& stop,
                                      const std::function<void(const std::string&)>& on_plugged_in);

}  // namespace poise::emulator
