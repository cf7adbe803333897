#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "widgets/marks.h"
#include "widgets/ui.h"

/// Widgets that show one number, or a few: the share bar, the depth gauge, the chips of the guided flow, rows
/// of repetitions. They know neither mats nor exercises.
namespace poise::dashboard {

/// Left's part of the whole as a bar from side to side, with the corridor in which the share should stay.
struct ShareBar {
  std::optional<double> left_pct;  ///< absent: an empty track
  double corridor_pct = 5;
  bool live = true;                ///< false: drawn faded
  double target_pct = 50;          ///< the corridor is this minus and plus corridor_pct
  std::optional<std::pair<double, double>> ghost{};  ///< where it was lately: drawn as a band under the bar
};
void share_bar(Ui& ui, const Rect& rect, const ShareBar& bar);

/// How far down, from 0 at the left end to `full` at the right; earlier values as ticks above the track.
struct ReachGauge {
  std::optional<double> value;
  double full = 1;
  std::vector<double> earlier;  ///< oldest first
  Mark mark = Mark::body;
  bool live = true;
  std::optional<double> guide{};  ///< where the beat says it should be: a frame that moves along
};
void reach_gauge(Ui& ui, const Rect& rect, const ReachGauge& gauge);

/// The same upright: from the top downwards, the way a squat goes, or `upwards`, as a bridge.
void upright_gauge(Ui& ui, const Rect& rect, const ReachGauge& gauge, bool upwards = false);

/// Sideways movement about its middle: the present place as a mark, where it lately was as a band.
struct WobbleGauge {
  std::optional<double> now_mm;         ///< from the middle, + = right
  double least_mm = 0, most_mm = 0;
  double full_mm = 40;                  ///< at either end
  Mark mark = Mark::body;
  bool live = true;
};
void wobble_gauge(Ui& ui, const Rect& rect, const WobbleGauge& gauge);

/// The steps of a visit, the present one lit, those before it ticked.
struct StepChips {
  std::span<const char* const> names;
  int present = -1;      ///< -1: none yet
  bool warning = false;  ///< the present step needs attention
};
void step_chips(Ui& ui, const Rect& rect, const StepChips& chips);
float step_chips_width(const Ui& ui, std::span<const char* const> names);

/// One repetition as a row: a bar from the left, or from the middle towards the side that carried more.
struct RepRow {
  std::string label;  ///< "3"
  std::string value;  ///< "21 cm", "53 L"
  double reach = 0;   ///< 0…1 from the left; with `diverging` -1 (left) … 1 (right) from the middle
  Mark mark = Mark::body;
  bool valid = true;  ///< false: hatched
};
struct RepRows {
  std::span<const RepRow> rows;  ///< oldest first; the newest that fit are shown
  bool diverging = false;
  double corridor = 0;  ///< diverging: half width of the shaded middle, in units of reach
};
void rep_rows(Ui& ui, const Rect& rect, const RepRows& rows);

/// A thin bar that fills from left to right.
void progress_bar(Ui& ui, const Rect& rect, double progress, ImU32 colour);

}  // namespace poise::dashboard
