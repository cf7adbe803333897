#include <gmock/gmock.h>

#include "live_visit.h"
#include "sitting.h"

namespace poise::movement {
namespace {

Live sitting(std::optional<double> weight_n = 700) { return Live("sit-to-stand", Side::both, weight_n, kSeated_n); }

TEST(SitCounter, CountsEachTimeThePersonSitsAgain) {
  const SatVisit visit = sits(4);
  Live live = sitting();
  const LiveMovement seen = live.run(visit);
  EXPECT_EQ(seen.reps, 4);
  ASSERT_EQ(live.counted_s().size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_GT(live.counted_s()[i], visit.reps()[i].hold_end_s) << i;
    EXPECT_LT(live.counted_s()[i], visit.reps()[i].end_s + 0.25 + 0.35) << i;  // the chair takes the last of it 0.25 s later
  }
  EXPECT_NEAR(*seen.recent[1].left_share_pct, 50, 1);
}

TEST(SitCounter, CountsWithoutPauses) { EXPECT_EQ(sitting().run(sits(5, 0, 0.2)).reps, 5); }

TEST(SitCounter, CountsNobodyWhoSteppedOffOrOnlyLeanedForward) {
  SatVisit leaves = sits(1);
  leaves.stand_up().stay(1).shift(330, 40, 0.4).shift(0, 0, 0.3).stay(3);
  EXPECT_EQ(sitting().run(leaves).reps, 1);
  SatVisit leans;
  leans.stay(2).shift(170, 170, 0.6).shift(kSeated_n / 2, kSeated_n / 2, 0.6).stay(3);
  EXPECT_EQ(sitting().run(leans).reps, 0);
}

TEST(SitCounter, ShowsWhereThePersonIs) {
  SatVisit visit = sits(1, 2);
  Live live = sitting();
  const MadeRep& rep = visit.reps()[0];
  EXPECT_EQ(live.run(visit, 0.5, 80, rep.start_s - 0.6).phase, Phase::ready);
  EXPECT_EQ(live.run(visit, 0.5, 80, rep.start_s + 0.25).phase, Phase::up);
  EXPECT_EQ(live.run(visit, 0.5, 80, rep.bottom_s).phase, Phase::hold);
  EXPECT_NEAR(*live.run(visit, 0.5, 80, rep.bottom_s + 0.1).swing_pct, 100 - 100 * kSeated_n / 700, 3);
}

}  // namespace
}  // namespace poise::movement
