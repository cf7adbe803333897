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

/// What is remembered from one start of the window to the next (platform/settings_file.h).
struct Settings {
  float scale = 0;  ///< size of everything, 0.75 … 2; 0: as the monitor says
  bool dark = false;
  Units units;
  double target_pct = 50;   ///< where left's share should be
  double corridor_pct = 5;  ///< and how far from there it may be
  bool tones = false;       ///< a low tone: too much on the left; a high one: on the right
  bool metronome = false;
  int beats_per_minute = 40;
  bool lamps = true;    ///< the lamps beside the plates show where to shift to
  std::string store{};  ///< file of the store; empty: the usual place. Takes effect at the next start
  bool operator==(const Settings&) const = default;
};

inline constexpr float kLeastScale = 0.75F;
inline constexpr float kMostScale = 2.0F;

}  // namespace poise::dashboard
