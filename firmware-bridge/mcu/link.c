#include "link.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>
#include <util/delay.h>

#define BAUD POISE_LINE_BAUD
#define BAUD_TOL \
  3 /* percent: at 115200 the divisor is 2.1 % off, which a receiver that samples mid-bit takes */
#include <util/setbaud.h>

#include "wake.h"

/* Rings of 256 bytes, 255 of them usable: an index of eight bits wraps by itself. */
typedef struct {
  volatile uint8_t head, tail; /* next to be written, next to be read */
  volatile uint8_t bytes[256];
} ring;

static ring rx, tx;
static volatile uint16_t bytes_lost; /* by the line or for want of room */
static uint16_t frames_broken;
static poise_decoder decoder;

ISR(USART0_RX_vect) {
  const bool bad = UCSR0A & (_BV(FE0) | _BV(DOR0)); /* must be read before the byte */
  const uint8_t byte = UDR0;
  const uint8_t next = (uint8_t)(rx.head + 1);
  if (bad || next == rx.tail) {
    ++bytes_lost;
    return;
  }
  rx.bytes[rx.head] = byte;
  rx.head = next;
  if (byte == 0) wake_up = true; /* the end of a frame: before it there is nothing to do */
}

ISR(USART0_UDRE_vect) {
  UDR0 = tx.bytes[tx.tail++];
  if (tx.tail == tx.head) UCSR0B &= (uint8_t)~_BV(UDRIE0);
}

void link_start(void) {
  poise_decoder_init(&decoder);
  /* U2X before the divisor, its low byte last. */
#if USE_2X
  UCSR0A = _BV(U2X0);
#else
  UCSR0A = 0;
#endif
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  UBRR0H = UBRRH_VALUE;
  UBRR0L = UBRRL_VALUE;
  UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
  UDR0 = 0;
}

static uint8_t tx_room(void) { return (uint8_t)(tx.tail - tx.head - 1); }

bool link_has_room(void) { return tx_room() >= 2 * LINK_MAX_WIRE; }

bool link_send(uint8_t type, uint16_t seq, const uint8_t* payload, uint8_t length) {
  uint8_t wire[LINK_MAX_WIRE];
  const uint8_t size = (uint8_t)poise_encode(wire, type, seq, payload, length);
  if (size > tx_room()) return false;
  uint8_t head = tx.head;
  for (uint8_t i = 0; i < size; ++i) tx.bytes[head++] = wire[i];
  tx.head = head;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { UCSR0B |= _BV(UDRIE0); }
  return true;
}

const poise_decoder* link_receive(void) {
  while (rx.tail != rx.head) {
    const enum poise_decode_event event = poise_decoder_push(&decoder, rx.bytes[rx.tail]);
    ++rx.tail;
    if (event == POISE_DECODE_FRAME) return &decoder;
    if (event != POISE_DECODE_NOTHING) ++frames_broken;
  }
  return 0;
}

uint16_t link_rx_errors(void) {
  uint16_t lost;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { lost = bytes_lost; }
  return lost + frames_broken;
}

void link_flush(void) {
  while (tx.tail != tx.head) {
  }
  _delay_us(3 * 10 * 1e6 / POISE_LINE_BAUD); /* what is in the UART: two bytes, and a little more */
}
