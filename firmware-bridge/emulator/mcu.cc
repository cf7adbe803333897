#include "mcu.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <filesystem>
#include <random>

extern "C" {
#include <simavr/avr_adc.h>
#include <simavr/avr_eeprom.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>
#include <simavr/sim_hex.h>
}

namespace poise::emulator {
namespace {

constexpr std::uint32_t kDataSegment = 0x800000;  // where an AVR's ELF keeps the addresses of its RAM
constexpr std::uint8_t kUntouched = 0xA5;

// Data addresses of the UART's registers, ATmega2560 data sheet.
constexpr std::uint32_t kUcsr0a = 0xC0, kUbrr0l = 0xC4, kUbrr0h = 0xC5;
constexpr std::uint8_t kU2x = 2;

// simavr enters an interrupt in no time; the chip pushes three bytes and takes so long (data sheet,
// "Interrupt Response Time"). Counted for cli() as well, which takes one cycle.
constexpr Mcu::Cycle kEntryCycles = 5;

// simavr counts a parity bit that 8N1 has not got: 11 bits a byte, both ways.
constexpr Mcu::Cycle kBitsPerByte = 11;

/// simavr talks on standard output, which belongs to our first line.
void quiet_logger(avr_t*, int level, const char* format, std::va_list arguments) {
  if (level == LOG_ERROR) std::vfprintf(stderr, format, arguments);
}

Mcu& self(avr_t* avr) { return *static_cast<Mcu*>(avr->custom.data); }

}  // namespace

tl::expected<std::unique_ptr<Mcu>, std::string> Mcu::load(const std::string& elf, std::uint64_t seed) {
  avr_global_logger_set(quiet_logger);
  elf_firmware_t program{};
  if (!std::filesystem::is_regular_file(elf) || elf_read_firmware(elf.c_str(), &program) != 0 ||
      !program.flash)
    return tl::unexpected("there is no firmware in " + elf +
                          ": build it (needs gcc-avr) or name another ELF");
  program.frequency = kCyclesPerUs * 1'000'000;
  program.vcc = program.avcc = program.aref = 5000;
  avr_t* avr = avr_make_mcu_by_name("atmega2560");
  if (!avr)
    return tl::unexpected(std::string("this simavr does not know the ATmega2560: install another one"));
  avr_init(avr);
  avr_load_firmware(avr, &program);

  std::unique_ptr<Mcu> mcu(new Mcu(avr));
  for (std::uint32_t i = 0; i < program.symbolcount; ++i) {
    mcu->symbols_.emplace(program.symbol[i]->symbol, program.symbol[i]->addr);
    std::free(program.symbol[i]);
  }
  std::free(program.symbol);
  std::free(program.flash);
  std::free(program.eeprom);
  mcu->attach(seed);
  return mcu;
}

tl::expected<void, std::string> Mcu::load_bootloader(const std::string& hex) {
  std::uint32_t size = 0, begin = 0;
  const std::unique_ptr<std::uint8_t, decltype(&std::free)> bytes(
      std::filesystem::is_regular_file(hex) ? read_ihex_file(hex.c_str(), &size, &begin) : nullptr,
      &std::free);
  if (!bytes || size == 0 || begin + size > avr_->flashend + 1)
    return tl::unexpected("there is no bootloader for the ATmega2560 in " + hex + ": name an Intel HEX file");
  std::copy_n(bytes.get(), size, avr_->flash + begin);
  avr_->codeend = avr_->flashend;
  avr_->reset_pc = avr_->pc = begin;
  return {};
}

Mcu::~Mcu() {
  avr_terminate(avr_);
  std::free(avr_);
}

void Mcu::attach(std::uint64_t seed) {
  avr_->custom.data = this;
  // Pacing is ours: simavr would throttle while the chip sleeps, and only then.
  avr_->sleep = [](avr_t* avr, avr_cycle_count_t cycles) { self(avr).slept_ += cycles + 1; };
  avr_->reset = [](avr_t* avr) { self(avr).was_reset_ = true; };

  std::uint32_t flags = 0;
  avr_ioctl(avr_, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);  // no echo on the terminal, no sleeping when polled
  avr_irq_register_notify(
      avr_io_getirq(avr_, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT),
      [](avr_irq_t*, std::uint32_t byte, void* mcu) {
        auto& sent = static_cast<Mcu*>(mcu)->sent_;
        if (sent) sent(static_cast<std::uint8_t>(byte));
      },
      this);
  // A program that switches pull-ups on makes simavr forget what drives the pins.
  avr_irq_register_notify(
      avr_io_getirq(avr_, AVR_IOCTL_IOPORT_GETIRQ('B'), IOPORT_IRQ_REG_PORT),
      [](avr_irq_t*, std::uint32_t, void* mcu) { static_cast<Mcu*>(mcu)->inputs_overwritten_ = true; }, this);

  std::mt19937_64 random(seed);
  for (int channel = 0; channel < 16; ++channel)
    avr_raise_irq(avr_io_getirq(avr_, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0 + channel),
                  static_cast<std::uint32_t>(random() % 5000));

  if (const auto end = symbol("_end"); end && *end >= kDataSegment)
    std::fill(avr_->data + (*end - kDataSegment), avr_->data + avr_->ramend, kUntouched);
}

Mcu::Cycle Mcu::now() const { return avr_->cycle; }

bool Mcu::stopped() const { return avr_->state == cpu_Done || avr_->state == cpu_Crashed; }

void Mcu::run_until(Cycle end) {
  // A chip that sleeps would otherwise jump past the end, to whatever wakes it.
  if (end > now()) schedule(end, [] {});
  while (now() < end) {
    act_on_mishaps();
    if (stopped()) {
      avr_->cycle = end;
      run_events();
      return;
    }
    avr_run(avr_);
    if (was_reset_) restore_after_reset();
    if (inputs_overwritten_) {
      inputs_overwritten_ = false;
      for (const auto& [name, input] : inputs_) avr_raise_irq(input.pin, input.level);
    }
    watch_mask();
    if (preset_ && avr_->state == cpu_Sleeping) {
      for (std::uint32_t i = 0; i < 4; ++i)
        avr_->data[preset_->first + i] = static_cast<std::uint8_t>(preset_->second >> 8 * i);
      preset_.reset();
    }
  }
}

// -- events --

void Mcu::schedule(Cycle when, std::function<void()> action) {
  events_.emplace(std::max(when, now()), std::move(action));
  if (!in_events_) arm_events();
}

/// One cycle timer of simavr's serves all events; a reset wipes it.
void Mcu::arm_events() {
  if (events_.empty()) return;
  const Cycle first = events_.begin()->first;
  avr_cycle_timer_register(
      avr_, first > now() ? first - now() : 0,
      [](avr_t*, avr_cycle_count_t, void* mcu) -> avr_cycle_count_t {
        return static_cast<Mcu*>(mcu)->run_events();
      },
      this);
}

/// Runs what is due; returns when the next one is, or 0.
std::uint64_t Mcu::run_events() {
  in_events_ = true;
  while (!events_.empty() && events_.begin()->first <= now()) {
    const auto action = std::move(events_.begin()->second);
    events_.erase(events_.begin());
    action();
  }
  in_events_ = false;
  return events_.empty() ? 0 : events_.begin()->first;
}

// -- pins --

void Mcu::on_output(char port, int bit, std::function<void(bool)> changed) {
  outputs_.push_back({std::move(changed), false});
  avr_irq_register_notify(
      avr_io_getirq(avr_, static_cast<std::uint32_t>(AVR_IOCTL_IOPORT_GETIRQ(port)), bit),
      [](avr_irq_t*, std::uint32_t level, void* output) {
        Output& it = *static_cast<Output*>(output);
        const bool high = (level & 0xFF) != 0;
        if (it.level == high) return;  // simavr tells some changes twice
        it.level = high;
        it.changed(high);
      },
      &outputs_.back());
}

void Mcu::drive_input(char port, int bit, bool level) {
  Input& input = inputs_[{port, bit}];
  if (!input.pin)
    input.pin = avr_io_getirq(avr_, static_cast<std::uint32_t>(AVR_IOCTL_IOPORT_GETIRQ(port)), bit);
  input.level = level;
  avr_raise_irq(input.pin, level);
}

// -- UART --

Mcu::Cycle Mcu::byte_cycles() const {
  const Cycle divisor = read_data(kUbrr0l) + 256u * read_data(kUbrr0h) + 1;
  return divisor * (read_data(kUcsr0a) & kU2x ? 8 : 16) * kBitsPerByte;
}

void Mcu::receive(std::span<const std::uint8_t> bytes) {
  to_uart_.insert(to_uart_.end(), bytes.begin(), bytes.end());
  if (feeding_ || to_uart_.empty()) return;
  feeding_ = true;
  schedule(now() + byte_cycles(), [this] { feed_uart(); });
}

void Mcu::feed_uart() {
  avr_raise_irq(avr_io_getirq(avr_, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT), to_uart_.front());
  to_uart_.pop_front();
  feeding_ = !to_uart_.empty();
  if (feeding_) schedule(now() + byte_cycles(), [this] { feed_uart(); });
}

// -- mishaps --

void Mcu::reset(ResetCause cause) { reset_ = cause; }

void Mcu::act_on_mishaps() {
  if (hang_) {
    hang_ = false;
    const avr_flashaddr_t last = avr_->flashend - 1;
    avr_->flash[last] = 0xFF;  // rjmp .-2: to itself
    avr_->flash[last + 1] = 0xCF;
    avr_->pc = last;
    avr_->state = cpu_Running;
  }
  if (!reset_) return;
  avr_reset(avr_);
  const auto& flags = avr_->reset_flags;
  avr_regbit_set(avr_, *reset_ == ResetCause::power_on    ? flags.porf
                       : *reset_ == ResetCause::external  ? flags.extrf
                       : *reset_ == ResetCause::brown_out ? flags.borf
                                                          : flags.wdrf);
  reset_.reset();
  restore_after_reset();
}

/// A reset wipes simavr's cycle timers and what it knows of the pins, while the pins' own filters keep the
/// old levels: each is driven to the other level first.
void Mcu::restore_after_reset() {
  was_reset_ = false;
  ++resets_;
  masked_since_.reset();
  for (const auto& [name, input] : inputs_) {
    avr_raise_irq(input.pin, !input.level);
    avr_raise_irq(input.pin, input.level);
  }
  arm_events();
}

// -- looking inside --

std::optional<std::uint32_t> Mcu::symbol(const std::string& name) const {
  const auto found = symbols_.find(name);
  if (found == symbols_.end()) return std::nullopt;
  return found->second;
}

std::uint8_t Mcu::read_data(std::uint32_t address) const { return avr_->data[address & 0xFFFF]; }

bool Mcu::preset_when_asleep(const std::string& name, std::uint32_t value) {
  const auto address = symbol(name);
  if (!address || *address < kDataSegment) return false;
  preset_ = {*address - kDataSegment, value};
  return true;
}

std::span<std::uint8_t> Mcu::eeprom() {
  avr_eeprom_desc_t all{nullptr, 0, static_cast<std::uint32_t>(avr_->e2end) + 1};
  avr_ioctl(avr_, AVR_IOCTL_EEPROM_GET, &all);
  return {all.ee, all.size};
}

void Mcu::begin_measuring() {
  measured_from_ = now();
  slept_ = 0;
  longest_masked_ = 0;
  masked_since_.reset();
}

/// After each instruction. The one that ends the mask, a return as a rule, still belongs to it.
void Mcu::watch_mask() {
  const bool masked = !avr_->sreg[S_I];
  if (masked && !masked_since_) masked_since_ = now() - kEntryCycles;
  if (masked_since_) longest_masked_ = std::max<std::uint64_t>(longest_masked_, now() - *masked_since_);
  if (!masked) masked_since_.reset();
}

Load Mcu::load_since() const {
  Load load{now() - measured_from_, slept_, longest_masked_, 0};
  if (const auto end = symbol("_end"); end && *end >= kDataSegment) {
    const std::uint8_t* const top = avr_->data + avr_->ramend + 1;
    const std::uint8_t* const deepest =
        std::find_if(static_cast<const std::uint8_t*>(avr_->data) + (*end - kDataSegment), top,
                     [](std::uint8_t byte) { return byte != kUntouched; });
    load.stack_bytes = static_cast<std::uint32_t>(top - deepest);
  }
  return load;
}

}  // namespace poise::emulator
