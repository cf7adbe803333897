#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/stages.h"
#include "calibrate/calibration.h"
#include "calibrate/calibration_plan.h"
#include "calibrate/fit.h"
#include "calibrate/still_reading.h"
#include "calibrate/weight_shift.h"

namespace poise::calibrate {

/// What to do now and how far it is, for a screen.
struct CalibrationView {
  enum class Phase {
    empty,    ///< the empty mat is read
    load,     ///< a mass is wanted, or being read
    shift,    ///< a person shifts their weight
    review,   ///< everything has been read and fits: `result`
    refused,  ///< everything has been read and does not fit: `why`
  };
  Phase phase = Phase::empty;
  std::string instruction;  ///< one sentence
  std::string why;          ///< a reading was refused, or does not fit; may be empty
  std::string hint;         ///< what is being waited for; may be empty
  double progress = 0;      ///< of the present reading, 0 to 1
  int step = 0;             ///< index into `steps`; as many as there are: all done
  std::vector<CalibrationStep> steps;
  std::vector<bool> done;  ///< of each step
  std::vector<bool> skipped;
  std::array<double, 2> plate_n{};  ///< load of each plate above zero, by the nominal factors
  std::optional<Point> cop;         ///< of the present step's plate, likewise; absent: hardly any load
  std::optional<Calibration> result;
};

/// Leads through a calibration: reads the empty mat, each mass on its mark with the mat empty in between, or
/// a person who shifts their weight, and fits. Hands-free: it sees what is put down and taken away. A reading
/// that cannot be right is refused with its reason, and asked for again:
///
///  - the load moves, a cell gives no number, is at the end of its range or overloaded;
///  - the readings are those of the empty mat; the load went down (the mass had lain there for the zero);
///  - another plate carries part of it, or all of it;
///  - the nominal factors make more than 25 % more or less of it than was given (pounds for kilograms, say);
///  - it stands more than 30 mm from its mark, by the nominal factors, whose errors cannot explain that;
///  - of the fit (fit.h): a mass that disagrees with the others, gains that no cell has, too few marks.
///
/// Pure: fed raw samples in order; its only clock is theirs. What it has read can be written out and taken up
/// again at any time (to_toml, resume), also by another run of the program. One thread at a time.
class GuidedCalibration {
 public:
  GuidedCalibration(Geometry geometry, const MatIdentity& mat, CalibrationPlan plan);

  /// Goes on where a text of to_toml() ends. Refused: of another mat or other marks.
  static Expected<GuidedCalibration> resume(std::string_view toml, Geometry geometry, const MatIdentity& mat);
  std::string to_toml() const;

  void on_frame(const RawFrame& frame);
  /// The mat was away: what was just being read is read anew, with the empty mat first.
  void on_silence();

  // -- the operator --
  /// "It is as you asked": what should be the empty mat is taken for empty whatever it shows, and when a mass
  /// is said to be there while nothing has changed, that is refused.
  void confirm();
  void skip();            ///< leaves the present step out
  void repeat(int step);  ///< that step once more, also one that was left out

  CalibrationView view() const;
  /// Grows with every reading that is kept: time to save.
  int revision() const { return revision_; }
  const CalibrationPlan& plan() const { return plan_; }
  /// What the readings make, in review. Its id, date and temperature are the caller's.
  const std::optional<Calibration>& result() const { return result_; }

 private:
  using Phase = CalibrationView::Phase;
  using Counts = std::array<double, kMaxCells>;
  /// What a step gave.
  using Taken = std::variant<std::monostate, CellsOfPlate, ShiftSums>;

  void on_reading(const Counts& counts);
  void take_zero(const Counts& counts);
  void judge_load(const Counts& counts);
  std::optional<std::string> refusal(const Counts& counts) const;
  std::optional<std::string> refusal_of_place(const CalibrationStep& step, const Counts& counts) const;
  void keep(const Taken& taken);
  void go_on();
  void finish();

  const CalibrationStep& now() const { return steps_[step_]; }
  /// Loads above zero by the nominal factors: of a plate, and where it acts.
  double plate_n(const Counts& counts, int plate) const;
  std::optional<Point> cop(const Counts& counts, int plate) const;
  double empty_limit_n() const;

  Geometry geometry_;
  MatIdentity mat_;
  CalibrationPlan plan_;
  std::vector<CalibrationStep> steps_;
  std::vector<Taken> taken_;
  std::vector<bool> skipped_;
  std::size_t step_ = 0;
  Phase phase_ = Phase::empty;
  std::optional<Counts> zero_counts_;
  StillReading reading_;
  std::optional<WeightShift> shift_;
  Counts last_counts_{};
  std::optional<std::size_t> just_read_;  ///< the step, until the mat is empty again
  bool empty_confirmed_ = false;          ///< the operator says that nothing is on the mat
  int loaded_readings_ = 0;               ///< of a mat that should be empty
  std::string refusal_;                   ///< of the present reading
  std::string problem_;                   ///< of the last fit
  int revision_ = 0;
  std::optional<Calibration> result_;
};

}  // namespace poise::calibrate
