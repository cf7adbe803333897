#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/stages.h"
#include "calibrate/geometry.h"
#include "calibrate/mat_report.h"

namespace poise::calibrate {

/// What is asked of whoever checks the mat.
struct CheckPlan {
  double empty_s = 10;
  bool steps = false;    ///< then to stand on one plate after the other
  bool corners = false;  ///< and to press every corner in turn
};

/// What to do now, for a screen.
struct CheckView {
  std::string instruction;
  std::string why;          ///< it does not go on; may be empty
  double progress = 0;      ///< of the seconds of the empty mat, 0 to 1
  int step = 0, steps = 0;  ///< the first is step 1
};

/// Checks a mat: first some seconds of the empty mat, then, if planned, somebody stands on each plate and
/// presses each corner, which shows exchanged sides, plugs and wires. Pure: fed raw samples in order; its
/// only clock is theirs. One thread at a time.
///
/// A step is over when more than 100 N have rested on the mat for a second, steady within 15 %; the next one
/// begins when the mat is empty again.
class MatCheck {
 public:
  /// Newtons are counts over the factors of `geometry`. `zero_counts`: what the empty mat is known to show.
  MatCheck(Geometry geometry, const MatIdentity& mat, CheckPlan plan,
           const std::array<double, kMaxCells>& zero_counts = {});

  /// Samples of another number of cells than the geometry's are passed over.
  void on_frame(const RawFrame& frame);
  /// Leaves out the step that is being asked for.
  void skip();
  /// Nothing comes from the mat any more: the check is over with what there is.
  void stream_stopped();

  bool done() const { return step_ >= steps_.size(); }
  CheckView view() const;

  /// The samples of the empty mat so far.
  const std::vector<RawFrame>& empty_frames() const { return empty_; }

  /// What was found; `line`: what the line did since the check began.
  MatReport report(const LinkCounters& line) const;

 private:
  using Loads = std::array<double, kMaxCells>;
  struct Step {
    enum class Kind { empty, plate, corner } kind = Kind::empty;
    int index = 0;  ///< of the plate or the cell
  };

  void on_empty(const RawFrame& frame);
  void on_step(const RawFrame& frame);
  void judge(const Loads& load_n, double total_n);
  bool judge_plate(const Loads& load_n, double total_n, std::size_t plate);
  void judge_own_cells(const Loads& load_n, double total_n, std::size_t plate, std::size_t stranger);
  void judge_corner(const Loads& load_n, std::size_t cell);
  bool told(const char* id, int cell, int other) const;
  void next_step();
  void find(Severity severity, const char* id, std::vector<int> cells, std::string seen, std::string meaning,
            std::string advice);
  std::string instruction(const Step& step) const;
  std::string name(std::size_t cell) const { return cell_in_words(geometry_.cells[cell]); }

  Geometry geometry_;
  MatIdentity mat_;
  CheckPlan plan_;
  Loads zero_counts_;
  std::vector<Step> steps_;
  std::size_t step_ = 0;
  std::vector<RawFrame> empty_;
  Loads empty_counts_{};        ///< mean of the empty mat
  std::vector<RawFrame> last_;  ///< of the step, a second at most
  std::vector<Finding> step_findings_;
  std::string why_;
  bool waits_for_empty_ = false, stopped_ = false, skipped_ = false;
};

/// Counter by counter.
LinkCounters difference(const LinkCounters& now, const LinkCounters& before);

}  // namespace poise::calibrate
