#include "calibrate/spot_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "made_mat.h"

namespace poise::calibrate {
namespace {

using ::testing::HasSubstr;

class Spot {
 public:
  Spot(const Calibration* calibration, double mass_kg)
      : check(mat.geometry, identity(), calibration, mass_kg) {}

  static MatIdentity identity() {
    MatIdentity mat;
    mat.cell_count = 8;
    mat.adc_bits = 24;
    return mat;
  }
  /// So long with loads on the middles of both plates, which tremble by that part.
  void hold(double seconds, double left_n, double right_n, double trembling = 0, std::uint8_t fault_mask = 0) {
    for (int i = 0; i < static_cast<int>(seconds * 80); ++i) {
      RawFrame frame;
      frame.device_us = n_++ * 12'500;
      frame.cell_count = 8;
      frame.fault_mask = fault_mask;
      for (int plate = 0; plate < 2; ++plate) {
        const double load_n = (plate == 0 ? left_n : right_n) * (1 + trembling * noise_(random_));
        const CellsOfPlate counts = mat.counts(plate, load_n, 20, 30);
        for (std::size_t cell = 0; cell < 4; ++cell)
          frame.counts[static_cast<std::size_t>(plate) * 4 + cell] =
              static_cast<std::int32_t>(std::lround(70'000 + counts[cell] + 155 * noise_(random_)));
      }
      check.on_frame(frame);
    }
  }

  MadeMat mat{3, 1, 31};
  SpotCheck check;

 private:
  std::int64_t n_ = 0;
  std::mt19937 random_{5};
  std::normal_distribution<double> noise_{0, 1};
};

TEST(SpotCheck, ReadsAKnownMassOnEachPlate) {
  const MadeMat mat(3, 1, 31);
  const Calibration calibration = *fit_full(mat.geometry, mat.nine_marks(20));
  Spot spot(&calibration, 20);
  EXPECT_THAT(spot.check.view().instruction, HasSubstr("empty"));
  spot.hold(3, 0, 0);
  EXPECT_THAT(spot.check.view().instruction, HasSubstr("Now 20 kg on the left plate"));
  spot.hold(4, 20 * kGravity_m_s2, 0);
  EXPECT_THAT(spot.check.view().instruction, HasSubstr("right plate"));
  spot.hold(1, 0, 0);
  spot.hold(4, 0, 20 * kGravity_m_s2);
  ASSERT_TRUE(spot.check.done());
  ASSERT_EQ(spot.check.readings().size(), 2u);
  for (const SpotReading& reading : spot.check.readings()) EXPECT_NEAR(reading.off_pct(), 0, 0.03);
}

TEST(SpotCheck, ShowsWhatAMatWithoutACalibrationIsOff) {
  Spot spot(nullptr, 20);
  spot.hold(3, 0, 0);
  spot.hold(4, 196.133, 0);
  ASSERT_EQ(spot.check.readings().size(), 1u);
  double nominal_n = 0;
  for (const double counts : spot.mat.counts(0, 196.133, 20, 30)) nominal_n += counts / 4277;
  EXPECT_NEAR(spot.check.readings()[0].off_pct(), 100 * (nominal_n / 196.133 - 1), 0.03);
  EXPECT_GT(std::abs(spot.check.readings()[0].off_pct()), 0.1);
}

TEST(SpotCheck, TakesAPersonWhoStandsStillAndWaitsForOneWhoDoesNot) {
  Spot spot(nullptr, 70);
  spot.hold(3, 0, 0);
  for (int i = 0; i < 10; ++i) spot.hold(0.5, 660 + 60 * (i % 2), 0);
  EXPECT_EQ(spot.check.readings().size(), 0u);
  EXPECT_THAT(spot.check.view().why, HasSubstr("Stand still"));
  spot.hold(5, 686, 0, 0.004);
  EXPECT_EQ(spot.check.readings().size(), 1u);
}

TEST(SpotCheck, WantsAllOfTheLoadOnOnePlate) {
  Spot spot(nullptr, 70);
  spot.hold(3, 0, 0);
  spot.hold(5, 600, 80);
  EXPECT_EQ(spot.check.readings().size(), 0u);
  EXPECT_THAT(spot.check.view().why, HasSubstr("The other plate carries"));
  spot.check.skip();
  spot.hold(5, 0, 686);
  ASSERT_EQ(spot.check.readings().size(), 1u);
  EXPECT_EQ(spot.check.readings()[0].plate, 1);
}

TEST(SpotCheck, ASecondInWhichACellGivesNoNumberIsInNoReading) {
  Spot spot(nullptr, 70);
  spot.hold(3, 0, 0);
  spot.hold(2.5, 686, 0);
  spot.hold(0.5, 686, 0, 0, 0b100);
  EXPECT_THAT(spot.check.view().why, HasSubstr("A cell gives no number"));
  spot.hold(2.5, 686, 0);
  EXPECT_EQ(spot.check.readings().size(), 0u) << "three seconds, but not in one piece";
  spot.hold(1.5, 686, 0);
  EXPECT_EQ(spot.check.readings().size(), 1u);
}

TEST(SpotCheck, BeginsWithTheEmptyMatAgainWhenTheMatWasAway) {
  Spot spot(nullptr, 70);
  spot.hold(3, 0, 0);
  spot.hold(2.5, 686, 0);
  spot.check.on_silence();
  EXPECT_THAT(spot.check.view().instruction, HasSubstr("empty"));
  spot.hold(5, 686, 0);
  EXPECT_EQ(spot.check.readings().size(), 0u);
  EXPECT_THAT(spot.check.view().instruction, HasSubstr("empty"));
  EXPECT_THAT(spot.check.view().why, HasSubstr("more than when it was empty"));
  spot.hold(4, 0, 0);
  EXPECT_EQ(spot.check.view().why, "");
  spot.hold(4, 686, 0);
  EXPECT_EQ(spot.check.readings().size(), 1u);
}

}  // namespace
}  // namespace poise::calibrate
