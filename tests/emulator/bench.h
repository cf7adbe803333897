#pragma once

#include <array>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/emulated_mat.h"
#include "protocol/poise_protocol.h"

namespace poise::emulator {

struct Frame {
  std::uint8_t type = 0;
  std::uint16_t seq = 0;
  std::vector<std::uint8_t> payload;
  std::int64_t at_us = 0;  ///< when the host got it, within half a millisecond
};

struct Sample : poise_sample {
  std::uint16_t seq = 0;
  std::int64_t at_us = 0;
};

/// A host that knows nothing but the protocol, at an emulated mat, in virtual time.
class Bench {
 public:
  /// `change` may alter the setup before the mat is made.
  explicit Bench(const std::string& scenario = "sim:empty?noise=0&zero_n=0",
                 const std::function<void(MatSetup&)>& change = {});

  void run(double seconds);
  void send(std::uint8_t type, const std::vector<std::uint8_t>& arguments = {});
  void send_bytes(const std::vector<std::uint8_t>& bytes) { mat_->receive(bytes, now_us_); }

  struct Answer {
    std::uint8_t status = 0xFF;
    std::vector<std::uint8_t> data;
  };
  /// Sends a command and runs until its reply is there; none within half a second fails the test.
  Answer ask(std::uint8_t type, const std::vector<std::uint8_t>& arguments = {});

  /// Waits for the boot, says START.
  void boot();
  void start();

  poise_hello hello();
  std::vector<Frame> frames(std::uint8_t type) const;
  std::vector<Sample> samples() const;
  std::optional<poise_status> last_status() const;
  int damage() const { return damage_; }
  std::int64_t now_us() const { return now_us_; }
  EmulatedMat& mat() { return *mat_; }
  std::vector<Frame> all;  ///< every good frame so far

  /// The load of a cell as the converters should have seen it in a sample that came at that time, newtons.
  double expected_n(std::size_t cell, std::int64_t arrival_us) const;
  /// The largest difference between that and what samples say that raise no flag and no fault for the cell. A
  /// number that fits a time up to so much earlier is as good.
  double worst_error_n(std::int64_t oldest_us = 0) const;

 private:
  std::unique_ptr<EmulatedMat> mat_;
  poise_decoder decoder_;
  std::int64_t now_us_ = 0;
  std::uint16_t next_seq_ = 100;
  int damage_ = 0;
};

inline std::vector<std::uint8_t> u16(int value) {
  return {static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value >> 8)};
}

std::string firmware(const std::string& name = "poise-firmware");

}  // namespace poise::emulator
