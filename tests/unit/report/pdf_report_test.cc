#include "report/pdf_report.h"

#include <gmock/gmock.h>
#include <stdio.h>

#include "temporary_folder.h"
#include "example_reports.h"
#include "files.h"

namespace poise::report {
namespace {

using movement::Analysis;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t kLargest_bytes = 300'000;

/// What a program prints; absent where it is not installed.
std::optional<std::string> output_of(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  std::string text;
  char block[4096];
  for (std::size_t n; (n = fread(block, 1, sizeof block, pipe)) > 0;) text.append(block, n);
  return pclose(pipe) == 0 ? std::optional(text) : std::nullopt;
}

class AReport : public testing::Test {
 protected:
  Report pdf_of(const Analysis& analysis, Audience audience = Audience::everyone) {
    return pdf_of(analysis, made_info(analysis), audience);
  }
  Report pdf_of(const Analysis& analysis, const session::SessionInfo& info,
                Audience audience = Audience::everyone) {
    const Recording recording = made_recording(analysis.duration_s);
    const auto report =
        pdf_report({info, session::SessionState::finished, recording, analysis, trends}, audience);
    EXPECT_TRUE(report) << report.error().what;
    return report ? *report : Report{};
  }

  /// Its words in the order of the page, as poppler's pdftotext finds them; runs of white space are one
  /// space.
  std::string text_of(const Report& report) {
    write_file(folder / "report.pdf", report.bytes);
    const auto text = output_of("pdftotext -layout " + (folder / "report.pdf").string() + " -");
    if (!text) return "";
    std::string words;
    for (const char c : *text) {
      const bool space = c == ' ' || c == '\n' || c == '\f';
      if (!space)
        words += c;
      else if (!words.empty() && words.back() != ' ')
        words += ' ';
    }
    return words;
  }
  bool can_read_pdf() { return output_of("pdftotext -v").has_value(); }

  TemporaryFolder folder;
  std::optional<std::vector<session::Series>> trends = std::vector<session::Series>();
};

#define NEEDS_POPPLER \
  if (!can_read_pdf()) GTEST_SKIP() << "pdftotext (poppler-utils) is not installed"

TEST_F(AReport, IsOnePageForTheAthleteAndTwoForTheProfessional) {
  for (const Analysis& analysis : {made_squats(8), made_squats(60), made_single_leg_squats(), made_stand(),
                                   made_analysis("squat", 10)}) {
    EXPECT_EQ(pdf_of(analysis, Audience::athlete).pages, 1);
    EXPECT_EQ(pdf_of(analysis, Audience::professional).pages, 2)
        << analysis.exercise << ' ' << analysis.reps.size();
    EXPECT_EQ(pdf_of(analysis).pages, 3);
  }
}

TEST_F(AReport, TakesMorePagesRatherThanLeaveRepetitionsOut) {
  NEEDS_POPPLER;
  const Report report = pdf_of(made_squats(300), Audience::professional);
  EXPECT_GT(report.pages, 4);
  EXPECT_LT(report.bytes.size(), kLargest_bytes);
  EXPECT_THAT(text_of(report),
              AllOf(HasSubstr(" 300 1198.0 "), HasSubstr("Page 3 of " + std::to_string(report.pages))));
}

TEST_F(AReport, IsSmallAlsoOfAVeryLongStand) {
  Analysis stand = made_stand();
  stand.duration_s = 900;
  stand.holds[0].end_s = 890;
  EXPECT_LT(pdf_of(stand).bytes.size(), kLargest_bytes);
}

TEST_F(AReport, IsTheSameBytesAgain) {
  EXPECT_EQ(pdf_of(made_squats(8)).bytes, pdf_of(made_squats(8)).bytes);
  const std::string once = pdf_of(made_stand()).bytes;
  const GermanNumbers elsewhere;
  EXPECT_EQ(pdf_of(made_stand()).bytes, once);
}

TEST_F(AReport, IsDatedAsTheSessionAndNamesNobodyButThePseudonym) {
  write_file(folder / "report.pdf", pdf_of(made_squats(8)).bytes);
  const auto info = output_of("pdfinfo -rawdates " + (folder / "report.pdf").string());
  if (!info) GTEST_SKIP() << "pdfinfo (poppler-utils) is not installed";
  EXPECT_THAT(*info, AllOf(HasSubstr("Poise report: Squat, 5 March 2026, heron"), HasSubstr("Poise 0.1.0"),
                           HasSubstr("20260305140709+01'00"), HasSubstr("A4"), Not(HasSubstr("Author"))));
}

TEST_F(AReport, CarriesItsFontsWithIt) {
  write_file(folder / "report.pdf", pdf_of(made_squats(8)).bytes);
  const auto fonts = output_of("pdffonts " + (folder / "report.pdf").string());
  if (!fonts) GTEST_SKIP() << "pdffonts (poppler-utils) is not installed";
  std::istringstream lines(*fonts);
  std::string line;
  std::getline(lines, line);
  const std::size_t embedded = line.find("emb sub uni");
  ASSERT_NE(embedded, std::string::npos);
  std::getline(lines, line);
  int count = 0;
  for (; std::getline(lines, line); ++count) EXPECT_EQ(line.substr(embedded, 11), "yes yes yes") << line;
  EXPECT_GE(count, 2);
}

TEST_F(AReport, TellsTheAthleteOfTheShareAndEachRepetition) {
  NEEDS_POPPLER;
  const std::string text = text_of(pdf_of(made_squats(8), Audience::athlete));
  EXPECT_THAT(text, AllOf(HasSubstr("Your right leg carried"), HasSubstr("47 % 53 %"),
                          HasSubstr("8 repetitions counted."),
                          HasSubstr("Of the load on the mat, 47.0 % was on your left leg"),
                          HasSubstr("24.3 cm"), HasSubstr("heron"), HasSubstr("Not a medical device"),
                          HasSubstr("not a clinical weight"), HasSubstr("Nominal calibration")));
}

TEST_F(AReport, GivesTheProfessionalFigureDoubtFormulaAndMethod) {
  NEEDS_POPPLER;
  const std::string text = text_of(pdf_of(made_squats(8), Audience::professional));
  EXPECT_THAT(
      text,
      AllOf(HasSubstr("left 47.0 %, right 53.0 % (±0.8)"),
            HasSubstr("Mean force 329.0 371.0 N 6.0 right 2.0 1.6 -- 5 / 5 symmetry index told apart"),
            HasSubstr("Force in the repetitions"), HasSubstr("Centre of pressure"),
            HasSubstr("The whole record"), HasSubstr("706.2 ±0.4 N"), HasSubstr("low-pass at 10.0 Hz")));
}

TEST_F(AReport, ComparesOneLegWithTheOther) {
  NEEDS_POPPLER;
  const std::string text = text_of(pdf_of(made_single_leg_squats()));
  EXPECT_THAT(text, AllOf(HasSubstr("You went clearly deeper on your"), HasSubstr("18.0 cm"),
                          HasSubstr("20.0 cm"), HasSubstr("Depth 180.0 200.0 mm 10.0 right"),
                          HasSubstr("to the better leg"), Not(HasSubstr("Share of the load"))));
}

TEST_F(AReport, ShowsTheSwayOfAStand) {
  NEEDS_POPPLER;
  const std::string text = text_of(pdf_of(made_stand()));
  EXPECT_THAT(text, AllOf(HasSubstr("95 % ellipse"), HasSubstr("Sway over time"),
                          HasSubstr("Sway velocity 18.9 mm/s"), HasSubstr("Prieto 1996"),
                          Not(HasSubstr("Force in the repetitions"))));
}

TEST_F(AReport, SaysWhenNothingWasCounted) {
  NEEDS_POPPLER;
  Analysis nothing = made_analysis("squat", 10);
  nothing.outcome = movement::Outcome::no_movement;
  const std::string text = text_of(pdf_of(nothing));
  EXPECT_THAT(text, AllOf(HasSubstr("No repetition was counted this time."),
                          HasSubstr("Nothing was counted: no movement seen.")));
}

TEST_F(AReport, ListsWhatDidNotCountAndWhatPeopleCorrected) {
  NEEDS_POPPLER;
  Analysis squats = made_squats(8);
  squats.reps[2].valid = false;
  squats.reps[2].reasons = {"partial"};
  squats.reps[4].valid = false;
  squats.reps[4].reasons = {"excluded"};
  squats.reps[4].correction = movement::Correction{
      squats.reps[4].start_s, squats.reps[4].end_s, true, true, "knee gave way", "2026-03-06T08:00:00+01:00"};
  const std::string text = text_of(pdf_of(squats));
  EXPECT_THAT(
      text,
      AllOf(HasSubstr("6 of 8 repetitions counted."),
            HasSubstr("Repetition 3 was not counted: half a repetition."), HasSubstr("no: taken out by hand"),
            HasSubstr("Repetition 5, by hand on 6 March 2026: taken out; reason: knee gave way.")));
}

TEST_F(AReport, TellsWhatWasSaidOfTheSession) {
  NEEDS_POPPLER;
  auto info = made_info(made_squats(8));
  info.surroundings = example_info().surroundings;
  info.surroundings.notes = std::string(5'000, 'x') + " the end of a long note";
  const Report report = pdf_of(made_squats(8), info);
  EXPECT_LT(report.bytes.size(), kLargest_bytes);
  EXPECT_THAT(text_of(report),
              AllOf(HasSubstr("Pain 2 of 10 before, 3 after"), HasSubstr("the end of a long note")));
}

TEST_F(AReport, ShowsTheTrendItIsGiven) {
  NEEDS_POPPLER;
  session::Series series;
  series.metric = "share.left_mean_pct";
  series.formula = "share_of_total";
  for (int i = 0; i < 4; ++i)
    series.points.push_back({.session = "s",
                             .started = "2026-0" + std::to_string(i + 1) + "-12T09:00:00+01:00",
                             .started_wall_us = i,
                             .value = 44.0 + i});
  series.points.back().baseline = session::Baseline{45, 44, 46, 3};
  series.verdict = session::Verdict::real;
  series.direction = session::Direction::better;
  trends->push_back(series);
  const std::string text = text_of(pdf_of(made_squats(8)));
  EXPECT_THAT(text, AllOf(HasSubstr("Share of the load: 53.0 % right now, 54.0 % right"),
                          HasSubstr("on 12 March 2026"), HasSubstr("for the better"),
                          HasSubstr("12 Jan 2026"), HasSubstr("12 Apr 2026")));
  trends.reset();
  EXPECT_THAT(text_of(pdf_of(made_squats(8))), HasSubstr("This copy of the report is of the session alone"));
}

TEST_F(AReport, WritesPseudonymsOfAnyScriptForWhichThereIsAFont) {
  NEEDS_POPPLER;
  for (const std::string name : {"Цапля", "ερωδιός", "طائر"}) {
    auto info = made_info(made_squats(3));
    info.athlete = name;
    const Report report = pdf_of(made_squats(3), info, Audience::athlete);
    EXPECT_EQ(report.unknown_characters, 0) << name;
    EXPECT_THAT(text_of(report), HasSubstr(name));
  }
}

TEST_F(AReport, SaysWhereNoFontHasACharacter) {
  NEEDS_POPPLER;
  auto info = made_info(made_squats(3));
  info.athlete = "\xF4\x80\x80\x81";  // U+100001, of private use: no font of Debian has it
  const Report report = pdf_of(made_squats(3), info, Audience::athlete);
  EXPECT_EQ(report.unknown_characters, 1);
  EXPECT_THAT(text_of(report), HasSubstr("No installed font has some of the characters"));
}

TEST_F(AReport, StandsBytesThatAreNoTextAndAbsurdFigures) {
  auto info = made_info(made_squats(3));
  info.athlete = std::string(500, '\xFF') + "\x01\x1B[31m";
  info.started = "no date";
  info.id = "\xC3(";
  Analysis squats = made_squats(3);
  squats.quality.notes = {"\xFE\xFF", std::string(8'000, 'w')};
  squats.reps[0].depth_mm = 1e300;
  squats.reps[1].end_s = -5;
  squats.reps[2].start_s = 1e9;
  squats.share->left_mean_pct = 250;
  squats.share->left_doubt_pct = 1e12;
  EXPECT_LT(pdf_of(squats, info).bytes.size(), kLargest_bytes);
}

TEST_F(AReport, IsRefusedForASessionWithoutSamples) {
  const Analysis nothing = made_analysis("squat", 0);
  const auto info = made_info(nothing);
  for (const auto report : {pdf_report, png_report}) {
    const auto refused =
        report({info, session::SessionState::finished, Recording{}, nothing}, Audience::everyone);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what,
                HasSubstr("has no samples, so there is nothing to report; nothing was written"));
  }
}

TEST_F(AReport, IsDrawnOfWhatAForeignFileHas) {
  const Analysis squats = made_squats(3);
  Recording only_total = made_recording(squats.duration_s);
  only_total.left_n.clear();
  only_total.right_n.clear();
  only_total.cop_x_mm.clear();
  const auto info = made_info(squats);
  EXPECT_TRUE(pdf_report({info, session::SessionState::finished, only_total, squats}, Audience::everyone));
  only_total.total_n.clear();
  EXPECT_TRUE(pdf_report({info, session::SessionState::finished, only_total, squats}, Audience::everyone));
}

TEST_F(AReport, AsAPictureHasThePagesBelowEachOther) {
  const auto size = [&](Audience audience, int reps = 3) {
    const Analysis squats = made_squats(reps);
    const Recording recording = made_recording(squats.duration_s);
    const auto info = made_info(squats);
    const auto png = png_report({info, session::SessionState::finished, recording, squats}, audience);
    const auto number = [&](std::size_t at) {
      int value = 0;
      for (std::size_t i = 0; i < 4; ++i)
        value = value * 256 + static_cast<unsigned char>(png->bytes[at + i]);
      return value;
    };
    EXPECT_EQ(png->bytes.substr(1, 3), "PNG");
    return std::pair(number(16), number(20));
  };
  EXPECT_EQ(size(Audience::athlete), std::pair(1240, 1753));
  EXPECT_EQ(size(Audience::professional), std::pair(1240, 3507));
  const auto [width, height] = size(Audience::professional, 1500);  // more pages than a picture has room for
  EXPECT_LT(width, 1240);
  EXPECT_NEAR(height, 32'700, 1);
}

}  // namespace
}  // namespace poise::report
