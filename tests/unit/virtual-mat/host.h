#pragma once

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "virtual-mat/virtual_mat.h"

/// The other end of the line, for tests: sends commands and keeps what comes, by PROTOCOL.md.
namespace poise::virtual_mat {

struct Frame {
  std::uint8_t type;
  std::uint16_t seq;
  std::vector<std::uint8_t> payload;
};

struct Heard {
  std::vector<Frame> others;
  std::vector<poise_sample> samples;
  std::vector<std::uint16_t> sample_seqs;
  int damaged = 0;
};

inline Heard decode(const std::vector<std::uint8_t>& wire) {
  Heard heard;
  poise_decoder decoder;
  poise_decoder_init(&decoder);
  for (const std::uint8_t byte : wire) {
    const poise_decode_event event = poise_decoder_push(&decoder, byte);
    if (event == POISE_DECODE_NOTHING) continue;
    poise_sample sample;
    if (event != POISE_DECODE_FRAME) {
      ++heard.damaged;
    } else if (decoder.type != POISE_SAMPLE) {
      heard.others.push_back(
          {decoder.type, decoder.seq, {decoder.payload, decoder.payload + decoder.payload_length}});
    } else if (poise_unpack_sample(&sample, decoder.payload, decoder.payload_length)) {
      heard.samples.push_back(sample);
      heard.sample_seqs.push_back(decoder.seq);
    }
  }
  return heard;
}

inline std::vector<std::uint8_t> command(std::uint8_t type, const std::vector<std::uint8_t>& arguments = {},
                                         std::uint16_t seq = 7) {
  std::vector<std::uint8_t> wire(POISE_MAX_WIRE);
  wire.resize(poise_encode(wire.data(), type, seq, arguments.data(), arguments.size()));
  return wire;
}

inline Scenario scenario(const std::string& text) {
  const auto parsed = parse_scenario(text);
  if (!parsed) throw std::runtime_error(parsed.error());
  return *parsed;
}

/// Everything that a mat sends in so many seconds when it is started at once and asked in such steps.
inline std::vector<std::uint8_t> stream(VirtualMat& mat, double seconds, std::int64_t step_us = 10'000) {
  std::vector<std::uint8_t> wire;
  mat.receive(command(POISE_START), 0);
  const auto end_us = static_cast<std::int64_t>(seconds * 1e6);
  for (std::int64_t now_us = 0; now_us < end_us; now_us += step_us) mat.run_until(now_us, wire);
  mat.run_until(end_us, wire);
  return wire;
}

inline std::vector<std::uint8_t> stream(const std::string& text, double seconds,
                                        std::int64_t step_us = 10'000) {
  VirtualMat mat(scenario(text));
  return stream(mat, seconds, step_us);
}

struct Moments {
  double mean = 0, sd = 0;
};

inline Moments moments(const std::vector<double>& values) {
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const double mean = sum / static_cast<double>(values.size());
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / static_cast<double>(values.size()))};
}

}  // namespace poise::virtual_mat
