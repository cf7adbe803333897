#include "movement/metrics.h"

#include <gmock/gmock.h>

#include <set>

namespace poise::movement {
namespace {

using testing::IsEmpty;
using testing::Not;

TEST(UnitOf, IsWhatAKeyEndsIn) {
  EXPECT_EQ(unit_of("mean_velocity_ml_mm_s"), "mm/s");
  EXPECT_EQ(unit_of("sway_area_mm2_s"), "mm2/s");
  EXPECT_EQ(unit_of("rfd_100ms_n_s"), "N/s");
  EXPECT_EQ(unit_of("top_left_pct_bw"), "%BW");
  EXPECT_EQ(unit_of("impulse_left_ns"), "N s");
  EXPECT_EQ(unit_of("hold_s"), "s");
  EXPECT_EQ(unit_of("fractal_dimension_circle"), "");
}

TEST(UnitOf, TellsWhatAFatigueIsCountedIn) {
  EXPECT_EQ(unit_of("depth_pct_per_rep"), "%/rep");
  EXPECT_EQ(unit_of("left_share_points_per_rep"), "points/rep");
}

TEST(UnitOf, IsTheInverseOfTheEnding) {
  for (const Metric& metric : metrics()) {
    if (metric.unit.empty()) continue;
    EXPECT_EQ(unit_of("key_" + std::string(ending_of(metric.unit))), metric.unit);
  }
}

TEST(Metrics, HaveWordsAndAnIdOfTheirOwn) {
  std::set<std::string> ids;
  for (const Metric& metric : metrics()) {
    EXPECT_THAT(metric.words, Not(IsEmpty())) << metric.id;
    EXPECT_TRUE(ids.insert(metric.id).second) << metric.id << " stands twice";
  }
}

TEST(Metrics, PutTheHeadlinesFirst) {
  int headlines = 0;
  for (const Metric& metric : metrics()) headlines += metric.headline;
  EXPECT_GT(headlines, 20);
  for (const Metric& metric : metrics()) EXPECT_EQ(metric.headline, metric.place < headlines) << metric.id;
  EXPECT_LT(metric_of("share.left_mean_pct").place, metric_of("sway.mean_velocity_mm_s").place);
  EXPECT_GT(metric_of("no.such").place, metric_of("quality.touches").place);
}

TEST(Metrics, KnowWhichWayIsBetter) {
  EXPECT_EQ(metric_of("sway.mean_velocity_mm_s").better, Better::lower);
  EXPECT_EQ(metric_of("reps.depth_mm").better, Better::higher);
  EXPECT_EQ(even_of(metric_of("share.left_mean_pct").better), 50);
  EXPECT_EQ(even_of(metric_of("asymmetry.depth.value_pct", "percent_difference_to_better").better), 0);
  EXPECT_FALSE(even_of(metric_of("reps.depth_mm").better));
}

TEST(Metrics, TheLimbSymmetryIndexIsEvenAtAHundred) {
  EXPECT_EQ(even_of(metric_of("asymmetry.depth.value_pct", "lsi").better), 100);
  EXPECT_EQ(metric_of("asymmetry.depth.value_pct", "lsi").formula, "lsi");
}

TEST(Metrics, ReadTheUnitOfAnUnknownOneFromItsKey) {
  const Metric metric = metric_of("reps.new_figure_mm_s");
  EXPECT_EQ(metric.words, "new figure mm s");
  EXPECT_EQ(metric.unit, "mm/s");
  EXPECT_EQ(metric.better, Better::neither);
}

}  // namespace
}  // namespace poise::movement
