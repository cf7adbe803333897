#pragma once

#include <memory>
#include <string>

#include "acquire/byte_link.h"

namespace poise::acquire {

/// Opens a serial port or pseudo-terminal (or a symbolic link to one) for a mat: raw, 8N1, POISE_BAUD, for us
/// alone. Opening resets many boards, so the mat may need seconds before it answers: where the USB identity is of
/// such a board, the link asks for two seconds of silence first (ByteLink::listen_until_us). Arrival is stamped
/// with the host's steady clock when the read returns; a read returns as soon as a byte is there.
///
/// Errors: not_found (no such port; a directory; not a serial port), permission_denied, busy (somebody has
/// it), unsupported (no such line speed), disconnected (it vanished while being opened).
Expected<std::unique_ptr<ByteLink>> open_serial_link(const std::string& path);

}  // namespace poise::acquire
