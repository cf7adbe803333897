#include "report/words.h"

#include <gtest/gtest.h>

#include "example_reports.h"

namespace poise::report {
namespace {

TEST(FigureInWords, IsTwoDashesWhereThereIsNone) {
  EXPECT_EQ(figure(12.345, 1), "12.3");
  EXPECT_EQ(figure(-0.001, 1), "0.0");
  EXPECT_EQ(figure(Maybe(), 1), "--");
  EXPECT_EQ(figure(std::nan(""), 1), "--");
}

TEST(DateInWords, IsTheSessionsOwnLocalDate) {
  EXPECT_EQ(date_in_words("2026-03-05T14:07:09+01:00"), "5 March 2026");
  EXPECT_EQ(short_date("2026-12-31T23:59:59-05:00"), "31 Dec 2026");
  EXPECT_EQ(time_in_words("2026-03-05T14:07:09+01:00"), "14:07");
}

TEST(DateInWords, LeavesWhatIsNoDateAsItIs) {
  for (const char* text : {"", "yesterday", "2026-13-05T00:00:00Z", "2026-00-05", "2026-3-5"})
    EXPECT_EQ(date_in_words(text), text);
  EXPECT_EQ(time_in_words("2026-03-05"), "");
}

TEST(GapsInWords, TellOfSingleLostSamplesToo) {
  movement::Analysis analysis = made_analysis("squat", 10);
  EXPECT_EQ(gaps_in_words(analysis), "none lost");
  analysis.lost_samples = 3;
  EXPECT_EQ(gaps_in_words(analysis), "3 lost, never more than two together");
  analysis.gaps = {{1.5, 1.75}};
  analysis.lost_samples = 19;
  EXPECT_EQ(gaps_in_words(analysis), "19 lost at 1.50-1.75 s");
}

TEST(Shortened, CutsBetweenWordsAndNeverWithinACharacter) {
  EXPECT_EQ(shortened("a few words", 20), "a few words");
  EXPECT_EQ(shortened("a few words more", 12), "a few words …");
  EXPECT_EQ(shortened("ééééé", 5), "éé …");
  EXPECT_EQ(shortened(std::string(9, '\x80'), 4), "\x80 …");
}

TEST(ReasonInWords, IsReadableForAReasonThatNobodyToldItOf) {
  EXPECT_EQ(reason_in_words("partial"), "half a repetition");
  EXPECT_EQ(reason_in_words("moon_phase"), "moon phase");
}

TEST(SideInWords, SaysWhetherALegIsDoneAloneOrAfterTheOther) {
  EXPECT_EQ(side_in_words(made_squats(1)), "both legs");
  auto single = made_single_leg_squats();
  EXPECT_EQ(side_in_words(single), "one leg, then the other");
  single.side = Side::right;
  EXPECT_EQ(side_in_words(single), "right leg");
}

}  // namespace
}  // namespace poise::report
