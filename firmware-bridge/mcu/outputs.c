#include "outputs.h"

#include <stdbool.h>

#include "clock.h"
#include "pins.h"

#define LOWEST_HZ 16 /* what 16 bits of Timer3 at 2 MHz reach */

static bool sounding;
static uint32_t sounds_since_us, sounds_for_us;

void outputs_init(void) {
  DDR_OF(LIGHT_LEFT) |= MASK_OF(LIGHT_LEFT);
  DDR_OF(LIGHT_RIGHT) |= MASK_OF(LIGHT_RIGHT);
  DDR_OF(BUZZER) |= MASK_OF(BUZZER);
}

void outputs_light(uint8_t left, uint8_t right) {
  OCR4A = left;
  OCR4B = right;
  /* Fast PWM never gets quite dark: a lamp that is off is taken off the timer, and its pin is low. */
  uint8_t mode = _BV(WGM40);
  if (left) mode |= _BV(COM4A1);
  if (right) mode |= _BV(COM4B1);
  TCCR4A = mode;
  TCCR4B = (left || right) ? _BV(WGM42) | _BV(CS41) | _BV(CS40) : 0; /* 16 MHz / 64 / 256 = 977 Hz */
}

static void silence(void) {
  TCCR3B = 0;
  TCCR3A = 0;
  sounding = false;
}

void outputs_buzz(uint16_t hz, uint16_t ms) {
  silence();
  if (hz == 0 || ms == 0) return;
  if (hz < LOWEST_HZ) hz = LOWEST_HZ;
  OCR3A = (uint16_t)(F_CPU / 8 / 2 / hz - 1);
  TCNT3 = 0;
  TCCR3A = _BV(COM3A0);            /* toggles its pin at each turn */
  TCCR3B = _BV(WGM32) | _BV(CS31); /* CTC, / 8 */
  sounding = true;
  sounds_since_us = clock_us();
  sounds_for_us = ms * 1000ul;
}

void outputs_poll(void) {
  if (sounding && clock_us() - sounds_since_us >= sounds_for_us) silence();
}
