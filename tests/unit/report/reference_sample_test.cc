#include "report/reference_sample.h"

#include <gmock/gmock.h>

#include "example_reports.h"

namespace poise::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

movement::Analysis stand_of(double seconds) {
  auto stand = made_stand();
  stand.holds[0].hold_s = seconds;
  return stand;
}

TEST(ReferenceSample, IsThatOfTheSameEyesAndSurface) {
  session::Surroundings said;
  said.eyes = session::Eyes::closed;
  said.surface = session::Surface::foam;
  const auto text = reference_sample(stand_of(60), said);
  ASSERT_TRUE(text);
  EXPECT_THAT(
      *text,
      AllOf(
          HasSubstr("eyes closed, foam, median"),
          HasSubstr(
              "86 people under 60 years: sway velocity 29.3 (19.9 to 54.7) mm/s, sway area (95 % ellipse) 1326 (695 to 2855) mm²"),
          HasSubstr("72 people from 60 years: sway velocity 42.0 (30.4 to 62.6) mm/s"), HasSubstr("not a norm")));
}

TEST(ReferenceSample, SaysWhatItTookForGranted) {
  EXPECT_THAT(*reference_sample(stand_of(60), {}),
              HasSubstr("eyes open, firm ground (taken for granted where it was not said)"));
  session::Surroundings said;
  said.eyes = session::Eyes::open;
  said.surface = session::Surface::firm;
  EXPECT_THAT(*reference_sample(stand_of(60), said), Not(HasSubstr("taken for granted")));
}

TEST(ReferenceSample, IsOfNothingElse) {
  EXPECT_FALSE(reference_sample(stand_of(24), {}));
  EXPECT_FALSE(reference_sample(made_squats(3), {}));
  auto other = stand_of(60);
  other.exercise = "single-leg-stand";
  EXPECT_FALSE(reference_sample(other, {}));
  auto unfiltered = stand_of(60);
  unfiltered.filter_hz = 0;
  EXPECT_FALSE(reference_sample(unfiltered, {}));
}

}  // namespace
}  // namespace poise::report
