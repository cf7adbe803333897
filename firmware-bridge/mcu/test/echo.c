/* Not for a mat. Unpacks each frame that comes into the structs of the protocol library, packs it again and
 * sends it back, so that a test can compare what the microcontroller makes of the golden frames. Damage is
 * answered by a frame of type 0x70 whose payload is the decoder's event. */
#include <avr/interrupt.h>
#include <avr/io.h>

#include "protocol/poise_protocol.h"

enum { DAMAGE = 0x70, RX_SIZE = 1024 };

static volatile uint8_t rx[RX_SIZE];
static volatile uint16_t rx_head;

ISR(USART0_RX_vect) {
  rx[rx_head] = UDR0;
  rx_head = (rx_head + 1) % RX_SIZE;
}

static uint8_t next_byte(void) {
  static uint16_t tail;
  for (;;) {
    cli();
    const uint16_t head = rx_head;
    sei();
    if (head == tail) continue;
    const uint8_t byte = rx[tail];
    tail = (tail + 1) % RX_SIZE;
    return byte;
  }
}

static void send(uint8_t type, uint16_t seq, const uint8_t* payload, size_t length) {
  static uint8_t wire[POISE_MAX_WIRE];
  const size_t size = poise_encode(wire, type, seq, payload, length);
  for (size_t i = 0; i < size; ++i) {
    while (!(UCSR0A & _BV(UDRE0))) {
    }
    UDR0 = wire[i];
  }
}

static size_t pack_reply_again(uint8_t* payload, const poise_decoder* frame) {
  poise_reply reply;
  poise_hello hello;
  uint8_t data[32];
  if (!poise_unpack_reply(&reply, frame->payload, frame->payload_length)) return 0;
  if (frame->type == POISE_REPLY + POISE_HELLO && poise_unpack_hello(&hello, reply.data, reply.data_length)) {
    reply.data_length = poise_pack_hello(data, &hello);
    reply.data = data;
  }
  return poise_pack_reply(payload, &reply);
}

static void echo(const poise_decoder* frame) {
  static uint8_t payload[POISE_MAX_PAYLOAD];
  size_t length = 0;
  poise_sample sample;
  poise_status status;
  if (frame->type == POISE_SAMPLE && poise_unpack_sample(&sample, frame->payload, frame->payload_length)) {
    length = poise_pack_sample(payload, &sample);
  } else if (frame->type == POISE_STATUS &&
             poise_unpack_status(&status, frame->payload, frame->payload_length)) {
    length = poise_pack_status(payload, &status);
  } else if (frame->type >= POISE_REPLY) {
    length = pack_reply_again(payload, frame);
  } else {
    for (; length < frame->payload_length; ++length) payload[length] = frame->payload[length];
  }
  send(frame->type, frame->seq, payload, length);
}

int main(void) {
  static poise_decoder decoder;
  poise_decoder_init(&decoder);
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  UBRR0L = F_CPU / 16 / POISE_LINE_BAUD - 1;
  UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
  sei();
  for (;;) {
    const uint8_t event = (uint8_t)poise_decoder_push(&decoder, next_byte());
    if (event == POISE_DECODE_FRAME) {
      echo(&decoder);
    } else if (event != POISE_DECODE_NOTHING) {
      send(DAMAGE, 0, &event, 1);
    }
  }
}
