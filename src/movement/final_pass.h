#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "movement/analysis.h"
#include "movement/bouts.h"
#include "movement/rep_measures.h"
#include "signal/uniform.h"

namespace poise::movement {

/// What the empty mat showed at the end less what it showed at the beginning.
struct ZeroDrift {
  double from_s = 0, to_s = 0;  ///< the middles of the two stretches
  double total_n = 0;
  Maybe left_n, right_n;
  double noise_n = 0;           ///< SD that noise alone gives the total

  /// The part of it that an even drift has done by then, 0 … 1.
  double part_at(double time_s) const { return std::clamp((time_s - from_s) / (to_s - from_s), 0.0, 1.0); }
};

/// One run of the final pass: what its steps hand on to each other. prepare() comes first, then the step of the
/// exercise's pattern, then the summary.
struct FinalPass {
  FinalPass(const Recording& the_recording, const AnalysisOptions& the_options)
      : recording(the_recording), options(the_options), exercise(*the_options.exercise) {}

  const Recording& recording;
  const AnalysisOptions& options;
  const Exercise& exercise;
  double origin_s = 0;              ///< the record's first time; all times of the pass count from there
  std::vector<double> time_s;       ///< of the record, so counted
  signal::UniformGrid grid;
  Columns columns;
  std::optional<ZeroDrift> zero_drift;
  Still weighed;                    ///< where body weight was found; end_s 0: nowhere
  double weight_scatter_n = 0;      ///< 95 %, of the weight by trembling alone (record_doubt.h)
  std::optional<Bout> share_bout;   ///< a stand: the longest
  Still rest;                       ///< bridges: lying still in position; end_s 0: nobody did
  std::vector<double> travel;       ///< of each repetition: depth in mm, rise in N, or swing in points of share
  int declined = 0;                 ///< movements too small for the noise
  int depths_refused = 0;           ///< squats without stillness before or after
  Analysis result;

  bool has_loads() const { return !columns.loads.total_n.empty(); }
  void note(std::string sentence) { result.quality.notes.push_back(std::move(sentence)); }

  /// Whether a bout on that side was asked for.
  bool wanted(const Bout& bout) const;
  /// Which side a repetition in this bout was done on; a mat of one plate believes what was asked for.
  Side leg_of(const Bout& bout) const;
  void note_other_leg(const std::vector<Bout>& bouts);
  /// Whether a repetition that starts then is more than practice.
  bool counts(double start_s) const { return !options.count_from_s || start_s >= *options.count_from_s - origin_s; }
  /// Left's share in percent of each loaded sample; empty without sides.
  std::vector<double> share_in(const Bout& bout) const;
  /// Adds what all repetitions have and keeps it.
  void add_rep(Rep rep, double travel_of_rep);
};

/// A stretch of a column; empty for a column that was not measured.
std::span<const double> part(const std::vector<double>& values, const Bout& bout);

void analyze_stand(FinalPass& pass);
void analyze_planks(FinalPass& pass);
void analyze_squats(FinalPass& pass);
void analyze_bridges(FinalPass& pass);
void analyze_sits(FinalPass& pass);
void analyze_twists(FinalPass& pass);

/// The holds of the repetitions that count, of an exercise that has them.
std::vector<Bout> held_stretches(const FinalPass& pass);

/// Numbers and sets, share, asymmetry, quality and outcome: what follows from repetitions and holds together.
void summarize(FinalPass& pass);

}  // namespace poise::movement
