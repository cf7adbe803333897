/* What the main loop sleeps on. An interrupt that leaves it something to do sets this; the one that only
 * feeds bytes to the UART does not, and so costs no turn of the loop. */
#ifndef WAKE_H
#define WAKE_H

#include <stdbool.h>

extern volatile bool wake_up;

#endif
