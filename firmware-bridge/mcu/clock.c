#include "clock.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

#include "wake.h"

#define TURN_US 32768ul /* Timer1 overflows each 65,536 steps of 0.5 us */

/* The clock at Timer1's last overflow. Global by name, so that a test can find it in the ELF and set it close
 * to its wrap. */
volatile uint32_t clock_turn_us;

ISR(TIMER1_OVF_vect) { clock_turn_us += TURN_US; }

ISR(TIMER0_COMPA_vect) { wake_up = true; }

void clock_start(void) {
  TCCR1B = _BV(CS11); /* 16 MHz / 8 */
  TIMSK1 = _BV(TOIE1);
  OCR0A = F_CPU / 64 / 1000 - 1;
  TCCR0A = _BV(WGM01);
  TCCR0B = _BV(CS01) | _BV(CS00); /* / 64 */
  TIMSK0 = _BV(OCIE0A);
}

uint32_t clock_us_locked(void) {
  const uint16_t count = TCNT1;
  uint32_t turn_us = clock_turn_us;
  /* An overflow whose interrupt is still waiting: it came before `count` was read unless `count` is high. */
  if ((TIFR1 & _BV(TOV1)) && count < 0x8000) turn_us += TURN_US;
  return turn_us + (count >> 1);
}

uint32_t clock_us(void) {
  uint32_t now_us;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { now_us = clock_us_locked(); }
  return now_us;
}
