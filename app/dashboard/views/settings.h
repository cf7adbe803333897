#pragma once

#include <string>

namespace poise::dashboard {

enum class ForceUnit { newton, kilogram };
enum class LengthUnit { centimetre, millimetre };

/// In what figures are written; what is measured and kept stays newtons and millimetres.
struct Units {
  ForceUnit force = ForceUnit::newton;
  LengthUnit length = LengthUnit::centimetre;
  bool operator==(const Units&) const = default;
};

/// The metronome's beat: seconds there (down, of a bridge up), held, back, and before the next repetition.
struct Tempo {
  double there_s = 2, hold_s = 1, back_s = 2, pause_s = 1;
  bool operator==(const Tempo&) const = default;
};
inline constexpr double kLongestBeat_s = 10;
enum class Metronome { off, seen, heard };  ///< heard: and seen

/// What is remembered from one start of the window to the next (platform/settings_file.h).
struct Settings {
  float scale = 0;  ///< size of everything, 0.75 … 2; 0: as the monitor says
  bool dark = false;
  Units units;
  double target_pct = 50;   ///< where left's share should be
  double corridor_pct = 5;  ///< and how far from there it may be
  bool tones = false;       ///< a low tone: too much on the left; a high one: on the right
  Metronome metronome = Metronome::off;
  Tempo tempo;
  int rest_s = 60;          ///< between sets
  bool lamps = true;    ///< the lamps beside the plates show where to shift to
  std::string store{};  ///< file of the store; empty: the usual place. Takes effect at the next start
  bool operator==(const Settings&) const = default;
};

inline constexpr float kLeastScale = 0.75F;
inline constexpr float kMostScale = 2.0F;

}  // namespace poise::dashboard
