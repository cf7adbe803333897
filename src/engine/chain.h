#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/stages.h"
#include "calibrate/calibrator.h"
#include "calibrate/zero_finder.h"
#include "movement/guided_flow.h"
#include "movement/live_movement.h"
#include "signal/balance.h"
#include "signal/butterworth.h"

namespace poise::engine {

/// Cut-off of the causal filter behind what the screen shows.
inline constexpr double kLiveFilter_hz = 10;

/// Where a geometry has its cells.
signal::CellLayout layout_of(const calibrate::Geometry& geometry);

/// From decoded samples to balance, movement and the guided flow: calibrate -> signal -> movement, as a plain
/// function object. No thread, no clock, no store: live, replay and tests run this same code, and the same
/// frames and input events give the same output events. One thread at a time.
class Chain {
 public:
  /// Without an exercise in `trial` it only watches: balance, zero, no flow.
  /// `calibration`: of this mat; null: the nominal factors.
  Chain(calibrate::Geometry geometry, const MatIdentity& mat, movement::TrialSetup trial,
        const calibrate::Calibration* calibration = nullptr);

  /// The next sample; sequence and device_us rise.
  void on_frame(const RawFrame& frame);

  /// What the operator or the link did, before the next sample. operator_zero with a zero_to_text() in its
  /// detail sets that zero; without, it asks for the next quiet second, whatever the load.
  void on_event(const Event& event);

  /// Output events since the last call, in order.
  std::vector<Event> take_events();

  // -- the present --
  const LoadSample& load() const { return load_; }
  Balance filtered_balance() const;  ///< through the causal filter
  double time_s() const { return time_s_; }
  const movement::FlowView& flow() const;
  const movement::LiveMovement& movement() const;
  const movement::GuidedFlow* guided() const { return flow_ ? flow_.get() : nullptr; }
  const calibrate::Geometry& geometry() const { return calibrator_.geometry(); }

  /// The zero in force, newtons per cell; absent before one was taken.
  std::optional<std::array<double, kMaxCells>> zero() const;
  /// As the details of operator_zero and flow_zeroed say it: "zero_n -2.9148 0.331 …", a number a cell.
  static std::string zero_to_text(const std::array<double, kMaxCells>& zero_n, int cell_count);
  /// Absent: the text is no zero.
  static std::optional<std::array<double, kMaxCells>> zero_from_text(std::string_view text);

 private:
  void look_for_zero(const LoadSample& gross);
  void take_zero(const std::array<double, kMaxCells>& zero_n, std::int64_t sequence);
  void follow_movement(const Balance& balance);

  movement::TrialSetup trial_;
  calibrate::Calibrator calibrator_;
  signal::CellLayout layout_;
  calibrate::ZeroFinder zero_finder_;
  bool has_zero_ = false;
  bool zero_asked_ = false;
  std::vector<signal::LowPass> cell_filters_;
  std::array<double, kMaxCells> filtered_n_{};
  std::unique_ptr<movement::GuidedFlow> flow_;
  std::unique_ptr<movement::LiveCounter> counter_;
  std::vector<Event> events_;
  int reported_reps_ = 0;
  std::optional<std::int64_t> first_us_;
  double time_s_ = 0;
  LoadSample load_;
};

}  // namespace poise::engine
