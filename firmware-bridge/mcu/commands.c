#include "commands.h"

#include <stdbool.h>
#include <string.h>

#include "adc.h"
#include "clock.h"
#include "identity.h"
#include "link.h"
#include "outputs.h"
#include "reset.h"
#include "wake.h"

enum { FIRMWARE_MAJOR = 0, FIRMWARE_MINOR = 1, FIRMWARE_PATCH = 0, REFERENCE_MAT = 1 };
#define STATUS_PERIOD_US 1000000ul

static uint8_t unique_id[ID_SIZE];
static bool streaming;
static uint32_t status_us; /* when STATUS was last sent, or streaming began */
static uint16_t sample_seq, other_seq;
static uint32_t samples_taken;
static uint16_t overflows;
static bool dropped; /* samples since the last one that was sent */

_Static_assert(6 + 3 * ADC_CELLS <= LINK_MAX_PAYLOAD, "a SAMPLE fits");
_Static_assert(3 + 24 <= LINK_MAX_PAYLOAD, "the reply to HELLO fits");
_Static_assert(3 + POISE_MAX_PING <= LINK_MAX_PAYLOAD, "the reply to PING fits");

static bool send(uint8_t type, const uint8_t* payload, size_t length) {
  const bool sent = link_send(type, other_seq, payload, (uint8_t)length);
  if (sent) ++other_seq;
  return sent;
}

static uint8_t put_hello(uint8_t* data) {
  poise_hello hello = {.protocol_major = POISE_PROTOCOL_MAJOR,
                       .protocol_minor = POISE_PROTOCOL_MINOR,
                       .firmware_major = FIRMWARE_MAJOR,
                       .firmware_minor = FIRMWARE_MINOR,
                       .firmware_patch = FIRMWARE_PATCH,
                       .model = REFERENCE_MAT,
                       .cell_count = ADC_CELLS,
                       .adc_bits = ADC_BITS,
                       .rate_hz = adc_rate_hz(),
                       .capabilities = POISE_CAN_LIGHT | POISE_CAN_BUZZ | POISE_CAN_RATE,
                       .t_us = clock_us()};
  memcpy(hello.unique_id, unique_id, sizeof hello.unique_id);
  return (uint8_t)poise_pack_hello(data, &hello);
}

static void start(void) {
  if (streaming) return;
  adc_start();
  streaming = true;
  status_us = clock_us();
}

static void stop(void) {
  if (streaming) adc_stop();
  streaming = false;
}

static void send_test_pattern(void) {
  poise_sample pattern;
  uint8_t payload[LINK_MAX_PAYLOAD];
  poise_test_pattern(&pattern, ADC_CELLS);
  link_send(POISE_SAMPLE, 0, payload, (uint8_t)poise_pack_sample(payload, &pattern));
}

static uint16_t get_u16(const uint8_t* bytes) { return (uint16_t)(bytes[0] | (uint16_t)bytes[1] << 8); }

static uint8_t fits(size_t length, size_t wanted) { return length == wanted ? POISE_OK : POISE_BAD_ARGUMENT; }

/* Carries a command out, all but what must wait for the reply to be sent. Returns its status; `data` and
 * `*data_length` are the reply's. */
static uint8_t obey(uint8_t command, const uint8_t* arguments, size_t length, uint8_t* data,
                    uint8_t* data_length) {
  uint8_t status = fits(length, 0);
  switch (command) {
    case POISE_HELLO:
      if (status == POISE_OK) *data_length = put_hello(data);
      return status;
    case POISE_START:
      if (status == POISE_OK) start();
      return status;
    case POISE_STOP:
      if (status == POISE_OK) stop();
      return status;
    case POISE_RATE:
      if (length != 2 || get_u16(arguments) == 0) return POISE_BAD_ARGUMENT;
      adc_set_rate(get_u16(arguments));
      data[0] = (uint8_t)adc_rate_hz();
      data[1] = (uint8_t)(adc_rate_hz() >> 8);
      *data_length = 2;
      return POISE_OK;
    case POISE_LIGHT:
      if (fits(length, 2) == POISE_OK) outputs_light(arguments[0], arguments[1]);
      return fits(length, 2);
    case POISE_BUZZ:
      if (fits(length, 4) == POISE_OK) outputs_buzz(get_u16(arguments), get_u16(arguments + 2));
      return fits(length, 4);
    case POISE_PING:
      if (length > POISE_MAX_PING) return POISE_BAD_ARGUMENT;
      memcpy(data, arguments, length);
      *data_length = (uint8_t)length;
      return POISE_OK;
    case POISE_TEST_PATTERN:
      return status == POISE_OK && streaming ? POISE_BUSY : status;
    case POISE_RESET:
      return status;
    default:
      return POISE_UNKNOWN_COMMAND;
  }
}

static __attribute__((noinline)) void answer(const poise_decoder* frame) {
  const uint8_t command = frame->type;
  if (command < POISE_HELLO || command >= POISE_REPLY) return;
  uint8_t data[LINK_MAX_PAYLOAD], payload[LINK_MAX_PAYLOAD], data_length = 0;
  poise_reply reply = {.command_seq = frame->seq, .data = data};
  reply.status = obey(command, frame->payload, frame->payload_length, data, &data_length);
  reply.data_length = data_length;
  send(POISE_REPLY + command, payload, poise_pack_reply(payload, &reply));
  if (reply.status != POISE_OK) return;
  if (command == POISE_TEST_PATTERN) send_test_pattern();
  if (command == POISE_RESET) reset_now();
}

static __attribute__((noinline)) void send_sample(void) {
  poise_sample sample;
  uint16_t missed = 0;
  if (!adc_take(&sample, &missed)) return;
  ++samples_taken;
  sample_seq +=
      missed; /* what the converters did not give leaves a hole, so that numbers keep step with time */
  if (dropped) sample.flags |= POISE_FLAG_DROPPED;
  uint8_t payload[LINK_MAX_PAYLOAD];
  dropped = !link_send(POISE_SAMPLE, sample_seq++, payload, (uint8_t)poise_pack_sample(payload, &sample));
  if (dropped) ++overflows;
}

static __attribute__((noinline)) void send_status(void) {
  const uint32_t now_us = clock_us();
  const poise_status status = {now_us, samples_taken, overflows, link_rx_errors(), POISE_NO_TEMPERATURE};
  uint8_t payload[LINK_MAX_PAYLOAD];
  if (send(POISE_STATUS, payload, poise_pack_status(payload, &status))) status_us = now_us;
}

void commands_start(uint8_t boot_reason) {
  identity_load(unique_id);
  send(POISE_BOOT, &boot_reason, 1);
}

void commands_poll(void) {
  if (streaming && adc_due()) send_sample();
  if (streaming && clock_us() - status_us >= STATUS_PERIOD_US) send_status();
  /* A command is taken only when its answer will find room: whoever sends faster than he reads is not heard.
   * And one at a time: a host that never stops must not keep the samples waiting. */
  const poise_decoder* frame = link_has_room() ? link_receive() : 0;
  if (!frame) return;
  answer(frame);
  wake_up = true; /* there may be another */
}
