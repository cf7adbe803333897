#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace poise::virtual_mat {

/// The device's end of a pseudo-terminal: what a program on the other side opens like a serial port. Nothing
/// blocks but wait(). Not thread-safe.
///
/// While nobody has the port open, what is written is dropped, as by a real port; while somebody has it open
/// and does not read, up to kBacklogBytes are kept and then dropped.
class PtyPort {
 public:
  static constexpr std::size_t kBacklogBytes = 16384;

  /// `link`: a symbolic link to be kept to the port, so that its name is known beforehand; empty: none.
  explicit PtyPort(std::string link = {}) : link_(std::move(link)) {}
  ~PtyPort() { unplug(); }
  PtyPort(const PtyPort&) = delete;
  PtyPort& operator=(const PtyPort&) = delete;

  /// Makes the pseudo-terminal and the link. A link that points nowhere or to a pseudo-terminal is left over
  /// from an earlier run and replaced; anything else of that name is left alone and an error (one line, for
  /// people).
  tl::expected<void, std::string> plug_in();

  /// The port is gone for whoever has it open. Removes the link.
  void unplug();

  bool plugged_in() const { return master_ >= 0; }
  const std::string& name() const { return name_; }  ///< "/dev/pts/3"; empty while unplugged
  bool is_open() const;                              ///< does anybody have it open?

  /// All of these bytes or, without room for them, none: so give whole frames.
  void write(std::span<const std::uint8_t> bytes);

  /// Appends what has come.
  void read(std::vector<std::uint8_t>& into);

  /// Sleeps until bytes come, the backlog can move on, or the time is over.
  void wait(std::chrono::microseconds at_most) const;

  std::size_t backlog_bytes() const { return backlog_.size(); }
  std::uint64_t dropped_bytes() const { return dropped_bytes_; }

 private:
  tl::expected<void, std::string> make_link() const;
  void flush();
  void forget_last_host();

  std::string link_, name_;
  int master_ = -1;
  bool was_open_ = false;  ///< something was written to somebody
  std::vector<std::uint8_t> backlog_;
  std::uint64_t dropped_bytes_ = 0;
};

}  // namespace poise::virtual_mat
