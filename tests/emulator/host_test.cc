#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <stop_token>
#include <thread>

#include "acquire/connection.h"
#include "acquire/serial_source.h"
#include "bench.h"
#include "decode/frame_decoder.h"
#include "emulator/serve.h"
#include "engine/session_pass.h"
#include "host_session.h"
#include "session/session.h"
#include "virtual_session.h"

/// Poise itself over the emulated mat.
namespace poise::emulator {
namespace {

/// The largest differences of start, bottom and end between repetitions found and others, after the delay of
/// the converters, which give the mean of their last four periods.
struct Differences {
  double start_s = 0, bottom_s = 0, end_s = 0;

  template <class Other>
  void add(const movement::Rep& found, const Other& other) {
    constexpr double kConverterDelay_s = 0.025;
    const auto late = [](double found_s, double other_s) {
      return std::abs(found_s - other_s - kConverterDelay_s);
    };
    start_s = std::max(start_s, late(found.start_s, other.start_s));
    bottom_s = std::max(bottom_s, late(found.bottom_s, other.bottom_s));
    end_s = std::max(end_s, late(found.end_s, other.end_s));
  }
  double largest_s() const { return std::max({start_s, bottom_s, end_s}); }
  std::string text() const {
    return fmt::format("{:5.1f} {:5.1f} {:5.1f}", 1000 * start_s, 1000 * bottom_s, 1000 * end_s);
  }
};

TEST(HostOverTheEmulator, FindsTheRepetitionsOfTheVirtualMat) {
  fmt::print("largest difference of start, bottom and end, ms, after 25 ms of the converters\n");
  fmt::print("{:<50} reps found  from the virtual mat   from the truth\n", "");
  for (const std::string device :
       {"sim:single-leg-squat?side=left&reps=5", "sim:single-leg-squat?side=right&reps=5&seed=2",
        "sim:single-leg-squat?side=left&reps=5&noise=0", "sim:squat?reps=5", "sim:squat?reps=5&seed=3",
        "sim:squat?reps=5&noise=0", "sim:bridge?reps=5", "sim:bridge?reps=5&hold_s=2&seed=4",
        "sim:bridge?reps=5&noise=0"}) {
    SCOPED_TRACE(device);
    const Recorded recorded = record(device);
    EXPECT_EQ(recorded.counters.lost_samples, 0u);
    EXPECT_EQ(recorded.counters.bad_crc + recorded.counters.bad_cobs, 0u);
    const auto pass = engine::pass_over(recorded.session);
    const auto reference = engine::pass_over(testing::record_virtual(device).session);
    ASSERT_TRUE(pass && reference);
    const auto& reps = pass->analysis.reps;
    ASSERT_EQ(reps.size(), recorded.truth.reps.size());
    ASSERT_EQ(reps.size(), reference->analysis.reps.size());
    Differences from_virtual, from_truth;
    for (std::size_t i = 0; i < reps.size(); ++i) {
      from_virtual.add(reps[i], reference->analysis.reps[i]);
      from_truth.add(reps[i], recorded.truth.reps[i]);
    }
    EXPECT_LT(from_virtual.largest_s(), 0.05);
    fmt::print("{:<50} {:>4} {:>5}  {}    {}\n", device, recorded.truth.reps.size(), reps.size(),
               from_virtual.text(), from_truth.text());
    // Trembling on one leg moves what is found of a slow start by more than any device does.
    EXPECT_LT(from_truth.largest_s(), device.starts_with("sim:single") ? 0.1 : 0.05);
  }
}

/// What the converters should have seen of left and right at that time of the record, newtons.
std::array<double, 2> expected_n(const virtual_mat::Person& person, double time_s) {
  constexpr double kWindow_s = 0.05;  // four conversions
  constexpr int kPoints = 8;
  std::array<double, 2> mean_n{};
  for (int i = 0; i < kPoints; ++i) {
    const auto cells = virtual_mat::cell_loads(
        person.at(std::max(0.0, time_s - kWindow_s * (i + 0.5) / kPoints)), POISE_MAX_CELLS);
    for (std::size_t cell = 0; cell < cells.size(); ++cell) mean_n[cell / 4] += cells[cell] / kPoints;
  }
  return mean_n;
}

/// The largest difference between that and what the record says, when its times may be off by so much.
double worst_weight_n(const Recording& record, const virtual_mat::Person& person, double time_s) {
  constexpr double kStep_s = 0.001;
  double worst_n = 0;
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record.overload[i]) continue;
    const std::array<double, 2> said_n{record.left_n[i], record.right_n[i]};
    for (std::size_t side = 0; side < 2; ++side) {
      if (std::isnan(said_n[side])) continue;
      double error_n = 1e9;
      for (double late_s = -time_s; late_s <= time_s && error_n > worst_n; late_s += kStep_s)
        error_n =
            std::min(error_n, std::abs(said_n[side] - expected_n(person, record.time_s[i] + late_s)[side]));
      worst_n = std::max(worst_n, error_n);
    }
  }
  return worst_n;
}

/// Rows that say of themselves that something is missing or was put right there.
std::size_t rows_that_tell(const Recording& record) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < record.size(); ++i)
    count += record.lost[i] || record.overload[i] || record.raw[i].fault_mask || record.raw[i].flags;
  return count;
}

TEST(HostOverTheEmulator, ShowsNoWrongWeightWhateverGoesWrong) {
  struct Case {
    const char* scenario;
    std::vector<std::string> mishaps;
    double clock_spread_pct;
  };
  const char* const squat = "sim:squat?reps=2&noise=0&zero_n=0";
  const Case cases[] = {{squat, {}, 0},
                        {squat, {"dead:5@6+3"}, 0},
                        {"sim:squat?reps=2&noise=0&zero_n=0&fault=dead:l_fr", {}, 0},
                        {"sim:squat?reps=2&noise=0&zero_n=0&fault=saturated:r_rr", {}, 0},
                        {squat, {"shorted:2@6+2"}, 0},
                        {squat, {"straddle:3@6", "straddle:6@8"}, 0},
                        {squat, {}, 1},
                        {squat, {}, 5},
                        {squat, {"reset:power-on@7"}, 0},
                        {squat, {"reset:external@7"}, 0},
                        {squat, {"reset:brown-out@7"}, 0},
                        {squat, {"reset:watchdog@7"}, 0},
                        {squat, {"noise:1@4+8"}, 0},
                        {squat, {"stall@6+4"}, 0}};
  fmt::print("{:<52} rows  that tell   worst weight, N\n", "");
  for (const Case& it : cases) {
    std::string name = it.scenario + std::string(it.clock_spread_pct > 0 ? " clocks +-" : "") +
                       (it.clock_spread_pct > 0 ? fmt::format("{} %", it.clock_spread_pct) : "");
    for (const std::string& mishap : it.mishaps) name += " " + mishap;
    SCOPED_TRACE(name);
    const Recorded recorded = record(it.scenario, it.mishaps, 16, it.clock_spread_pct);
    const auto pass = engine::pass_over(recorded.session);
    ASSERT_TRUE(pass);
    const Recording& rows = pass->recording;
    const virtual_mat::Person person(*virtual_mat::parse_scenario(it.scenario));
    const bool is_fine = name == squat, is_reset = name.find("reset") != std::string::npos;
    EXPECT_GT(rows.size(), 1100u);
    EXPECT_EQ(rows_that_tell(rows) > 0, !is_fine);
    // After a reset the time comes from arrivals, which this line bundles by 50 ms, and is compared to 1 ms
    // of a person who steps off. Cells whose clocks differ are added up though they are of moments a period
    // apart.
    const bool is_spread = it.clock_spread_pct > 0;
    const double worst_n = worst_weight_n(rows, person, is_reset ? 0.06 : is_spread ? 0.0125 : 0.002);
    EXPECT_LT(worst_n, is_spread ? 5 : is_reset ? 2 : 0.5);
    fmt::print("{:<52} {:>5} {:>10} {:>10.2f}\n", name.substr(name.find('&') + 1), rows.size(),
               rows_that_tell(rows), worst_n);
  }
}

TEST(HostOverTheEmulator, GoesOnByItselfAfterEachKindOfReset) {
  for (const std::string cause : {"power-on", "external", "brown-out", "watchdog"}) {
    SCOPED_TRACE(cause);
    const Recorded recorded = record("sim:squat?reps=3", {"reset:" + cause + "@5"}, 15);
    using Kind = LinkChange::Kind;
    EXPECT_THAT(recorded.changes,
                ::testing::IsSupersetOf({Kind::searching, Kind::streaming, Kind::lost, Kind::streaming}));
    EXPECT_EQ(recorded.counters.restarts, 1u);
    EXPECT_GT(recorded.counters.lost_samples, 0u);
    EXPECT_LT(recorded.counters.lost_samples, 80u) << "back within a second";
    EXPECT_GT(recorded.session.frames.size(), 1100u);
  }
}

TEST(HostOverTheEmulator, GoesOnByItselfWhenTheCableReturns) {
  const Recorded recorded = record("sim:squat?reps=3&drop_at_s=4&return_after_s=3", {}, 15);
  EXPECT_EQ(recorded.counters.restarts, 1u);
  EXPECT_NEAR(static_cast<double>(recorded.counters.lost_samples), 240, 80);
}

TEST(HostOverTheEmulator, LosesNothingOverAPseudoTerminal) {
  MatSetup setup{firmware(), *virtual_mat::parse_scenario("sim:squat?reps=1"), {}};
  const auto mat = std::move(*EmulatedMat::make(setup));
  const auto link =
      std::filesystem::temp_directory_path() / fmt::format("poise-emulator-test-{}", ::getpid());
  virtual_mat::PtyPort port(link.string());
  ASSERT_TRUE(port.plug_in());
  std::atomic<bool> stop = false;
  std::jthread server([&] { EXPECT_TRUE(serve(*mat, port, {0, std::nullopt}, stop, {})); });

  session::Session session;
  decode::FrameDecoder decoder;
  std::stop_source enough;
  acquire::Connection connection(acquire::serial_source(link.string()), [&](LinkItem&& item) {
    if (const auto* chunk = std::get_if<ByteChunk>(&item)) decoder.push(*chunk, session.frames);
    if (const auto* change = std::get_if<LinkChange>(&item)) {
      decoder.on_link(*change);
      if (change->kind == LinkChange::Kind::streaming) session.info.mat = *change->identity;
      if (change->kind == LinkChange::Kind::refused) enough.request_stop();
    }
    if (session.frames.size() > 800) enough.request_stop();
  });
  connection.run(enough.get_token());
  stop = true;
  EXPECT_GT(session.frames.size(), 800u);
  EXPECT_EQ(session.info.mat.model, 1);
  EXPECT_EQ(decoder.counters().lost_samples, 0u);
  EXPECT_EQ(decoder.counters().bad_crc + decoder.counters().bad_cobs, 0u);
}

}  // namespace
}  // namespace poise::emulator
