#pragma once

#include <gtest/gtest.h>

#include <charconv>
#include <cstdint>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/poise_protocol.h"
#include "test_paths.h"

/// The golden frames of firmware-bridge/vectors and the examples of PROTOCOL.md, and frames told as text, so
/// that both can be compared with what the library makes of their bytes.
namespace poise::golden {

using Bytes = std::vector<std::uint8_t>;
/// Field name -> value. Numbers are decimal, several are separated by a space, bytes are hexadecimal,
/// unseparated.
using Fields = std::map<std::string, std::string>;

inline std::string read_text(const std::string& path_in_project) {
  std::ifstream file(std::string(POISE_SOURCE_DIR "/") + path_in_project);
  EXPECT_TRUE(file) << path_in_project;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// "01 fF 00" or "01ff00".
inline Bytes from_hex(std::string_view text) {
  Bytes bytes;
  std::string digits;
  for (const char c : text)
    if (c != ' ') digits += c;
  EXPECT_EQ(digits.size() % 2, 0u) << text;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(&digits[i], &digits[i] + 2, value, 16);
    EXPECT_TRUE(error == std::errc{} && end == &digits[i] + 2) << text;
    bytes.push_back(static_cast<std::uint8_t>(value));
  }
  return bytes;
}

inline std::string to_hex(const std::uint8_t* bytes, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i)
    for (const int nibble : {bytes[i] >> 4, bytes[i] & 15}) text += "0123456789abcdef"[nibble];
  return text;
}

inline bool is_ok_reply(const poise_decoder& frame, poise_type command, const poise_reply& reply) {
  return frame.type == POISE_REPLY + command && reply.status == POISE_OK;
}

inline Fields hello_fields(const poise_hello& hello) {
  return {{"protocol_major", std::to_string(hello.protocol_major)},
          {"protocol_minor", std::to_string(hello.protocol_minor)},
          {"firmware_major", std::to_string(hello.firmware_major)},
          {"firmware_minor", std::to_string(hello.firmware_minor)},
          {"firmware_patch", std::to_string(hello.firmware_patch)},
          {"model", std::to_string(hello.model)},
          {"unique_id", to_hex(hello.unique_id, sizeof hello.unique_id)},
          {"cell_count", std::to_string(hello.cell_count)},
          {"adc_bits", std::to_string(hello.adc_bits)},
          {"rate_hz", std::to_string(hello.rate_hz)},
          {"capabilities", std::to_string(hello.capabilities)},
          {"t_us", std::to_string(hello.t_us)}};
}

inline std::string u16_at(const std::uint8_t* bytes) { return std::to_string(bytes[0] | bytes[1] << 8); }

inline Fields reply_fields(const poise_decoder& frame) {
  poise_reply reply;
  EXPECT_TRUE(poise_unpack_reply(&reply, frame.payload, frame.payload_length));
  Fields fields;
  poise_hello hello;
  if (is_ok_reply(frame, POISE_HELLO, reply) && poise_unpack_hello(&hello, reply.data, reply.data_length)) {
    fields = hello_fields(hello);
  } else if (is_ok_reply(frame, POISE_RATE, reply) && reply.data_length == 2) {
    fields["hz"] = u16_at(reply.data);
  } else if (is_ok_reply(frame, POISE_PING, reply) || reply.data_length > 0) {
    fields["data"] = to_hex(reply.data, reply.data_length);
  }
  fields["command_seq"] = std::to_string(reply.command_seq);
  fields["status"] = std::to_string(reply.status);
  return fields;
}

inline Fields sample_fields(const poise_decoder& frame) {
  poise_sample sample;
  EXPECT_TRUE(poise_unpack_sample(&sample, frame.payload, frame.payload_length));
  std::string cells;
  for (int i = 0; i < sample.cell_count; ++i) cells += (i > 0 ? " " : "") + std::to_string(sample.cell[i]);
  return {{"t_us", std::to_string(sample.t_us)},
          {"flags", std::to_string(sample.flags)},
          {"fault_mask", std::to_string(sample.fault_mask)},
          {"cells", cells}};
}

inline Fields status_fields(const poise_decoder& frame) {
  poise_status status;
  EXPECT_TRUE(poise_unpack_status(&status, frame.payload, frame.payload_length));
  return {{"t_us", std::to_string(status.t_us)},
          {"samples_taken", std::to_string(status.samples_taken)},
          {"overflows", std::to_string(status.overflows)},
          {"rx_errors", std::to_string(status.rx_errors)},
          {"temperature_centi_c", std::to_string(status.temperature_centi_c)}};
}

/// What the payload of a good frame says.
inline Fields fields_of(const poise_decoder& frame) {
  const std::uint8_t* payload = frame.payload;
  switch (frame.type) {
    case POISE_SAMPLE:
      return sample_fields(frame);
    case POISE_STATUS:
      return status_fields(frame);
    case POISE_BOOT:
      return {{"reason", std::to_string(payload[0])}};
    case POISE_RATE:
      return {{"hz", u16_at(payload)}};
    case POISE_LIGHT:
      return {{"left", std::to_string(payload[0])}, {"right", std::to_string(payload[1])}};
    case POISE_BUZZ:
      return {{"hz", u16_at(payload)}, {"ms", u16_at(payload + 2)}};
    case POISE_PING:
      return {{"data", to_hex(payload, frame.payload_length)}};
    case POISE_HELLO:
    case POISE_START:
    case POISE_STOP:
    case POISE_TEST_PATTERN:
    case POISE_RESET:
      return {};
    default:
      break;
  }
  if (frame.type >= POISE_REPLY) return reply_fields(frame);
  return {{"payload", to_hex(payload, frame.payload_length)}};
}

/// The frame packed again from its unpacked fields (from its bytes, where a payload has no struct) and
/// encoded.
inline std::string encoded_again(const poise_decoder& frame) {
  std::uint8_t payload[POISE_MAX_FRAME];
  std::size_t length = frame.payload_length;
  std::copy(frame.payload, frame.payload + length, payload);
  poise_sample sample;
  poise_status status;
  poise_reply reply;
  poise_hello hello;
  if (frame.type == POISE_SAMPLE && poise_unpack_sample(&sample, frame.payload, length)) {
    length = poise_pack_sample(payload, &sample);
  } else if (frame.type == POISE_STATUS && poise_unpack_status(&status, frame.payload, length)) {
    length = poise_pack_status(payload, &status);
  } else if (frame.type >= POISE_REPLY && poise_unpack_reply(&reply, frame.payload, length)) {
    std::uint8_t data[POISE_MAX_FRAME];
    if (is_ok_reply(frame, POISE_HELLO, reply) && poise_unpack_hello(&hello, reply.data, reply.data_length)) {
      reply.data_length = poise_pack_hello(data, &hello);
      reply.data = data;
    }
    length = poise_pack_reply(payload, &reply);
  }
  std::uint8_t wire[POISE_MAX_WIRE];
  return to_hex(wire, poise_encode(wire, frame.type, frame.seq, payload, length));
}

inline const char* damage_name(poise_decode_event event) {
  switch (event) {
    case POISE_DECODE_BAD_CRC:
      return "bad_crc";
    case POISE_DECODE_BAD_COBS:
      return "bad_cobs";
    case POISE_DECODE_TOO_LONG:
      return "too_long";
    case POISE_DECODE_TOO_SHORT:
      return "short";
    case POISE_DECODE_NOTHING:
    case POISE_DECODE_FRAME:
      break;
  }
  return "";
}

/// What the decoder makes of a stream, in order: "TYPE/SEQ" for a frame, the name of the damage otherwise.
inline std::vector<std::string> events_of(const Bytes& stream) {
  std::vector<std::string> events;
  poise_decoder decoder;
  poise_decoder_init(&decoder);
  for (const std::uint8_t byte : stream) {
    const poise_decode_event event = poise_decoder_push(&decoder, byte);
    if (event == POISE_DECODE_FRAME) {
      events.push_back(std::to_string(decoder.type) + "/" + std::to_string(decoder.seq));
    } else if (event != POISE_DECODE_NOTHING) {
      events.push_back(damage_name(event));
    }
  }
  return events;
}

inline std::vector<nlohmann::json> good_frames() {
  return nlohmann::json::parse(read_text("firmware-bridge/vectors/good.json")).at("frames");
}

inline std::vector<nlohmann::json> broken_streams() {
  return nlohmann::json::parse(read_text("firmware-bridge/vectors/broken.json")).at("streams");
}

/// Events as a vector file has them, in the words of events_of().
inline std::vector<std::string> expected_events(const nlohmann::json& vector) {
  std::vector<std::string> events;
  for (const nlohmann::json& event : vector.at("events")) {
    if (event.is_string()) {
      events.push_back(event);
    } else {
      events.push_back(event.at("type").dump() + "/" + event.at("seq").dump());
    }
  }
  return events;
}

/// Decodes exactly one frame from `wire` into `decoder`.
inline void decode_one(poise_decoder& decoder, const Bytes& wire) {
  poise_decoder_init(&decoder);
  poise_decode_event event;
  const std::size_t used = poise_decoder_feed(&decoder, wire.data(), wire.size(), &event);
  ASSERT_EQ(event, POISE_DECODE_FRAME) << damage_name(event);
  ASSERT_EQ(used, wire.size());
}

}  // namespace poise::golden
