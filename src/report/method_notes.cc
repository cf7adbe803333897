#include "report/method_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/words.h"

namespace poise::report {
namespace {

using movement::Analysis;
using movement::Rep;

bool any_rep(const Analysis& analysis, Maybe Rep::*member) {
  return std::any_of(analysis.reps.begin(), analysis.reps.end(),
                     [&](const Rep& rep) { return (rep.*member).has_value(); });
}

bool has_formula(const Analysis& analysis, std::string_view formula) {
  return std::any_of(analysis.asymmetry.begin(), analysis.asymmetry.end(),
                     [&](const auto& one) { return one.formula == formula; });
}

void add_formulas(std::vector<MethodNote>& notes, const Analysis& analysis) {
  if (has_formula(analysis, "symmetry_index_total"))
    notes.push_back(
        {"Symmetry index",
         "100·(R − L) / (R + L), as magnitude and side, in the table of repetitions + for right: for limbs "
         "that share "
         "one task (Shorter 2008; Sato & Heise 2012; Bishop 2018). A share of 55 % is an index of 10 %."});
  if (has_formula(analysis, "percent_difference_to_better"))
    notes.push_back({"Percent difference to the better leg",
                     "100 − 100·min / max of the means, for legs tested one at a time (Bishop 2018). The "
                     "better one is the "
                     "larger, of times and sideways speed the smaller."});
  if (has_formula(analysis, "lsi"))
    notes.push_back(
        {"LSI",
         "Limb symmetry index: 100·involved / other leg, the other way round where less is better (Grindem "
         "2016). 100 % is even."});
  if (analysis.asymmetry.empty()) return;
  notes.push_back({"Verdict and doubt",
                   "SD: between repetitions. Doubt: 95 %, t(0.975, n − 1)·SD / √n, and not less than what "
                   "the wander of the "
                   "weight leaves. Told apart: the mean lies outside of it. MDC95 = 1.96·√2·SEM (Weir 2005) "
                   "needs at least "
                   "three sessions. \"Clearly\" means 10 % or more: the limit in most use, by convention "
                   "(Parkinson 2021)."});
}

void add_of_reps(std::vector<MethodNote>& notes, const Analysis& analysis) {
  if (analysis.reps.empty()) return;
  notes.push_back({"Repetition",
                   "From 1 % of its travel until 99 % of the way back; hold: within 10 % of the travel's far "
                   "end. Less than 60 % "
                   "of the set's median travel does not count."});
  if (any_rep(analysis, &Rep::depth_mm))
    notes.push_back({"Depth",
                     "Travel of the centre of mass: a = g·(F/BW − 1), integrated twice, closed against the "
                     "standing before and "
                     "after. Its doubt (95 %) is that of the closure."});
  if (any_rep(analysis, &Rep::top_left_pct_bw))
    notes.push_back(
        {"Held load",
         "Mean load during the hold in percent of body weight. Rise: less the load lying at rest. Sag: first "
         "less last quarter of the hold, in percent of the rise."});
  if (any_rep(analysis, &Rep::rfd_100ms_n_s))
    notes.push_back({"RFD", "Steepest rise of the total force over 100 ms."});
}

}  // namespace

std::vector<MethodNote> method_notes(const Analysis& analysis) {
  std::vector<MethodNote> notes;
  notes.push_back(
      {"Filter",
       analysis.filter_hz > 0
           ? fmt::format(
                 "Zero-phase Butterworth low-pass at {} Hz, second order forward and backward, cut-off "
                 "corrected for the two passes (Winter 2009).",
                 figure(analysis.filter_hz, 1))
           : std::string("None.")});
  if (analysis.share)
    notes.push_back(
        {"Share",
         "100·L / (L + R), mean over the repetitions, of a bridge over its holds. Favouring a leg: more than "
         "5 % of "
         "body weight between them (McGough 2012; Clark 2014). Doubt: 95 %, of the wander of the weight "
         "from leg to leg, of drift, and of the calibration where its residual is known."});
  add_formulas(notes, analysis);
  add_of_reps(notes, analysis);
  if (analysis.sway)
    notes.push_back(
        {"Sway",
         "Prieto 1996 with T = N/fs; prediction ellipse: Chew 1966, for many samples Schubert & Kirchner "
         "2014. Spectra: "
         "Welch, Hann, 10 s, 0.15-5 Hz. Compare only what was measured "
         "as long and with the same filter."});
  return notes;
}

}  // namespace poise::report
