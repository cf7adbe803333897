#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "acquire/mat_command.h"
#include "base/stages.h"
#include "protocol/poise_protocol.h"

namespace poise::acquire {

/// The host's side of the protocol (PROTOCOL.md, "How a host behaves") for one connection, as a pure state
/// machine: bytes and the time go in, bytes to write come out. No I/O, no clock, no thread of its own.
///
///   greeting --HELLO--> stopping --STOP--> checking --TEST_PATTERN--> starting --START--> streaming
///
/// STOP, because a mat may still stream to a host that died, and answers TEST_PATTERN only when it does not.
class MatConversation {
 public:
  enum class Purpose {
    identify,  ///< HELLO only: who is there
    stream,
  };
  enum class State {
    greeting,
    stopping,
    checking,
    starting,
    streaming,
    identified,  ///< the end for Purpose::identify
    failed,      ///< error() says why; the link is to be closed
  };

  /// `expected_unique_id`: any other mat is refused. `listen_until_us`: nothing is said before, unless the mat
  /// says that it has booted (ByteLink::listen_until_us).
  MatConversation(Purpose purpose, std::optional<std::string> expected_unique_id, std::int64_t now_us,
                  std::int64_t listen_until_us = 0);
  MatConversation(const MatConversation&) = delete;  // the decoder points into itself
  MatConversation& operator=(const MatConversation&) = delete;

  /// Takes what arrived. Afterwards `chunk` holds only the bytes that belong to the stream of samples: none
  /// before START took effect, all of them later.
  void receive(ByteChunk& chunk);

  /// Lets time pass: repeats commands, gives up, notices silence.
  void advance(std::int64_t now_us);

  /// When advance() has something to do next.
  std::int64_t next_deadline_us() const;

  /// What is to be written now.
  std::vector<std::uint8_t> take_output();

  /// Queues a command for a streaming mat; one is in flight at a time. A lamp setting that waits is replaced
  /// by a newer one. What the mat cannot do (its capabilities) is left out.
  void send(MatCommand command, std::int64_t now_us);

  /// Tells a streaming mat to stop, whatever is in flight; for the end, nobody waits for the answer.
  void leave(std::int64_t now_us);

  /// Answers to commands given through send(), oldest first.
  std::vector<CommandResult> take_results();

  State state() const { return state_; }
  const std::optional<MatIdentity>& identity() const { return identity_; }
  const std::optional<Error>& error() const { return error_; }
  /// No sample for a second while streaming.
  bool stale() const { return stale_; }

 private:
  struct InFlight {
    std::uint8_t type = 0;
    std::uint16_t seq = 0;
    std::vector<std::uint8_t> wire;
    std::int64_t sent_us = 0;
    int times_sent = 0;
    bool answered = false;   ///< TEST_PATTERN: the reply is there, the sample is not yet
    bool asked_for = false;  ///< through send(): the answer is a result
  };

  void say_hello(std::int64_t now_us);
  void command(const MatCommand& command, std::int64_t now_us, bool asked_for = false);
  void transmit(std::int64_t now_us);
  void repeat_command(std::int64_t now_us);
  void watch_stream(std::int64_t now_us);
  void send_next(std::int64_t now_us);

  bool over() const { return state_ == State::failed || state_ == State::identified; }
  void on_frame(std::int64_t now_us);
  void on_hello(const poise_reply& reply, std::int64_t now_us);
  void on_reply(const poise_reply& reply, std::int64_t now_us);
  void on_command_reply(const poise_reply& reply, std::int64_t now_us);
  void on_sample(std::int64_t now_us);
  bool is_believable(const poise_sample& sample);
  void on_pattern(const poise_sample& sample, std::int64_t now_us);
  void begin_streaming(std::int64_t now_us);
  void fail_silent_greeting();
  void give_up(ErrorCode code, std::string what);

  const Purpose purpose_;
  const std::optional<std::string> expected_unique_id_;
  State state_ = State::greeting;
  std::optional<MatIdentity> identity_;
  std::optional<Error> error_;

  poise_decoder decoder_;
  std::vector<std::uint8_t> frame_bytes_;  ///< since the last delimiter; not kept once streaming
  std::uint16_t next_seq_ = 0;
  std::vector<std::uint8_t> output_;
  std::optional<InFlight> in_flight_;
  std::deque<MatCommand> waiting_;
  std::vector<CommandResult> results_;

  std::int64_t greeting_ends_us_;
  std::int64_t next_hello_us_;
  std::uint64_t bytes_seen_ = 0, frames_seen_ = 0;  ///< while greeting: silence, noise or a deaf mat?

  std::int64_t last_sample_us_ = 0;
  std::int64_t stale_after_us_ = 0;
  bool stale_ = false;

  int other_samples_ = 0;        ///< in a row, of another number of cells than HELLO said
  std::uint32_t last_t_us_ = 0;  ///< the mat's clock at its last sample
  double too_many_ = 0;          ///< samples beyond twice the rate that the mat says
};

}  // namespace poise::acquire
