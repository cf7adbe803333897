#pragma once

#include <array>
#include <cstdint>

#include "views/settings.h"

/// The beat to move to, as strength training writes it: "2-1-2-1", seconds down, held, up, and before the next.
/// Pure functions of the time since GO; screen and sound follow the same ones.
namespace poise::dashboard {

/// A bridge goes up first: its parts are up, hold, down, pause.
enum class TempoPart : std::size_t { there, hold, back, pause };
inline constexpr std::size_t kTempoParts = 4;

struct TempoBeat {
  TempoPart part = TempoPart::there;
  std::int64_t number = 0;  ///< of the parts since GO that take time at all: changes with every beat
  double done = 0;          ///< 0…1 of this part
  double left_s = 0;        ///< until the next beat
  double travel = 0;        ///< 0…1: how far from the start one should be, smooth as people move
};

/// Lengths of the parts in their order.
std::array<double, kTempoParts> lengths_of(const Tempo& tempo);

/// How far the cycle of all four parts is, 0…1.
double cycle_of(const Tempo& tempo, const TempoBeat& beat);

/// `elapsed_s` from GO on; a tempo without any length stands still.
TempoBeat beat_at(const Tempo& tempo, double elapsed_s);

}  // namespace poise::dashboard
