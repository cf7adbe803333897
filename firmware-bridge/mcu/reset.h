/* Why the chip was reset, and how to reset it. */
#ifndef RESET_H
#define RESET_H

#include <stdint.h>

/* enum poise_boot_reason of the last reset. A bootloader that clears MCUSR makes it "external". */
uint8_t reset_reason(void);

/* Sends what is queued and resets; the next reset_reason() is "command". */
void reset_now(void) __attribute__((noreturn));

#endif
