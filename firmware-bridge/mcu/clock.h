/* The device clock: microseconds since the reset, from Timer1 at 2 MHz; and a tick each millisecond that
 * wakes the main loop. Wraps after 71.6 minutes. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

void clock_start(void);

/* Time now, to 1 us. */
uint32_t clock_us(void);

/* The same where interrupts are off already. */
uint32_t clock_us_locked(void);

#endif
