#include <functional>
#include <map>

#include "poise_test.h"

namespace poise::testing {
namespace {

using ::testing::Contains;
using ::testing::IsSupersetOf;
using Kind = Json::value_t;

/// The keys that scripts rely on, each with its type; everything but `always` may be absent.
struct Schema {
  std::map<std::string, Kind> keys;
  std::vector<std::string> always;
};

std::map<std::string, Kind> numbers(const Words& names) {
  std::map<std::string, Kind> keys;
  for (const std::string& name : names) keys[name] = Kind::number_float;
  return keys;
}

std::map<std::string, Kind> with(std::map<std::string, Kind> keys, const std::map<std::string, Kind>& more) {
  keys.insert(more.begin(), more.end());
  return keys;
}

constexpr Kind kText = Kind::string, kReal = Kind::number_float, kWhole = Kind::number_integer,
               kList = Kind::array, kObject = Kind::object, kBoolean = Kind::boolean;

const Schema kAnalysis{
    {{"schema", kText},        {"poise_version", kText}, {"exercise", kText},    {"side", kText},
     {"variant", kText},       {"samples", kWhole},      {"sampling_hz", kReal}, {"duration_s", kReal},
     {"lost_samples", kWhole}, {"gaps", kList},          {"filter_hz", kReal},   {"outcome", kText},
     {"body", kObject},        {"share", kObject},       {"asymmetry", kList},   {"sway", kObject},
     {"reps", kList},          {"holds", kList},         {"fatigue", kObject},   {"quality", kObject}},
    {"schema", "poise_version", "exercise", "side", "samples", "sampling_hz", "duration_s", "lost_samples",
     "gaps", "filter_hz", "outcome", "body", "asymmetry", "reps", "holds", "quality"}};

const Schema kGap{numbers({"start_s", "end_s"}), {"start_s", "end_s"}};

const Schema kBody{numbers({"weight_n", "weight_doubt_n", "quiet_sd_n", "rest_left_n", "rest_right_n"}), {}};

const Schema kShare{numbers({"left_mean_pct", "left_sd_pct", "left_doubt_pct", "mean_mass_difference_pct_bw",
                             "time_favouring_left_pct", "time_favouring_right_pct", "side_flips"}),
                    {"left_mean_pct"}};

const Schema kAsymmetry{
    with(numbers({"value_pct", "left", "right", "sd_pct", "doubt_pct", "mdc95_pct"}), {{"metric", kText},
                                                                                       {"formula", kText},
                                                                                       {"favours", kText},
                                                                                       {"unit", kText},
                                                                                       {"n_left", kWhole},
                                                                                       {"n_right", kWhole},
                                                                                       {"verdict", kText}}),
    {"metric", "formula", "value_pct", "favours", "left", "right", "n_left", "n_right", "verdict"}};

const Words kSwayNames = {"mean_distance_mm",
                          "rms_distance_mm",
                          "rms_ml_mm",
                          "rms_ap_mm",
                          "path_length_mm",
                          "path_ml_mm",
                          "path_ap_mm",
                          "mean_velocity_mm_s",
                          "mean_velocity_ml_mm_s",
                          "mean_velocity_ap_mm_s",
                          "range_mm",
                          "range_ml_mm",
                          "range_ap_mm",
                          "confidence_circle_area_mm2",
                          "confidence_ellipse_area_mm2",
                          "prediction_ellipse_area_mm2",
                          "prediction_ellipse_area_chi2_mm2",
                          "ellipse_angle_deg",
                          "sway_area_mm2_s",
                          "mean_frequency_hz",
                          "mean_frequency_ml_hz",
                          "mean_frequency_ap_hz",
                          "fractal_dimension_circle",
                          "fractal_dimension_ellipse",
                          "total_power_ml_mm2",
                          "total_power_ap_mm2",
                          "power50_ml_hz",
                          "power50_ap_hz",
                          "power95_ml_hz",
                          "power95_ap_hz",
                          "centroidal_frequency_ml_hz",
                          "centroidal_frequency_ap_hz",
                          "frequency_dispersion_ml",
                          "frequency_dispersion_ap"};
const Schema kSway{numbers(kSwayNames), kSwayNames};  // of a stand of some length all can be computed

const Schema kRep{
    with(numbers({"start_s",
                  "bottom_s",
                  "end_s",
                  "down_s",
                  "hold_s",
                  "up_s",
                  "depth_mm",
                  "depth_doubt_mm",
                  "peak_n",
                  "min_n",
                  "left_mean_n",
                  "right_mean_n",
                  "peak_left_n",
                  "peak_right_n",
                  "left_share_pct",
                  "symmetry_index_total_pct",
                  "impulse_left_ns",
                  "impulse_right_ns",
                  "rfd_100ms_n_s",
                  "peak_velocity_mm_s",
                  "peak_power_w",
                  "cop_range_ml_mm",
                  "cop_range_ap_mm",
                  "cop_ml_speed_mm_s",
                  "top_left_pct_bw",
                  "top_right_pct_bw",
                  "swing_left_share_pct",
                  "sag_pct",
                  "hold_steadiness_pct",
                  "onset_s",
                  "unweighting_s",
                  "braking_s",
                  "propulsion_s",
                  "time_to_stabilise_s",
                  "swing_n",
                  "start_doubt_s",
                  "end_doubt_s"}),
         {{"index", kWhole}, {"set", kWhole}, {"side", kText}, {"valid", kBoolean}, {"reasons", kList}}),
    {"index", "set", "side", "start_s", "bottom_s", "end_s", "down_s", "hold_s", "up_s", "peak_n", "valid",
     "reasons"}};

const Schema kHold{with(numbers({"start_s", "end_s", "hold_s", "left_share_pct", "hold_steadiness_pct",
                                 "cop_ml_speed_mm_s"}),
                        {{"index", kWhole}, {"side", kText}}),
                   {"index", "side", "start_s", "end_s", "hold_s", "hold_steadiness_pct"}};

const Schema kQuality{
    with(
        numbers({"noise_floor_mm_s", "drift_n", "still_before_s"}),
        {{"saturated_samples", kWhole}, {"overload_samples", kWhole}, {"touches", kWhole}, {"notes", kList}}),
    {"saturated_samples", "overload_samples", "touches", "notes"}};

bool is_of(const Json& value, Kind kind) {
  if (kind == kReal) return value.is_number();
  if (kind == kWhole) return value.is_number_integer();
  return value.type() == kind;
}

Words keys_of(const Json& object) {
  Words keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

void expect_schema(const Json& object, const Schema& schema, const std::string& where) {
  SCOPED_TRACE(where);
  ASSERT_TRUE(object.is_object());
  for (const auto& [key, value] : object.items()) {
    const auto known = schema.keys.find(key);
    const bool fits = known == schema.keys.end() || is_of(value, known->second);
    EXPECT_TRUE(fits) << key << " is " << value.type_name();
    EXPECT_FALSE(value.is_null()) << key << ": what cannot be computed is absent";
  }
  EXPECT_THAT(keys_of(object), IsSupersetOf(schema.always));
}

void expect_analysis(const Json& analysis) {
  expect_schema(analysis, kAnalysis, "analysis");
  EXPECT_EQ(analysis["schema"], "poise.analysis/1");
  EXPECT_THAT((Words{"complete", "ended_early", "stepped_off", "link_lost", "no_movement"}),
              Contains(analysis["outcome"].get<std::string>()));
  expect_schema(analysis["body"], kBody, "body");
  expect_schema(analysis["quality"], kQuality, "quality");
  if (analysis.contains("share")) expect_schema(analysis["share"], kShare, "share");
  if (analysis.contains("sway")) expect_schema(analysis["sway"], kSway, "sway");
  const std::pair<const char*, const Schema*> lists[] = {
      {"gaps", &kGap}, {"asymmetry", &kAsymmetry}, {"reps", &kRep}, {"holds", &kHold}};
  for (const auto& [name, schema] : lists)
    for (const Json& item : analysis[name]) expect_schema(item, *schema, name);
  for (const Json& asymmetry : analysis["asymmetry"]) {
    EXPECT_THAT((Words{"left", "right", "none"}), Contains(asymmetry["favours"].get<std::string>()));
    EXPECT_THAT((Words{"real", "within_noise", "unknown"}),
                Contains(asymmetry["verdict"].get<std::string>()));
    EXPECT_GE(asymmetry["value_pct"], 0) << "a magnitude";
  }
}

using AnalysisSchemaTest = PoiseTest;

TEST_F(AnalysisSchemaTest, ASquatSetHasTheKeysOfTheContract) {
  const Json analysis = record("squat?reps=4&loss_pct=1", {"--reps", "4"});
  expect_analysis(analysis);
  EXPECT_THAT(keys_of(analysis["share"]),
              IsSupersetOf({"left_mean_pct", "left_sd_pct", "mean_mass_difference_pct_bw",
                            "time_favouring_left_pct", "time_favouring_right_pct"}));
  EXPECT_THAT(keys_of(analysis["body"]), IsSupersetOf({"weight_n", "weight_doubt_n", "quiet_sd_n"}));
  EXPECT_THAT(keys_of(analysis["reps"][0]),
              IsSupersetOf({"depth_mm", "depth_doubt_mm", "min_n", "left_mean_n", "right_mean_n",
                            "peak_left_n", "peak_right_n", "left_share_pct", "symmetry_index_total_pct",
                            "impulse_left_ns", "impulse_right_ns", "rfd_100ms_n_s", "peak_velocity_mm_s",
                            "peak_power_w", "cop_range_ml_mm", "cop_range_ap_mm", "cop_ml_speed_mm_s"}));
}

TEST_F(AnalysisSchemaTest, ABridgeHasNoDepthButItsShareOfTheRise) {
  const Json analysis = record("bridge?reps=3", {"--reps", "3"});
  expect_analysis(analysis);
  EXPECT_THAT(keys_of(analysis["body"]), IsSupersetOf({"weight_n", "rest_left_n", "rest_right_n"}));
  for (const Json& rep : analysis["reps"]) {
    EXPECT_FALSE(rep.contains("depth_mm"));
    EXPECT_THAT(keys_of(rep), IsSupersetOf({"left_share_pct", "top_left_pct_bw", "top_right_pct_bw",
                                            "swing_left_share_pct", "sag_pct", "hold_steadiness_pct"}));
  }
}

TEST_F(AnalysisSchemaTest, OneLegHasNoShareAndNoSymmetryIndex) {
  const Json analysis = record("single-leg-squat?side=both&reps=2", {"--side", "both", "--reps", "2"});
  expect_analysis(analysis);
  EXPECT_FALSE(analysis.contains("share"));
  for (const Json& rep : analysis["reps"]) EXPECT_FALSE(rep.contains("symmetry_index_total_pct"));
  for (const Json& asymmetry : analysis["asymmetry"]) EXPECT_NE(asymmetry["formula"], "symmetry_index_total");
}

TEST_F(AnalysisSchemaTest, AStandHasSwayAndAHold) {
  const Json analysis = record("quiet-stand", {"--seconds", "12"});
  expect_analysis(analysis);
  EXPECT_TRUE(analysis.contains("sway"));
  ASSERT_EQ(analysis["holds"].size(), 1);
  EXPECT_NEAR(analysis["holds"][0]["hold_s"].get<double>(), 12, 3);
  expect_analysis(record("single-leg-stand?side=left", {"--side", "left", "--seconds", "8"}));
}

}  // namespace
}  // namespace poise::testing
