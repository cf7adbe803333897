#include "emulated_mat.h"

#include <algorithm>
#include <cmath>

namespace poise::emulator {
namespace {

using virtual_mat::CellLoads;

// Where the firmware has its pins (firmware-bridge/mcu/pins.h): the wiring of the reference mat.
constexpr char kDoutPort = 'B', kClockPort = 'C', kRatePort = 'C', kBuzzerPort = 'E';
constexpr int kClockBit = 0, kRateBit = 1, kBuzzerBit = 3;

// Timer 4's registers, which dim the lamps; ATmega2560 data sheet.
constexpr std::uint32_t kTccr4a = 0xA0, kOcr4a = 0xA8, kOcr4b = 0xAA;
constexpr std::uint8_t kCom4a1 = 0x80, kCom4b1 = 0x20;

constexpr double kFastPeriod_us = 1e6 / 80, kSlowPeriod_us = 1e6 / 10;
constexpr int kFilterPoints = 8;            // over the four conversions that a number is the mean of
constexpr std::size_t kDriverBytes = 4096;  // what a driver keeps while nobody reads
constexpr int kStraddlePulses = 12;
constexpr std::int64_t kPause_us = 1000;  // ends what has no delimiter: a bootloader speaks in another way

std::int64_t to_us(double seconds) { return static_cast<std::int64_t>(seconds * 1e6 + 0.5); }

}  // namespace

tl::expected<std::unique_ptr<EmulatedMat>, std::string> EmulatedMat::make(const MatSetup& setup) {
  const virtual_mat::Scenario& scenario = setup.scenario;
  if (scenario.cells != POISE_MAX_CELLS)
    return tl::unexpected(
        std::string("the firmware has eight cells: leave cells= out, or use poise simulate"));
  if (scenario.rate_hz != virtual_mat::Scenario{}.rate_hz)
    return tl::unexpected(
        std::string("the firmware begins at 80 Hz: leave rate_hz= out and send RATE, or use poise simulate"));
  auto mcu = Mcu::load(setup.firmware, setup.mat_number);
  if (!mcu) return tl::unexpected(mcu.error());
  if (!setup.bootloader.empty()) {
    if (const auto loaded = (*mcu)->load_bootloader(setup.bootloader); !loaded)
      return tl::unexpected(loaded.error());
  }
  return std::unique_ptr<EmulatedMat>(new EmulatedMat(setup, std::move(*mcu)));
}

EmulatedMat::EmulatedMat(const MatSetup& setup, std::unique_ptr<Mcu> mcu)
    : setup_(setup),
      person_(setup.scenario),
      adc_(setup.scenario),
      line_(setup.scenario),
      mcu_(std::move(mcu)),
      random_(setup.scenario.seed) {
  poise_decoder_init(&decoder_);
  mcu_->on_sent([this](std::uint8_t byte) { on_byte(byte); });
  mcu_->on_output(kClockPort, kClockBit, [this](bool high) { clock_edge(high); });
  mcu_->on_output(kRatePort, kRateBit, [this](bool high) { fast_rate_ = high; });
  mcu_->on_output(kBuzzerPort, kBuzzerBit, [this](bool) { ++buzzer_edges_; });
  for (std::size_t cell = 0; cell < chips_.size(); ++cell) {
    const double place = 2 * static_cast<double>(cell) / static_cast<double>(chips_.size() - 1) - 1;
    chips_[cell].period_factor = 1 / (1 + place * setup.clock_spread_pct / 100);
    begin_conversions(cell);
    show(cell);
  }
  const virtual_mat::Fault& fault = setup.scenario.fault;
  if (fault.kind == virtual_mat::Fault::Kind::dead) {
    chips_[static_cast<std::size_t>(fault.cell)].present = false;
    show(static_cast<std::size_t>(fault.cell));
  }
}

// -- time --

std::int64_t EmulatedMat::us_at(Mcu::Cycle cycle) const {
  return static_cast<std::int64_t>(cycle) / Mcu::kCyclesPerUs + absent_us_;
}

double EmulatedMat::precise_us() const {
  return static_cast<double>(mcu_->now()) / Mcu::kCyclesPerUs + static_cast<double>(absent_us_);
}

bool EmulatedMat::plugged_in(std::int64_t now_us) const {
  const auto& scenario = setup_.scenario;
  if (!scenario.drop_at_s || !motion_start_us_) return true;
  const std::int64_t drop_us = *motion_start_us_ + to_us(*scenario.drop_at_s);
  const bool back = scenario.return_after_s && now_us >= drop_us + to_us(*scenario.return_after_s);
  return now_us < drop_us || back;
}

void EmulatedMat::receive(std::span<const std::uint8_t> bytes, std::int64_t now_us) {
  std::vector<std::uint8_t> nothing;
  run_until(now_us, nothing);
  if (!powered_ || now_us < deaf_until_us_) return;
  std::vector<std::uint8_t> heard(bytes.begin(), bytes.end());
  for (std::uint8_t& byte : heard) byte = with_noise(byte);
  mcu_->receive(heard);
}

void EmulatedMat::run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire) {
  constexpr std::int64_t kStep_us = 1000;  // how exactly the cable is pulled
  while (done_us_ < now_us) {
    const std::int64_t next_us = setup_.scenario.drop_at_s ? std::min(now_us, done_us_ + kStep_us) : now_us;
    if (plugged_in(next_us) != powered_) set_power(!powered_, next_us);
    if (powered_ && next_us > deaf_until_us_) {
      run_powered(next_us);
    } else {
      absent_us_ += next_us - std::max(done_us_, us_at(mcu_->now()));
    }
    done_us_ = next_us;
  }
  if (!frame_.empty() && done_us_ - last_byte_us_ > kPause_us) end_frame();
  line_.receive(now_us, wire);
}

void EmulatedMat::run_powered(std::int64_t now_us) {
  const std::int64_t cycles = (now_us - absent_us_) * Mcu::kCyclesPerUs;
  if (cycles > 0) mcu_->run_until(static_cast<Mcu::Cycle>(cycles));
}

void EmulatedMat::set_power(bool on, std::int64_t now_us) {
  powered_ = on;
  streaming_ = false;
  frame_.clear();
  if (!on) line_.cut(now_us);
  if (!on) return;
  mcu_->reset(ResetCause::power_on);
  for (std::size_t cell = 0; cell < chips_.size(); ++cell) {
    chips_[cell].model.power_on();
    begin_conversions(cell);
    show(cell);
  }
}

void EmulatedMat::reset_by_host(double deaf_s) {
  mcu_->reset(ResetCause::external);
  deaf_until_us_ = done_us_ + to_us(deaf_s);
  streaming_ = false;
}

// -- converters --

double EmulatedMat::period_us(const Chip& chip) const {
  return (fast_rate_ ? kFastPeriod_us : kSlowPeriod_us) * chip.period_factor;
}

void EmulatedMat::begin_conversions(std::size_t cell) {
  Chip& chip = chips_[cell];
  ++chip.schedule;
  chip.next_us = precise_us() + period_us(chip);
  schedule_conversion(cell);
}

void EmulatedMat::schedule_conversion(std::size_t cell) {
  const Chip& chip = chips_[cell];
  const auto when = (chip.next_us - static_cast<double>(absent_us_)) * Mcu::kCyclesPerUs;
  mcu_->schedule(static_cast<Mcu::Cycle>(when), [this, cell, valid = chip.schedule] {
    if (chips_[cell].schedule == valid) end_conversion(cell);
  });
}

void EmulatedMat::end_conversion(std::size_t cell) {
  Chip& chip = chips_[cell];
  chip.next_us += period_us(chip);
  schedule_conversion(cell);
  if (chip.model.begin_update()) put_number(cell);
  show(cell);
}

void EmulatedMat::put_number(std::size_t cell) {
  const std::int32_t counts = convert(cell);
  const auto delay = static_cast<Mcu::Cycle>(Hx711::kUpdate_us * Mcu::kCyclesPerUs);
  mcu_->schedule(mcu_->now() + delay, [this, cell, counts] {
    chips_[cell].model.update(counts);
    last_ready_us_ = precise_us();
    show(cell);
  });
}

std::int32_t EmulatedMat::convert(std::size_t cell) {
  Chip& chip = chips_[cell];
  const double end_s =
      motion_start_us_ ? (precise_us() - static_cast<double>(*motion_start_us_)) * 1e-6 : 0.0;
  const double window_s = Hx711::kSettlingConversions * period_us(chip) * 1e-6;
  CellLoads mean{};
  for (int i = 0; i < kFilterPoints; ++i) {
    const double t_s = end_s - window_s * (i + 0.5) / kFilterPoints;
    const CellLoads loads = virtual_mat::cell_loads(person_.at(std::max(t_s, 0.0)), POISE_MAX_CELLS);
    for (std::size_t k = 0; k < loads.size(); ++k) mean[k] += loads[k] / kFilterPoints;  // cells may cross-talk
  }
  poise_sample sample{};
  adc_.convert(mean, chip.conversions++, std::max(end_s, 0.0), sample);
  return sample.cell[cell];
}

void EmulatedMat::clock_edge(bool high) {
  if (high == clock_high_) return;
  clock_high_ = high;
  const double now_us = precise_us();
  if (high) clock_high_since_us_ = now_us;
  const double pulse_us = now_us - clock_high_since_us_;
  if (!high && pulse_us < Hx711::kPowerDown_us)
    longest_clock_pulse_us_ = std::max(longest_clock_pulse_us_, pulse_us);
  for (std::size_t cell = 0; cell < chips_.size(); ++cell) {
    Chip& chip = chips_[cell];
    if (!chip.present) continue;
    if (chip.model.clock_edge(high, now_us)) begin_conversions(cell);
    if (chip.model.take_straddle()) put_number(cell);
    show(cell);
  }
}

void EmulatedMat::show(std::size_t cell) {
  Chip& chip = chips_[cell];
  const bool level = !chip.shorted && (!chip.present || chip.model.dout());
  if (chip.shown == level) return;
  chip.shown = level;
  mcu_->drive_input(kDoutPort, static_cast<int>(cell), level);
}

// -- the line --

std::uint8_t EmulatedMat::with_noise(std::uint8_t byte) {
  if (noise_pct_ <= 0 || std::uniform_real_distribution<double>(0, 100)(random_) >= noise_pct_) return byte;
  return static_cast<std::uint8_t>(byte ^ 1u << random_() % 8);
}

void EmulatedMat::on_byte(std::uint8_t byte) {
  if (poise_decoder_push(&decoder_, byte) == POISE_DECODE_FRAME) look_at_frame();
  frame_.push_back(with_noise(byte));
  last_byte_us_ = us_at(mcu_->now());
  if (byte == 0 || frame_.size() == POISE_MAX_WIRE) end_frame();
}

void EmulatedMat::end_frame() {
  deliver(last_byte_us_, frame_);
  frame_.clear();
}

void EmulatedMat::look_at_frame() {
  poise_reply reply;
  if (decoder_.type == POISE_BOOT) streaming_ = false;
  if (decoder_.type == POISE_SAMPLE && started_ && !motion_start_us_) begin_motion();
  if (decoder_.type < POISE_REPLY || !poise_unpack_reply(&reply, decoder_.payload, decoder_.payload_length))
    return;
  if (decoder_.type == POISE_REPLY + POISE_START) started_ = streaming_ = true;
  if (decoder_.type == POISE_REPLY + POISE_STOP) streaming_ = false;
}

void EmulatedMat::deliver(std::int64_t now_us, std::span<const std::uint8_t> frame) {
  if (!stalled_) {
    line_.send(now_us, frame);
  } else if (held_back_.size() + frame.size() <= kDriverBytes) {
    held_back_.insert(held_back_.end(), frame.begin(), frame.end());
  }
}

// -- what happens --

/// The first sample is out: its conversion was the beginning of the person's time.
void EmulatedMat::begin_motion() {
  motion_start_us_ = static_cast<std::int64_t>(last_ready_us_);
  const auto schedule = [this](double at_s, auto action) {
    const std::int64_t us = *motion_start_us_ + to_us(at_s) - absent_us_;
    mcu_->schedule(static_cast<Mcu::Cycle>(us * Mcu::kCyclesPerUs), action);
  };
  for (const Mishap& mishap : setup_.mishaps) {
    schedule(mishap.at_s, [this, mishap] { happen(mishap, true); });
    if (mishap.for_s > 0) schedule(mishap.at_s + mishap.for_s, [this, mishap] { happen(mishap, false); });
  }
}

void EmulatedMat::happen(const Mishap& mishap, bool begins) {
  const auto cell = static_cast<std::size_t>(mishap.cell);
  Chip& chip = chips_[cell];
  switch (mishap.kind) {
    case Mishap::Kind::dead:
      chip.present = !begins;
      chip.model.power_on();
      begin_conversions(cell);
      show(cell);
      break;
    case Mishap::Kind::shorted:
      chip.shorted = begins;
      show(cell);
      break;
    case Mishap::Kind::straddle:
      chip.model.straddle_next_read(kStraddlePulses);
      break;
    case Mishap::Kind::reset:
      if (mishap.cause == ResetCause::watchdog) {
        mcu_->hang();
      } else {
        mcu_->reset(mishap.cause);
      }
      break;
    case Mishap::Kind::noise:
      noise_pct_ = begins ? mishap.pct : 0;
      break;
    case Mishap::Kind::stall:
      stalled_ = begins;
      if (!begins) line_.send(us_at(mcu_->now()), std::exchange(held_back_, {}));
      break;
  }
}

double EmulatedMat::light(virtual_mat::Side side) const {
  const bool left = side == virtual_mat::Side::left;
  const bool on = mcu_->read_data(kTccr4a) & (left ? kCom4a1 : kCom4b1);
  return on ? mcu_->read_data(left ? kOcr4a : kOcr4b) / 255.0 : 0;
}

}  // namespace poise::emulator
