#pragma once

#include <array>
#include <optional>

#include "views/tempo.h"
#include "views/view_state.h"
#include "widgets/beat.h"
#include "widgets/gauges.h"

/// From the present moment to gauges, the same for the desk's screen and the full view. Pure functions.
namespace poise::dashboard {

ShareBar share_bar_of(const Frame& frame, const ViewState& state);

/// Depth of the centre of mass below standing, in mm; earlier repetitions of that side as marks.
ReachGauge depth_gauge_of(const Frame& frame, const ViewState& state);

/// Rise of a bridge above rest, in percent of body weight.
ReachGauge rise_gauge_of(const Frame& frame, const ViewState& state);

/// Sideways, about its middle over the last 3 s; the speed is in mm/s, absent with too few data.
struct Sideways {
  WobbleGauge gauge;
  std::optional<double> speed_mm_s;
};
Sideways sideways_of(const Frame& frame, const ViewState& state);

/// The parts of the beat in the order in which this exercise has them.
std::array<BeatBar::Part, kTempoParts> beat_parts(const Tempo& tempo, const movement::Exercise& exercise);

// What the gauges say when the mouse rests on them: formula and source.
extern const char* const kShareTip;
extern const char* const kDepthTip;
extern const char* const kRiseTip;
extern const char* const kSidewaysTip;

}  // namespace poise::dashboard
