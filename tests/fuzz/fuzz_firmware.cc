#include <csetjmp>
#include <vector>

#include "fuzz.h"

extern "C" {
#include "adc.h"
#include "clock.h"
#include "commands.h"
#include "identity.h"
#include "link.h"
#include "outputs.h"
#include "reset.h"
#include "wake.h"
}

/// The firmware's command parser (firmware-bridge/mcu/commands.c, as it is flashed) behind a line that brings
/// any bytes, has room or not, and converters that give anything.
namespace {

using poise::fuzz::must;

struct Board {
  poise::fuzz::Input input{nullptr, 0};
  std::span<const std::uint8_t> arriving;
  poise_decoder decoder;
  std::uint16_t errors = 0, rate_hz = 80;
  std::uint32_t now_us = 0;
  bool converting = false, line_is_full = false;
  int answers = 0;
  std::jmp_buf on_reset;
};

Board board;

}  // namespace

extern "C" {

volatile bool wake_up;

bool link_send(std::uint8_t type, std::uint16_t seq, const std::uint8_t* payload, std::uint8_t length) {
  must(length <= LINK_MAX_PAYLOAD, "a frame fits the line's buffer");
  std::uint8_t wire[POISE_MAX_WIRE];
  must(poise_encode(wire, type, seq, payload, length) <= LINK_MAX_WIRE, "a frame fits the wire's buffer");
  if (type >= POISE_REPLY) {
    poise_reply reply;
    must(poise_unpack_reply(&reply, payload, length), "an answer can be read");
    must(reply.command_seq == board.decoder.seq && reply.status <= POISE_NOT_SUPPORTED, "and is to the command");
    ++board.answers;
  }
  return !board.line_is_full;
}

bool link_has_room(void) { return !board.line_is_full; }

const poise_decoder* link_receive(void) {
  while (!board.arriving.empty()) {
    const poise_decode_event event = poise_decoder_push(&board.decoder, board.arriving[0]);
    board.arriving = board.arriving.subspan(1);
    if (event == POISE_DECODE_FRAME) return &board.decoder;
    if (event != POISE_DECODE_NOTHING) ++board.errors;
  }
  return nullptr;
}

std::uint16_t link_rx_errors(void) { return board.errors; }

void adc_start(void) {
  must(!board.converting, "what runs is not started");
  board.converting = true;
}
void adc_stop(void) { board.converting = false; }
std::uint16_t adc_set_rate(std::uint16_t hz) { return board.rate_hz = hz < 45 ? 10 : 80; }
std::uint16_t adc_rate_hz(void) { return board.rate_hz; }
bool adc_due(void) { return board.input.byte() & 1; }
bool adc_take(poise_sample* sample, std::uint16_t* missed) {
  *sample = {};
  sample->t_us = board.now_us;
  sample->cell_count = ADC_CELLS;
  sample->fault_mask = board.input.byte();
  for (std::int32_t& cell : sample->cell) cell = static_cast<std::int32_t>(board.input.word() << 8) - 0x800000;
  *missed = board.input.byte();
  return board.input.byte() & 1;
}

std::uint32_t clock_us(void) { return board.now_us; }
void identity_load(std::uint8_t id[ID_SIZE]) { std::fill(id, id + ID_SIZE, std::uint8_t{7}); }
void outputs_light(std::uint8_t, std::uint8_t) {}
void outputs_buzz(std::uint16_t, std::uint16_t) {}
void reset_now(void) { std::longjmp(board.on_reset, 1); }

}  // extern "C"

namespace {

/// A command without arguments, as a host sends it.
void obey(std::uint8_t command) {
  std::uint8_t wire[POISE_MAX_WIRE];
  const std::size_t size = poise_encode(wire, command, 0, nullptr, 0);
  board.arriving = {wire, size};
  board.line_is_full = false;
  while (!board.arriving.empty()) commands_poll();
}

void run() {
  while (!board.input.empty()) {
    const std::uint8_t turn = board.input.byte();
    board.line_is_full = turn & 1;
    board.now_us += std::uint32_t{turn} << 12;
    if (turn & 2) {  // a good frame, which chance alone seldom makes
      std::uint8_t wire[POISE_MAX_WIRE];
      const std::uint8_t command = board.input.byte();
      const std::uint16_t seq = board.input.word();
      const auto arguments = board.input.bytes(board.input.byte() % (POISE_MAX_PAYLOAD + 1));
      board.arriving = {wire, poise_encode(wire, command, seq, arguments.data(), arguments.size())};
      const bool asked = command >= POISE_HELLO && command < POISE_REPLY && !board.line_is_full;
      board.answers = 0;
      poise_decoder_init(&board.decoder);  // what came before it does not swallow it
      commands_poll();
      must(board.answers == (asked ? 1 : 0), "every command has one answer, if there is room for it");
      board.arriving = {};
    } else {
      board.arriving = board.input.bytes(turn >> 2);
      for (int polls = 0; polls < 4; ++polls) commands_poll();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  board.input = poise::fuzz::Input(data, size);
  board.now_us = 0;
  poise_decoder_init(&board.decoder);
  if (setjmp(board.on_reset) == 0) {
    commands_start(POISE_BOOT_POWER_ON);
    run();
    poise_decoder_init(&board.decoder);
    obey(POISE_STOP);
    return 0;
  }
  // Reset by command: what the chip would lose is lost here by a STOP.
  poise_decoder_init(&board.decoder);
  obey(POISE_STOP);
  return 0;
}
