#include <gmock/gmock.h>

#include "example_session.h"
#include "store/store.h"
#include "temporary_folder.h"

namespace poise::store {
namespace {

using testing::HasSubstr;

calibrate::Calibration example(const std::string& id, const std::string& mat = "aa",
                               std::int64_t made_wall_us = 1) {
  calibrate::Calibration calibration;
  calibration.id = id;
  calibration.mat_unique_id = mat;
  calibration.made_wall_us = made_wall_us;
  calibration.made = "2026-03-05T14:07:09+01:00";
  calibration.made_by = "AB";
  calibration.cell_count = 8;
  calibration.counts_per_newton.fill(4300.123456789);
  calibration.force_rms_pct = 0.02;
  return calibration;
}

class AStoreOfCalibrations : public testing::Test {
 protected:
  std::string in_force(const std::string& mat = "aa") {
    const auto kept = store.calibration_in_force(mat);
    EXPECT_TRUE(kept) << to_line(kept.error());
    return *kept ? (*kept)->calibration.id : "nominal";
  }

  TemporaryFolder folder;
  Store store = *Store::open(folder / "poise.db");
};

TEST_F(AStoreOfCalibrations, KeepsEachWholeAndUsesTheNewest) {
  EXPECT_EQ(in_force(), "nominal");
  ASSERT_TRUE(store.add_calibration(example("first", "aa", 1), "2026-03-05"));
  ASSERT_TRUE(store.add_calibration(example("second", "aa", 2), "2026-04-05"));
  ASSERT_TRUE(store.add_calibration(example("other", "bb", 3), "2026-05-05"));
  EXPECT_EQ(in_force(), "second");
  EXPECT_EQ(in_force("bb"), "other");
  EXPECT_EQ(in_force("cc"), "nominal");
  const auto of_mat = store.calibrations("aa");
  ASSERT_EQ(of_mat->size(), 2u);
  EXPECT_EQ((*of_mat)[0].calibration.id, "first");
  EXPECT_FALSE((*of_mat)[0].in_force);
  EXPECT_TRUE((*of_mat)[1].in_force);
  EXPECT_EQ((*of_mat)[1].toml, calibrate::to_toml(example("second", "aa", 2)));
  EXPECT_EQ((*of_mat)[1].calibration.counts_per_newton[7], 4300.123456789);
  EXPECT_EQ(store.calibrations("")->size(), 3u);
}

TEST_F(AStoreOfCalibrations, RestoresAnOldOneOrTheNominalFactorsAndForgetsNone) {
  ASSERT_TRUE(store.add_calibration(example("first", "aa", 1), ""));
  ASSERT_TRUE(store.add_calibration(example("second", "aa", 2), ""));
  ASSERT_TRUE(store.put_in_force("aa", "first", ""));
  EXPECT_EQ(in_force(), "first");
  ASSERT_TRUE(store.put_in_force("aa", "", ""));
  EXPECT_EQ(in_force(), "nominal");
  ASSERT_TRUE(store.put_in_force("aa", "second", ""));
  EXPECT_EQ(in_force(), "second");
  EXPECT_EQ(store.calibrations("aa")->size(), 2u);
}

TEST_F(AStoreOfCalibrations, RefusesACalibrationOfAnotherMatAndAnIdThatIsTaken) {
  ASSERT_TRUE(store.add_calibration(example("first", "aa"), ""));
  EXPECT_THAT(store.put_in_force("bb", "first", "").error().what,
              HasSubstr("mat bb has no such calibration"));
  EXPECT_EQ(in_force("bb"), "nominal");
  EXPECT_FALSE(store.add_calibration(example("first", "cc"), ""));
  EXPECT_EQ(in_force("cc"), "nominal");
}

TEST_F(AStoreOfCalibrations, KeepsOneThatWasBegunForEachMat) {
  EXPECT_EQ(*store.calibration_begun("aa"), "");
  ASSERT_TRUE(store.keep_calibration_begun("aa", "step = 1"));
  ASSERT_TRUE(store.keep_calibration_begun("aa", "step = 2"));
  ASSERT_TRUE(store.keep_calibration_begun("bb", "step = 9"));
  EXPECT_EQ(*Store::open(folder / "poise.db")->calibration_begun("aa"), "step = 2");
  ASSERT_TRUE(store.keep_calibration_begun("aa", ""));
  EXPECT_EQ(*store.calibration_begun("aa"), "");
  EXPECT_EQ(*store.calibration_begun("bb"), "step = 9");
}

TEST_F(AStoreOfCalibrations, LogsSpotChecks) {
  ASSERT_TRUE(store.add_calibration(example("first", "aa"), ""));
  const std::vector<KeptSpotCheck> checks{{"aa", "first", 10, "2026-03-05", "AB", {0, 196.1, 196.3}},
                                          {"aa", "", 20, "2026-03-06", "", {1, 196.1, 195.0}},
                                          {"bb", "", 15, "2026-03-06", "", {1, 196.1, 195.0}}};
  ASSERT_TRUE(store.add_spot_checks(checks));
  const auto kept = store.spot_checks("aa");
  ASSERT_EQ(kept->size(), 2u);
  EXPECT_EQ((*kept)[0].calibration, "first");
  EXPECT_EQ((*kept)[0].made_by, "AB");
  EXPECT_EQ((*kept)[0].reading.measured_n, 196.3);
  EXPECT_EQ((*kept)[1].calibration, "");
  EXPECT_EQ((*kept)[1].reading.plate, 1);
  EXPECT_EQ(store.spot_checks("")->size(), 3u);
  const std::vector<KeptSpotCheck> half{{"aa", "first", 30, "", "", {0, 1, 1}},
                                        {"aa", "unknown", 30, "", "", {1, 1, 1}}};
  EXPECT_FALSE(store.add_spot_checks(half));
  EXPECT_EQ(store.spot_checks("aa")->size(), 2u) << "all or none";
}

TEST_F(AStoreOfCalibrations, ASessionHasItsCalibrationWhole) {
  session::SessionInfo info = example_info();
  info.calibration = "2026-03-05, full";
  info.calibration_toml = calibrate::to_toml(example("first"));
  ASSERT_TRUE(store.begin_session(info));
  const auto session = store.load(info.id);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->info.calibration, "2026-03-05, full");
  EXPECT_EQ(session->info.calibration_toml, info.calibration_toml);
}

}  // namespace
}  // namespace poise::store
