#include "virtual-mat/virtual_mat.h"

#include <algorithm>
#include <array>

namespace poise::virtual_mat {
namespace {

constexpr std::int64_t kSecond_us = 1'000'000;
constexpr int kSettlingSamples = 4;  // an HX711's filter after a reset or a change of rate

std::int64_t to_us(double seconds) { return static_cast<std::int64_t>(seconds * 1e6 + 0.5); }

std::uint16_t u16(const std::uint8_t* bytes) { return static_cast<std::uint16_t>(bytes[0] | bytes[1] << 8); }

}  // namespace

VirtualMat::VirtualMat(const Scenario& scenario)
    : scenario_(scenario), person_(scenario), adc_(scenario), line_(scenario) {
  switch_on(0, POISE_BOOT_POWER_ON);
}

void VirtualMat::receive(std::span<const std::uint8_t> bytes, std::int64_t now_us) {
  advance(now_us);
  if (!powered_) return;
  for (const std::uint8_t byte : bytes) {
    const poise_decode_event event = poise_decoder_push(&decoder_, byte);
    if (event == POISE_DECODE_FRAME)
      obey(now_us);
    else if (event != POISE_DECODE_NOTHING)
      ++rx_errors_;
  }
}

void VirtualMat::run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire) {
  advance(now_us);
  line_.receive(now_us, wire);
}

bool VirtualMat::plugged_in(std::int64_t now_us) const {
  const auto drop = drop_us(), back = return_us();
  return !drop || now_us < *drop || (back && now_us >= *back);
}

std::optional<std::int64_t> VirtualMat::next_event_us() const {
  std::optional<std::int64_t> next;
  const auto consider = [&next](std::optional<std::int64_t> when) {
    if (when && (!next || *when < *next)) next = when;
  };
  consider(line_.next_arrival_us());
  if (powered_ && streaming_) consider(std::min(next_sample_us_, next_status_us_));
  if (powered_ && !dropped_) consider(drop_us());
  if (!powered_) consider(return_us());
  if (powered_) consider(reset_us());
  return next;
}

std::optional<std::int64_t> VirtualMat::drop_us() const {
  if (!scenario_.drop_at_s || !motion_start_us_) return std::nullopt;
  return *motion_start_us_ + to_us(*scenario_.drop_at_s);
}

std::optional<std::int64_t> VirtualMat::return_us() const {
  const auto drop = drop_us();
  if (!drop || !scenario_.return_after_s) return std::nullopt;
  return *drop + to_us(*scenario_.return_after_s);
}

std::optional<std::int64_t> VirtualMat::reset_us() const {
  if (!scenario_.reset_at_s || !motion_start_us_ || was_reset_) return std::nullopt;
  return *motion_start_us_ + to_us(*scenario_.reset_at_s);
}

void VirtualMat::advance(std::int64_t now_us) {
  if (const auto reset = reset_us(); reset && powered_ && now_us >= *reset) {
    stream_until(*reset - 1);
    was_reset_ = true;
    switch_on(*reset, POISE_BOOT_WATCHDOG);
  }
  const auto drop = drop_us(), back = return_us();
  if (drop && !dropped_ && now_us >= *drop) {
    stream_until(*drop - 1);
    line_.cut(*drop - 1);
    dropped_ = true;
    powered_ = streaming_ = false;
  }
  if (back && dropped_ && !powered_ && now_us >= *back) switch_on(*back, POISE_BOOT_POWER_ON);
  stream_until(now_us);
}

void VirtualMat::stream_until(std::int64_t end_us) {
  while (streaming_ && std::min(next_sample_us_, next_status_us_) <= end_us) {
    if (next_sample_us_ <= next_status_us_)
      send_sample(next_sample_us_);
    else
      send_status(next_status_us_);
  }
}

void VirtualMat::switch_on(std::int64_t now_us, std::uint8_t reason) {
  powered_ = true;
  streaming_ = false;
  boot_us_ = now_us;
  clock_at_boot_us_ = static_cast<std::uint32_t>(random_bits(scenario_.seed, Stream::clock, boots_++)) | 1;
  sample_seq_ = other_seq_ = 0;
  samples_taken_ = 0;
  rx_errors_ = 0;
  rate_hz_ = scenario_.rate_hz;
  settling_ = 0;
  poise_decoder_init(&decoder_);
  // The delimiter ends whatever the host heard before.
  line_.send(now_us, std::array<std::uint8_t, 1>{0});
  send(now_us, POISE_BOOT, other_seq_++, std::array{reason});
}

void VirtualMat::send(std::int64_t now_us, std::uint8_t type, std::uint16_t seq,
                      std::span<const std::uint8_t> payload) {
  std::array<std::uint8_t, POISE_MAX_WIRE> wire;
  const std::size_t length = poise_encode(wire.data(), type, seq, payload.data(), payload.size());
  line_.send(now_us, std::span(wire.data(), length));
}

void VirtualMat::send_sample(std::int64_t now_us) {
  const double t_s = static_cast<double>(now_us - *motion_start_us_) * 1e-6;
  poise_sample sample{};
  sample.t_us = clock_us(now_us);
  if (settling_ > 0) {
    sample.flags |= POISE_FLAG_SETTLING;
    --settling_;
  }
  adc_.convert(cell_loads(person_.at(t_s), scenario_.cells), conversions_++, t_s, sample);
  std::array<std::uint8_t, POISE_MAX_PAYLOAD> payload;
  send(now_us, POISE_SAMPLE, sample_seq_++,
       std::span(payload.data(), poise_pack_sample(payload.data(), &sample)));
  ++samples_taken_;
  ++scheduled_;
  const auto passed_us = static_cast<double>(scheduled_ * kSecond_us / rate_hz_) / clock_rate();
  next_sample_us_ = schedule_us_ + static_cast<std::int64_t>(passed_us);
}

void VirtualMat::send_status(std::int64_t now_us) {
  const poise_status status{clock_us(now_us), samples_taken_, 0, rx_errors_, POISE_NO_TEMPERATURE};
  std::array<std::uint8_t, POISE_MAX_PAYLOAD> payload;
  send(now_us, POISE_STATUS, other_seq_++,
       std::span(payload.data(), poise_pack_status(payload.data(), &status)));
  next_status_us_ += kSecond_us;
}

void VirtualMat::obey(std::int64_t now_us) {
  const std::uint8_t command = decoder_.type;
  if (command < POISE_HELLO || command >= POISE_REPLY) return;
  const Answer said = answer(now_us);
  const poise_reply reply{decoder_.seq, said.status, said.data.data(), said.data.size()};
  std::array<std::uint8_t, POISE_MAX_PAYLOAD> payload;
  send(now_us, static_cast<std::uint8_t>(POISE_REPLY + command), other_seq_++,
       std::span(payload.data(), poise_pack_reply(payload.data(), &reply)));
  if (said.status != POISE_OK) return;
  if (command == POISE_RESET) switch_on(now_us, POISE_BOOT_COMMAND);
  if (command == POISE_TEST_PATTERN) {
    poise_sample pattern{};
    poise_test_pattern(&pattern, static_cast<std::uint8_t>(scenario_.cells));
    send(now_us, POISE_SAMPLE, 0, std::span(payload.data(), poise_pack_sample(payload.data(), &pattern)));
  }
}

VirtualMat::Answer VirtualMat::answer(std::int64_t now_us) {
  const std::uint8_t* arguments = decoder_.payload;
  const std::size_t length = decoder_.payload_length;
  const auto fits = [length](std::size_t wanted) {
    return Answer{static_cast<std::uint8_t>(length == wanted ? POISE_OK : POISE_BAD_ARGUMENT), {}};
  };
  Answer said = fits(0);
  switch (decoder_.type) {
    case POISE_HELLO:
      if (said.status == POISE_OK) said.data = identity(now_us);
      return said;
    case POISE_START:
      if (said.status == POISE_OK) start(now_us);
      return said;
    case POISE_STOP:
      if (said.status == POISE_OK) streaming_ = false;
      return said;
    case POISE_RATE: {
      said = fits(2);
      if (said.status != POISE_OK || u16(arguments) == 0) return {POISE_BAD_ARGUMENT, {}};
      set_rate(now_us, std::clamp<int>(u16(arguments), kLowestRateHz, kHighestRateHz));
      said.data = {static_cast<std::uint8_t>(rate_hz_), static_cast<std::uint8_t>(rate_hz_ >> 8)};
      return said;
    }
    case POISE_LIGHT:
      return fits(2);  // lamps and buzzer: nobody is there to see or hear them
    case POISE_BUZZ:
      return fits(4);
    case POISE_PING:
      if (length > POISE_MAX_PING) return {POISE_BAD_ARGUMENT, {}};
      return {POISE_OK, {arguments, arguments + length}};
    case POISE_TEST_PATTERN:
      if (said.status == POISE_OK && streaming_) said.status = POISE_BUSY;
      return said;
    case POISE_RESET:
      return said;
    default:
      return {POISE_UNKNOWN_COMMAND, {}};
  }
}

std::vector<std::uint8_t> VirtualMat::identity(std::int64_t now_us) const {
  poise_hello hello{};
  hello.protocol_major = POISE_PROTOCOL_MAJOR;
  hello.protocol_minor = POISE_PROTOCOL_MINOR;
  hello.firmware_minor = 1;
  hello.model = 0;
  // Always the same mat, whoever is on it: calibrations and geometry are remembered by this.
  constexpr std::array<std::uint8_t, 7> kName = {'v', 'i', 'r', 't', 'u', 'a', 'l'};
  std::copy(kName.begin(), kName.end(), hello.unique_id);
  hello.unique_id[7] = hello.cell_count = static_cast<std::uint8_t>(scenario_.cells);
  // Cells with errors of their own make it another mat, whose calibration would be wrong for the plain one.
  if (scenario_.gain_error_pct > 0 || scenario_.crosstalk_pct > 0) {
    const std::uint64_t errors = random_bits(scenario_.seed, Stream::gain,
                                             static_cast<std::uint64_t>(1000 * scenario_.gain_error_pct) << 32 |
                                                 static_cast<std::uint64_t>(1000 * scenario_.crosstalk_pct));
    for (std::size_t i = 3; i < kName.size(); ++i) hello.unique_id[i] = static_cast<std::uint8_t>(errors >> 8 * i);
  }
  hello.adc_bits = 24;
  hello.rate_hz = static_cast<std::uint16_t>(rate_hz_);
  hello.capabilities = POISE_CAN_LIGHT | POISE_CAN_BUZZ | POISE_CAN_RATE;
  hello.t_us = clock_us(now_us);
  std::vector<std::uint8_t> data(POISE_MAX_PAYLOAD);
  data.resize(poise_pack_hello(data.data(), &hello));
  return data;
}

void VirtualMat::start(std::int64_t now_us) {
  if (streaming_) return;
  // Conversions that have not settled are kept back, as the firmware does.
  schedule(now_us + kSettlingSamples * kSecond_us / rate_hz_);
  settling_ = 0;
  streaming_ = true;
  next_status_us_ = now_us + kSecond_us;
  if (!motion_start_us_) motion_start_us_ = next_sample_us_;
}

void VirtualMat::set_rate(std::int64_t now_us, int rate_hz) {
  if (rate_hz == rate_hz_) return;
  rate_hz_ = rate_hz;
  if (!streaming_) return;
  schedule(now_us + kSecond_us / rate_hz_);
  settling_ = kSettlingSamples;
}

void VirtualMat::schedule(std::int64_t first_sample_us) {
  schedule_us_ = next_sample_us_ = first_sample_us;
  scheduled_ = 0;
}

std::uint32_t VirtualMat::clock_us(std::int64_t now_us) const {
  const auto passed_us = static_cast<std::int64_t>(static_cast<double>(now_us - boot_us_) * clock_rate());
  return clock_at_boot_us_ + static_cast<std::uint32_t>(passed_us);
}

}  // namespace poise::virtual_mat
