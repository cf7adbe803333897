/* The firmware of the reference mat: an ATmega2560 at 16 MHz with eight HX711. README.md says how it is
 * built, flashed and measured; ../PROTOCOL.md what it says and understands. */
#include <avr/cpufunc.h>
#include <avr/interrupt.h>
#include <avr/sleep.h>
#include <avr/wdt.h>

#include "adc.h"
#include "clock.h"
#include "commands.h"
#include "link.h"
#include "outputs.h"
#include "reset.h"
#include "wake.h"

volatile bool wake_up;

/* Sleeps until an interrupt has left work, unless one has since we looked. */
static void sleep_until_woken(void) {
  sleep_enable();
  cli();
  while (!wake_up) {
    sei(); /* takes effect after the next instruction: nothing can come in between */
    sleep_cpu();
    _NOP(); /* an emulator serves what ended the sleep only after one more instruction */
    cli();
  }
  wake_up = false;
  sei();
  sleep_disable();
}

int main(void) {
  const uint8_t reason = reset_reason();
  set_sleep_mode(SLEEP_MODE_IDLE);
  clock_start();
  outputs_init();
  adc_init();
  link_start();
  sei();
  commands_start(reason);
  wdt_enable(WDTO_250MS);
  for (;;) {
    wdt_reset();
    commands_poll();
    outputs_poll();
    sleep_until_woken();
  }
}
