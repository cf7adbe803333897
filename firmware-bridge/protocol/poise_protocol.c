#include "poise_protocol.h"

#include <string.h>

/* Sizes of the payloads as they are on the wire; PROTOCOL.md has the tables. */
enum {
  SAMPLE_HEAD = 6, /* t_us, flags, fault_mask; then three bytes a cell */
  CELL_SIZE = 3,
  STATUS_SIZE = 14,
  REPLY_HEAD = 3, /* command_seq, status; then the command's own data */
  HELLO_SIZE = 24
};

/* What the decoder waits for. */
enum { AT_START, IN_FRAME, SKIPPING };

/* ---- integers, little endian ---- */

static uint8_t *put_u16(uint8_t *to, uint16_t value) {
  to[0] = (uint8_t)value;
  to[1] = (uint8_t)(value >> 8);
  return to + 2;
}

static uint8_t *put_u32(uint8_t *to, uint32_t value) {
  return put_u16(put_u16(to, (uint16_t)value), (uint16_t)(value >> 16));
}

static uint16_t get_u16(const uint8_t *from) { return (uint16_t)(from[0] | ((uint16_t)from[1] << 8)); }

static uint32_t get_u32(const uint8_t *from) { return get_u16(from) | ((uint32_t)get_u16(from + 2) << 16); }

static int32_t get_i24(const uint8_t *from) {
  const uint32_t value = get_u16(from) | ((uint32_t)from[2] << 16);
  /* Flipping the sign bit and taking its weight off again widens a two's complement number of any size. */
  return (int32_t)(value ^ 0x800000u) - 0x800000;
}

/* ---- frames ---- */

/* One byte's worth of the CRC without a table. The polynomial has so few terms (x^16 = x^12 + x^5 + 1) that a
 * byte's remainder is three shifts: as fast as a table of 512 bytes on a host, and no such table on the AVR. */
static inline uint16_t crc16_step(uint16_t crc, uint8_t byte) {
  uint8_t x = (uint8_t)((crc >> 8) ^ byte);
  x = (uint8_t)(x ^ (x >> 4));
  return (uint16_t)((crc << 8) ^ ((uint16_t)x << 12) ^ ((uint16_t)x << 5) ^ x);
}

uint16_t poise_crc16(const uint8_t *bytes, size_t length) {
  uint16_t crc = 0xFFFF;
  for (size_t i = 0; i < length; ++i) crc = crc16_step(crc, bytes[i]);
  return crc;
}

/* COBS written as it comes, so that the MCU needs no second buffer. */
typedef struct cobs_writer {
  uint8_t *code; /* where the current block's code byte will go */
  uint8_t *end;
} cobs_writer;

static void close_block(cobs_writer *out) {
  *out->code = (uint8_t)(out->end - out->code);
  out->code = out->end++;
}

/* A block holds at most 254 bytes and so does a frame: none is ever closed but by a zero or the end. */
static void put_cobs(cobs_writer *out, uint8_t byte) {
  if (byte == 0) {
    close_block(out);
  } else {
    *out->end++ = byte;
  }
}

size_t poise_encode(uint8_t *wire, uint8_t type, uint16_t seq, const uint8_t *payload, size_t length) {
  if (length > POISE_MAX_PAYLOAD) return 0;
  const uint8_t head[3] = {type, (uint8_t)seq, (uint8_t)(seq >> 8)};
  cobs_writer out = {wire, wire + 1};
  uint16_t crc = 0xFFFF;
  for (uint8_t i = 0; i < sizeof head; ++i) {
    crc = crc16_step(crc, head[i]);
    put_cobs(&out, head[i]);
  }
  for (size_t i = 0; i < length; ++i) {
    crc = crc16_step(crc, payload[i]);
    put_cobs(&out, payload[i]);
  }
  put_cobs(&out, (uint8_t)crc);
  put_cobs(&out, (uint8_t)(crc >> 8));
  close_block(&out); /* leaves `code` where the delimiter belongs */
  *out.code = 0;
  return (size_t)(out.end - wire);
}

void poise_decoder_init(poise_decoder *decoder) { memset(decoder, 0, sizeof *decoder); }

static enum poise_decode_event skip(poise_decoder *decoder, enum poise_decode_event why) {
  decoder->state = SKIPPING;
  return why;
}

/* The delimiter has come: judges what was collected and makes ready for the next frame. */
static enum poise_decode_event end_frame(poise_decoder *decoder) {
  const uint8_t state = decoder->state;
  const uint16_t length = decoder->length;
  const uint8_t missing = decoder->block_left;
  decoder->state = AT_START;
  decoder->length = 0;
  decoder->block_left = 0;
  if (state != IN_FRAME) return POISE_DECODE_NOTHING;
  if (missing != 0) return POISE_DECODE_BAD_COBS;
  if (length < POISE_FRAME_OVERHEAD) return POISE_DECODE_TOO_SHORT;
  const uint16_t crc_at = (uint16_t)(length - 2);
  if (poise_crc16(decoder->buffer, crc_at) != get_u16(decoder->buffer + crc_at)) return POISE_DECODE_BAD_CRC;
  decoder->type = decoder->buffer[0];
  decoder->seq = get_u16(decoder->buffer + 1);
  decoder->payload = decoder->buffer + 3;
  decoder->payload_length = (size_t)(length - POISE_FRAME_OVERHEAD);
  return POISE_DECODE_FRAME;
}

/* A code byte: the block before it ends in a zero that was not sent, unless it was a full one or the first. */
static enum poise_decode_event begin_block(poise_decoder *decoder, uint8_t code) {
  if (decoder->state == IN_FRAME && decoder->block_code != 0xFF) {
    if (decoder->length == POISE_MAX_FRAME) return skip(decoder, POISE_DECODE_TOO_LONG);
    decoder->buffer[decoder->length++] = 0;
  }
  decoder->state = IN_FRAME;
  decoder->block_code = code;
  decoder->block_left = (uint8_t)(code - 1);
  return POISE_DECODE_NOTHING;
}

enum poise_decode_event poise_decoder_push(poise_decoder *decoder, uint8_t byte) {
  if (byte == 0) return end_frame(decoder);
  if (decoder->state == SKIPPING) return POISE_DECODE_NOTHING;
  if (decoder->block_left == 0) return begin_block(decoder, byte);
  if (decoder->length == POISE_MAX_FRAME) return skip(decoder, POISE_DECODE_TOO_LONG);
  decoder->buffer[decoder->length++] = byte;
  --decoder->block_left;
  return POISE_DECODE_NOTHING;
}

/* Takes from `bytes` what belongs to the current block, all at once, and returns how much that was. */
static size_t copy_block(poise_decoder *decoder, const uint8_t *bytes, size_t length) {
  const size_t room = (size_t)(POISE_MAX_FRAME - decoder->length);
  size_t wanted = decoder->block_left < length ? decoder->block_left : length;
  if (wanted > room) wanted = room;
  uint8_t *to = decoder->buffer + decoder->length;
  size_t taken = 0;
  while (taken < wanted && bytes[taken] != 0) {
    to[taken] = bytes[taken];
    ++taken;
  }
  decoder->length = (uint16_t)(decoder->length + taken);
  decoder->block_left = (uint8_t)(decoder->block_left - taken);
  return taken;
}

size_t poise_decoder_feed(poise_decoder *decoder, const uint8_t *bytes, size_t length,
                          enum poise_decode_event *event) {
  size_t used = 0;
  *event = POISE_DECODE_NOTHING;
  while (used < length && *event == POISE_DECODE_NOTHING) {
    if (decoder->state == IN_FRAME) used += copy_block(decoder, bytes + used, length - used);
    if (used < length) *event = poise_decoder_push(decoder, bytes[used++]);
  }
  return used;
}

/* ---- payloads ---- */

size_t poise_pack_sample(uint8_t *payload, const poise_sample *sample) {
  uint8_t *to = put_u32(payload, sample->t_us);
  *to++ = sample->flags;
  *to++ = sample->fault_mask;
  for (uint8_t i = 0; i < sample->cell_count; ++i) {
    const uint32_t value = (uint32_t)sample->cell[i];
    to = put_u16(to, (uint16_t)value);
    *to++ = (uint8_t)(value >> 16);
  }
  return (size_t)(to - payload);
}

bool poise_unpack_sample(poise_sample *sample, const uint8_t *payload, size_t length) {
  if (length != SAMPLE_HEAD + 4 * CELL_SIZE && length != SAMPLE_HEAD + 8 * CELL_SIZE) return false;
  sample->t_us = get_u32(payload);
  sample->flags = payload[4];
  sample->fault_mask = payload[5];
  sample->cell_count = (uint8_t)((length - SAMPLE_HEAD) / CELL_SIZE);
  for (uint8_t i = 0; i < POISE_MAX_CELLS; ++i)
    sample->cell[i] = i < sample->cell_count ? get_i24(payload + SAMPLE_HEAD + i * CELL_SIZE) : 0;
  return true;
}

size_t poise_pack_status(uint8_t *payload, const poise_status *status) {
  uint8_t *to = put_u32(payload, status->t_us);
  to = put_u32(to, status->samples_taken);
  to = put_u16(to, status->overflows);
  to = put_u16(to, status->rx_errors);
  to = put_u16(to, (uint16_t)status->temperature_centi_c);
  return (size_t)(to - payload);
}

bool poise_unpack_status(poise_status *status, const uint8_t *payload, size_t length) {
  if (length < STATUS_SIZE) return false;
  status->t_us = get_u32(payload);
  status->samples_taken = get_u32(payload + 4);
  status->overflows = get_u16(payload + 8);
  status->rx_errors = get_u16(payload + 10);
  status->temperature_centi_c = (int16_t)get_u16(payload + 12);
  return true;
}

size_t poise_pack_reply(uint8_t *payload, const poise_reply *reply) {
  uint8_t *to = put_u16(payload, reply->command_seq);
  *to++ = reply->status;
  if (reply->data_length > 0) memcpy(to, reply->data, reply->data_length);
  return REPLY_HEAD + reply->data_length;
}

bool poise_unpack_reply(poise_reply *reply, const uint8_t *payload, size_t length) {
  if (length < REPLY_HEAD) return false;
  reply->command_seq = get_u16(payload);
  reply->status = payload[2];
  reply->data = payload + REPLY_HEAD;
  reply->data_length = length - REPLY_HEAD;
  return true;
}

size_t poise_pack_hello(uint8_t *data, const poise_hello *hello) {
  uint8_t *to = data;
  *to++ = hello->protocol_major;
  *to++ = hello->protocol_minor;
  *to++ = hello->firmware_major;
  *to++ = hello->firmware_minor;
  *to++ = hello->firmware_patch;
  *to++ = hello->model;
  memcpy(to, hello->unique_id, sizeof hello->unique_id);
  to += sizeof hello->unique_id;
  *to++ = hello->cell_count;
  *to++ = hello->adc_bits;
  to = put_u16(to, hello->rate_hz);
  to = put_u16(to, hello->capabilities);
  to = put_u32(to, hello->t_us);
  return (size_t)(to - data);
}

bool poise_unpack_hello(poise_hello *hello, const uint8_t *data, size_t length) {
  if (length < HELLO_SIZE) return false;
  hello->protocol_major = data[0];
  hello->protocol_minor = data[1];
  hello->firmware_major = data[2];
  hello->firmware_minor = data[3];
  hello->firmware_patch = data[4];
  hello->model = data[5];
  memcpy(hello->unique_id, data + 6, sizeof hello->unique_id);
  hello->cell_count = data[14];
  hello->adc_bits = data[15];
  hello->rate_hz = get_u16(data + 16);
  hello->capabilities = get_u16(data + 18);
  hello->t_us = get_u32(data + 20);
  return true;
}

void poise_test_pattern(poise_sample *sample, uint8_t cell_count) {
  sample->t_us = 0x01020304;
  sample->flags = 0;
  sample->fault_mask = 0;
  sample->cell_count = cell_count;
  for (uint8_t i = 0; i < POISE_MAX_CELLS; ++i)
    sample->cell[i] = i < cell_count ? (int32_t)(i + 1) * 0x010203 - 0x400000 : 0;
}
