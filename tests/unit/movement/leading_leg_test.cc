#include "movement/leading_leg.h"

#include <gtest/gtest.h>

namespace poise::movement {
namespace {

TEST(WhoLeads, IsTheFootInFront) {
  EXPECT_EQ(who_leads(150, 30), Side::left);
  EXPECT_EQ(who_leads(-150, 70), Side::right);
  EXPECT_EQ(who_leads(150, std::nullopt), Side::left);
}

TEST(WhoLeads, IsTheLegThatCarriesMoreWhereTheFeetAreSideBySide) {
  EXPECT_EQ(who_leads(20, 80), Side::left);
  EXPECT_EQ(who_leads(-20, 20), Side::right);
  EXPECT_EQ(who_leads(std::nullopt, 60), Side::left);
}

TEST(WhoLeads, IsNotKnownOfAnEvenStance) {
  EXPECT_EQ(who_leads(10, 52), std::nullopt);
  EXPECT_EQ(who_leads(std::nullopt, std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace poise::movement
