#include "report/recording_csv.h"

#include <gmock/gmock.h>

#include <chrono>
#include <random>
#include <sstream>

#include "temporary_folder.h"
#include "example_recording.h"
#include "files.h"
#include "report/session_folder.h"
#include "test_paths.h"

namespace poise::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Expected<CsvRecording> read(const std::string& text) {
  std::stringstream input(text);
  return read_recording_csv(input, "x.csv");
}

std::string error_of(const std::string& text) {
  const auto recording = read(text);
  if (recording) return "";
  const std::string line = to_line(recording.error());
  EXPECT_EQ(line.find('\n'), std::string::npos) << line;
  EXPECT_THAT(line, testing::StartsWith("x.csv: "));
  return line;
}

TEST(RecordingCsv, ReadsATotal) {
  const auto read_back = read("time_s,total_n\n0,700\n0.0125,701.5\n");
  ASSERT_TRUE(read_back) << to_line(read_back.error());
  const Recording& r = read_back->recording;
  EXPECT_THAT(r.time_s, ElementsAre(0, 0.0125));
  EXPECT_THAT(r.total_n, ElementsAre(700, 701.5));
  EXPECT_FALSE(r.has_sides());
  EXPECT_FALSE(r.has_cop());
  EXPECT_EQ(r.cell_count, 0);
  EXPECT_TRUE(r.raw.empty());
  EXPECT_TRUE(r.lost.empty());
  EXPECT_THAT(read_back->warnings, IsEmpty());
}

TEST(RecordingCsv, ReadsEveryDocumentedSetOfColumns) {
  EXPECT_TRUE(read("time_s,left_n,right_n\n0,1,2\n")->recording.has_sides());
  EXPECT_TRUE(read("time_s,cop_x_mm,cop_y_mm\n0,1,2\n")->recording.has_cop());
  EXPECT_EQ(read("time_s,left_cop_x_mm,left_cop_y_mm,right_cop_x_mm,right_cop_y_mm\n0,1,2,3,4\n")
                ->recording.right_cop_y_mm.at(0),
            4);
  EXPECT_EQ(read("time_s,l_fl_n,l_fr_n,l_rl_n,l_rr_n,r_fl_n,r_fr_n,r_rl_n,r_rr_n\n0,1,2,3,4,5,6,7,8\n")
                ->recording.cell_n[7]
                .at(0),
            8);
  const auto one_plate = read("time_s,p_fl_n,p_fr_n,p_rl_n,p_rr_n\n0,1,2,3,4\n");
  EXPECT_EQ(one_plate->recording.cell_count, 4);
  EXPECT_EQ(one_plate->recording.cell_n[3].at(0), 4);
}

TEST(RecordingCsv, TakesSemicolonsTabsAndDecimalCommas) {
  for (const auto* text :
       {"time_s;total_n\n0;700,25\n0,5;701\n", "time_s\ttotal_n\r\n0\t700,25\r\n0.5\t701\r\n",
        "\xEF\xBB\xBF# mat 7, old\ntime_s , total_n\n0, +700.25\n0.5,701"}) {
    const auto recording = read(text);
    ASSERT_TRUE(recording) << to_line(recording.error());
    EXPECT_THAT(recording->recording.time_s, ElementsAre(0, 0.5));
    EXPECT_THAT(recording->recording.total_n, ElementsAre(700.25, 701));
  }
}

TEST(RecordingCsv, IgnoresColumnsThatItDoesNotKnow) {
  const auto recording = read("note,time_s,,total_n,\n\"a, b\",0,x,5,\n=1,1,y,6,\n");
  ASSERT_TRUE(recording) << to_line(recording.error());
  EXPECT_THAT(recording->recording.total_n, ElementsAre(5, 6));
}

TEST(RecordingCsv, TakesAnEmptyCellAsMissingAndAnEmptyRowAsLost) {
  const auto recording = read("time_s,left_n,right_n\n0,1,2\n1,,3\n2,,\n3,4,5\n");
  ASSERT_TRUE(recording);
  EXPECT_TRUE(std::isnan(recording->recording.left_n[1]));
  EXPECT_EQ(recording->recording.right_n[1], 3);
  EXPECT_THAT(recording->recording.lost, ElementsAre(0, 0, 1, 0));
}

TEST(RecordingCsv, SaysWhatIsMissing) {
  EXPECT_THAT(error_of(""), HasSubstr("empty"));
  EXPECT_THAT(error_of("# only a comment\n"), HasSubstr("empty"));
  EXPECT_THAT(error_of("time_s,total_n\n"), HasSubstr("no row"));
  EXPECT_THAT(error_of("t,total_n\n0,1\n"), HasSubstr("no column time_s"));
  EXPECT_THAT(error_of("time_s,left_n\n0,1\n"), HasSubstr("left_n, right_n; total_n"));
  EXPECT_THAT(error_of("time_s,total_n,total_n\n0,1,1\n"), HasSubstr("twice"));
}

TEST(RecordingCsv, SaysWhichColumnsAreOfNoUseAlone) {
  EXPECT_THAT(read("time_s,total_n,left_n\n0,1,1\n")->warnings, ElementsAre(HasSubstr("left_n")));
}

TEST(RecordingCsv, NamesTheLineOfWhatIsNoNumber) {
  for (const auto* text :
       {"x", "1.2.3", "nan", "inf", "-inf", "0x10", "1e999", "1e30", "--1", "+-1", "1 2", "#N/A"})
    EXPECT_THAT(error_of(std::string("time_s,total_n\n0,1\n\n1,") + text + "\n"), HasSubstr("line 4"))
        << text;
  EXPECT_THAT(error_of("time_s;total_n\n0;1.234,5\n"), HasSubstr("not a number"));
  EXPECT_THAT(error_of("time_s,total_n\n,1\n"), HasSubstr("line 2: the time is missing"));
}

TEST(RecordingCsv, NamesTheLineOfARowThatIsCutOff) {
  EXPECT_THAT(error_of("time_s,left_n,right_n\n0,1,2\n1,1"),
              HasSubstr("line 3: 2 cells, but the header has 3"));
  EXPECT_THAT(error_of("time_s,total_n\n0,1,2\n"), HasSubstr("3 cells"));
  EXPECT_TRUE(read("time_s,total_n\n0,1,\n"));
}

TEST(RecordingCsv, NamesTheLineWhereTimeRunsBackwards) {
  EXPECT_THAT(error_of("time_s,total_n\n0,1\n2,1\n1,1\n"),
              HasSubstr("line 4: time runs backwards from 2 s to 1 s"));
}

TEST(RecordingCsv, LeavesOutRowsWhoseTimeStandsStill) {
  const auto recording = read("time_s,total_n\n0,1\n1,2\n1,2\n2,3\n");
  ASSERT_TRUE(recording);
  EXPECT_THAT(recording->recording.total_n, ElementsAre(1, 2, 3));
  EXPECT_THAT(recording->warnings, ElementsAre(HasSubstr("1 rows have the time")));
}

TEST(RecordingCsv, RefusesWhatIsNoTextFile) {
  EXPECT_THAT(error_of(std::string("\xFF\xFEt\0i\0m\0e\0", 10)), HasSubstr("UTF-8"));
  EXPECT_NE(error_of(std::string("\x7F"
                                 "ELF\x02\x01\x01\0\0\n",
                                 10)),
            "");
}

TEST(RecordingCsv, RefusesAFolderAndAFileThatIsNotThere) {
  const TemporaryFolder folder;
  EXPECT_THAT(to_line(read_recording_csv(folder.path()).error()), HasSubstr("a folder"));
  EXPECT_EQ(read_recording_csv(folder / "x.csv").error().code, ErrorCode::not_found);
}

TEST(RecordingCsv, DoesNotDependOnTheLocale) {
  const GermanNumbers german;
  EXPECT_THAT(read("time_s,total_n\n0,1234.5\n")->recording.total_n, ElementsAre(1234.5));
}

class OwnSamples : public testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(OwnSamples, ComeBackToTheLastBit) {
  const GermanNumbers german;
  const auto [cell_count, spreadsheet] = GetParam();
  const TemporaryFolder folder;
  const Recording recording = example_recording(1000, cell_count);
  ASSERT_TRUE(write_samples_csv(folder / "samples.csv", recording, example_analysis(),
                                spreadsheet ? kSpreadsheetCsv : kPlainCsv));
  const auto back = read_recording_csv(folder / "samples.csv");
  ASSERT_TRUE(back) << to_line(back.error());
  EXPECT_TRUE(same(back->recording, recording));
  EXPECT_THAT(back->warnings, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(OfAnyMatInAnyStyle, OwnSamples,
                         testing::Combine(testing::Values(kMaxCells, kCellsPerPlate), testing::Bool()));

TEST(RecordingCsv, RefusesRawColumnsThatNoMatCanHaveSent) {
  const std::string header =
      "time_s,device_us,seq,flags,p_fl_counts,p_fr_counts,p_rl_counts,p_rr_counts,"
      "p_fl_n,p_fr_n,p_rl_n,p_rr_n\n";
  const std::string first = header + "0,1000,5,0,1,2,3,4,1,2,3,4\n";
  EXPECT_TRUE(read(first + "1,1001000,6,0,1,2,3,4,1,2,3,4\n"));
  EXPECT_THAT(error_of(first + "1,1001000,6,0,8388608,2,3,4,1,2,3,4\n"), HasSubstr("24 bit"));
  EXPECT_THAT(error_of(first + "1,1001000,5,0,1,2,3,4,1,2,3,4\n"), HasSubstr("seq runs backwards"));
  EXPECT_THAT(error_of(first + "1,1000,6,0,1,2,3,4,1,2,3,4\n"), HasSubstr("device_us does not advance"));
  EXPECT_THAT(error_of(first + "1,1001000,999999999,0,1,2,3,4,1,2,3,4\n"),
              HasSubstr("samples from the first"));
  EXPECT_THAT(error_of(first + "1,1001000,99999999999999999999,0,1,2,3,4,1,2,3,4\n"),
              HasSubstr("whole number"));
  EXPECT_THAT(error_of(first + "1,1001000,6,256,1,2,3,4,1,2,3,4\n"), HasSubstr("flags"));
  EXPECT_THAT(error_of(first + "1,1001000,6,0,1.5,2,3,4,1,2,3,4\n"), HasSubstr("line 3"));
}

TEST(RecordingCsv, AnswersInOneLineWhateverIsDoneToAFile) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_samples_csv(folder / "samples.csv", example_recording(5), example_analysis()));
  const std::string text = content_of(folder / "samples.csv");
  for (std::size_t length = 0; length < text.size(); length += 3) error_of(text.substr(0, length));
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = text;
    for (int flips = 0; flips < 3; ++flips)
      damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
    error_of(damaged);
  }
}

TEST(RecordingCsv, ReadsTheRealRecordings) {
  const std::filesystem::path data = POISE_SHARED_DATA_DIR;
  if (!std::filesystem::exists(data)) GTEST_SKIP() << "no recordings at " << data;
  const auto two_plates = read_recording_csv(data / "PDS13OR1.csv");
  ASSERT_TRUE(two_plates);
  EXPECT_EQ(two_plates->recording.size(), 6000U);
  EXPECT_TRUE(two_plates->recording.has_sides() && two_plates->recording.has_cop());
  const auto jittered = read_recording_csv(data / "wbb-standing.csv");
  ASSERT_TRUE(jittered);
  EXPECT_EQ(jittered->recording.size(), 7257U);
  EXPECT_THAT(jittered->warnings, ElementsAre(HasSubstr("39 rows repeat")));
}

}  // namespace
}  // namespace poise::report
