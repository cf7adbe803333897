#include "adc.h"

#include <avr/interrupt.h>
#include <util/atomic.h>
#include <util/delay.h>

#include "clock.h"
#include "pins.h"
#include "wake.h"

/* HX711 data sheet: clock high for 0.2 to 50 us; for more than 60 us: power down, and a reset when it falls.
 */
#define RESET_PULSE_US 80
#define SETTLING_CONVERSIONS 4
/* While a converter puts a new number in its place DOUT was measured to be high for 75 us. One that is low
 * again so soon after it was read was doing this while it was read. */
#define UPDATE_GUARD_US 100
#define READS_TO_RETURN 8 /* right ones in a row before a cell that was left out is trusted again */

static bool running;
static uint16_t rate_hz = 80;
static uint32_t nominal_us = 12500; /* between conversions, by rate_hz */
static uint32_t period_us;          /* the same as last measured */

static uint32_t last_us;     /* stamp of the last sample, or when the converters were reset */
static bool last_was_sample; /* then holes between samples can be counted */
static uint32_t patience_us; /* how long after last_us the next conversion is late */
static uint32_t reset_us;    /* when the converters were last reset */
static bool settled;
static bool resynchronised; /* not yet told */

static uint8_t suspects;  /* cells that were out of step at one of the last reads */
static uint8_t returning; /* cells left out that have answered rightly in each of the last reads */
static uint8_t reads_counted;

/* Between the interrupt and adc_take(); the latter looks only while the interrupt is off. */
static volatile uint8_t alive;       /* cells that take part */
static volatile uint8_t first_ready; /* those that had a number first; 0: none has */
static volatile bool all_ready;
static volatile uint32_t first_ready_us, all_ready_us;

/* With interrupts off: looks which cells have a number, and notes when the first and the last of them had. */
static void look(void) {
  const uint8_t ready = (uint8_t)~PIN_OF(DOUT) & alive;
  if (ready == 0 || all_ready) return;
  const uint32_t now_us = clock_us_locked();
  if (!first_ready) {
    first_ready = ready;
    first_ready_us = now_us;
  }
  if (ready != alive) return;
  all_ready_us = now_us;
  all_ready = wake_up = true;
  PCICR = 0;
}

ISR(PCINT0_vect) { look(); }

static void disarm(void) { PCICR = 0; }

/* Waits for the next conversion, which may be there already: then no pin changes any more. */
static void arm(void) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    first_ready = 0;
    all_ready = false;
    PCMSK0 = alive; /* a pin that floats must not keep us busy */
    PCIFR = _BV(PCIF0);
    PCICR = _BV(PCIE0);
    look();
  }
}

static void reset_converters(void) {
  disarm();
  PORT_OF(SCK) |= MASK_OF(SCK);
  _delay_us(RESET_PULSE_US);
  PORT_OF(SCK) &= (uint8_t)~MASK_OF(SCK);
  reset_us = clock_us();
  settled = false;
  if (!last_was_sample) last_us = reset_us;
  patience_us = reset_us - last_us + SETTLING_CONVERSIONS * nominal_us + nominal_us * 6 / 10;
  arm();
}

void adc_init(void) {
  DDR_OF(DOUT) = 0;     /* Arduino's bootloader may leave the board's lamp an output, on D13 */
  PORT_OF(DOUT) = 0xFF; /* pull-ups: a chip that is not there reads as not ready */
  DDR_OF(SCK) |= MASK_OF(SCK);
  DDR_OF(RATE) |= MASK_OF(RATE);
  adc_set_rate(rate_hz);
}

void adc_start(void) {
  running = true;
  alive = returning = 0xFF;
  suspects = reads_counted = 0;
  period_us = nominal_us;
  last_was_sample = resynchronised = false;
  reset_converters();
}

void adc_stop(void) {
  running = false;
  disarm();
  all_ready = false;
}

uint16_t adc_set_rate(uint16_t hz) {
  const uint16_t nearest = hz < 45 ? 10 : 80;
  if (nearest == 80) {
    PORT_OF(RATE) |= MASK_OF(RATE);
  } else {
    PORT_OF(RATE) &= (uint8_t)~MASK_OF(RATE);
  }
  const bool changed = nearest != rate_hz;
  rate_hz = nearest;
  nominal_us = 1000000ul / nearest;
  if (changed && running) adc_start();
  return nearest;
}

uint16_t adc_rate_hz(void) { return rate_hz; }

bool adc_due(void) { return all_ready || clock_us() - last_us >= patience_us; }

/* One bit of all cells. Interrupts wait, so that the clock is high for less than a microsecond whatever
 * comes. */
static inline uint8_t clock_in(void) {
  uint8_t bits;
  ATOMIC_BLOCK(ATOMIC_FORCEON) {
    PORT_OF(SCK) |= MASK_OF(SCK);
    __builtin_avr_delay_cycles(
        4); /* DOUT is valid 0.1 us after the edge, the input is synchronised 2 cycles later */
    bits = PIN_OF(DOUT);
    PORT_OF(SCK) &= (uint8_t)~MASK_OF(SCK);
  }
  return bits;
}

/* Turns bit planes (24, most significant first, bit i = cell i) into the cells' numbers. */
static void transpose(const uint8_t* planes, int32_t* cells) {
  uint8_t mask = 1;
  for (uint8_t i = 0; i < ADC_CELLS; ++i) {
    uint8_t bytes[3];
    const uint8_t* plane = planes;
    for (uint8_t b = 0; b < 3; ++b) {
      uint8_t byte = 0;
      for (uint8_t bit = 0; bit < 8; ++bit) {
        byte = (uint8_t)(byte << 1);
        if (*plane++ & mask) byte |= 1;
      }
      bytes[b] = byte;
    }
    cells[i] = (int32_t)(int8_t)bytes[0] * 65536 + ((uint16_t)bytes[1] << 8 | bytes[2]);
    mask = (uint8_t)(mask << 1);
  }
}

/* Reads all cells at once. Returns those that kept to the rules: ready before, silent after. */
static uint8_t read_cells(int32_t* cells) {
  uint8_t planes[ADC_BITS];
  const uint8_t ready = (uint8_t)~PIN_OF(DOUT);
  for (uint8_t i = 0; i < ADC_BITS; ++i) planes[i] = clock_in();
  const uint8_t silent = clock_in(); /* the 25th: channel A, gain 128, next time too */
  const uint32_t end_us = clock_us();
  transpose(planes, cells);
  while (clock_us() - end_us < UPDATE_GUARD_US) {
  }
  return ready & silent & PIN_OF(DOUT);
}

/* These cells are out of step. Once: a reset helps, and true is returned. So again within a few reads: it
 * does not, and must not cost the others a gap time after time; they are left out. */
static bool blame(uint8_t wrong) {
  const uint8_t hopeless = wrong & suspects;
  suspects |= wrong;
  alive &= (uint8_t)~hopeless;
  return (wrong & (uint8_t)~hopeless) != 0;
}

/* Decides who takes part from now on, given who kept to the rules. Returns whether all are to be reset. */
static bool judge(uint8_t right) {
  const bool reset = blame(alive & (uint8_t)~right);
  returning &= right;
  if (++reads_counted < READS_TO_RETURN) return reset;
  const uint8_t back = returning & (uint8_t)~alive;
  alive |= back;
  returning = 0xFF;
  suspects = reads_counted = 0;
  return reset || back != 0;
}

static void finish(poise_sample* sample, uint8_t right) {
  sample->fault_mask = (uint8_t)~right;
  for (uint8_t i = 0; i < ADC_CELLS; ++i) {
    if (!(right & 1)) {
      sample->cell[i] = 0;
    } else if (sample->cell[i] == 0x7FFFFF || sample->cell[i] == -0x800000l) {
      sample->flags |= POISE_FLAG_SATURATED;
    }
    right >>= 1;
  }
  if (!settled) sample->flags |= POISE_FLAG_SETTLING;
  if (resynchronised) sample->flags |= POISE_FLAG_RESYNCHRONISED;
  resynchronised = false;
}

/* How many conversions lie unread between the last sample and the one at `stamp_us`; and learns the period.
 */
static uint16_t count_missed(uint32_t stamp_us) {
  const uint32_t step_us = stamp_us - last_us;
  const bool known = last_was_sample;
  last_us = stamp_us;
  last_was_sample = true;
  if (!known) return 0;
  if (step_us < nominal_us + nominal_us / 4) {
    if (step_us > nominal_us - nominal_us / 4) period_us = step_us;
    return 0;
  }
  return (uint16_t)((step_us + period_us / 2) / period_us - 1);
}

bool adc_take(poise_sample* sample, uint16_t* missed) {
  disarm();
  if (!all_ready) { /* late: whoever is not there by now is left out */
    alive &= (uint8_t)~PIN_OF(DOUT);
    if (!first_ready) first_ready_us = settled ? last_us + nominal_us : clock_us();
    all_ready_us = first_ready_us;
  }
  /* A number is overwritten one period after it was ready. So close to that the read could meet the new one.
   * A line that is low for ever gets here as well. */
  const uint32_t age_us = clock_us() - first_ready_us;
  if (age_us > nominal_us - nominal_us / 16) {
    blame(first_ready);
    resynchronised = true;
    reset_converters();
    return false;
  }
  sample->t_us = all_ready_us;
  sample->flags = 0;
  sample->cell_count = ADC_CELLS;
  const uint8_t right = read_cells(sample->cell);
  settled = settled || all_ready_us - reset_us > SETTLING_CONVERSIONS * nominal_us - nominal_us / 4;
  *missed = count_missed(all_ready_us);
  finish(sample, right & alive);

  patience_us = nominal_us * 16 / 10;
  /* Converters whose clocks differ drift apart; they are brought together long before one laps another. */
  const bool apart = age_us > nominal_us - nominal_us / 4;
  if (judge(right) || apart) {
    resynchronised = true;
    reset_converters();
  } else {
    arm();
  }
  return true;
}
