#include "reset.h"

#include <avr/io.h>
#include <avr/wdt.h>

#include "link.h"
#include "protocol/poise_protocol.h"

#define BY_COMMAND 0x0DE5E7EDul

/* Outside what the start-up code clears. */
static uint32_t mark __attribute__((section(".noinit")));
static uint8_t causes __attribute__((section(".noinit")));

/* Before main(): after a reset by the watchdog it goes on running, at its shortest period. */
void note_causes(void) __attribute__((naked, used, section(".init3")));
void note_causes(void) {
  causes = MCUSR;
  MCUSR = 0;
  wdt_disable();
}

uint8_t reset_reason(void) {
  const uint32_t found = mark;
  mark = 0;
  if (causes & _BV(PORF)) return POISE_BOOT_POWER_ON; /* BORF may be set as well */
  if (found == BY_COMMAND) return POISE_BOOT_COMMAND;
  if (causes & _BV(WDRF)) return POISE_BOOT_WATCHDOG;
  if (causes & _BV(BORF)) return POISE_BOOT_BROWN_OUT;
  return POISE_BOOT_EXTERNAL;
}

void reset_now(void) {
  link_flush();
  mark = BY_COMMAND;
  wdt_enable(WDTO_15MS);
  for (;;) {
  }
}
