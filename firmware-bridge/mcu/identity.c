#include "identity.h"

#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>
#include <string.h>

#include "protocol/poise_protocol.h"

/* Where it is kept: the id and its CRC. Not at address 0, which a write cut off by a brown-out may hit. */
#define ID_ADDRESS ((void*)16)

typedef struct {
  uint8_t id[ID_SIZE];
  uint16_t crc;
} record;

static uint64_t pool = 0xCBF29CE484222325ull;

/* FNV-1a: spreads whatever is random in the bytes over all 64 bits. */
static void stir(uint8_t byte) { pool = (pool ^ byte) * 0x100000001B3ull; }

static volatile uint8_t ticks, caught;

/* The watchdog has an RC oscillator of its own: where its ticks fall on the crystal's clock is not to be
 * foreseen, by microseconds each time. */
ISR(WDT_vect) {
  caught = TCNT1L;
  ++ticks;
}

static void stir_watchdog_jitter(void) {
  for (ticks = 0; ticks < 32;) {
    cli();
    wdt_reset();
    WDTCSR = _BV(WDCE) | _BV(WDE);
    WDTCSR = _BV(WDIE); /* 16 ms, interrupt only */
    sei();
    for (const uint8_t before = ticks; ticks == before;) {
    }
    stir(caught);
  }
  wdt_disable();
}

/* The last bits of inputs that nothing is connected to, read faster than the converter is exact. */
static void stir_adc_noise(void) {
  ADCSRA = _BV(ADEN) | _BV(ADPS2);
  for (uint8_t i = 0; i < 128; ++i) {
    ADMUX = _BV(REFS0) | (i & 7);
    ADCSRA |= _BV(ADSC);
    while (ADCSRA & _BV(ADSC)) {
    }
    stir(ADCL);
    stir(ADCH);
  }
  ADCSRA = 0;
}

void identity_load(uint8_t id[ID_SIZE]) {
  record kept;
  eeprom_read_block(&kept, ID_ADDRESS, sizeof kept);
  if (kept.crc != poise_crc16(kept.id, ID_SIZE)) {
    stir_adc_noise();
    stir_watchdog_jitter();
    memcpy(kept.id, &pool, ID_SIZE);
    kept.crc = poise_crc16(kept.id, ID_SIZE);
    eeprom_write_block(&kept, ID_ADDRESS, sizeof kept);
  }
  memcpy(id, kept.id, ID_SIZE);
}
