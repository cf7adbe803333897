#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/stages.h"
#include "calibrate/geometry.h"
#include "calibrate/guided_calibration.h"
#include "calibrate/mat_check.h"
#include "calibrate/spot_check.h"
#include "movement/analysis.h"
#include "movement/catalogue.h"
#include "movement/guided_flow.h"

namespace poise::engine {

/// How the link to the mat stands.
enum class LinkState { none, searching, streaming, stale, lost, refused, ended };

/// Everything a screen may show, at one instant. Made by the pipeline thread once a chunk, then never
/// changed; screens only read it.
struct Snapshot {
  // -- the mat --
  LinkState link = LinkState::none;
  std::string device;                      ///< port or source, for people
  std::optional<MatIdentity> identity;
  std::optional<Error> link_error;         ///< why it is refused or not found
  LinkCounters counters;
  double rate_hz = 0;                      ///< measured over the last seconds; 0: not yet
  std::optional<double> clock_slow_pct;    ///< the mat's clock against this computer's; absent: not known, or played at another speed
  std::string geometry_name;               ///< empty: geometry unknown, counts only
  std::shared_ptr<const calibrate::Geometry> geometry;  ///< to draw the plates and cells; null: unknown
  bool nominal_calibration = true;
  std::shared_ptr<const calibrate::Calibration> calibration;  ///< in force; null: nominal factors, or no mat
  std::array<std::int32_t, kMaxCells> counts{};
  std::int64_t last_arrival_us = 0;        ///< host's steady clock: how old this is

  // -- the person, now (causal filter: for the screen, not for the record) --
  double time_s = 0;                       ///< device time since the first sample
  Balance balance;
  LoadSample load;
  double live_filter_hz = 0;

  // -- work on the mat itself --
  std::optional<calibrate::CheckView> check;                 ///< while a check goes on
  std::shared_ptr<const calibrate::MatReport> check_report;  ///< of the last check; null: none yet
  std::shared_ptr<const calibrate::CalibrationView> calibrating;             ///< while a calibration goes on
  std::optional<calibrate::SpotView> spot;                                   ///< while a spot check goes on
  std::shared_ptr<const std::vector<calibrate::SpotReading>> spot_readings;  ///< of the last one; null: none
  std::optional<Error> mat_work_error;  ///< something of it could not be kept

  // -- the trial --
  movement::TrialSetup setup;
  movement::FlowView flow;
  movement::LiveMovement movement;

  // -- the store --
  std::optional<std::string> session_id;   ///< being recorded, or just finished
  std::optional<Error> store_error;
  std::optional<std::string> store_warning;  ///< the disk is nearly full

  // -- the result of the final pass, when there is one --
  std::shared_ptr<const movement::Analysis> result;
};

/// One point of the force strip, handed to screens at the full rate through Engine::take_plot_points.
struct PlotPoint {
  double time_s = 0;
  float left_n = 0, right_n = 0, total_n = 0;  ///< NaN: lost or not measured
  bool lost = false;
  /// Centre of pressure, NaN where there is too little load for one.
  struct Place {
    float x_mm = std::numeric_limits<float>::quiet_NaN();
    float y_mm = std::numeric_limits<float>::quiet_NaN();
  };
  Place cop{}, left_cop{}, right_cop{};
};

}  // namespace poise::engine
