#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "shared_recordings.h"
#include "signal/statistics.h"
#include "signal/sway.h"
#include "sway_fields.h"
#include "test_paths.h"

/// Real recordings of quiet standing, against figures computed from the same files by other means and against
/// what their authors published. Sources: BMClab/datasets, PDS (dos Santos, Fukuchi, Duarte) and BDS (Santos
/// & Duarte 2016), CC BY 4.0. Skipped where the recordings are absent.
namespace poise::signal {
namespace {

struct Golden {
  Sway::Maybe Sway::*measure;
  double value;
};

struct Trial {
  const char* name;
  const char* file;
  std::vector<Golden> golden;
};

const Trial kBds{"Bds00001",
                 "BDS00001.csv",
                 {{&Sway::mean_distance_mm, 3.0796},
                  {&Sway::rms_distance_mm, 3.4122},
                  {&Sway::rms_ap_mm, 2.9631},
                  {&Sway::rms_ml_mm, 1.6922},
                  {&Sway::path_length_mm, 372.1139},
                  {&Sway::path_ap_mm, 333.9680},
                  {&Sway::path_ml_mm, 115.0915},
                  {&Sway::mean_velocity_mm_s, 6.2019},
                  {&Sway::mean_velocity_ap_mm_s, 5.5661},
                  {&Sway::mean_velocity_ml_mm_s, 1.9182},
                  {&Sway::range_ap_mm, 16.7604},
                  {&Sway::range_ml_mm, 8.3670},
                  {&Sway::confidence_circle_area_mm2, 94.9260},
                  {&Sway::confidence_ellipse_area_mm2, 94.5092},
                  {&Sway::prediction_ellipse_area_chi2_mm2, 94.3905},
                  {&Sway::prediction_ellipse_area_mm2, 94.4692},
                  {&Sway::sway_area_mm2_s, 4.5957},
                  {&Sway::mean_frequency_hz, 0.3205},
                  {&Sway::mean_frequency_ap_hz, 0.4020},
                  {&Sway::mean_frequency_ml_hz, 0.2445},
                  {&Sway::fractal_dimension_circle, 1.6802},
                  {&Sway::fractal_dimension_ellipse, 1.6809}}};

const Trial kPds{"Pds13Or1",
                 "PDS13OR1.csv",
                 {{&Sway::mean_distance_mm, 5.6584},
                  {&Sway::rms_distance_mm, 6.7882},
                  {&Sway::rms_ap_mm, 6.0624},
                  {&Sway::rms_ml_mm, 3.0539},
                  {&Sway::path_length_mm, 826.2810},
                  {&Sway::path_ap_mm, 635.7050},
                  {&Sway::path_ml_mm, 402.0140},
                  {&Sway::mean_velocity_mm_s, 13.7714},
                  {&Sway::mean_velocity_ap_mm_s, 10.5951},
                  {&Sway::mean_velocity_ml_mm_s, 6.7002},
                  {&Sway::range_ap_mm, 43.1970},
                  {&Sway::range_ml_mm, 19.1100},
                  {&Sway::confidence_circle_area_mm2, 439.4475},
                  {&Sway::confidence_ellipse_area_mm2, 347.0519},
                  {&Sway::prediction_ellipse_area_chi2_mm2, 346.6160},
                  {&Sway::prediction_ellipse_area_mm2, 346.9048},
                  {&Sway::sway_area_mm2_s, 23.8227},
                  {&Sway::mean_frequency_hz, 0.3873},
                  {&Sway::mean_frequency_ap_hz, 0.4029},
                  {&Sway::mean_frequency_ml_hz, 0.5011},
                  {&Sway::fractal_dimension_circle, 1.6905},
                  {&Sway::fractal_dimension_ellipse, 1.7302}}};

void PrintTo(const Trial& trial, std::ostream* out) { *out << trial.file; }

Sway sway_of_file(const testing::Columns& columns) {
  return sway_of(columns.at("cop_x_mm"), columns.at("cop_y_mm"), 100);
}

const char* name_of(Sway::Maybe Sway::*measure) {
  for (const auto& field : testing::kSwayFields)
    if (field.value == measure) return field.name;
  return "?";
}

class SwayOfARecording : public ::testing::TestWithParam<Trial> {
 protected:
  void SetUp() override {
    columns_ = testing::read_shared_recording(GetParam().file);
    if (columns_.empty()) GTEST_SKIP() << "no " << GetParam().file << " in " << POISE_SHARED_DATA_DIR;
  }
  testing::Columns columns_;
};

TEST_P(SwayOfARecording, HasTheGoldenFigures) {
  const Sway sway = sway_of_file(columns_);
  for (const auto& [measure, value] : GetParam().golden) {
    const auto found = sway.*measure;
    ASSERT_TRUE(found) << name_of(measure);
    // Four significant digits, and not more than the golden figure is printed with.
    const double one_in_the_fourth = std::pow(10, std::floor(std::log10(value)) - 3);
    EXPECT_NEAR(*found, value, one_in_the_fourth / 2) << name_of(measure);
  }
}

TEST_P(SwayOfARecording, HasTheLargestDistanceOfAllPairs) {
  const auto &x = columns_.at("cop_x_mm"), &y = columns_.at("cop_y_mm");
  double largest2 = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t k = i + 1; k < x.size(); ++k)
      largest2 = std::max(largest2, (x[i] - x[k]) * (x[i] - x[k]) + (y[i] - y[k]) * (y[i] - y[k]));
  EXPECT_NEAR(*sway_of_file(columns_).range_mm, std::sqrt(largest2), 1e-9);
}

TEST_P(SwayOfARecording, HasEveryMeasure) {
  const Sway sway = sway_of_file(columns_);
  for (const auto& field : testing::kSwayFields) EXPECT_TRUE((sway.*field.value).has_value()) << field.name;
}

INSTANTIATE_TEST_SUITE_P(Standing, SwayOfARecording, ::testing::Values(kBds, kPds),
                         [](const auto& trial) { return trial.param.name; });

struct Published {
  const char* name;
  const char* file;
  double area_cm2, area_digit;
  double velocity_cm_s, velocity_digit;  ///< 0: not known to us
};

class PublishedSway : public ::testing::TestWithParam<Published> {};

// The authors' tables cut digits off where others round: 0.6201899 is printed as 0.62018.
double cut_off(double value, double digit) { return std::floor(value / digit) * digit; }

TEST_P(PublishedSway, IsMetInEveryPrintedDigit) {
  const auto& published = GetParam();
  const auto columns = testing::read_shared_recording(published.file);
  if (columns.empty()) GTEST_SKIP() << "no " << published.file << " in " << POISE_SHARED_DATA_DIR;
  const Sway sway = sway_of_file(columns);
  const double area_cm2 = *sway.prediction_ellipse_area_mm2 / 100;
  EXPECT_NEAR(cut_off(area_cm2, published.area_digit), published.area_cm2, 1e-9) << area_cm2;
  if (published.velocity_digit == 0) return;
  const double velocity_cm_s = *sway.mean_velocity_mm_s / 10;
  EXPECT_NEAR(cut_off(velocity_cm_s, published.velocity_digit), published.velocity_cm_s, 1e-9)
      << velocity_cm_s;
}

void PrintTo(const Published& published, std::ostream* out) { *out << published.file; }

INSTANTIATE_TEST_SUITE_P(
    Standing, PublishedSway,
    ::testing::Values(Published{"Bds00001", "BDS00001.csv", 0.94469, 1e-5, 0.62018, 1e-5},
                      Published{"Pds13Or1", "PDS13OR1.csv", 3.46904, 1e-5, 1.37713, 1e-5},
                      Published{"Pds13Cf1", "PDS13CF1.csv", 20.9683, 1e-4, 0, 0}),
    [](const auto& trial) { return trial.param.name; });

TEST(PublishedShare, OfTheLeftFootIsMet) {
  const auto columns = testing::read_shared_recording("PDS13OR1.csv");
  if (columns.empty()) GTEST_SKIP() << "no PDS13OR1.csv in " << POISE_SHARED_DATA_DIR;
  std::vector<double> share_pct;
  for (std::size_t i = 0; i < columns.at("left_n").size(); ++i)
    share_pct.push_back(100 * columns.at("left_n")[i] / (columns.at("left_n")[i] + columns.at("right_n")[i]));
  EXPECT_NEAR(*mean(share_pct), 54.445, 0.0005);
  EXPECT_NEAR(*standard_deviation(share_pct), 1.72, 0.005);
  EXPECT_NEAR(*mean(columns.at("total_n")), 635.4, 0.05);
  EXPECT_NEAR(*standard_deviation(columns.at("total_n")), 1.11, 0.005);
}

}  // namespace
}  // namespace poise::signal
