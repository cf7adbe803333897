/* Who this mat is: eight random bytes, made at the first boot and kept in EEPROM for ever. */
#ifndef IDENTITY_H
#define IDENTITY_H

#include <stdint.h>

#define ID_SIZE 8

/* Reads the id, or makes it, which takes half a second, once. Interrupts must be on and the watchdog must be
 * off; the ADC of the chip is used. */
void identity_load(uint8_t id[ID_SIZE]);

#endif
