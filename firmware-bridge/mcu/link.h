/* The serial line to the host: whole frames out, decoded frames in, both through bounded buffers that the
 * UART's interrupts empty and fill. */
#ifndef LINK_H
#define LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/poise_protocol.h"

/* 8N1 at POISE_LINE_BAUD. Sends a delimiter first, so that noise from before ends there. */
void link_start(void);

/* All of the frame is queued, or nothing of it and false: no room now. `length` is at most LINK_MAX_PAYLOAD.
 */
bool link_send(uint8_t type, uint16_t seq, const uint8_t* payload, uint8_t length);
#define LINK_MAX_PAYLOAD 40
#define LINK_MAX_WIRE (LINK_MAX_PAYLOAD + POISE_FRAME_OVERHEAD + 2)

/* Whether two frames of any size would find room. */
bool link_has_room(void);

/* The next good frame, or NULL when there is none yet; valid until the next call. Damage is counted. */
const poise_decoder* link_receive(void);

/* Frames and bytes that came and could not be used. Wraps. */
uint16_t link_rx_errors(void);

/* Waits until the last byte has left the chip. */
void link_flush(void);

#endif
