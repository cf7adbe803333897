#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

/// A mat that does not exist, with a person on it: what happens (this file), the person's forces (person.h),
/// the electronics (adc.h), the line (line.h) and the device that speaks the wire protocol (virtual_mat.h).
namespace poise::virtual_mat {

enum class Exercise {
  empty,        ///< nobody comes
  walk_across,  ///< a few footfalls, never still
  masses,       ///< somebody calibrates the mat: known masses at known places, a person who shifts weight
  quiet_stand,
  single_leg_stand,
  squat,
  single_leg_squat,
  lunge,
  bridge,
  single_leg_bridge,
  sit_to_stand,
  plank,
  side_plank,
  russian_twist,
  bicycle_crunch,
};
const char* to_string(Exercise exercise);

bool is_one_plate(Exercise exercise);  ///< done on one side at a time, with all of the load on its plate
bool is_one_side(Exercise exercise);   ///< these, and a lunge, which one leg leads while both plates carry
bool is_squat(Exercise exercise);      ///< the whole body is on the mat and its centre of mass goes down and up
bool is_bridge(Exercise exercise);     ///< repetitions move load onto the feet; only the feet are on the mat
bool is_plank(Exercise exercise);      ///< a part of the body is held up on the mat; no repetitions
bool is_twist(Exercise exercise);      ///< repetitions move load from one side to the other and back

/// How a lunge is done.
enum class Variant { forward, reverse, lateral };
const char* to_string(Variant variant);

enum class Side { left, right, both };
const char* to_string(Side side);

/// How the body travels to the far end of a repetition and back (motion_shapes.h).
enum class Shape { minimum_jerk, skewed, two_phase };
const char* to_string(Shape shape);

struct Fault {
  enum class Kind {
    none,
    dead,       ///< the cell is missing: its bit in fault_mask, counts 0
    stuck,      ///< the cell repeats its first value for ever, and nothing says so
    saturated,  ///< the cell reads full scale, flagged saturated
    drift,      ///< the zero of the whole mat creeps, shared evenly by its cells
    reversed,   ///< the cell's signal wires are exchanged: it reads less under load
    swapped,    ///< the plugs of two cells are exchanged
  };
  Kind kind = Kind::none;
  int cell = 0;          ///< of one cell: index in wire order
  int other = 0;         ///< swapped: the second cell
  double n_per_min = 0;  ///< drift, of the total
};

/// One thing put on the mat by somebody who calibrates it.
struct Handling {
  bool shift = false;  ///< a person stands on the plate and shifts their weight, for hold_s; else a mass, for on_s
  Side plate = Side::left;
  double kg = 0, x_mm = 0, y_mm = 0;  ///< of a mass: where it acts, in the mat's axes
};

/// What `sim:EXERCISE?key=value&…` says. The names are the keys. Times in seconds are counted from the first
/// sample after the first START, which is when the motion begins.
struct Scenario {
  Exercise exercise = Exercise::empty;
  Side side = Side::both;  ///< exercises of one side: left (default), right, or both: left then right
  Variant variant = Variant::forward;  ///< lunge
  int reps = 5;            ///< in each set, and on each side (of a twist: to each side)
  int sets = 1;            ///< on each side, with 5 s of rest in position between them
  std::uint64_t seed = 1;
  int rate_hz = 80;
  double body_kg = 72;
  double left_share_pct = 50;  ///< both-legs exercises, and standing on both legs
  double depth_mm = 0;         ///< way of the centre of mass; default: squat 350, on one leg 200, lunge 250, sit-to-stand 380
  double tempo_s = 0;          ///< one repetition there and back, without hold and pause
  double hold_s = 0;           ///< still at the far end; for stands and planks: how long it is held
  double pause_s = 1;          ///< still between two repetitions; of a twist 0: straight to the other side
  Shape shape = Shape::minimum_jerk;
  double noise = 1;                 ///< scales person's and sensors' noise, and how much repetitions differ
  double loss_pct = 0;              ///< of the frames, lost on the line
  double corrupt_pct = 0;           ///< of the frames, with one byte changed
  double jitter_ms = 0;             ///< bytes arrive up to so much late, in order, hence in bursts
  double byte_flip_pct = 0;         ///< of the bytes, changed on the line,
  double byte_loss_pct = 0;         ///< … lost,
  double byte_double_pct = 0;       ///< … and arriving twice
  std::optional<double> reset_at_s; ///< the mat's watchdog resets it then, without any cable being pulled
  std::optional<double> drop_at_s;  ///< unplugged then …
  std::optional<double> return_after_s;  ///< … and plugged in again so much later; absent: never
  Fault fault;
  double fault_at_s = 0;  ///< until then all cells are as they should be
  double speed = 1;  ///< 1 = real time, 0 = as fast as the other end reads; for who runs the clock

  // Not in the contract, for tests.
  int cells = 8;                ///< 4 = a one-plate mat
  std::optional<int> touch;     ///< one-leg squat: in this repetition the free foot comes down for a moment
  std::optional<int> half_rep;  ///< this repetition goes 45 % of the way only
  double support_pct = 0;       ///< squats: hands carry so much of the body weight during repetitions
  double zero_n = 3;            ///< unloaded cells read anything up to this, plus or minus
  std::optional<int> stumble;   ///< squats: after this repetition the person stumbles and catches themselves
  std::optional<int> step_off;  ///< after this repetition the person leaves the mat for 2 s and comes back
  double fidget = 0;            ///< 1: talks and gestures in every pause; scales size of that
  double sag_pct = 0;           ///< bridges: part of the rise that is lost during the hold; planks: of the load
  int bounces = 0;              ///< bridges: so often the hips bounce during the hold, by a third of the rise
  std::optional<double> swing_left_share_pct;  ///< bridge: left's part of the rise; absent: as of the load
  double gain_error_pct = 0;  ///< each cell's counts per newton are off by up to this, plus or minus
  double crosstalk_pct = 0;   ///< up to this part of each cell's load shows on each other cell of its plate
  double clock_slow_pct = 0;  ///< the mat's clock loses so much against the host's; negative: it gains
  std::vector<Handling> handling;  ///< masses: what is put on the mat, one after the other
  double start_s = 4;              ///< masses: so long the mat is empty before the first,
  double on_s = 6, off_s = 4;      ///< so long a mass lies there, and so long the mat is empty after each
  double place_off_mm = 0;         ///< masses: each stands so far from where it should
};

/// Reads `sim:EXERCISE?key=value&…`. The error is one line for the person who typed it.
tl::expected<Scenario, std::string> parse_scenario(std::string_view text);

}  // namespace poise::virtual_mat
