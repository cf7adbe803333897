/* The Poise wire protocol, version 1.0, for both ends of the line: ../PROTOCOL.md is the specification.
 *
 * C11, no heap, no operating system, no globals: the microcontroller and the host compile the same files.
 * All integers on the wire are little endian; the structs here are in host order. */
#ifndef POISE_PROTOCOL_H
#define POISE_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define POISE_PROTOCOL_MAJOR 1
#define POISE_PROTOCOL_MINOR 0

#define POISE_MAX_FRAME 254                        /* type, seq, payload and crc, before COBS */
#define POISE_FRAME_OVERHEAD 5                     /* type u8, seq u16, crc u16 */
#define POISE_MAX_PAYLOAD (POISE_MAX_FRAME - POISE_FRAME_OVERHEAD)
#define POISE_MAX_WIRE (POISE_MAX_FRAME + 2)       /* COBS adds one, the delimiter another */
#define POISE_MAX_CELLS 8
#define POISE_MAX_PING 16

enum poise_type {
  POISE_SAMPLE = 0x01,
  POISE_STATUS = 0x02,
  POISE_BOOT = 0x03,
  POISE_HELLO = 0x10,
  POISE_START = 0x11,
  POISE_STOP = 0x12,
  POISE_RATE = 0x13,
  POISE_LIGHT = 0x14,
  POISE_BUZZ = 0x15,
  POISE_PING = 0x16,
  POISE_TEST_PATTERN = 0x17,
  POISE_RESET = 0x18,
  POISE_REPLY = 0x80 /* reply to command c: POISE_REPLY + c */
};

enum poise_reply_status {
  POISE_OK = 0,
  POISE_UNKNOWN_COMMAND = 1,
  POISE_BAD_ARGUMENT = 2,
  POISE_BUSY = 3,
  POISE_NOT_SUPPORTED = 4
};

enum poise_sample_flags {
  POISE_FLAG_SETTLING = 1,
  POISE_FLAG_SATURATED = 2,
  POISE_FLAG_DROPPED = 4,
  POISE_FLAG_RESYNCHRONISED = 8
};

enum poise_capabilities { POISE_CAN_LIGHT = 1, POISE_CAN_BUZZ = 2, POISE_CAN_RATE = 4, POISE_CAN_TEMPERATURE = 8 };

enum poise_boot_reason {
  POISE_BOOT_POWER_ON = 0,
  POISE_BOOT_EXTERNAL = 1,
  POISE_BOOT_BROWN_OUT = 2,
  POISE_BOOT_WATCHDOG = 3,
  POISE_BOOT_COMMAND = 4
};

#define POISE_NO_TEMPERATURE 0x7FFF

/* -- frames -- */

/* CRC-16/CCITT-FALSE over `length` bytes; of "123456789" it is 0x29B1. */
uint16_t poise_crc16(const uint8_t *bytes, size_t length);

/* Writes COBS(type, seq, payload, crc) and the delimiter to `wire` (POISE_MAX_WIRE bytes are always enough).
 * Returns the number of bytes written; 0 when the payload is longer than POISE_MAX_PAYLOAD. */
size_t poise_encode(uint8_t *wire, uint8_t type, uint16_t seq, const uint8_t *payload, size_t length);

/* What one more byte made of the stream. Anything but the first two is damage to be counted; the decoder goes
 * on by itself with the byte after the next delimiter. */
enum poise_decode_event {
  POISE_DECODE_NOTHING, /* in the middle of a frame, or an empty one */
  POISE_DECODE_FRAME,   /* type, seq, payload, payload_length hold a good frame until the next byte */
  POISE_DECODE_BAD_CRC,
  POISE_DECODE_BAD_COBS,
  POISE_DECODE_TOO_LONG,
  POISE_DECODE_TOO_SHORT
};

typedef struct poise_decoder {
  /* the frame, valid after POISE_DECODE_FRAME */
  uint8_t type;
  uint16_t seq;
  const uint8_t *payload;
  size_t payload_length;
  /* private */
  uint8_t buffer[POISE_MAX_FRAME + 1];
  uint16_t length;
  uint8_t block_left;  /* bytes until the next COBS code byte */
  uint8_t block_code;
  uint8_t state;
} poise_decoder;

void poise_decoder_init(poise_decoder *decoder);
enum poise_decode_event poise_decoder_push(poise_decoder *decoder, uint8_t byte);
/* The same for many bytes at once, faster: stops after the first byte that made something of the stream, says
 * what in `event` (POISE_DECODE_NOTHING: all bytes used, nothing came of them) and returns how many it used. */
size_t poise_decoder_feed(poise_decoder *decoder, const uint8_t *bytes, size_t length,
                          enum poise_decode_event *event);

/* -- payloads: pack returns the length written, unpack whether the payload was well formed -- */

typedef struct poise_sample {
  uint32_t t_us;
  uint8_t flags;
  uint8_t fault_mask;
  uint8_t cell_count;              /* not on the wire: 4 or 8, from the payload's length */
  int32_t cell[POISE_MAX_CELLS];   /* int24 on the wire */
} poise_sample;

size_t poise_pack_sample(uint8_t *payload, const poise_sample *sample);
bool poise_unpack_sample(poise_sample *sample, const uint8_t *payload, size_t length);

typedef struct poise_status {
  uint32_t t_us;
  uint32_t samples_taken;
  uint16_t overflows;
  uint16_t rx_errors;
  int16_t temperature_centi_c;
} poise_status;

size_t poise_pack_status(uint8_t *payload, const poise_status *status);
bool poise_unpack_status(poise_status *status, const uint8_t *payload, size_t length);

typedef struct poise_reply {
  uint16_t command_seq;
  uint8_t status; /* enum poise_reply_status */
  const uint8_t *data;
  size_t data_length;
} poise_reply;

size_t poise_pack_reply(uint8_t *payload, const poise_reply *reply);
bool poise_unpack_reply(poise_reply *reply, const uint8_t *payload, size_t length);

typedef struct poise_hello {
  uint8_t protocol_major, protocol_minor;
  uint8_t firmware_major, firmware_minor, firmware_patch;
  uint8_t model; /* 0 virtual, 1 reference mat */
  uint8_t unique_id[8];
  uint8_t cell_count, adc_bits;
  uint16_t rate_hz;
  uint16_t capabilities;
  uint32_t t_us;
} poise_hello;

size_t poise_pack_hello(uint8_t *data, const poise_hello *hello);
/* Accepts longer data: a later minor version may add fields. */
bool poise_unpack_hello(poise_hello *hello, const uint8_t *data, size_t length);

/* The sample that answers TEST_PATTERN on a mat of that many cells. */
void poise_test_pattern(poise_sample *sample, uint8_t cell_count);

/* The host's line rate for a mat with a UART, Bd; USB-CDC ignores it. The build sets another one for mats with
 * the slower firmware. */
#ifndef POISE_BAUD
#define POISE_BAUD 500000
#endif

#ifdef __cplusplus
}
#endif
#endif
