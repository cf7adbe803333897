#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <vector>

#include "protocol/poise_protocol.h"

namespace poise::acquire {

/// The mat's end of the protocol, as small as it can be, with everything about it open to lying. Samples come
/// every 12.5 ms of the time given to run_until().
class FakeMat {
 public:
  poise_hello hello{POISE_PROTOCOL_MAJOR,
                    POISE_PROTOCOL_MINOR,
                    1,
                    2,
                    3,
                    0,
                    {1, 2, 3, 4, 5, 6, 7, 8},
                    8,
                    24,
                    80,
                    POISE_CAN_LIGHT | POISE_CAN_BUZZ,
                    0};
  bool mute = false;    ///< hears nothing, says nothing
  bool deaf = false;    ///< streams, but hears nothing
  bool paused = false;  ///< answers, but sends no samples
  bool streaming = false;
  std::int32_t pattern_error = 0;  ///< added to the first cell of the test pattern
  bool lose_pattern_once = false;
  std::set<int> lost_replies;              ///< numbers of replies (from 0) that never arrive
  std::uint8_t command_status = POISE_OK;  ///< the answer to LIGHT, BUZZ, RATE, PING
  std::vector<std::uint8_t> commands;      ///< types heard, in order
  std::vector<std::vector<std::uint8_t>> arguments;
  std::uint16_t next_sample = 0;
  int times_as_many = 1;   ///< samples for each that is due, evenly stamped
  int send_as_cells = 0;   ///< samples of so many cells, whatever HELLO says; 0: as it says

  FakeMat() { poise_decoder_init(&decoder_); }
  FakeMat(const FakeMat&) = delete;
  FakeMat& operator=(const FakeMat&) = delete;

  void receive(std::span<const std::uint8_t> bytes) {
    if (mute || deaf) return;
    for (const std::uint8_t byte : bytes) {
      if (poise_decoder_push(&decoder_, byte) == POISE_DECODE_FRAME) obey();
    }
  }

  void run_until(std::int64_t now_us) {
    while (next_sample_us_ <= now_us) {
      for (int i = 0; i < times_as_many && streaming && !mute && !paused; ++i)
        send_sample(next_sample_us_ + i * 12'500 / times_as_many);
      next_sample_us_ += 12'500;
    }
  }

  std::vector<std::uint8_t> take() { return std::exchange(wire_, {}); }

  void boot(std::uint8_t reason) {
    streaming = false;
    next_sample = 0;
    send(POISE_BOOT, {&reason, 1});
  }

  void send(std::uint8_t type, std::span<const std::uint8_t> payload, std::uint16_t seq = 0) {
    std::array<std::uint8_t, POISE_MAX_WIRE> wire;
    const std::size_t length = poise_encode(wire.data(), type, seq, payload.data(), payload.size());
    wire_.insert(wire_.end(), wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(length));
  }

 private:
  void obey() {
    const std::uint8_t type = decoder_.type;
    commands.push_back(type);
    arguments.emplace_back(decoder_.payload, decoder_.payload + decoder_.payload_length);
    std::array<std::uint8_t, POISE_MAX_PAYLOAD> data{};
    std::size_t length = 0;
    if (type == POISE_HELLO) length = poise_pack_hello(data.data(), &hello);
    if (type == POISE_PING) {
      length = decoder_.payload_length;
      std::copy_n(decoder_.payload, length, data.begin());
    }
    const bool of_the_handshake =
        type == POISE_HELLO || type == POISE_START || type == POISE_STOP || type == POISE_TEST_PATTERN;
    const poise_reply reply{decoder_.seq, of_the_handshake ? std::uint8_t{POISE_OK} : command_status,
                            data.data(), length};
    std::array<std::uint8_t, POISE_MAX_PAYLOAD> payload;
    const std::size_t payload_length = poise_pack_reply(payload.data(), &reply);
    if (type == POISE_STOP) streaming = false;
    if (lost_replies.count(replies_++) == 0) {
      send(static_cast<std::uint8_t>(POISE_REPLY + type), {payload.data(), payload_length});
    }
    if (type == POISE_START) streaming = true;
    if (type == POISE_TEST_PATTERN && !std::exchange(lose_pattern_once, false)) send_pattern();
  }

  void send_pattern() {
    poise_sample sample;
    poise_test_pattern(&sample, hello.cell_count);
    sample.cell[0] += pattern_error;
    send_sample(sample, 0);
  }

  void send_sample(std::int64_t t_us) {
    poise_sample sample{};
    sample.t_us = static_cast<std::uint32_t>(t_us);
    sample.cell_count = send_as_cells ? static_cast<std::uint8_t>(send_as_cells) : hello.cell_count;
    for (int i = 0; i < sample.cell_count; ++i) sample.cell[i] = 1000 * i;
    send_sample(sample, next_sample++);
  }

  void send_sample(const poise_sample& sample, std::uint16_t seq) {
    std::array<std::uint8_t, POISE_MAX_PAYLOAD> payload;
    const std::size_t length = poise_pack_sample(payload.data(), &sample);
    send(POISE_SAMPLE, {payload.data(), length}, seq);
  }

  poise_decoder decoder_;
  std::vector<std::uint8_t> wire_;
  std::int64_t next_sample_us_ = 0;
  int replies_ = 0;
};

/// The numbers of the SAMPLE frames in `bytes`; -1 for a frame that does not decode.
inline std::vector<int> sample_numbers(std::span<const std::uint8_t> bytes) {
  poise_decoder decoder;
  poise_decoder_init(&decoder);
  std::vector<int> numbers;
  for (const std::uint8_t byte : bytes) {
    const auto event = poise_decoder_push(&decoder, byte);
    if (event == POISE_DECODE_NOTHING) continue;
    if (event != POISE_DECODE_FRAME) numbers.push_back(-1);
    if (event == POISE_DECODE_FRAME && decoder.type == POISE_SAMPLE) numbers.push_back(decoder.seq);
  }
  return numbers;
}

}  // namespace poise::acquire
