/* How the chip of a finished mat is to be set, kept in the ELF's section .fuse; avrdude takes it from there.
 * The program does not depend on it. A fuse that is named is programmed, which is a 0. */
#include <avr/io.h>

FUSES = {
    /* Crystal of 8 to 16 MHz, 65 ms to settle, no clock divider. */
    .low = 0xFF,
    /* The mat's id outlives a new program (EESAVE), and no bootloader runs before ours (BOOTRST is not
     * named): Arduino's stays for as long as a host talks to it. */
    .high = FUSE_SPIEN & FUSE_EESAVE & FUSE_BOOTSZ1 & FUSE_BOOTSZ0,
    /* Brown-out below 4.3 V: at 16 MHz the chip is good down to 4.5 V. */
    .extended = FUSE_BODLEVEL1 & FUSE_BODLEVEL0,
};
