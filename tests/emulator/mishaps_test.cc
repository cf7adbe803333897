#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <iterator>

#include "bench.h"
#include "test_paths.h"

/// Whatever goes wrong ends as a flag, a hole in the numbers or a message, never as a wrong weight: the
/// person moves without noise, so that every number can be compared with what its converter ought to have
/// seen.
namespace poise::emulator {
namespace {

using ::testing::ElementsAre;

constexpr char kMoving[] = "sim:squat?reps=2&noise=0&zero_n=0";
constexpr double kWeight_tolerance_n = 0.5;

/// A bench at which that happens; streams for `seconds`.
std::unique_ptr<Bench> bench_with(const std::vector<std::string>& mishaps, double seconds,
                                  double clock_spread_pct = 0, const char* scenario = kMoving) {
  auto bench = std::make_unique<Bench>(scenario, [&](MatSetup& setup) {
    setup.clock_spread_pct = clock_spread_pct;
    for (const std::string& text : mishaps) setup.mishaps.push_back(*parse_mishap(text));
  });
  bench->start();
  bench->run(seconds);
  return bench;
}

/// Numbers keep step with time: no hole in the clock without one in the numbers.
void expect_numbers_to_keep_step(const std::vector<Sample>& samples, double period_us = 12'500) {
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const double periods = (samples[i].t_us - samples[i - 1].t_us) / period_us;
    EXPECT_NEAR(static_cast<std::uint16_t>(samples[i].seq - samples[i - 1].seq), periods, 0.5)
        << "sample " << samples[i].seq;
  }
}

int with_flag(const std::vector<Sample>& samples, std::uint8_t flag) {
  int count = 0;
  for (const Sample& sample : samples) count += (sample.flags & flag) != 0;
  return count;
}

TEST(Mishaps, AreReadFromTheirWords) {
  const auto mishap = parse_mishap("dead:3@1.5+0.25");
  ASSERT_TRUE(mishap);
  EXPECT_EQ(mishap->kind, Mishap::Kind::dead);
  EXPECT_EQ(mishap->cell, 3);
  EXPECT_DOUBLE_EQ(mishap->at_s, 1.5);
  EXPECT_DOUBLE_EQ(mishap->for_s, 0.25);
  EXPECT_EQ(parse_mishap("reset:brown-out@7")->cause, ResetCause::brown_out);
  EXPECT_DOUBLE_EQ(parse_mishap("noise:2.5@1+2")->pct, 2.5);
  for (const char* wrong : {"", "dead", "dead:3", "dead@3", "dead:8@1", "dead:1.5@1", "dead:-1@1", "dead:3@x",
                            "dead:3@1+0", "dead:3@1+", "straddle:1@1+1", "reset:magic@1", "reset@1",
                            "noise:1@1", "noise:101@1+1", "stall@1", "stall:1@1+1", "fire@1"})
    EXPECT_FALSE(parse_mishap(wrong)) << wrong;
}

TEST(Mishaps, AChipThatIsMissingFromTheStartDoesNotStopTheOthers) {
  const auto bench = bench_with({}, 5, 0, "sim:squat?reps=2&noise=0&zero_n=0&fault=dead:l_fr");
  const auto samples = bench->samples();
  EXPECT_NEAR(static_cast<double>(samples.size()), 393, 6);
  for (const Sample& sample : samples) {
    EXPECT_EQ(sample.fault_mask, 0x02);
    EXPECT_EQ(sample.cell[1], 0);
  }
  expect_numbers_to_keep_step(samples);
  EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n);
}

TEST(Mishaps, AChipThatDiesCostsOneLateSampleAndNoneOfTheOthers) {
  const auto bench = bench_with({"dead:5@3"}, 8);
  const auto samples = bench->samples();
  int missing = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    EXPECT_EQ(samples[i].seq, samples[i - 1].seq + 1);
    EXPECT_NEAR(samples[i].t_us - samples[i - 1].t_us, 12'500, 30);
    EXPECT_EQ(samples[i].flags, 0);
    missing += samples[i].fault_mask == 0x20;
  }
  EXPECT_NEAR(missing, 395, 6);
  EXPECT_EQ(samples.back().fault_mask, 0x20);
  EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n);
}

TEST(Mishaps, AChipThatComesBackIsBroughtIntoStepAndTrustedAgain) {
  const auto bench = bench_with({"dead:5@3+2.003"}, 9);
  const auto samples = bench->samples();
  EXPECT_EQ(with_flag(samples, POISE_FLAG_RESYNCHRONISED), 1);
  EXPECT_EQ(samples.back().fault_mask, 0);
  expect_numbers_to_keep_step(samples);
  EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n);
}

TEST(Mishaps, AllChipsDeadStillSaysSoAtTheRateOfSamples) {
  const auto bench = bench_with({"dead:0@2+2", "dead:1@2+2", "dead:2@2+2", "dead:3@2+2", "dead:4@2+2",
                                 "dead:5@2+2", "dead:6@2+2", "dead:7@2+2"},
                                7);
  const auto samples = bench->samples();
  int all_missing = 0;
  for (const Sample& sample : samples) all_missing += sample.fault_mask == 0xFF;
  EXPECT_NEAR(all_missing, 165, 12);
  EXPECT_EQ(samples.back().fault_mask, 0);
  expect_numbers_to_keep_step(samples);
  EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n);
}

TEST(Mishaps, AShortedLineIsLeftOutAfterOneResetAndComesBack) {
  const auto bench = bench_with({"shorted:2@3+2"}, 9);
  const auto samples = bench->samples();
  EXPECT_LE(with_flag(samples, POISE_FLAG_RESYNCHRONISED), 3);
  int missing = 0;
  for (const Sample& sample : samples) {
    EXPECT_TRUE(sample.fault_mask == 0 || sample.fault_mask == 0x04);
    missing += sample.fault_mask != 0;
  }
  EXPECT_NEAR(missing, 165, 12);
  EXPECT_EQ(samples.back().fault_mask, 0);
  expect_numbers_to_keep_step(samples);
  EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n);
}

TEST(Mishaps, AStraddledReadIsNamedAndFollowedByAReset) {
  for (int cell = 0; cell < 8; ++cell) {
    const auto bench = bench_with({"straddle:" + std::to_string(cell) + "@4"}, 6);
    const auto samples = bench->samples();
    int named = 0;
    for (const Sample& sample : samples) {
      named += sample.fault_mask == 1u << cell;
      EXPECT_TRUE(sample.fault_mask == 0 || sample.fault_mask == 1u << cell);
    }
    EXPECT_EQ(named, 1);
    EXPECT_EQ(with_flag(samples, POISE_FLAG_RESYNCHRONISED), 1);
    expect_numbers_to_keep_step(samples);
    EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n);
  }
}

/// And the table of hardware/choices.md is what comes of it.
TEST(Mishaps, ChipsWhoseClocksDifferAreBroughtTogetherBeforeOneLapsAnother) {
  std::ifstream file(POISE_SOURCE_DIR "/hardware/choices.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  for (const double spread_pct : {0.0, 0.05, 1.0, 5.0}) {
    const auto bench = bench_with({}, 20, spread_pct);
    const auto samples = bench->samples();
    const int resets = with_flag(samples, POISE_FLAG_RESYNCHRONISED);
    EXPECT_EQ(resets > 0, spread_pct > 0) << spread_pct;
    for (const Sample& sample : samples) EXPECT_EQ(sample.fault_mask, 0);
    // The fastest chip's number may be three quarters of a period old: right, but of another moment.
    EXPECT_LT(bench->worst_error_n(12'500), kWeight_tolerance_n) << spread_pct;
    const double worst_n = bench->worst_error_n();
    EXPECT_LT(worst_n, 6) << spread_pct;
    const std::string clocks = spread_pct > 0 ? fmt::format("±{} %", spread_pct) : "one clock";
    const std::string row =
        fmt::format("| {} | {} | {} | {:.1f} N |", clocks, samples.size(), resets, worst_n);
    EXPECT_NE(page.find(row), std::string::npos) << "hardware/choices.md has not got this row: " << row;
    fmt::print("{}\n", row);
  }
}

TEST(Mishaps, EachResetSaysItsCauseAndTheMatCanBeStartedAgain) {
  const std::pair<const char*, std::uint8_t> causes[] = {{"reset:power-on@2", POISE_BOOT_POWER_ON},
                                                         {"reset:external@2", POISE_BOOT_EXTERNAL},
                                                         {"reset:brown-out@2", POISE_BOOT_BROWN_OUT},
                                                         {"reset:watchdog@2", POISE_BOOT_WATCHDOG}};
  for (const auto& [mishap, reason] : causes) {
    const auto bench = bench_with({mishap}, 3);
    ASSERT_EQ(bench->frames(POISE_BOOT).size(), 2u) << mishap;
    EXPECT_THAT(bench->frames(POISE_BOOT)[1].payload, ElementsAre(reason)) << mishap;
    EXPECT_EQ(bench->all.back().type, POISE_BOOT) << "it does not stream by itself";
    EXPECT_LE(bench->damage(), 1) << "the frame that was cut off";
    EXPECT_EQ(bench->ask(POISE_START).status, POISE_OK);
    bench->run(3);
    EXPECT_EQ(bench->samples().back().flags, 0);
    EXPECT_EQ(bench->samples().back().fault_mask, 0);
    EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n) << mishap;
  }
}

TEST(Mishaps, ResetsAtAnyMomentOfAPeriodAreRecoveredFrom) {
  for (int step = 0; step < 50; ++step) {
    const double at_s = 0.5 + 0.000'267 * step;
    const auto bench = bench_with({"reset:external@" + std::to_string(at_s)}, 1.2);
    ASSERT_EQ(bench->frames(POISE_BOOT).size(), 2u) << at_s;
    EXPECT_EQ(bench->ask(POISE_START).status, POISE_OK) << at_s;
    bench->run(0.5);
    EXPECT_NEAR(static_cast<double>(bench->samples().size()), 40 + 37, 3) << at_s;
    EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n) << at_s;
  }
}

TEST(Mishaps, NoiseOnTheLineCostsFramesAndIsCounted) {
  const auto bench = bench_with({"noise:1@1+8"}, 4);
  for (int i = 0; i < 200; ++i) {
    bench->send(POISE_PING, {1, 2, 3});
    bench->run(0.02);
  }
  bench->run(4);
  const auto samples = bench->samples();
  EXPECT_GT(bench->damage(), 50);
  EXPECT_GT(bench->last_status()->rx_errors, 2);
  EXPECT_LT(samples.size(), 900u);
  expect_numbers_to_keep_step(samples);
  EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n);
  EXPECT_EQ(bench->ask(POISE_PING, {9}).status, POISE_OK) << "when it is over";
}

TEST(Mishaps, AHostThatStallsFindsAHoleOfTheRightLength) {
  const auto bench = bench_with({"stall@2+8"}, 13);
  const auto samples = bench->samples();
  int longest = 0;
  for (std::size_t i = 1; i < samples.size(); ++i)
    longest = std::max(longest, samples[i].seq - samples[i - 1].seq);
  EXPECT_GT(longest, 500);
  expect_numbers_to_keep_step(samples);
  EXPECT_EQ(bench->last_status()->overflows, 0) << "the mat could not know";
  EXPECT_EQ(bench->damage(), 0);
}

TEST(Mishaps, ThePulledCableIsAPowerOnWhenItReturns) {
  const auto bench = bench_with({}, 3, 0, "sim:squat?reps=2&noise=0&zero_n=0&drop_at_s=2&return_after_s=3");
  EXPECT_FALSE(bench->mat().plugged_in(bench->now_us()));
  EXPECT_NEAR(static_cast<double>(bench->samples().size()), 160, 2);
  bench->run(3);
  ASSERT_EQ(bench->frames(POISE_BOOT).size(), 2u);
  EXPECT_THAT(bench->frames(POISE_BOOT)[1].payload, ElementsAre(POISE_BOOT_POWER_ON));
  EXPECT_EQ(bench->ask(POISE_START).status, POISE_OK);
  bench->run(2);
  EXPECT_NEAR(static_cast<double>(bench->samples().size()), 160 + 157, 4);
  EXPECT_LT(bench->worst_error_n(), kWeight_tolerance_n);
}

}  // namespace
}  // namespace poise::emulator
