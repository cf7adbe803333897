#include "report/chart.h"

#include <algorithm>
#include <cmath>

#include "report/words.h"

namespace poise::report {

void Range::add(double value) {
  if (!std::isfinite(value)) return;
  if (empty()) {
    low = high = value;
  } else {
    low = std::min(low, value);
    high = std::max(high, value);
  }
}

Range Range::padded(double part, double least) const {
  if (empty()) return {0, least};
  const double width = std::max((high - low) * (1 + 2 * part), least), middle = (low + high) / 2;
  return {middle - width / 2, middle + width / 2};
}

std::vector<double> ticks(double low, double high, int most) {
  std::vector<double> values;
  if (!(high > low) || most < 1) return values;
  const double rough = (high - low) / most;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power < rough * (1 - 1e-9)) continue;
    step = factor * power;
    break;
  }
  for (double i = std::ceil(low / step - 1e-9); i * step <= high + step * 1e-9; ++i)
    values.push_back(i * step);
  return values;
}

std::string tick_text(double value, const std::vector<double>& all) {
  const double step = all.size() > 1 ? all[1] - all[0] : 1;
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
  return figure(value, decimals);
}

void draw_y_axis(Canvas& canvas, const Box& plot, const Scale& y, const std::string& unit, int most_ticks) {
  const auto values = ticks(y.low, y.high, most_ticks);
  for (const double value : values) {
    canvas.line({plot.x, y(value)}, {plot.right(), y(value)}, 0.4, ink::kLine);
    canvas.text({plot.x - 4, y(value) + 2.3}, tick_text(value, values), type::kFine, Align::right);
  }
  canvas.text({plot.x - 4, plot.y - 5}, unit, type::kFine, Align::right);
}

void draw_x_axis(Canvas& canvas, const Box& plot, const Scale& x, const std::string& unit, int most_ticks) {
  const auto values = ticks(x.low, x.high, most_ticks);
  canvas.line({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, 0.6, ink::kMuted);
  for (const double& value : values) {
    canvas.line({x(value), plot.bottom()}, {x(value), plot.bottom() + 2.5}, 0.6, ink::kMuted);
    const bool last = &value == &values.back();
    canvas.text({x(value), plot.bottom() + 10}, tick_text(value, values) + (last ? " " + unit : ""),
                type::kFine, Align::centre);
  }
}

void draw_legend(Canvas& canvas, At right_end, const std::vector<Side>& sides) {
  double x = right_end.x;
  for (auto side = sides.rbegin(); side != sides.rend(); ++side) {
    x -= canvas.text({x, right_end.y}, *side == Side::both ? "both" : to_string(*side), type::kCaption,
                     Align::right);
    canvas.marker(*side, {x - 6, right_end.y - 2.6}, 5);
    x -= 18;
  }
}

}  // namespace poise::report
