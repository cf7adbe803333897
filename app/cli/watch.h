#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "engine/engine.h"

namespace poise::cli {

/// A file descriptor that poll() can wait for and any thread can make readable.
class Bell {
 public:
  Bell();
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  int fd() const { return fd_; }
  void ring() const;
  void quiet() const;

 private:
  const int fd_;
};

/// What a verb that needs a mat does meanwhile.
struct Watch {
  std::string device;     ///< as it was named
  int interrupt_fd = -1;  ///< of watch_for_interrupt(), called before the engine was made
  bool keys = false;      ///< read the terminal
  std::function<bool(const engine::Snapshot&)> look;  ///< at each snapshot; true: this is the end
  std::function<void(char)> on_key;
  /// Ctrl-C, once. An error ends the watch with it; otherwise the end is still to come.
  std::function<std::optional<Error>(const engine::Snapshot&)> on_interrupt;
};

/// What the keys of an operator mean during a session: Enter go, z zero, a accept this leg, q end.
void send_key(engine::Engine& engine, char key);
inline constexpr const char* kSessionKeys = "Enter: go at once   z: zero the mat   a: accept this leg   q: end";

/// Waits until the end and gives the last snapshot; or says why there will be no mat. The bell is the one
/// that the engine's on_snapshot rings.
Expected<std::shared_ptr<const engine::Snapshot>> watch(engine::Engine& engine, const Bell& bell,
                                                        const Watch& how);

}  // namespace poise::cli
