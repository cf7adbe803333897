#include "calibrate/weight_shift.h"

#include <gmock/gmock.h>

#include <cmath>

#include "made_mat.h"

namespace poise::calibrate {
namespace {

using ::testing::HasSubstr;

/// Somebody on the left plate whose weight goes round in slow circles.
class Circles {
 public:
  void go(double seconds, double left_n, double right_n = 0, std::uint8_t fault_mask = 0) {
    for (int i = 0; i < static_cast<int>(seconds * 80); ++i) {
      RawFrame frame;
      frame.device_us = n_++ * 12'500;
      frame.cell_count = 8;
      frame.fault_mask = fault_mask;
      const double angle = 2 * M_PI * static_cast<double>(frame.device_us) / 10e6;
      const CellsOfPlate left = mat_.counts(0, left_n, 60 * std::cos(angle), 100 * std::sin(angle));
      const CellsOfPlate right = mat_.counts(1, right_n, 0, 0);
      for (std::size_t cell = 0; cell < 4; ++cell) {
        frame.counts[cell] = static_cast<std::int32_t>(std::lround(left[cell]));
        frame.counts[4 + cell] = static_cast<std::int32_t>(std::lround(right[cell]));
      }
      shift.add(frame, {});
    }
  }

 private:
  MadeMat mat_{1, 0, 5};
  std::int64_t n_ = 0;

 public:
  WeightShift shift{mat_.geometry, 0};
};

TEST(WeightShift, HasEnoughOfAPersonWhoWentRoundForTwentySeconds) {
  Circles person;
  person.go(15, 700);
  EXPECT_FALSE(person.shift.enough());
  EXPECT_GT(person.shift.progress(), 0.7);
  person.go(6, 700);
  EXPECT_TRUE(person.shift.enough());
  EXPECT_EQ(person.shift.progress(), 1);
}

TEST(WeightShift, TakesNothingWhileACellGivesNoNumber) {
  Circles person;
  person.go(5, 700);
  const int before = person.shift.sums().blocks;
  person.go(20, 700, 0, 0b10);
  EXPECT_LE(person.shift.sums().blocks, before + 1) << "the tenth that had begun before";
  EXPECT_THAT(person.shift.hint(), HasSubstr("no number"));
}

TEST(WeightShift, TakesNothingWhileTheOtherFootIsOnTheOtherPlate) {
  Circles person;
  person.go(25, 600, 100);
  EXPECT_EQ(person.shift.sums().blocks, 0);
  EXPECT_THAT(person.shift.hint(), HasSubstr("both feet on one plate"));
  EXPECT_FALSE(person.shift.enough());
}

TEST(WeightShift, TakesNothingWhileTheWeightItselfChanges) {
  Circles person;
  person.go(2, 700);
  const int before = person.shift.sums().blocks;
  for (int i = 0; i < 40; ++i) person.go(0.2, i % 2 ? 700 : 600);
  EXPECT_LE(person.shift.sums().blocks, before + 21);
  EXPECT_THAT(person.shift.hint(), HasSubstr("Slower"));
}

TEST(WeightShift, SaysThatNobodyIsThere) {
  Circles nobody;
  nobody.go(3, 100);
  EXPECT_EQ(nobody.shift.sums().blocks, 0);
  EXPECT_THAT(nobody.shift.hint(), HasSubstr("Nobody stands there"));
}

}  // namespace
}  // namespace poise::calibrate
