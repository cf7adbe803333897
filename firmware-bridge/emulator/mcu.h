#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>

struct avr_t;
struct avr_irq_t;

namespace poise::emulator {

enum class ResetCause { power_on, external, brown_out, watchdog };

/// What the program did with its time. Cycles of 1/16 us.
struct Load {
  std::uint64_t cycles = 0, slept_cycles = 0;
  std::uint64_t longest_masked_cycles = 0;  ///< interrupts off without a break, entry and return included
  std::uint32_t stack_bytes = 0;            ///< deepest since the program was loaded
};

/// An ATmega2560 at 16 MHz with a program in it, on simavr. It has no clock of its own: run_until() makes
/// time pass. Nothing is lost over a reset but what the chip loses: bytes on their way and scheduled events
/// stay. Not thread-safe; callbacks come from within run_until().
class Mcu {
 public:
  static constexpr std::int64_t kCyclesPerUs = 16;
  using Cycle = std::uint64_t;

  /// `seed` makes the noise that the program finds on its analog inputs. The error is one line for people.
  static tl::expected<std::unique_ptr<Mcu>, std::string> load(const std::string& elf, std::uint64_t seed = 1);
  /// Puts a bootloader beside the program, from Intel HEX; from now on every reset, the first one too, begins
  /// in it. To be called before any time has passed.
  tl::expected<void, std::string> load_bootloader(const std::string& hex);
  ~Mcu();
  Mcu(const Mcu&) = delete;
  Mcu& operator=(const Mcu&) = delete;

  Cycle now() const;
  void run_until(Cycle end);

  /// Calls `action` at that cycle, or at once when that has passed.
  void schedule(Cycle when, std::function<void()> action);

  // ---- pins ----
  void on_output(char port, int bit, std::function<void(bool)> changed);
  void drive_input(char port, int bit, bool level);

  // ---- UART 0 ----
  void on_sent(std::function<void(std::uint8_t)> sent) { sent_ = std::move(sent); }
  /// Bytes for the program, which come one after another at the line's rate.
  void receive(std::span<const std::uint8_t> bytes);

  // ---- mishaps; they take effect before the next instruction ----
  void reset(ResetCause cause);
  /// The program goes into an endless loop somewhere; only the watchdog can end that.
  void hang() { hang_ = true; }

  // ---- looking inside ----
  std::optional<std::uint32_t> symbol(const std::string& name) const;
  std::uint8_t read_data(std::uint32_t address) const;
  /// Sets a u32 of the program's memory by its name, once the program next sleeps; false: no such name.
  bool preset_when_asleep(const std::string& name, std::uint32_t value);
  std::span<std::uint8_t> eeprom();
  std::uint64_t resets() const { return resets_; }  ///< since power was first switched on
  bool stopped() const;                             ///< the program crashed or sleeps for ever
  void begin_measuring();
  Load load_since() const;

 private:
  struct Output {
    std::function<void(bool)> changed;
    bool level = false;
  };
  struct Input {
    avr_irq_t* pin = nullptr;
    bool level = false;
  };
  explicit Mcu(avr_t* avr) : avr_(avr) {}
  void attach(std::uint64_t seed);
  void arm_events();
  std::uint64_t run_events();
  void feed_uart();
  Cycle byte_cycles() const;
  void restore_after_reset();
  void act_on_mishaps();
  void watch_mask();

  avr_t* avr_;
  std::multimap<Cycle, std::function<void()>> events_;
  bool in_events_ = false;
  std::map<std::string, std::uint32_t> symbols_;
  std::deque<Output> outputs_;  ///< their addresses stay
  std::map<std::pair<char, int>, Input> inputs_;
  bool inputs_overwritten_ = false;
  std::function<void(std::uint8_t)> sent_;
  std::deque<std::uint8_t> to_uart_;
  bool feeding_ = false;
  bool was_reset_ = false, hang_ = false;
  std::optional<ResetCause> reset_;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> preset_;
  std::uint64_t resets_ = 0;

  Cycle measured_from_ = 0;
  std::uint64_t slept_ = 0;
  std::optional<Cycle> masked_since_;
  std::uint64_t longest_masked_ = 0;
};

}  // namespace poise::emulator
