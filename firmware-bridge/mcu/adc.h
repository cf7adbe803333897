/* Eight HX711 with one common clock line, read in parallel: one conversion of all cells at a time, stamped
 * when the last of them was ready.
 *
 * What does not answer is left out and named in fault_mask; it never stops the others. What is out of step is
 * named as well and then brought back by the common reset, which costs the four conversions of settling. */
#ifndef ADC_H
#define ADC_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/poise_protocol.h"

#define ADC_CELLS 8
#define ADC_BITS 24

/* Pins to their places; the converters run on their own until adc_start(). */
void adc_init(void);

/* Brings all converters into step and takes conversions from now on; every cell gets a new chance. */
void adc_start(void);
void adc_stop(void);

/* Sets the nearest rate that the converters have, which is returned. */
uint16_t adc_set_rate(uint16_t hz);
uint16_t adc_rate_hz(void);

/* Whether a conversion waits to be taken or is late: then adc_take() is to be called. To be asked at least
 * once a millisecond between adc_start() and adc_stop(). */
bool adc_due(void);

/* Fills in the conversion that is due and says in `missed` how many since the last one could not be taken;
 * false when the converters had to be reset instead. */
bool adc_take(poise_sample* sample, uint16_t* missed);

#endif
