/* What the host asks for, and the stream that it gets. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <stdint.h>

/* Loads the identity and says BOOT with this reason. */
void commands_start(uint8_t boot_reason);

/* Obeys what has come, sends what is due. To be called at least once a millisecond. */
void commands_poll(void);

#endif
