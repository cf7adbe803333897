#include "report/trend_chart.h"

#include <gmock/gmock.h>

namespace poise::report {
namespace {

using session::MeasuredSession;
using session::Series;

/// Sessions three days apart with one figure of each leg and a share.
std::vector<Series> series(int sessions) {
  std::vector<MeasuredSession> all;
  for (int i = 0; i < sessions; ++i) {
    MeasuredSession& session = all.emplace_back();
    session.id = "s" + std::to_string(i);
    session.started = "2026-03-" + std::to_string(10 + i) + "T10:00:00+01:00";
    session.started_wall_us = i * 3 * 86'400'000'000LL;
    session.exercise = "single-leg-squat";
    session.surroundings.load_kg = 10;
    const double wave = i % 2 == 0 ? 3 : -2;
    session.measures = {
        {.metric = "reps.depth_mm", .side = Side::left, .formula = "mean", .value = 200 + wave, .n = 5, .sd = 6},
        {.metric = "reps.depth_mm", .side = Side::right, .formula = "mean", .value = 215 - wave, .n = 5, .sd = 5},
        {.metric = "asymmetry.depth.value_pct", .formula = "percent_difference_to_better", .value = 4 * wave}};
  }
  return session::series_of(all);
}

struct Size {
  unsigned width = 0, height = 0;
};

/// From the header chunk: eight bytes of signature, length and name of the chunk, then width and height.
Size size_of(const std::string& png) {
  EXPECT_EQ(png.substr(1, 3), "PNG");
  EXPECT_EQ(png.substr(12, 4), "IHDR");
  const auto number_at = [&](std::size_t at) {
    unsigned number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(png[at + i]);
    return number;
  };
  return {number_at(16), number_at(20)};
}

TEST(TrendPng, IsAPictureWithAPanelAFigure) {
  const auto three = series(6);
  ASSERT_EQ(three.size(), 3U);  // the asymmetry, and the depth of each leg, which share a panel
  const auto picture = trend_png("heron", three);
  ASSERT_TRUE(picture) << to_line(picture.error());
  const auto one = trend_png("heron", std::span(three).first(1));
  EXPECT_GT(size_of(*picture).width, 1.8 * size_of(*one).width);
  EXPECT_LT(size_of(*picture).width, 2.2 * size_of(*one).width);
}

TEST(TrendPng, ShowsWhereTheSideChangedAndWhatIsTheBaseline) {
  auto all = series(6);
  const std::string with = *trend_png("heron", all);
  EXPECT_EQ(*trend_png("heron", all), with);
  for (Series& one : all)
    for (session::TrendPoint& point : one.points) point.flipped = false;
  const std::string without_flips = *trend_png("heron", all);
  EXPECT_NE(without_flips, with);
  for (Series& one : all) one.points[4].baseline->low -= 20;
  EXPECT_NE(*trend_png("heron", all), without_flips);
}

TEST(TrendPng, DrawsASingleSession) {
  const auto all = series(1);
  EXPECT_TRUE(trend_png("", all));
}

TEST(TrendPng, OfNothingIsRefused) {
  const auto picture = trend_png("heron", {});
  ASSERT_FALSE(picture);
  EXPECT_THAT(to_line(picture.error()), testing::HasSubstr("nothing to draw"));
}

}  // namespace
}  // namespace poise::report
