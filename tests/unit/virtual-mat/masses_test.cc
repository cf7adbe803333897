#include "virtual-mat/masses.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host.h"

namespace poise::virtual_mat {
namespace {

constexpr double kTwenty_n = 20 * kGravity_m_s2;

TEST(Masses, LieWhereAskedOneAfterTheOtherWithTheMatEmptyBetween) {
  const Person person(scenario("sim:masses?do=20@-260:170,5@100:-50&start_s=3&on_s=6&off_s=2"));
  EXPECT_EQ(person.at(2.9).left.load_n, 0);
  const Feet first = person.at(6);
  EXPECT_NEAR(first.left.load_n, kTwenty_n, 1e-9);
  EXPECT_NEAR(first.left.x_mm, -260, 1e-9);
  EXPECT_NEAR(first.left.y_mm, 170, 1e-9);
  EXPECT_EQ(first.right.load_n, 0);
  EXPECT_EQ(person.at(10).left.load_n, 0);
  EXPECT_NEAR(person.at(14).right.load_n, kTwenty_n / 4, 1e-9);
  EXPECT_EQ(person.at(14).left.load_n, 0);
  EXPECT_DOUBLE_EQ(person.timeline().leaves_at_s, 3 + 6 + 2 + 6 + 2);
}

TEST(Masses, StandOffTheirPlaceByTheDistanceAskedEachInItsOwnDirection) {
  const Person person(scenario("sim:masses?do=20@-160:0,20@-160:0&start_s=0&on_s=6&off_s=0&place_off_mm=2"));
  const Foot first = person.at(3).left, second = person.at(9).left;
  EXPECT_NEAR(std::hypot(first.x_mm + 160, first.y_mm), 2, 1e-9);
  EXPECT_NEAR(std::hypot(second.x_mm + 160, second.y_mm), 2, 1e-9);
  EXPECT_GT(std::hypot(first.x_mm - second.x_mm, first.y_mm - second.y_mm), 0.1);
}

TEST(Masses, APersonWhoShiftsReachesAllSidesOfTheirPlateAndWeighsTheSameThroughout) {
  const Person person(scenario("sim:masses?do=shift@right&start_s=0&hold_s=40&body_kg=60"));
  double left_mm = 1e9, right_mm = -1e9, rear_mm = 1e9, front_mm = -1e9;
  for (double t_s = 2; t_s < 38; t_s += 0.05) {
    const Feet feet = person.at(t_s);
    EXPECT_EQ(feet.left.load_n, 0);
    EXPECT_NEAR(feet.right.load_n, 60 * kGravity_m_s2, 0.012 * 60 * kGravity_m_s2);
    left_mm = std::min(left_mm, feet.right.x_mm);
    right_mm = std::max(right_mm, feet.right.x_mm);
    rear_mm = std::min(rear_mm, feet.right.y_mm);
    front_mm = std::max(front_mm, feet.right.y_mm);
  }
  EXPECT_LT(left_mm, 160 - 60);
  EXPECT_GT(right_mm, 160 + 60);
  EXPECT_LT(rear_mm, -90);
  EXPECT_GT(front_mm, 90);
}

}  // namespace
}  // namespace poise::virtual_mat
