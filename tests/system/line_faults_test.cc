#include <algorithm>
#include <cmath>
#include <csignal>
#include <iostream>
#include <map>

#include "poise_test.h"

namespace poise::testing {
namespace {

/// What may happen to bytes, mat and computer between the plates and the result: what is shown stays right, what is missing
/// says so.
class LineFaultsTest : public PoiseTest {
 protected:
  struct Visit {
    Json analysis;
    std::unique_ptr<Table> samples;
  };

  Visit visit(const std::string& simulation, const Words& more = {}) const {
    const auto folder = path("out");
    std::filesystem::remove_all(folder);
    Words words{"--export", folder};
    words.insert(words.end(), more.begin(), more.end());
    Visit visit{record(simulation, words), nullptr};
    visit.samples = std::make_unique<Table>(folder / "samples.csv");
    return visit;
  }

  /// No weight but the right one, and no repetition but those that were done, unless it says that it is none to count.
  static void expect_nothing_wrong(const Json& shown, const Json& truth) {
    const double weight_n = truth["body"]["weight_n"].get<double>();
    EXPECT_NEAR(shown["body"].value("weight_n", weight_n), weight_n, 3);
    EXPECT_LE(shown["reps"].size(), truth["reps"].size());
    for (const Json& rep : shown["reps"]) {
      if (!rep["valid"]) continue;
      const auto same = [&](const Json& done) {
        return std::abs(done["bottom_s"].get<double>() - rep["bottom_s"].get<double>()) < 0.2 &&
               std::abs(done["depth_mm"].get<double>() - rep["depth_mm"].get<double>()) < 25;
      };
      EXPECT_EQ(std::count_if(truth["reps"].begin(), truth["reps"].end(), same), 1) << rep;
    }
  }

  /// Each row is that of the visit without faults, or empty.
  static void expect_rows_right_or_empty(const Table& shown, const Table& truth, const Json& analysis) {
    std::map<std::string, std::size_t> row_of;
    for (std::size_t row = 0; row < truth.rows(); ++row) row_of[truth.cell(row, "seq")] = row;
    std::size_t empty = 0, wrong = 0;
    for (std::size_t row = 0; row < shown.rows(); ++row) {
      if (shown.cell(row, "total_n").empty()) {
        ++empty;
        continue;
      }
      const auto there = row_of.find(shown.cell(row, "seq"));
      for (const char* column : {"l_fl_counts", "l_rr_counts", "r_fl_counts", "r_rr_counts"})
        wrong += there != row_of.end() && shown.cell(row, column) != truth.cell(there->second, column);
    }
    EXPECT_EQ(wrong, 0u);
    EXPECT_EQ(empty, analysis["lost_samples"]);
  }
};

TEST_F(LineFaultsTest, DamagedBytesCostTheirFramesAndChangeNothing) {
  const Visit good = visit("squat?reps=4");
  for (const std::string fault : {"byte_flip_pct=1", "byte_loss_pct=1", "byte_double_pct=1",
                                  "byte_flip_pct=0.5&byte_loss_pct=0.5&byte_double_pct=0.5&jitter_ms=16&loss_pct=1"}) {
    SCOPED_TRACE(fault);
    const Visit bad = visit("squat?reps=4&" + fault);
    EXPECT_GT(bad.analysis["lost_samples"].get<int>(), 200);
    expect_nothing_wrong(bad.analysis, good.analysis);
    expect_rows_right_or_empty(*bad.samples, *good.samples, bad.analysis);
  }
}

TEST_F(LineFaultsTest, TenMinutesWithNoiseOnOneByteInAHundred) {
  const Visit good = visit("squat?reps=140"), bad = visit("squat?reps=140&byte_flip_pct=1");
  EXPECT_GT(bad.analysis["duration_s"].get<double>(), 550);
  const double lost_pct = 100 * bad.analysis["lost_samples"].get<double>() / static_cast<double>(bad.samples->rows());
  EXPECT_NEAR(lost_pct, 31, 3) << "37 bytes, of which any one spoils the frame";
  expect_nothing_wrong(bad.analysis, good.analysis);
  expect_rows_right_or_empty(*bad.samples, *good.samples, bad.analysis);
  const auto& reps = bad.analysis["reps"];
  const auto valid = std::count_if(reps.begin(), reps.end(), [](const Json& rep) { return rep["valid"].get<bool>(); });
  std::cout << lost_pct << " % of the samples lost, " << valid << " of " << good.analysis["reps"].size()
            << " repetitions shown as whole, none of them wrong\n";
}

TEST_F(LineFaultsTest, BurstsOfSixteenMillisecondsChangeNothing) {
  const Visit good = visit("squat?reps=4"), bad = visit("squat?reps=4&jitter_ms=16");
  EXPECT_EQ(bad.analysis, good.analysis);
}

TEST_F(LineFaultsTest, AMatThatResetsIsTakenUpAgainWithAGap) {
  const Visit good = visit("squat?reps=4");
  int in_repetitions = 0;
  for (double at_s = 0.5; at_s < 24; at_s += 2.5) {
    SCOPED_TRACE(at_s);
    const Visit bad = visit("squat?reps=4&reset_at_s=" + std::to_string(at_s));
    ASSERT_EQ(bad.analysis["gaps"].size(), 1u);
    EXPECT_NEAR(bad.analysis["gaps"][0]["start_s"].get<double>(), at_s, 0.05);
    EXPECT_LT(bad.analysis["lost_samples"].get<int>(), 80) << "back within a second";
    EXPECT_EQ(bad.analysis["outcome"], "complete");
    expect_nothing_wrong(bad.analysis, good.analysis);
    in_repetitions += bad.analysis["reps"].size() < 4 || !std::all_of(bad.analysis["reps"].begin(), bad.analysis["reps"].end(),
                                                                        [](const Json& rep) { return rep["valid"].get<bool>(); });
  }
  EXPECT_GT(in_repetitions, 2) << "repetitions that it falls into are not shown as whole";
}

TEST_F(LineFaultsTest, AChannelThatDiesEndsTheWeightsAndSaysSo) {
  const Visit good = visit("squat?reps=4");
  for (const std::string at_s : {"1", "5.5", "8", "13", "17"}) {
    SCOPED_TRACE(at_s);
    const Visit bad = visit("squat?reps=4&fault=dead:r_fl&fault_at_s=" + at_s);
    for (std::size_t row = 0; row < bad.samples->rows(); ++row) {
      const bool dead = bad.samples->number(row, "time_s") >= std::stod(at_s);
      ASSERT_EQ(bad.samples->cell(row, "total_n").empty(), dead) << bad.samples->cell(row, "time_s");
      ASSERT_EQ(bad.samples->cell(row, "r_fl_n").empty(), dead);
    }
    expect_nothing_wrong(bad.analysis, good.analysis);
    EXPECT_LT(bad.analysis["reps"].size(), 4u);
    EXPECT_NE(bad.analysis["outcome"], "complete");
    EXPECT_NEAR(bad.analysis["gaps"].back()["start_s"].get<double>(), std::stod(at_s), 0.05);
  }
}

/// The mat goes on at four times real time and the program is stopped: for eight seconds of the mat's.
TEST_F(LineFaultsTest, AComputerThatSleptForEightSecondsFindsAHoleOfThatLength) {
  const auto mat = start({"simulate", "sim:squat?reps=3&rate_hz=320&speed=4", "--link", path("mat")});
  ASSERT_TRUE(mat->wait_for_line("port: "));
  const auto process = start({"record", "--device", path("mat"), "--exercise", "squat", "--json"});
  ASSERT_TRUE(process->wait_for_line("rep 1"));
  process->signal(SIGSTOP);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  process->signal(SIGCONT);
  const Finished finished = process->wait();
  ASSERT_EQ(finished.status, 0) << finished.err;
  const Json analysis = Json::parse(finished.out);
  // The line keeps some kilobytes for a program that sleeps: two seconds or so, which come late and are right.
  double missing_s = 0;
  for (const Json& gap : analysis["gaps"]) missing_s += gap["end_s"].get<double>() - gap["start_s"].get<double>();
  std::cout << "missing: " << missing_s << " s\n";
  EXPECT_GT(missing_s, 4);
  EXPECT_LT(missing_s, 8.5);
  EXPECT_NEAR(missing_s, analysis["lost_samples"].get<double>() / 320, 0.2);
  const Visit truth = visit("squat?reps=3&rate_hz=320");
  expect_nothing_wrong(analysis, truth.analysis);
  EXPECT_NEAR(analysis["body"]["weight_n"].get<double>(), truth.analysis["body"]["weight_n"].get<double>(), 3);
  for (const Json& rep : analysis["reps"])
    for (const Json& gap : analysis["gaps"])
      EXPECT_TRUE(!rep["valid"].get<bool>() || rep["end_s"] <= gap["start_s"] || rep["start_s"] >= gap["end_s"]) << rep;
}

TEST_F(LineFaultsTest, AWallClockThatIsSetBackChangesNothing) {
  const Words words{"record", "--device", "sim:squat?reps=3&tempo_s=1.5&speed=8", "--exercise", "squat", "--json"};
  const Json undisturbed = record("squat?reps=3&tempo_s=1.5", {"--store", path("undisturbed.db")});
  ProcessOptions back = options();
  back.environment = {"LD_PRELOAD=" FAULT_SHIM, "FAULT_CLOCK_BACK=7200:1"};
  const Finished finished = start(words, back)->wait();
  ASSERT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(Json::parse(finished.out), undisturbed);
  EXPECT_EQ(json_of({"show", "last"}), undisturbed);
}

}  // namespace
}  // namespace poise::testing
