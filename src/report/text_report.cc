#include "report/text_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/printable.h"
#include "movement/catalogue.h"
#include "report/words.h"
#include "report/wrapped.h"

namespace poise::report {
namespace {

using movement::Analysis;

/// " (SD 1.3, doubt 0.4)", of those that are known.
std::string spread(const Maybe& sd, const Maybe& doubt, std::string_view unit) {
  std::string text;
  if (sd) text += fmt::format("SD {}", figure(sd, 1));
  if (doubt) text += fmt::format("{}doubt ±{}", text.empty() ? "" : ", ", figure(doubt, 1));
  return text.empty() ? "" : fmt::format(" ({} {})", text, unit);
}

std::string mat_in_words(const session::SessionInfo& info) {
  if (info.mat.unique_id.empty()) return "";
  return fmt::format("{} {}, ", info.mat.model == 0 ? "Virtual mat" : "Mat", info.mat.unique_id);
}

void add_heading(std::string& out, const session::SessionInfo& info, const Analysis& analysis) {
  out += fmt::format("POISE  {}, {}\n", exercise_in_words(analysis), side_in_words(analysis));
  if (info.started.empty())
    out += wrapped(info.id, "");
  else
    out += wrapped(fmt::format("Session {}, {}{}", info.id, info.started,
                               info.athlete.empty() ? "" : ", athlete " + info.athlete),
                   "");
  out +=
      wrapped(mat_in_words(info) + (info.calibration == "nominal"
                                        ? "NOMINAL CALIBRATION: forces come from nominal factors, not from a "
                                          "calibration of this mat"
                                        : "calibration " + info.calibration),
              "");
  if (const std::string said = session::in_words(info.surroundings); !said.empty()) out += wrapped(said, "");
  if (!info.surroundings.notes.empty()) out += wrapped("Note: " + info.surroundings.notes, "");
  out += '\n';
}

void add_result(std::string& out, const Analysis& analysis) {
  out += "RESULT\n";
  const int valid = movement::valid_reps(analysis);
  if (!analysis.reps.empty() || analysis.holds.empty())
    out += fmt::format("{} counted{}; {}.\n", counted(valid, "repetition"),
                       valid == std::ssize(analysis.reps)
                           ? ""
                           : fmt::format(" of {} seen", analysis.reps.size()),
                       outcome_in_words(analysis.outcome));
  else
    out += fmt::format("{}; {}.\n", counted(std::ssize(analysis.holds), "hold"),
                       outcome_in_words(analysis.outcome));
  if (analysis.share && analysis.share->left_mean_pct) {
    const auto& share = *analysis.share;
    out += wrapped(
        fmt::format("The left {} carried {} % of the load, the right {} %{}; formula: 100 L / (L + R).", limb_of(analysis.exercise),
                    figure(share.left_mean_pct, 1), figure(100 - *share.left_mean_pct, 1),
                    spread(share.left_sd_pct, share.left_doubt_pct, "points")),
        "  ");
  }
  if (analysis.body.weight_n)
    out += wrapped(
        fmt::format(
            "Body weight {} N{}: a reference for the figures here, not a clinical weight.",
            figure(analysis.body.weight_n, 1),
            analysis.body.weight_doubt_n ? " ±" + figure(analysis.body.weight_doubt_n, 1) + " N" : ""),
        "  ");
  out += '\n';
}

/// Of which exercises a column of the table tells something.
enum class Shown { always, one_side, alternating };

/// A column of the table of repetitions; left out where no repetition has the figure.
struct RepColumn {
  std::string_view heading;
  Maybe movement::Rep::*value;
  int decimals;
  Shown shown = Shown::always;
};

constexpr RepColumn kRepColumns[] = {
    {"down s", &movement::Rep::down_s, 2},
    {"hold s", &movement::Rep::hold_s, 2},
    {"up s", &movement::Rep::up_s, 2},
    {"depth mm", &movement::Rep::depth_mm, 0},
    {"peak N", &movement::Rep::peak_n, 0},
    {"left %", &movement::Rep::left_share_pct, 1},
    {"lead %", &movement::Rep::lead_share_pct, 1},
    {"swing N", &movement::Rep::swing_n, 0, Shown::alternating},
    {"top L %BW", &movement::Rep::top_left_pct_bw, 1},
    {"top R %BW", &movement::Rep::top_right_pct_bw, 1},
    {"sideways mm/s", &movement::Rep::cop_ml_speed_mm_s, 1, Shown::one_side},
};

std::vector<RepColumn> columns_for(const Analysis& analysis, bool one_side, bool alternating) {
  std::vector<RepColumn> columns;
  const auto has = [&](const RepColumn& column) {
    return std::any_of(analysis.reps.begin(), analysis.reps.end(),
                       [&](const movement::Rep& rep) { return (rep.*column.value).has_value(); });
  };
  std::copy_if(std::begin(kRepColumns), std::end(kRepColumns), std::back_inserter(columns),
               [&](const RepColumn& column) {
                 const bool shown = column.shown == Shown::always || (column.shown == Shown::one_side ? one_side : alternating);
                 return shown && has(column);
               });
  return columns;
}

void add_reps(std::string& out, const Analysis& analysis) {
  constexpr std::size_t kMaxRows = 40;  // one page
  if (analysis.reps.empty()) return;
  const movement::Exercise* exercise = movement::find_exercise(analysis.exercise);
  const bool one_side = exercise && exercise->one_side();
  const bool alternating = exercise && exercise->sides == movement::Sides::alternating;
  const bool with_side = one_side || alternating;
  const std::vector<RepColumn> columns = columns_for(analysis, one_side, alternating);
  const auto width = [](const RepColumn& column) { return std::max<std::size_t>(column.heading.size(), 5); };
  out += fmt::format("REPETITIONS\n  #{}  start s", with_side ? "  side " : "");
  for (const RepColumn& column : columns) out += fmt::format("  {:>{}}", column.heading, width(column));
  out += "  counted\n";
  for (std::size_t i = 0; i < std::min(analysis.reps.size(), kMaxRows); ++i) {
    const movement::Rep& rep = analysis.reps[i];
    out += fmt::format("{:>3}{}  {:>7}", rep.index,
                       with_side ? fmt::format("  {:<5}", to_string(rep.side)) : "", figure(rep.start_s, 2));
    for (const RepColumn& column : columns)
      out += fmt::format("  {:>{}}", figure(rep.*column.value, column.decimals), width(column));
    out += fmt::format("  {}{}{}\n", rep.valid ? "yes" : "no", rep.reasons.empty() ? "" : ": ",
                       fmt::join(rep.reasons, ", "));
  }
  if (analysis.reps.size() > kMaxRows)
    out += fmt::format("… and {} more in reps.csv\n", analysis.reps.size() - kMaxRows);
  out += '\n';
}

void add_holds(std::string& out, const Analysis& analysis) {
  if (analysis.holds.empty()) return;
  const movement::Exercise* exercise = movement::find_exercise(analysis.exercise);
  const bool one_leg = exercise && exercise->one_side();
  out += "HOLDS\n";
  const auto more = [](const char* words, const Maybe& value, const char* unit) {
    return value ? fmt::format(", {} {} {}", words, figure(value, 1), unit) : "";
  };
  for (const movement::Hold& hold : analysis.holds)
    out += fmt::format("{:>3}  {}from {} s, held {} s{}{}{}{}\n", hold.index,
                       one_leg ? fmt::format("{:<5}  ", to_string(hold.side)) : "", figure(hold.start_s, 2),
                       figure(hold.hold_s, 2),
                       more("load", hold.mean_n, "N"), more("left", hold.left_share_pct, "%"),
                       more("steady within", hold.hold_steadiness_pct, "%"), more("drift", hold.drift_pct, "%"));
  out += '\n';
}

void add_asymmetry(std::string& out, const Analysis& analysis) {
  if (analysis.asymmetry.empty()) return;
  out += fmt::format("LEFT AND RIGHT        {:>9} {:>9}         difference\n", "left", "right");
  std::vector<std::string> formulas;
  for (const movement::Asymmetry& one : analysis.asymmetry) {
    const bool sided = one.favours == "left" || one.favours == "right";
    const int decimals = one.unit.empty() ? 0 : 1;
    out += fmt::format("  {:<20}{:>9} {:>9} {:<5} {:>5} %{}{}\n", metric_in_words(one.metric),
                       figure(one.left, decimals), figure(one.right, decimals), one.unit,
                       figure(one.value_pct, 1), sided ? ", favours " + one.favours : "",
                       spread(one.sd_pct, one.doubt_pct, "%"));
    std::string meaning = verdict_in_words(one.verdict);
    if (one.mdc95_pct) meaning += fmt::format("; a change counts from {} %", figure(one.mdc95_pct, 1));
    out += fmt::format("      {}\n", meaning);
    if (std::find(formulas.begin(), formulas.end(), one.formula) == formulas.end())
      formulas.push_back(one.formula);
  }
  for (const std::string& formula : formulas)
    out += fmt::format("formula: {}{}\n", formula, definition_of(formula));
  out += '\n';
}

void add_sway(std::string& out, const Analysis& analysis) {
  if (!analysis.sway) return;
  const movement::Sway& sway = *analysis.sway;
  out += "SWAY\n";
  out += wrapped(fmt::format("Mean velocity {} mm/s (sideways {}, forwards and back {}), path {} mm, "
                             "95 % prediction ellipse {} mm².",
                             figure(sway.mean_velocity_mm_s, 1), figure(sway.mean_velocity_ml_mm_s, 1),
                             figure(sway.mean_velocity_ap_mm_s, 1), figure(sway.path_length_mm, 0),
                             figure(sway.prediction_ellipse_area_mm2, 0)),
                 "  ");
  if (analysis.quality.noise_floor_mm_s)
    out += fmt::format("Of that velocity the mat's own noise makes up to {} mm/s.\n",
                       figure(analysis.quality.noise_floor_mm_s, 1));
  out += '\n';
}

void add_quality(std::string& out, const Analysis& analysis) {
  const movement::Quality& quality = analysis.quality;
  out += "QUALITY\n";
  out += wrapped(
      fmt::format("{} samples in {} s at {} Hz, {}; {}.", analysis.samples, figure(analysis.duration_s, 1),
                  figure(analysis.sampling_hz, 1), gaps_in_words(analysis),
                  analysis.filter_hz > 0
                      ? fmt::format("zero-phase low-pass {} Hz", figure(analysis.filter_hz, 1))
                      : "no filter"),
      "  ");
  if (quality.drift_n) out += fmt::format("Drift of the empty mat {} N.\n", figure(quality.drift_n, 2));
  if (quality.saturated_samples > 0 || quality.overload_samples > 0)
    out += fmt::format("Samples at the end of a cell's range: {} saturated, {} overloaded.\n",
                       quality.saturated_samples, quality.overload_samples);
  if (quality.touches > 0)
    out += fmt::format("The free foot came down {}.\n", counted(quality.touches, "time"));
  for (const std::string& note : quality.notes) out += wrapped("- " + note, "  ");
  out += '\n';
}

}  // namespace

std::string text_report(const session::Session& session, const Analysis& analysis) {
  std::string out;
  add_heading(out, session.info, analysis);
  add_result(out, analysis);
  add_reps(out, analysis);
  add_holds(out, analysis);
  add_asymmetry(out, analysis);
  add_sway(out, analysis);
  add_quality(out, analysis);
  out += wrapped(kNotAMedicalDevice, "");
  out += fmt::format("Poise {}\n", session.info.poise_version);
  return printable(out);
}

}  // namespace poise::report
