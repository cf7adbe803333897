#pragma once

#include "report/canvas.h"
#include "report/rep_curves.h"

/// Figures of the record itself: path of the centre of pressure, forces over time. Each fills its box.
namespace poise::report {

/// 95 % prediction ellipse (Chew 1966, J Am Stat Assoc 61:605) of points about their mean: an area
/// π·k·√det S with S of divisor n - 1, k = 2(n-1)(n+1)/(n(n-2))·F(0.95; 2, n-2).
struct Ellipse {
  double mean_x_mm = 0, mean_y_mm = 0;
  double long_mm = 0, short_mm = 0;  ///< semi-axes
  double angle_rad = 0;              ///< of the long axis, from right to forward
};
/// Of at least three points that do not lie on a line; rows [begin, end).
std::optional<Ellipse> prediction_ellipse(const SmoothRecord& record, std::size_t begin, std::size_t end);

/// Whether there is a centre of pressure to draw.
bool has_cop_figure(const movement::Analysis& analysis, const SmoothRecord& record);
/// Of stands and planks the path of the longest hold of each side with its ellipse; of repetitions all of a
/// side, each about its own mean, the one of middling sideways range in strong. Says in its caption which it
/// shows.
void draw_cop(Canvas& canvas, const Box& box, const movement::Analysis& analysis, const SmoothRecord& record);

/// The same holds over time: sway to and fro above, sideways below.
void draw_stabilogram(Canvas& canvas, const Box& box, const movement::Analysis& analysis,
                      const SmoothRecord& record);

/// Left, right (or the total where there are no sides) over the whole record; repetitions and holds shaded
/// and numbered, missing stretches left open.
void draw_timeline(Canvas& canvas, const Box& box, const movement::Analysis& analysis,
                   const SmoothRecord& record);

}  // namespace poise::report
