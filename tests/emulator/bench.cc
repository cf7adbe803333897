#include "bench.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "test_paths.h"

namespace poise::emulator {

std::string firmware(const std::string& name) { return POISE_PROGRAM_DIR "/" + name + ".elf"; }

Bench::Bench(const std::string& scenario, const std::function<void(MatSetup&)>& change) {
  const auto parsed = virtual_mat::parse_scenario(scenario);
  if (!parsed) throw std::invalid_argument(parsed.error());
  MatSetup setup{firmware(), *parsed, {}};
  if (change) change(setup);
  auto mat = EmulatedMat::make(setup);
  if (!mat) throw std::runtime_error(mat.error());
  mat_ = std::move(*mat);
  poise_decoder_init(&decoder_);
}

void Bench::run(double seconds) {
  constexpr std::int64_t kStep_us = 500;
  const std::int64_t end_us = now_us_ + static_cast<std::int64_t>(seconds * 1e6);
  std::vector<std::uint8_t> wire;
  while (now_us_ < end_us) {
    now_us_ = std::min(end_us, now_us_ + kStep_us);
    wire.clear();
    mat_->run_until(now_us_, wire);
    for (const std::uint8_t byte : wire) {
      const poise_decode_event event = poise_decoder_push(&decoder_, byte);
      if (event == POISE_DECODE_FRAME) {
        all.push_back({decoder_.type,
                       decoder_.seq,
                       {decoder_.payload, decoder_.payload + decoder_.payload_length},
                       now_us_});
      } else if (event != POISE_DECODE_NOTHING) {
        ++damage_;
      }
    }
  }
}

void Bench::send(std::uint8_t type, const std::vector<std::uint8_t>& arguments) {
  std::vector<std::uint8_t> wire(POISE_MAX_WIRE);
  wire.resize(poise_encode(wire.data(), type, next_seq_++, arguments.data(), arguments.size()));
  send_bytes(wire);
}

Bench::Answer Bench::ask(std::uint8_t type, const std::vector<std::uint8_t>& arguments) {
  const std::uint16_t seq = next_seq_;
  std::size_t seen = all.size();
  send(type, arguments);
  for (int i = 0; i < 100; ++i) {
    run(0.005);
    for (; seen < all.size(); ++seen) {
      const Frame& frame = all[seen];
      poise_reply reply;
      if (frame.type == (POISE_REPLY | type) &&
          poise_unpack_reply(&reply, frame.payload.data(), frame.payload.size()) && reply.command_seq == seq)
        return {reply.status, {reply.data, reply.data + reply.data_length}};
    }
  }
  ADD_FAILURE() << "no reply to command " << int{type} << " at " << now_us_ << " us";
  return {};
}

void Bench::boot() {
  for (int i = 0; i < 300 && frames(POISE_BOOT).empty(); ++i) run(0.01);
  EXPECT_EQ(frames(POISE_BOOT).size(), 1u);
}

void Bench::start() {
  boot();
  EXPECT_EQ(ask(POISE_START).status, POISE_OK);
}

poise_hello Bench::hello() {
  const Answer answer = ask(POISE_HELLO);
  poise_hello hello{};
  EXPECT_TRUE(poise_unpack_hello(&hello, answer.data.data(), answer.data.size()));
  return hello;
}

std::vector<Frame> Bench::frames(std::uint8_t type) const {
  std::vector<Frame> found;
  std::copy_if(all.begin(), all.end(), std::back_inserter(found),
               [type](const Frame& frame) { return frame.type == type; });
  return found;
}

std::vector<Sample> Bench::samples() const {
  std::vector<Sample> samples;
  for (const Frame& frame : all) {
    if (frame.type != POISE_SAMPLE) continue;
    Sample sample;
    EXPECT_TRUE(poise_unpack_sample(&sample, frame.payload.data(), frame.payload.size()));
    sample.seq = frame.seq;
    sample.at_us = frame.at_us;
    samples.push_back(sample);
  }
  return samples;
}

std::optional<poise_status> Bench::last_status() const {
  const auto found = frames(POISE_STATUS);
  poise_status status;
  if (found.empty() ||
      !poise_unpack_status(&status, found.back().payload.data(), found.back().payload.size()))
    return std::nullopt;
  return status;
}

double Bench::expected_n(std::size_t cell, std::int64_t arrival_us) const {
  constexpr double kOnTheWay_s = 1.3e-3, kWindow_s = 0.05;  // read, encoded, sent; four conversions
  constexpr int kPoints = 16;
  const auto start_us = mat_->motion_start_us();
  if (!start_us) return 0;
  const double end_s = static_cast<double>(arrival_us - *start_us) * 1e-6 - kOnTheWay_s;
  double sum_n = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double t_s = std::max(0.0, end_s - kWindow_s * (i + 0.5) / kPoints);
    sum_n += virtual_mat::cell_loads(mat_->person().at(t_s), POISE_MAX_CELLS)[cell];
  }
  return sum_n / kPoints;
}

double Bench::worst_error_n(std::int64_t oldest_us) const {
  constexpr std::int64_t kStep_us = 500;
  double worst_n = 0;
  for (const Sample& sample : samples()) {
    if (sample.flags & (POISE_FLAG_SETTLING | POISE_FLAG_SATURATED)) continue;
    for (std::size_t cell = 0; cell < POISE_MAX_CELLS; ++cell) {
      if (sample.fault_mask & 1u << cell) continue;
      const double read_n = sample.cell[cell] / virtual_mat::kCountsPerNewton;
      double error_n = std::abs(read_n - expected_n(cell, sample.at_us));
      for (std::int64_t age_us = kStep_us; age_us <= oldest_us && error_n > worst_n; age_us += kStep_us)
        error_n = std::min(error_n, std::abs(read_n - expected_n(cell, sample.at_us - age_us)));
      worst_n = std::max(worst_n, error_n);
    }
  }
  return worst_n;
}

}  // namespace poise::emulator
