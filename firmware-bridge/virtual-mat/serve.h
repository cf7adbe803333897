#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "virtual-mat/pty_port.h"
#include "virtual-mat/virtual_mat.h"

namespace poise::virtual_mat {

/// Runs the mat on the port until `stop`, which may be set from any thread or signal handler and is seen
/// within 50 ms. The scenario's `speed` scales time; with speed 0 a streaming mat runs as fast as the other
/// end reads. Plugs the port in (unless it is) and, when the scenario says so, out and in again; calls
/// `on_plugged_in` with the port's name each time that it plugs it in. Fails, in one line for people, when
/// there is no port to be had.
tl::expected<void, std::string> serve(VirtualMat& mat, PtyPort& port, const std::atomic<bool>& stop,
                                      const std::function<void(const std::string&)>& on_plugged_in = {});

}  // namespace poise::virtual_mat
