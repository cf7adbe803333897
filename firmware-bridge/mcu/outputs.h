/* The lamps beside the plates and the buzzer: timers do the work, nothing here waits. */
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include <stdint.h>

void outputs_init(void);

/* Brightness 0 (off) to 255. */
void outputs_light(uint8_t left, uint8_t right);

/* Sounds at once, for so long; 0 in either is silence. Below 16 Hz it is 16 Hz. */
void outputs_buzz(uint16_t hz, uint16_t ms);

/* Ends a tone whose time is over. To be called at least once a millisecond. */
void outputs_poll(void);

#endif
