#include "calibrate/mat_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poise::calibrate {
namespace {

constexpr double kRateOff = 0.05;   // an HX711 on its own oscillator may be 10 % off, a shared crystal is not
constexpr double kSlowest_hz = 50;  // sway wants as much (Scoppa et al. 2013, Gait Posture 37:290)
constexpr double kJitter = 0.05;    // of the period; reading eight converters together leaves 0.01
constexpr double kLost = 0.01;      // of the samples; a repetition with a hole is marked, a few are bearable
constexpr double kNoisy_n = 0.3;    // as a balance board's cells; the reference mat's have 0.04
constexpr double kUselessNoise_n = 1.0;  // the zero cannot be found in more
constexpr double kNoisierThanOthers = 4, kNoticeable_n = 0.1;
constexpr double kMoving_n = 0.5;   // of half seconds about a straight line; a person sways a cell by several
constexpr double kMovingNoise = 5;  // times what a half second's noise explains
constexpr double kDrift_n_per_min = 1;  // 30 s of quiet standing then end half a newton off
constexpr double kUselessDrift_n_per_min = 10;
constexpr double kOffset_n = 23;  // of a plate: more is taken for somebody when zeroing by itself
constexpr double kOffsetShare = 0.3, kUselessOffsetShare = 0.7;  // of a cell's capacity
constexpr int kFewestSamples = 20;

std::string percent(double part) { return fmt::format("{:.2g} %", 100 * part); }

bool missing(const RawFrame& frame, std::size_t cell) {
  return (frame.fault_mask >> cell & 1) != 0 || (frame.flags & kFlagSettling) != 0;
}

/// One cell's numbers, and the times at which it had them.
struct Series {
  std::vector<double> time_s, counts;
  std::size_t missing = 0;
};

Series series_of(std::span<const RawFrame> frames, std::size_t cell) {
  Series series;
  for (const RawFrame& frame : frames) {
    if (missing(frame, cell)) {
      ++series.missing;
      continue;
    }
    series.time_s.push_back(static_cast<double>(frame.device_us - frames.front().device_us) / 1e6);
    series.counts.push_back(frame.counts[cell]);
  }
  return series;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// Slope of the straight line of least squares, a second.
double slope_per_s(const Series& series) {
  const double mid_s = mean_of(series.time_s), mid = mean_of(series.counts);
  double products = 0, squares = 0;
  for (std::size_t i = 0; i < series.counts.size(); ++i) {
    products += (series.time_s[i] - mid_s) * (series.counts[i] - mid);
    squares += (series.time_s[i] - mid_s) * (series.time_s[i] - mid_s);
  }
  return squares > 0 ? products / squares : 0;
}

/// SD of white noise: half the mean squared difference of neighbours (von Neumann 1941).
double noise_of(const std::vector<double>& counts) {
  double squares = 0;
  for (std::size_t i = 1; i < counts.size(); ++i)
    squares += (counts[i] - counts[i - 1]) * (counts[i] - counts[i - 1]);
  return counts.size() < 2 ? 0 : std::sqrt(squares / (2 * static_cast<double>(counts.size() - 1)));
}

/// RMS of half-second means about the straight line.
double movement_of(const Series& series, double slope, std::size_t* per_block) {
  const double mid_s = mean_of(series.time_s), mid = mean_of(series.counts);
  double squares = 0;
  int blocks = 0;
  for (std::size_t begin = 0; begin < series.counts.size();) {
    std::size_t end = begin;
    double sum = 0;
    while (end < series.counts.size() && series.time_s[end] < series.time_s[begin] + 0.5) {
      sum += series.counts[end] - mid - slope * (series.time_s[end] - mid_s);
      ++end;
    }
    const double mean = sum / static_cast<double>(end - begin);
    squares += mean * mean;
    ++blocks;
    *per_block = std::max(*per_block, end - begin);
    begin = end;
  }
  return blocks > 0 ? std::sqrt(squares / blocks) : 0;
}

// -- the stream --

void measure_stream(MatReport& report, std::span<const RawFrame> frames) {
  report.samples = static_cast<int>(frames.size());
  if (frames.size() < 2) return;
  const auto span_us = static_cast<double>(frames.back().device_us - frames.front().device_us);
  const auto steps = static_cast<double>(frames.back().sequence - frames.front().sequence);
  report.seconds = span_us / 1e6;
  if (span_us <= 0 || steps <= 0) return;
  report.rate_hz = steps / report.seconds;
  const double period_us = span_us / steps;
  double squares = 0, largest = 0;
  int intervals = 0;
  std::int64_t earliest_us = frames[0].arrival_us - frames[0].device_us, latest_us = earliest_us;
  for (std::size_t i = 1; i < frames.size(); ++i) {
    earliest_us = std::min(earliest_us, frames[i].arrival_us - frames[i].device_us);
    latest_us = std::max(latest_us, frames[i].arrival_us - frames[i].device_us);
    if (frames[i].sequence != frames[i - 1].sequence + 1) continue;  // a hole says nothing of the interval
    const double off_us = static_cast<double>(frames[i].device_us - frames[i - 1].device_us) - period_us;
    squares += off_us * off_us;
    largest = std::max(largest, std::abs(off_us));
    ++intervals;
  }
  if (intervals > 0) {
    report.jitter_sd_us = std::sqrt(squares / intervals);
    report.jitter_largest_us = largest;
  }
  report.arrival_spread_ms = static_cast<double>(latest_us - earliest_us) / 1e3;
}

void judge_rate(MatReport& report) {
  if (!report.rate_hz) return;
  const double rate_hz = *report.rate_hz, nominal_hz = report.nominal_rate_hz;
  if (std::abs(rate_hz / nominal_hz - 1) > kRateOff)
    report.add({Severity::warning,
                "rate_off",
                {},
                fmt::format("The mat sends {:.1f} samples a second; it says {:g}.", rate_hz, nominal_hz),
                "Times stay right, since they come from the mat's own clock, but its converters do not run "
                "as meant.",
                "Look at the converters' clock and at their RATE pins."});
  if (rate_hz < kSlowest_hz)
    report.add({Severity::warning,
                "rate_slow",
                {},
                fmt::format("{:.1f} samples a second are few.", rate_hz),
                "Sway measures want at least 50 (Scoppa et al. 2013); short phases of a repetition blur.",
                "Set the converters to 80 samples a second (RATE pin high)."});
  if (report.jitter_sd_us && *report.jitter_sd_us > kJitter * 1e6 / rate_hz)
    report.add(
        {Severity::warning,
         "jitter",
         {},
         fmt::format("The intervals between samples scatter by {:.1f} ms (SD).", *report.jitter_sd_us / 1e3),
         "Speeds and filters take even intervals for granted.",
         "Let the firmware wait for nothing but the converters; feed all of them from one clock."});
}

void judge_losses(MatReport& report) {
  const LinkCounters& line = report.line;
  const auto damaged = line.bad_crc + line.bad_cobs + line.too_long + line.too_short;
  if (line.restarts > 0)
    report.add({Severity::unfit,
                "restarted",
                {},
                fmt::format("The mat restarted {} times.", line.restarts),
                "A session would have holes.",
                "Look at its power supply and at the plug; a long cable drops voltage."});
  if (line.lost_samples == 0 && damaged == 0) return;
  std::string causes;
  const auto cause = [&causes](std::uint64_t count, const char* words) {
    if (count > 0) causes += fmt::format("{}{} {}", causes.empty() ? "" : ", ", count, words);
  };
  cause(damaged, "frames came damaged");
  cause(line.overflows, "samples the mat itself had to drop");
  cause(line.dropped_chunks, "pieces this computer was too slow for");
  if (causes.empty()) causes = "nothing says where";
  const double all = static_cast<double>(line.lost_samples) + report.samples;
  const double part = static_cast<double>(line.lost_samples) / all;
  report.add(
      {part > kLost ? Severity::unfit : Severity::warning,
       "lost_samples",
       {},
       fmt::format("{} of {:.0f} samples were lost ({}): {}.", line.lost_samples, all, percent(part), causes),
       "Each hole is marked, and a repetition with one in it says so.",
       damaged > 0 ? "Use a shorter or shielded cable, away from motors and chargers."
                   : "Use another port, no hub, and close programs that keep this computer busy."});
}

// -- cells --

class CellJudge {
 public:
  CellJudge(MatReport& report, std::span<const RawFrame> frames, const Geometry& geometry, int adc_bits)
      : report_(report), frames_(frames), geometry_(geometry) {
    const int bits = adc_bits >= 8 && adc_bits <= 24 ? adc_bits : 24;
    rail_high_ = (1 << (bits - 1)) - 1;
    for (std::size_t i = 0; i < geometry.cells.size(); ++i) measure(i);
  }

  void judge(const std::array<double, kMaxCells>& zero_counts) {
    bool moving = false;
    for (std::size_t i = 0; i < series_.size(); ++i) {
      if (!judge_presence(i) || !judge_range(i) || !judge_stuck(i)) continue;
      judge_noise(i);
      judge_offset(i, zero_counts[i]);
      moving = moving || moves(i);
    }
    if (moving) {
      report_.add({Severity::unfit,
                   "not_still",
                   {},
                   "Something moved on the mat, or it was touched.",
                   "Noise and drift cannot be told while it does.",
                   "Leave the mat alone and check again."});
      return;
    }
    for (std::size_t plate = 0; plate < series_.size() / kCellsPerPlate; ++plate)
      judge_plate_offset(plate, zero_counts);
    judge_drift();
  }

 private:
  void measure(std::size_t cell) {
    series_.push_back(series_of(frames_, cell));
    const Series& series = series_.back();
    const double factor = geometry_.cells[cell].counts_per_newton;
    CellFigures figures;
    figures.samples = static_cast<int>(series.counts.size());
    figures.mean_counts = mean_of(series.counts);
    figures.noise_counts = noise_of(series.counts);
    figures.noise_n = figures.noise_counts / factor;
    figures.drift_n_per_min = 60 * slope_per_s(series) / factor;
    report_.cells.push_back(figures);
  }

  std::string name(std::size_t cell) const { return cell_in_words(geometry_.cells[cell]); }
  void find(Severity severity, const char* id, std::size_t cell, std::string seen, std::string meaning,
            std::string advice) {
    report_.add(
        {severity, id, {static_cast<int>(cell)}, std::move(seen), std::move(meaning), std::move(advice)});
  }

  bool judge_presence(std::size_t cell) {
    const Series& series = series_[cell];
    if (series.missing == 0) return true;
    const bool dead = 2 * series.missing > frames_.size();
    find(dead ? Severity::unfit : Severity::warning, dead ? "cell_dead" : "cell_drops_out", cell,
         dead ? fmt::format("Cell {} gives no number.", name(cell))
              : fmt::format("Cell {} gave no number in {} of {} samples.", name(cell), series.missing,
                            frames_.size()),
         "Its plate has no balance without it.", "Look at its plug, its cable and its converter.");
    return !dead;
  }

  bool judge_range(std::size_t cell) {
    const bool at_end =
        std::any_of(series_[cell].counts.begin(), series_[cell].counts.end(),
                    [&](double counts) { return counts >= rail_high_ || counts <= -rail_high_ - 1; });
    if (!at_end) return true;
    find(Severity::unfit, "cell_saturated", cell,
         fmt::format("Cell {} is at the end of its converter's range.", name(cell)),
         "It cannot show any load.",
         "Look for a broken or loose wire at the cell, or a cell bent by overload.");
    return false;
  }

  bool judge_stuck(std::size_t cell) {
    const auto unchanged = [&](std::size_t i) {
      return series_[i].counts.size() >= kFewestSamples && report_.cells[i].noise_counts == 0;
    };
    if (!unchanged(cell)) return true;
    const bool others_move = std::any_of(report_.cells.begin(), report_.cells.end(),
                                         [](const CellFigures& figures) { return figures.noise_counts > 0; });
    if (!others_move) return true;  // an ideal or switched-off mat
    find(Severity::unfit, "cell_stuck", cell,
         fmt::format("Cell {} sends the same number all the time.", name(cell)),
         "A live cell has noise; this one measures nothing.",
         "Look at its plug, its cable and its converter.");
    return false;
  }

  void judge_noise(std::size_t cell) {
    const double noise_n = report_.cells[cell].noise_n;
    std::vector<double> others;
    for (std::size_t i = 0; i < report_.cells.size(); ++i)
      if (i != cell) others.push_back(report_.cells[i].noise_n);
    std::nth_element(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(others.size() / 2),
                     others.end());
    const double usual_n = others[others.size() / 2];
    const bool sticks_out = noise_n > kNoisierThanOthers * usual_n && noise_n > kNoticeable_n;
    if (noise_n <= kNoisy_n && !sticks_out) return;
    find(noise_n > kUselessNoise_n ? Severity::unfit : Severity::warning, "cell_noisy", cell,
         fmt::format("Cell {} has {:.2f} N of noise (SD); the others have {:.2f} N.", name(cell), noise_n,
                     usual_n),
         "The centre of pressure trembles by that much more, and sway looks faster than it is.",
         "Keep its cable away from mains, chargers and motors; check its shield, ground and supply.");
  }

  void judge_offset(std::size_t cell, double zero_counts) {
    const Cell& that = geometry_.cells[cell];
    const double offset_n = report_.cells[cell].mean_counts / that.counts_per_newton;
    const bool useless = std::abs(offset_n) > kUselessOffsetShare * that.capacity_n;
    const bool known = zero_counts != 0;  // to the calibration, which was taken with it
    if (!useless && (known || std::abs(offset_n) < kOffsetShare * that.capacity_n)) return;
    find(useless ? Severity::unfit : Severity::warning, "cell_offset", cell,
         fmt::format("Cell {} shows {:.0f} N with nothing on the mat, of {:.0f} N that it may carry.",
                     name(cell), offset_n, that.capacity_n),
         "So much of its range is used up.",
         "Look whether it is clamped or bent; loosen and tighten its screws again.");
  }

  bool moves(std::size_t cell) const {
    const double factor = geometry_.cells[cell].counts_per_newton;
    std::size_t per_block = 1;
    const double movement_n = movement_of(series_[cell], slope_per_s(series_[cell]), &per_block) / factor;
    const double explained_n = report_.cells[cell].noise_n / std::sqrt(static_cast<double>(per_block));
    return movement_n > std::max(kMoving_n, kMovingNoise * explained_n);
  }

  void judge_plate_offset(std::size_t plate, const std::array<double, kMaxCells>& zero_counts) {
    double sum_n = 0;
    for (std::size_t i = plate * kCellsPerPlate; i < (plate + 1) * kCellsPerPlate; ++i)
      sum_n += (report_.cells[i].mean_counts - zero_counts[i]) / geometry_.cells[i].counts_per_newton;
    if (std::abs(sum_n) < kOffset_n) return;
    report_.add({Severity::warning,
                 "plate_offset",
                 {},
                 fmt::format("The {} plate shows {:+.0f} N.", geometry_.plates[plate].name, sum_n),
                 "So much is taken for a load, and the mat does not zero itself under it.",
                 "Take off whatever lies there. If nothing does, it is the cells' own offset: calibrate, "
                 "which takes it "
                 "away, or zero by hand when you record."});
  }

  void judge_drift() {
    double total = 0, worst = 0;
    std::string where;
    std::vector<int> creeping;
    for (std::size_t i = 0; i < report_.cells.size(); ++i) {
      const CellFigures& figures = report_.cells[i];
      total += figures.drift_n_per_min;
      // SE of a straight line's slope from noise alone.
      const double by_chance = 4 * 60 * std::sqrt(12.0 / figures.samples) * figures.noise_n / report_.seconds;
      if (std::abs(figures.drift_n_per_min) < std::max(kDrift_n_per_min, by_chance)) continue;
      worst = std::max(worst, std::abs(figures.drift_n_per_min));
      where += fmt::format("{} {} {:+.1f}", creeping.empty() ? ":" : ",", geometry_.cells[i].name,
                           figures.drift_n_per_min);
      creeping.push_back(static_cast<int>(i));
    }
    if (creeping.empty() && std::abs(total) < 2 * kDrift_n_per_min) return;
    worst = std::max(worst, std::abs(total));
    report_.add({worst > kUselessDrift_n_per_min ? Severity::unfit : Severity::warning, "drift", creeping,
                 fmt::format("The empty mat creeps by {:+.1f} N a minute{}.", total, where),
                 "Loads and depths drift with it.",
                 "Let the mat warm up for ten minutes after switching it on, out of sun and draught, and "
                 "zero it again."});
  }

  MatReport& report_;
  std::span<const RawFrame> frames_;
  const Geometry& geometry_;
  std::int32_t rail_high_ = 0;
  std::vector<Series> series_;
};

}  // namespace

const char* to_string(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::unfit:
      return "unfit";
  }
  return "";
}

bool MatReport::fit() const {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.severity == Severity::unfit; });
}

void MatReport::add(Finding finding) {
  const auto later = std::find_if(findings.begin(), findings.end(),
                                  [&](const Finding& other) { return other.severity < finding.severity; });
  findings.insert(later, std::move(finding));
}

void judge_clock(MatReport& report, double slow_pct) {
  report.clock_slow_pct = slow_pct;
  // A height comes from forces integrated twice over time. Half a per cent of it is still less than two squats in a
  // row differ by [E].
  constexpr double kMatters_pct = 0.25;
  if (std::abs(slow_pct) < kMatters_pct) return;
  const bool slow = slow_pct > 0;
  report.add({Severity::warning,
              "clock",
              {},
              fmt::format("The mat's clock runs {:.2f} % too {}.", std::abs(slow_pct), slow ? "slow" : "fast"),
              fmt::format("Times are {:.2f} % too {}, heights of a squat some {:.2f} %.", std::abs(slow_pct),
                          slow ? "short" : "long", 2 * std::abs(slow_pct)),
              "A board with a crystal keeps time; one with a ceramic resonator may be off by half a per cent."});
}

MatReport report_of_empty(std::span<const RawFrame> frames, const Geometry& geometry, const MatIdentity& mat,
                          const std::array<double, kMaxCells>& zero_counts, const LinkCounters& line) {
  MatReport report;
  report.nominal_rate_hz = mat.rate_hz;
  report.line = line;
  measure_stream(report, frames);
  if (report.samples < kFewestSamples) {
    report.add({Severity::unfit,
                "no_samples",
                {},
                fmt::format("Only {} samples came.", report.samples),
                "Nothing can be said about the mat.",
                "Look at its plug and its power, and check again."});
    return report;
  }
  judge_rate(report);
  judge_losses(report);
  CellJudge(report, frames, geometry, mat.adc_bits).judge(zero_counts);
  return report;
}

}  // namespace poise::calibrate
