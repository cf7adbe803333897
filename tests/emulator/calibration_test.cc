#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "calibrate/calibrator.h"
#include "calibrate/guided_calibration.h"
#include "engine/chain.h"
#include "host_session.h"
#include "signal/balance.h"

/// Calibrating the emulated mat: the real firmware with cells that are off, known masses, and the guided
/// calibration.
namespace poise::emulator {
namespace {

using calibrate::CalibrationView;
using calibrate::Method;

const calibrate::Geometry& geometry() {
  static const calibrate::Geometry reference = *calibrate::find_shipped_geometry(1, 8);
  return reference;
}

/// A mass somewhere on the mat.
struct Placed {
  double kg, x_mm, y_mm;
};

std::string to_text(const std::vector<Placed>& masses) {
  std::string text;
  for (const Placed& mass : masses)
    text += fmt::format("{}{}@{}:{}", text.empty() ? "" : ",", mass.kg, mass.x_mm, mass.y_mm);
  return text;
}

/// Guides through the plan while the scenario does what it does; the test fails unless it ends well.
calibrate::Calibration calibrate_over(const std::string& scenario, const calibrate::CalibrationPlan& plan) {
  const Recorded recorded = record(scenario, {}, 1e6);
  EXPECT_EQ(recorded.counters.lost_samples, 0u);
  calibrate::GuidedCalibration guided(geometry(), recorded.session.info.mat, plan);
  for (const RawFrame& frame : recorded.session.frames) guided.on_frame(frame);
  EXPECT_EQ(guided.view().phase, CalibrationView::Phase::review)
      << guided.view().instruction << guided.view().why;
  return guided.result().value_or(calibrate::Calibration{});
}

std::string every_mark() {
  std::vector<Placed> masses;
  for (const auto& step : calibrate::steps_of(geometry(), {Method::full, 20, {}, ""}))
    masses.push_back({20, step.mark->x_mm, step.mark->y_mm});
  return to_text(masses);
}

/// Places that are no marks, over both plates to nine tenths of the way to the cells, under each of these
/// masses.
std::vector<Placed> grid(std::initializer_list<double> kilograms) {
  std::vector<Placed> masses;
  for (const double kg : kilograms)
    for (const double middle_mm : {-160.0, 160.0})
      for (const double x_mm : {-117.0, -40.0, 40.0, 117.0})
        for (const double y_mm : {-207.0, -70.0, 70.0, 207.0}) masses.push_back({kg, middle_mm + x_mm, y_mm});
  return masses;
}

struct Errors {
  double force_pct = 0, cop_mm = 0;
};

/// The largest errors of that mat under masses put down one after the other, each read for two seconds after
/// a zero of two seconds, by mass.
std::map<double, Errors> errors_of(const std::string& mat, const std::vector<Placed>& masses,
                                   const calibrate::Calibration* calibration) {
  constexpr double kStart_s = 3, kOn_s = 3.5, kOff_s = 2.5;
  const Recorded recorded = record(fmt::format("sim:masses?{}&start_s={}&on_s={}&off_s={}&do={}", mat,
                                               kStart_s, kOn_s, kOff_s, to_text(masses)),
                                   {}, 1e6);
  const auto& frames = recorded.session.frames;
  calibrate::Calibrator calibrator(geometry(), recorded.session.info.mat.adc_bits, calibration);
  const auto mean = [&](double from_s, double to_s) {
    LoadSample sum;
    int samples = 0;
    for (const RawFrame& frame : frames) {
      const double t_s = static_cast<double>(frame.device_us - frames.front().device_us) / 1e6;
      if (t_s < from_s || t_s >= to_s) continue;
      const LoadSample load = calibrator.apply(frame);
      for (std::size_t i = 0; i < load.cell_count; ++i) sum.cell_n[i] += load.cell_n[i];
      sum.cell_count = load.cell_count;
      ++samples;
    }
    for (double& cell_n : sum.cell_n) cell_n /= samples;
    return sum;
  };
  std::map<double, Errors> worst;
  for (std::size_t i = 0; i < masses.size(); ++i) {
    const Placed& mass = masses[i];
    const double begin_s = kStart_s + static_cast<double>(i) * (kOn_s + kOff_s);
    LoadSample load = mean(begin_s + 1, begin_s + 3);
    const LoadSample zero = mean(begin_s - 2, begin_s - 0.1);
    for (std::size_t cell = 0; cell < load.cell_count; ++cell) load.cell_n[cell] -= zero.cell_n[cell];
    const Balance balance = signal::balance_of(load, engine::layout_of(geometry()));
    const double force_n = mass.x_mm < 0 ? *balance.left_n : *balance.right_n;
    const Point cop = mass.x_mm < 0 ? *balance.left_cop : *balance.right_cop;
    Errors& errors = worst[mass.kg];
    errors.force_pct =
        std::max(errors.force_pct, 100 * std::abs(force_n / (mass.kg * calibrate::kGravity_m_s2) - 1));
    errors.cop_mm = std::max(errors.cop_mm, std::hypot(cop.x_mm - mass.x_mm, cop.y_mm - mass.y_mm));
  }
  return worst;
}

void print(const char* what, const std::map<double, Errors>& errors) {
  for (const auto& [kg, worst] : errors)
    fmt::print("{:<42}{:>6g} kg   force {:>6.3f} %   CoP {:>5.2f} mm\n", what, kg, worst.force_pct,
               worst.cop_mm);
}

constexpr const char* kMat = "gain_error_pct=3&crosstalk_pct=1&zero_n=49&seed=11";

TEST(CalibrationOverTheEmulator, FullBringsForceBelowAThousandthAndCentreOfPressureBelowHalfAMillimetre) {
  const calibrate::Calibration full =
      calibrate_over(fmt::format("sim:masses?{}&do={}", kMat, every_mark()), {Method::full, 20, {}, ""});
  print("as the data sheets say", errors_of(kMat, grid({20}), nullptr));
  const auto errors = errors_of(kMat, grid({5, 20, 100}), &full);
  print("after a full calibration", errors);
  for (const auto& [kg, worst] : errors) {
    EXPECT_LT(worst.force_pct, 0.1) << kg;
    EXPECT_LT(worst.cop_mm, 0.5) << kg;
  }
}

TEST(CalibrationOverTheEmulator, QuickBringsForceBelowOnePercent) {
  const std::string mat = "gain_error_pct=3&zero_n=49&seed=12";
  const calibrate::Calibration quick = calibrate_over(
      "sim:masses?" + mat + "&do=20@-160:0,shift@left,20@160:0,shift@right", {Method::quick, 20, {}, ""});
  print("as the data sheets say", errors_of(mat, grid({20}), nullptr));
  const auto errors = errors_of(mat, grid({5, 100}), &quick);
  print("after a quick calibration", errors);
  for (const auto& [kg, worst] : errors) EXPECT_LT(worst.force_pct, 1) << kg;
}

TEST(CalibrationOverTheEmulator,
     MassesTwoMillimetresOffTheirMarksMoveTheCentreOfPressureByAsMuchAndLeaveForceAlone) {
  const calibrate::Calibration full = calibrate_over(
      fmt::format("sim:masses?{}&place_off_mm=2&do={}", kMat, every_mark()), {Method::full, 20, {}, ""});
  const auto errors = errors_of(kMat, grid({20}), &full);
  print("full, each mass 2 mm off its mark", errors);
  EXPECT_LT(errors.at(20).force_pct, 0.1);
  EXPECT_GT(errors.at(20).cop_mm, 0.5);
  EXPECT_LT(errors.at(20).cop_mm, 4);
  EXPECT_GT(*full.cop_doubt_mm, 0.8) << "it says so itself";
}

}  // namespace
}  // namespace poise::emulator
