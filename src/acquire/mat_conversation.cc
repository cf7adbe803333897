#include "acquire/mat_conversation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace poise::acquire {

namespace {

constexpr std::int64_t kHelloEvery_us = 250'000;
constexpr std::int64_t kGreeting_us = 3'000'000;  // a board that resets when opened boots for 1-2 s
constexpr std::int64_t kRepeatAfter_us = 250'000;
constexpr int kTimesSent = 4;  // once and three repetitions
constexpr std::int64_t kStaleAfter_us = 1'000'000;
// Fewer stray bytes than this are what opening a port or a boot loader leaves behind.
constexpr std::uint64_t kNoiseBytes = 32;
constexpr std::size_t kMaxWaiting = 16;
constexpr int kOtherSamples = 8;  // in a row; damage that a CRC lets pass comes alone
constexpr double kTooMany_s = 3;

const char* boot_reason(std::uint8_t reason) {
  switch (reason) {
    case POISE_BOOT_POWER_ON:
      return "power came on";
    case POISE_BOOT_EXTERNAL:
      return "its reset line was pulled";
    case POISE_BOOT_BROWN_OUT:
      return "its supply voltage dipped";
    case POISE_BOOT_WATCHDOG:
      return "its watchdog bit";
    case POISE_BOOT_COMMAND:
      return "it was told to";
    default:
      return "reason unknown";
  }
}

MatIdentity identity_of(const poise_hello& hello) {
  MatIdentity identity;
  identity.protocol_major = hello.protocol_major;
  identity.protocol_minor = hello.protocol_minor;
  identity.firmware_major = hello.firmware_major;
  identity.firmware_minor = hello.firmware_minor;
  identity.firmware_patch = hello.firmware_patch;
  identity.model = hello.model;
  for (const std::uint8_t byte : hello.unique_id) identity.unique_id += fmt::format("{:02x}", byte);
  identity.cell_count = hello.cell_count;
  identity.adc_bits = hello.adc_bits;
  identity.rate_hz = hello.rate_hz;
  identity.capabilities = hello.capabilities;
  identity.t_us = hello.t_us;
  return identity;
}

}  // namespace

MatConversation::MatConversation(Purpose purpose, std::optional<std::string> expected_unique_id,
                                 std::int64_t now_us, std::int64_t listen_until_us)
    : purpose_(purpose),
      expected_unique_id_(std::move(expected_unique_id)),
      greeting_ends_us_(std::max(now_us, listen_until_us) + kGreeting_us),
      next_hello_us_(std::max(now_us, listen_until_us)) {
  poise_decoder_init(&decoder_);
  advance(now_us);
}

// -- time --

void MatConversation::advance(std::int64_t now_us) {
  if (over()) return;
  if (state_ == State::greeting) {
    if (now_us >= greeting_ends_us_) return fail_silent_greeting();
    if (now_us >= next_hello_us_) say_hello(now_us);
    return;
  }
  if (in_flight_ && now_us - in_flight_->sent_us >= kRepeatAfter_us) repeat_command(now_us);
  if (state_ == State::streaming) watch_stream(now_us);
}

std::int64_t MatConversation::next_deadline_us() const {
  if (state_ == State::greeting) return std::min(greeting_ends_us_, next_hello_us_);
  std::int64_t deadline_us = INT64_MAX;
  if (in_flight_) deadline_us = in_flight_->sent_us + kRepeatAfter_us;
  if (state_ == State::streaming && !stale_) {
    deadline_us = std::min(deadline_us, last_sample_us_ + stale_after_us_);
  }
  return deadline_us;
}

void MatConversation::say_hello(std::int64_t now_us) {
  // A delimiter first: whatever the mat has half received ends here and cannot swallow the HELLO.
  output_.push_back(0);
  command({POISE_HELLO, {}}, now_us);
  in_flight_.reset();  // repeated by the greeting's own clock, until its end
  next_hello_us_ = now_us + kHelloEvery_us;
}

void MatConversation::command(const MatCommand& command, std::int64_t now_us, bool asked_for) {
  InFlight flight;
  flight.type = command.type;
  flight.seq = next_seq_++;
  flight.asked_for = asked_for;
  flight.wire.resize(POISE_MAX_WIRE);
  flight.wire.resize(poise_encode(flight.wire.data(), command.type, flight.seq, command.arguments.data(),
                                  command.arguments.size()));
  in_flight_ = std::move(flight);
  transmit(now_us);
}

void MatConversation::transmit(std::int64_t now_us) {
  output_.insert(output_.end(), in_flight_->wire.begin(), in_flight_->wire.end());
  in_flight_->sent_us = now_us;
  in_flight_->answered = false;
  ++in_flight_->times_sent;
}

void MatConversation::repeat_command(std::int64_t now_us) {
  if (in_flight_->times_sent < kTimesSent) return transmit(now_us);
  give_up(ErrorCode::disconnected,
          fmt::format("the mat stopped answering ({} was sent {} times): it is looked for again; check cable "
                      "and power if this goes on",
                      command_name(in_flight_->type), kTimesSent));
}

/// Silence may be a mat that was reset and whose BOOT was lost: it is asked, and on_command_reply() knows
/// what an answer without samples means.
void MatConversation::watch_stream(std::int64_t now_us) {
  if (over() || stale_ || now_us - last_sample_us_ < stale_after_us_) return;
  stale_ = true;
  if (in_flight_) return;
  command(ping({}), now_us);
}

// -- commands --

std::vector<std::uint8_t> MatConversation::take_output() { return std::exchange(output_, {}); }

std::vector<CommandResult> MatConversation::take_results() { return std::exchange(results_, {}); }

void MatConversation::send(MatCommand command, std::int64_t now_us) {
  if (state_ != State::streaming || command.arguments.size() > POISE_MAX_PAYLOAD) return;
  const std::uint16_t needed = needed_capability(command.type);
  if ((identity_->capabilities & needed) != needed) return;
  const auto same_lamp = std::find_if(waiting_.begin(), waiting_.end(), [&](const MatCommand& waiting) {
    return command.type == POISE_LIGHT && waiting.type == POISE_LIGHT;
  });
  if (same_lamp != waiting_.end()) {
    *same_lamp = std::move(command);
  } else if (waiting_.size() < kMaxWaiting) {
    waiting_.push_back(std::move(command));
  }
  send_next(now_us);
}

void MatConversation::leave(std::int64_t now_us) {
  if (state_ == State::streaming) command(stop(), now_us);
}

void MatConversation::send_next(std::int64_t now_us) {
  if (state_ != State::streaming || in_flight_ || waiting_.empty()) return;
  command(waiting_.front(), now_us, true);
  waiting_.pop_front();
}

// -- what arrives --

void MatConversation::receive(ByteChunk& chunk) {
  std::vector<std::uint8_t>& bytes = chunk.bytes;
  std::size_t stream_begins = state_ == State::streaming ? 0 : bytes.size();
  std::vector<std::uint8_t> first_sample;  // its beginning may have come with an earlier chunk
  bytes_seen_ += bytes.size();
  for (std::size_t i = 0; i < bytes.size() && !over(); ++i) {
    const bool was_streaming = state_ == State::streaming;
    if (!was_streaming) frame_bytes_.push_back(bytes[i]);
    if (poise_decoder_push(&decoder_, bytes[i]) == POISE_DECODE_FRAME) {
      const bool is_sample = decoder_.type == POISE_SAMPLE;
      on_frame(chunk.arrival_us);
      if (!was_streaming && state_ == State::streaming) {
        stream_begins = i + 1;
        if (is_sample) first_sample = frame_bytes_;
      }
    }
    if (bytes[i] == 0 || frame_bytes_.size() > POISE_MAX_WIRE) frame_bytes_.clear();
  }
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(stream_begins));
  bytes.insert(bytes.begin(), first_sample.begin(), first_sample.end());
}

void MatConversation::on_frame(std::int64_t now_us) {
  const bool from_a_mat = decoder_.type < POISE_HELLO || decoder_.type >= POISE_REPLY;
  if (!from_a_mat) return;  // a line that echoes
  ++frames_seen_;
  if (decoder_.type == POISE_SAMPLE) return on_sample(now_us);
  if (decoder_.type == POISE_BOOT && state_ == State::greeting) {
    next_hello_us_ = now_us;  // it listens from here on
    return;
  }
  if (decoder_.type == POISE_BOOT) {
    const std::uint8_t reason = decoder_.payload_length > 0 ? decoder_.payload[0] : std::uint8_t{0xFF};
    return give_up(ErrorCode::disconnected,
                   fmt::format("the mat restarted ({}): it is greeted again; check cable and power if this "
                               "goes on",
                               boot_reason(reason)));
  }
  if (decoder_.type < POISE_REPLY) return;  // STATUS, or a type of a later minor version
  poise_reply reply;
  if (!poise_unpack_reply(&reply, decoder_.payload, decoder_.payload_length)) return;
  const auto type = static_cast<std::uint8_t>(decoder_.type - POISE_REPLY);
  if (state_ == State::greeting) {
    if (type == POISE_HELLO) on_hello(reply, now_us);
    return;
  }
  if (in_flight_ && type == in_flight_->type && reply.command_seq == in_flight_->seq) on_reply(reply, now_us);
}

void MatConversation::on_hello(const poise_reply& reply, std::int64_t now_us) {
  // The first two bytes are the version in every version; of another major the rest may mean anything.
  if (reply.data_length >= 2 && reply.data[0] != POISE_PROTOCOL_MAJOR) {
    const bool mat_is_newer = reply.data[0] > POISE_PROTOCOL_MAJOR;
    return give_up(
        ErrorCode::wrong_version,
        fmt::format("the mat speaks protocol {}.{}, this Poise speaks {}.{}: they do not understand "
                    "each other; update {}",
                    reply.data[0], reply.data[1], POISE_PROTOCOL_MAJOR, POISE_PROTOCOL_MINOR,
                    mat_is_newer ? "Poise" : "the mat's firmware"));
  }
  poise_hello hello;
  if (reply.status != POISE_OK || !poise_unpack_hello(&hello, reply.data, reply.data_length)) {
    return give_up(
        ErrorCode::unsupported,
        fmt::format("the mat's answer to HELLO is not what the protocol says (status {}, {} bytes): "
                    "its firmware is faulty; flash it again",
                    reply.status, reply.data_length));
  }
  identity_ = identity_of(hello);
  if (hello.cell_count != 8 && hello.cell_count != 4) {
    return give_up(
        ErrorCode::unsupported,
        fmt::format("the mat says it has {} cells; Poise knows mats of 8 (two plates) and of 4 (one "
                    "plate): update Poise, or flash firmware made for this mat",
                    hello.cell_count));
  }
  if (hello.rate_hz == 0 || hello.rate_hz > limits::kFastestMat_hz) {
    return give_up(
        ErrorCode::unsupported,
        fmt::format("the mat says it takes {} samples a second; Poise knows mats of 1 to {}: its firmware is "
                    "faulty; flash it again",
                    hello.rate_hz, limits::kFastestMat_hz));
  }
  if (expected_unique_id_ && *expected_unique_id_ != identity_->unique_id) {
    return give_up(
        ErrorCode::wrong_identity,
        fmt::format("this is another mat ({}) than the one in use ({}): plug that one in again, or "
                    "end the session to change mats",
                    identity_->unique_id, *expected_unique_id_));
  }
  if (purpose_ == Purpose::identify) {
    state_ = State::identified;
    return;
  }
  state_ = State::stopping;
  command(stop(), now_us);
}

void MatConversation::on_reply(const poise_reply& reply, std::int64_t now_us) {
  switch (state_) {
    case State::stopping:  // whatever it says: a mat that does not stream has nothing to stop
      state_ = State::checking;
      return command({POISE_TEST_PATTERN, {}}, now_us);
    case State::checking:
      if (reply.status == POISE_OK) {
        in_flight_->answered = true;
        return;
      }
      return give_up(
          ErrorCode::unsupported,
          fmt::format("the mat refuses to send its test pattern (status {}): without it its numbers "
                      "cannot be trusted; update its firmware",
                      reply.status));
    case State::starting:
      if (reply.status == POISE_OK) return begin_streaming(now_us);
      return give_up(
          ErrorCode::unsupported,
          fmt::format("the mat refuses to start (status {}): unplug it and plug it in again; if it "
                      "goes on, flash its firmware again",
                      reply.status));
    case State::streaming:
      return on_command_reply(reply, now_us);
    default:
      return;
  }
}

void MatConversation::on_command_reply(const poise_reply& reply, std::int64_t now_us) {
  if (in_flight_->type == POISE_RATE && reply.status == POISE_OK && reply.data_length == 2)
    identity_->rate_hz = reply.data[0] | reply.data[1] << 8;
  if (in_flight_->asked_for) {
    results_.push_back({in_flight_->type, reply.status, {reply.data, reply.data + reply.data_length}});
  }
  in_flight_.reset();
  if (stale_) {
    return give_up(ErrorCode::disconnected,
                   "the mat answers but has stopped sending samples: it is started again; check its power "
                   "supply if this goes on");
  }
  send_next(now_us);
}

void MatConversation::on_sample(std::int64_t now_us) {
  if (state_ == State::greeting || state_ == State::stopping)
    return;  // still streaming to somebody before us
  poise_sample sample;
  if (!poise_unpack_sample(&sample, decoder_.payload, decoder_.payload_length)) return;
  if (state_ == State::checking) return on_pattern(sample, now_us);
  if (state_ == State::starting) {
    // The reply to START was lost; unless this is the pattern once more, from a repeated command.
    if (sample.t_us == 0x01020304 && decoder_.seq == 0) return;
    begin_streaming(now_us);
  }
  if (!is_believable(sample)) return;
  last_sample_us_ = now_us;
  stale_ = false;
}

/// Whether the sample is one of the mat that HELLO described. What is not, again and again, is no damage: the mat
/// is given up.
bool MatConversation::is_believable(const poise_sample& sample) {
  if (sample.cell_count != identity_->cell_count) {
    if (++other_samples_ >= kOtherSamples)
      give_up(ErrorCode::unsupported,
              fmt::format("the mat says it has {} cells and sends samples of {}: its firmware is faulty; flash it again",
                          identity_->cell_count, sample.cell_count));
    return false;
  }
  other_samples_ = 0;
  // A bucket that runs dry at twice the rate that the mat says, by the mat's own clock, and takes what a few seconds
  // of it bring: neither a change of rate nor a line that holds bytes back fills it.
  const double said_hz = identity_->rate_hz;
  const std::uint32_t elapsed_us = sample.t_us - last_t_us_;
  last_t_us_ = sample.t_us;
  const bool forward = elapsed_us < std::uint32_t{1} << 31;
  const double drained = forward ? 2 * said_hz * elapsed_us / 1e6 : 0;
  too_many_ = std::max(0.0, too_many_ - drained) + 1;
  if (too_many_ <= kTooMany_s * said_hz) return true;
  give_up(ErrorCode::unsupported,
          fmt::format("the mat says it takes {:g} samples a second and sends more than twice as many: its firmware is "
                      "faulty; flash it again",
                      said_hz));
  return false;
}

void MatConversation::on_pattern(const poise_sample& sample, std::int64_t now_us) {
  poise_sample agreed;
  poise_test_pattern(&agreed, identity_->cell_count);
  const bool same = decoder_.seq == 0 && sample.t_us == agreed.t_us && sample.flags == agreed.flags &&
                    sample.fault_mask == agreed.fault_mask && sample.cell_count == agreed.cell_count &&
                    std::equal(sample.cell, sample.cell + sample.cell_count, agreed.cell);
  if (same) {  // also when the reply before it was lost
    state_ = State::starting;
    return command({POISE_START, {}}, now_us);
  }
  if (!in_flight_->answered) return;
  give_up(ErrorCode::wrong_identity,
          fmt::format("the mat's test pattern is wrong ({} cells, first cell {} instead of {}): its numbers "
                      "cannot be trusted, so it is not used; flash its firmware again",
                      sample.cell_count, sample.cell[0], agreed.cell[0]));
}

void MatConversation::begin_streaming(std::int64_t now_us) {
  state_ = State::streaming;
  in_flight_.reset();
  last_sample_us_ = now_us;
  stale_after_us_ = kStaleAfter_us;
  // Three periods of a mat so slow that a second says nothing.
  if (identity_->rate_hz > 0) {
    stale_after_us_ = std::max(stale_after_us_, static_cast<std::int64_t>(3e6 / identity_->rate_hz));
  }
}

// -- the end --

void MatConversation::fail_silent_greeting() {
  if (frames_seen_ > 0) {
    return give_up(
        ErrorCode::no_answer,
        "a mat is heard but does not answer HELLO: it does not hear us; unplug it, plug it in again, and "
        "try another cable");
  }
  if (bytes_seen_ >= kNoiseBytes) {
    return give_up(
        ErrorCode::bad_data,
        fmt::format("noise instead of frames: another kind of device is on this port, or it sends at "
                    "another speed than {} Bd; 'poise devices' lists the ports",
                    POISE_BAUD));
  }
  give_up(
      ErrorCode::no_answer,
      fmt::format("nothing answers HELLO ({} s tried): no mat is on this port, or it has no Poise firmware; "
                  "'poise devices' lists the ports",
                  kGreeting_us / 1'000'000));
}

void MatConversation::give_up(ErrorCode code, std::string what) {
  state_ = State::failed;
  in_flight_.reset();
  error_ = Error{code, std::move(what), {}};
}

}  // namespace poise::acquire
