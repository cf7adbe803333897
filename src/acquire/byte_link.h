#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "base/stages.h"

/// Getting bytes from a mat: ports, the handshake, and staying connected. All of it runs on the io thread,
/// except where a header says otherwise.
namespace poise::acquire {

/// An open line to one mat. Closed by its destructor. Used by one thread at a time.
class ByteLink {
 public:
  virtual ~ByteLink() = default;

  /// Waits for bytes until `timeout` has passed or `stop` is requested, and returns as soon as there are
  /// some. A chunk without bytes means that none came in time; its arrival time is valid all the same, so
  /// that the link is the only clock that a conversation over it needs.
  /// An error means that the mat is gone: close the link, never read again.
  virtual Expected<ByteChunk> read(std::chrono::milliseconds timeout, std::stop_token stop) = 0;

  /// Writes all bytes or fails, which means that the mat is gone.
  virtual Expected<void> write(std::span<const std::uint8_t> bytes) = 0;

  /// Opening the line may have reset the board at its other end, and its bootloader is kept by whatever it
  /// hears: nothing should be written before this moment (of arrival times), unless the mat speaks earlier.
  virtual std::int64_t listen_until_us() const { return 0; }
};

/// Where links come from: a serial port, the virtual mat, a recording. Waiting and time belong to the source,
/// so that one that runs faster than real time keeps its own.
class LinkSource {
 public:
  virtual ~LinkSource() = default;

  /// Opens the line. `unique_id`: the mat of the session that is going on, when there is one; a source that
  /// has a choice looks for that mat. Whether it is the right one is settled by the conversation.
  virtual Expected<std::unique_ptr<ByteLink>> open(const std::optional<std::string>& unique_id,
                                                   std::stop_token stop) = 0;

  /// Lets `pause` of the source's time pass. False when stopped first.
  virtual bool wait(std::chrono::milliseconds pause, std::stop_token stop) = 0;

  /// The source's clock, microseconds; the host's steady clock for anything in real time.
  virtual std::int64_t now_us() const = 0;

  /// The port or source as people know it: "/dev/ttyACM0", "sim:squat".
  virtual std::string name() const = 0;

  /// A mat on the link opened last was accepted.
  virtual void accepted(const MatIdentity&) {}

  /// Whether the reader may take its time: nothing is lost at the source while nobody reads.
  virtual bool lossless() const { return false; }

  /// Whether nothing will ever come again: a recording played to its end.
  virtual bool ended() const { return false; }
};

/// Sleeps for `pause`; false when stopped first. Any thread.
bool sleep_for(std::chrono::microseconds pause, std::stop_token stop);

}  // namespace poise::acquire
