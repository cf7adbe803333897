#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "protocol/poise_protocol.h"

namespace poise::testing {

/// How a scripted mat lies.
struct Script {
  poise_hello hello{
      POISE_PROTOCOL_MAJOR, POISE_PROTOCOL_MINOR, 1, 0, 0, 1, {0xAB, 1, 2, 3, 4, 5, 6, 7}, 8, 24, 80, 0, 0};
  bool mute = false;               ///< reads and never answers
  bool noise = false;              ///< sends bytes that are no frames, for ever
  std::int32_t pattern_error = 0;  ///< added to the first cell of the test pattern
  int send_as_cells = 0;           ///< samples of so many cells, whatever HELLO says; 0: as it says
  bool absurd = false;             ///< counts, flags, faults, numbers and times are whatever comes
  bool flood = false;              ///< as many samples as the line takes
  std::uint32_t period_us = 12'500;  ///< by its own clock, however fast they come
};

/// A mat on a pseudo-terminal, as small as the protocol allows: greets, sends its test pattern, and streams
/// an empty mat at 80 Hz. Runs on its own thread until destroyed.
class ScriptedMat {
 public:
  explicit ScriptedMat(const Script& script);
  ~ScriptedMat();
  ScriptedMat(const ScriptedMat&) = delete;
  ScriptedMat& operator=(const ScriptedMat&) = delete;

  const std::string& port() const { return port_; }
  /// When each sample of the stream went out, in order. Any thread.
  std::vector<std::chrono::steady_clock::time_point> sent() const;

 private:
  void run();
  void send_next_sample();
  void obey(std::uint8_t type, std::uint16_t seq);
  bool send(std::uint8_t type, std::uint16_t seq, const std::uint8_t* payload, std::size_t length);
  bool send_sample(const poise_sample& sample, std::uint16_t seq);

  const Script script_;
  int master_ = -1;
  std::string port_;
  bool streaming_ = false;
  std::uint32_t next_sample_ = 0;
  std::mt19937 random_{1};
  mutable std::mutex mutex_;  // guards sent_
  std::vector<std::chrono::steady_clock::time_point> sent_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace poise::testing
