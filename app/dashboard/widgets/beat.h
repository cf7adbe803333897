#pragma once

#include <optional>
#include <span>

#include "widgets/marks.h"
#include "widgets/ui.h"

/// What is counted and in which rhythm: a ring of repetitions, a bar of beats.
namespace poise::dashboard {

/// Repetitions as arcs of a ring, those done filled, the number in its middle. With a beat, a hand runs round the
/// inside of the ring once a repetition.
struct RepRing {
  int done = 0;
  std::optional<int> asked;  ///< absent: the ring is plain
  Mark mark = Mark::body;
  bool live = true;
  std::optional<double> hand;  ///< 0…1 of the beat's cycle
};
void rep_ring(Ui& ui, const Rect& rect, const RepRing& ring);

/// The parts of a tempo side by side, as long as they last, the present one lit as far as it is done.
struct BeatBar {
  struct Part {
    const char* name;
    double length_s = 0;  ///< parts without length are left out
  };
  std::span<const Part> parts;
  std::size_t present = 0;
  double done = 0;  ///< 0…1 of the present one
};
void beat_bar(Ui& ui, const Rect& rect, const BeatBar& bar);

}  // namespace poise::dashboard
