#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

/// The structs that one stage hands to the next. Axes: x medio-lateral, + to the right; y antero-posterior,
/// + forward; origin in the middle of the mat. Cells in wire order: left plate front-left, front-right,
/// rear-left, rear-right, then the right plate the same; a one-plate mat has the first four.
namespace poise {

inline constexpr int kMaxCells = 8;
inline constexpr int kCellsPerPlate = 4;

/// "l_fl" … "r_rr", or "p_fl" … "p_rr" on a one-plate mat.
const char* cell_name(int cell, int cell_count);

enum class Side : std::uint8_t { left, right, both };
const char* to_string(Side side);
std::optional<Side> side_from(std::string_view word);

// -- acquire -> decode --

/// Bytes as they came, stamped when they came (host's steady clock, microseconds).
struct ByteChunk {
  std::int64_t arrival_us = 0;
  std::vector<std::uint8_t> bytes;
};

/// What a mat says of itself in its answer to HELLO (PROTOCOL.md).
struct MatIdentity {
  std::uint8_t protocol_major = 0, protocol_minor = 0;
  std::uint8_t firmware_major = 0, firmware_minor = 0, firmware_patch = 0;
  std::uint8_t model = 0;
  std::string unique_id;  ///< 16 lower-case hexadecimal digits
  std::uint8_t cell_count = 0;
  std::uint8_t adc_bits = 0;
  double rate_hz = 0;
  std::uint16_t capabilities = 0;
  std::uint32_t t_us = 0;  ///< the mat's clock when it answered
};

/// A turn in the life of the link.
struct LinkChange {
  enum class Kind {
    searching,  ///< no mat yet; `error` says why, where there is a reason
    streaming,  ///< a mat answered, was accepted and streams; `identity` is set
    stale,      ///< it is still there, but no sample has come for a second; the next bytes end this
    lost,       ///< it went away; searched for again
    refused,    ///< a mat is there, but we will not use it: `error`
    ended,      ///< the source is exhausted (a recording played to its end)
  };
  Kind kind = Kind::searching;
  std::int64_t arrival_us = 0;
  std::string device;  ///< the port or source, for people
  std::optional<MatIdentity> identity;
  std::optional<Error> error;
};

/// What travels from the io thread to the pipeline thread, in order.
using LinkItem = std::variant<ByteChunk, LinkChange>;

// -- decode -> calibrate --

/// Bits of RawFrame::flags, as on the wire.
enum SampleFlag : std::uint8_t {
  kFlagSettling = 1,
  kFlagSaturated = 2,
  kFlagDropped = 4,
  kFlagResynchronised = 8,
};

/// One SAMPLE frame with its counters made 64 bit wide and continuous across resets and reconnects.
struct RawFrame {
  std::int64_t sequence = 0;    ///< sample number; a hole in it is that many lost samples
  std::int64_t device_us = 0;   ///< device clock at conversion
  std::int64_t arrival_us = 0;  ///< host's steady clock
  std::array<std::int32_t, kMaxCells> counts{};
  std::uint8_t cell_count = 0;
  std::uint8_t flags = 0;
  std::uint8_t fault_mask = 0;  ///< bit i: cell i missing or out of step
};

/// What the line has done to us since the program started.
struct LinkCounters {
  std::uint64_t frames = 0;  ///< good frames of any type
  std::uint64_t bad_crc = 0, bad_cobs = 0, too_long = 0, unknown_type = 0, too_short = 0;
  std::uint64_t lost_samples = 0;      ///< holes in the sample numbers
  std::uint64_t overflows = 0;         ///< samples that the mat says it had to drop
  std::uint64_t restarts = 0;          ///< the mat's clock began anew
  std::uint64_t duplicated = 0;        ///< frames whose number had been seen: ignored
  std::uint64_t dropped_chunks = 0;    ///< host too slow: counted by the queue
};

// -- events --

/// What an operator, the link or the flow did. The first two kinds are input to the chain: replaying the raw
/// frames with them gives the same session again. The flow's own are output, kept for the reader.
enum class EventKind : std::uint8_t {
  operator_zero,
  operator_start,
  operator_stop,
  operator_accept_side,
  operator_mark,
  link_lost,
  link_restored,
  flow_zeroed,
  flow_weighed,
  flow_rest_reference,
  flow_go,
  flow_side_change,
  flow_rest,
  flow_set,
  flow_rep,
  flow_ended,
};
const char* to_string(EventKind kind);
std::optional<EventKind> event_kind_from(std::string_view word);
/// Whether the event is input to the chain (operator or link).
bool is_input(EventKind kind);

struct Event {
  EventKind kind{};
  std::int64_t sequence = 0;  ///< it takes effect before this sample
  std::string detail;
};

// -- calibrate -> signal --

/// One instant in newtons, zero subtracted.
struct LoadSample {
  std::int64_t sequence = 0;
  std::int64_t device_us = 0;
  std::array<double, kMaxCells> cell_n{};
  std::uint8_t cell_count = 0;
  std::uint8_t flags = 0;
  std::uint8_t invalid_mask = 0;   ///< bit i: cell i gives no number now (fault, dead, stuck)
  std::uint8_t overload_mask = 0;  ///< bit i: cell i over 90 % of its capacity or saturated
};

// -- signal -> movement --

struct Point {
  double x_mm = 0, y_mm = 0;
};

/// One instant of balance. Absent: cannot be computed (a cell gives no number, or too little load for a CoP).
struct Balance {
  std::int64_t sequence = 0;
  std::int64_t device_us = 0;
  std::optional<double> left_n, right_n;  ///< absent on a one-plate mat
  std::optional<double> total_n;
  std::optional<Point> left_cop, right_cop, cop;  ///< mat coordinates
  std::uint8_t flags = 0;
  std::uint8_t invalid_mask = 0;  ///< bit i: cell i gives no number
  bool overload = false;

  /// Left's part of the total in percent; absent below the load gate that also holds for the CoP.
  std::optional<double> left_share_pct;
};

}  // namespace poise
