#pragma once

#include <span>

#include "views/rep_figures.h"
#include "widgets/ui.h"

namespace poise::dashboard {

/// Figures as rows, name at the left and value at the right, as many as fit from the top; where a name has no room
/// beside its value it stands above it. What each figure is comes up where the mouse rests. `id` keeps them apart from
/// other rows of the view.
void figure_rows(Ui& ui, const char* id, Rect& rect, std::span<const Figure> figures, float step_px);

/// Repetitions as rows of a table, in as many columns as there is room for: the least telling ones fold away first.
struct RepTable {
  std::span<const movement::Rep> reps;
  const movement::Exercise& exercise;
  std::optional<double> body_weight_n;
  const Units& units;
  int chosen = -1;  ///< lit; counted from 0
};
/// Returns the row that was clicked, else -1.
int rep_table(Ui& ui, const char* id, const Rect& rect, const RepTable& table);

}  // namespace poise::dashboard
