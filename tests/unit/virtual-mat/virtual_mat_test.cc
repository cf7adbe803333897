#include "virtual-mat/virtual_mat.h"

#include <gtest/gtest.h>

#include "host.h"

namespace poise::virtual_mat {
namespace {

/// What the mat says to one command, given a second after it was switched on.
Heard ask(VirtualMat& mat, std::uint8_t type, const std::vector<std::uint8_t>& arguments = {},
          std::int64_t now_us = 1'000'000) {
  std::vector<std::uint8_t> wire;
  mat.run_until(now_us, wire);
  wire.clear();
  mat.receive(command(type, arguments), now_us);
  mat.run_until(now_us, wire);
  return decode(wire);
}

poise_reply reply_in(const Frame& frame) {
  poise_reply reply{};
  EXPECT_TRUE(poise_unpack_reply(&reply, frame.payload.data(), frame.payload.size()));
  return reply;
}

poise_hello hello_of(VirtualMat& mat, std::int64_t now_us = 1'000'000) {
  const Heard heard = ask(mat, POISE_HELLO, {}, now_us);
  poise_hello hello{};
  const poise_reply reply = reply_in(heard.others.at(0));
  EXPECT_TRUE(poise_unpack_hello(&hello, reply.data, reply.data_length));
  return hello;
}

TEST(VirtualMat, SaysBootFirst) {
  VirtualMat mat(scenario("sim:squat"));
  std::vector<std::uint8_t> wire;
  mat.run_until(0, wire);
  const Heard heard = decode(wire);
  ASSERT_EQ(heard.others.size(), 1u);
  EXPECT_EQ(heard.others[0].type, POISE_BOOT);
  EXPECT_EQ(heard.others[0].seq, 0);
  EXPECT_EQ(heard.others[0].payload, std::vector<std::uint8_t>{POISE_BOOT_POWER_ON});
}

TEST(VirtualMat, SaysWhoItIs) {
  VirtualMat mat(scenario("sim:squat?seed=3")), other(scenario("sim:bridge?seed=4")),
      small(scenario("sim:squat?cells=4"));
  const poise_hello hello = hello_of(mat);
  EXPECT_EQ(hello.protocol_major, POISE_PROTOCOL_MAJOR);
  EXPECT_EQ(hello.model, 0);
  EXPECT_EQ(hello.cell_count, 8);
  EXPECT_EQ(hello.adc_bits, 24);
  EXPECT_EQ(hello.rate_hz, 80);
  EXPECT_EQ(hello.capabilities, POISE_CAN_LIGHT | POISE_CAN_BUZZ | POISE_CAN_RATE);
  EXPECT_TRUE(std::equal(hello.unique_id, hello.unique_id + 8, hello_of(other).unique_id));
  EXPECT_FALSE(std::equal(hello.unique_id, hello.unique_id + 8, hello_of(small).unique_id));
  VirtualMat uneven(scenario("sim:squat?seed=3&gain_error_pct=3"));
  EXPECT_FALSE(std::equal(hello.unique_id, hello.unique_id + 8, hello_of(uneven).unique_id))
      << "another mat: a calibration of it would be wrong for this one";
  EXPECT_NE(hello.t_us, hello_of(other).t_us);
  EXPECT_EQ(hello_of(mat, 1'500'000).t_us - hello.t_us, 500'000u);
}

TEST(VirtualMat, AnswersEveryCommandWithItsStatus) {
  const std::vector<std::uint8_t> long_ping(17, 1);
  const struct {
    std::uint8_t type;
    std::vector<std::uint8_t> arguments;
    std::uint8_t status;
    std::vector<std::uint8_t> data;
  } cases[] = {
      {POISE_START, {}, POISE_OK, {}},
      {POISE_START, {1}, POISE_BAD_ARGUMENT, {}},
      {POISE_STOP, {}, POISE_OK, {}},
      {POISE_RATE, {0xF4, 0x01}, POISE_OK, {0xF4, 0x01}},
      {POISE_RATE, {0, 0}, POISE_BAD_ARGUMENT, {}},
      {POISE_RATE, {80}, POISE_BAD_ARGUMENT, {}},
      {POISE_LIGHT, {255, 0}, POISE_OK, {}},
      {POISE_LIGHT, {255}, POISE_BAD_ARGUMENT, {}},
      {POISE_BUZZ, {0x70, 3, 100, 0}, POISE_OK, {}},
      {POISE_BUZZ, {1, 2}, POISE_BAD_ARGUMENT, {}},
      {POISE_PING, {0, 1, 254, 255}, POISE_OK, {0, 1, 254, 255}},
      {POISE_PING, {}, POISE_OK, {}},
      {POISE_PING, long_ping, POISE_BAD_ARGUMENT, {}},
      {0x7F, {}, POISE_UNKNOWN_COMMAND, {}},
  };
  for (const auto& c : cases) {
    VirtualMat mat(scenario("sim:squat"));
    const Heard heard = ask(mat, c.type, c.arguments);
    ASSERT_EQ(heard.others.size(), 1u) << int{c.type};
    EXPECT_EQ(heard.others[0].type, POISE_REPLY + c.type);
    const poise_reply reply = reply_in(heard.others[0]);
    EXPECT_EQ(reply.command_seq, 7);
    EXPECT_EQ(reply.status, c.status) << int{c.type};
    EXPECT_EQ(std::vector<std::uint8_t>(reply.data, reply.data + reply.data_length), c.data) << int{c.type};
  }
}

TEST(VirtualMat, DoesNotAnswerWhatIsNoCommand) {
  VirtualMat mat(scenario("sim:squat"));
  EXPECT_TRUE(ask(mat, POISE_SAMPLE).others.empty());
  EXPECT_TRUE(ask(mat, POISE_REPLY + POISE_HELLO).others.empty());
}

TEST(VirtualMat, SendsTheTestPatternOnlyWhileNotStreaming) {
  for (const int cells : {4, 8}) {
    VirtualMat mat(scenario("sim:squat?cells=" + std::to_string(cells)));
    const Heard heard = ask(mat, POISE_TEST_PATTERN);
    ASSERT_EQ(heard.samples.size(), 1u);
    EXPECT_EQ(heard.sample_seqs[0], 0);
    EXPECT_EQ(heard.samples[0].t_us, 0x01020304u);
    EXPECT_EQ(heard.samples[0].cell_count, cells);
    EXPECT_EQ(heard.samples[0].cell[cells - 1], cells * 0x010203 - 0x400000);
    ask(mat, POISE_START);
    const Heard busy = ask(mat, POISE_TEST_PATTERN);
    EXPECT_EQ(reply_in(busy.others.at(0)).status, POISE_BUSY);
    EXPECT_TRUE(busy.samples.empty());
  }
}

TEST(VirtualMat, NumbersAndStampsItsSamples) {
  const Heard heard = decode(stream("sim:squat?rate_hz=80", 10));
  ASSERT_GE(heard.samples.size(), 790u);
  for (std::size_t i = 0; i < heard.samples.size(); ++i) {
    EXPECT_EQ(heard.sample_seqs[i], i);
    EXPECT_EQ(heard.samples[i].t_us - heard.samples[0].t_us, i * 12'500);
    EXPECT_EQ(heard.samples[i].flags, 0);
    EXPECT_EQ(heard.samples[i].fault_mask, 0);
  }
  EXPECT_EQ(heard.samples[0].t_us % 12'500 == 0, false)
      << "nobody must rely on a clock that starts at nought";
}

TEST(VirtualMat, KeepsTimeAtRatesThatDoNotDivideAMillion) {
  const Heard heard = decode(stream("sim:squat?rate_hz=93", 20));
  const std::size_t last = heard.samples.size() - 1;
  EXPECT_NEAR(heard.samples[last].t_us - heard.samples[0].t_us, static_cast<double>(last) * 1e6 / 93, 1);
}

TEST(VirtualMat, ItsClockMayLoseAgainstTheHosts) {
  const Heard right = decode(stream("sim:squat", 100)), slow = decode(stream("sim:squat?clock_slow_pct=1", 100));
  const auto counted_us = [](const Heard& heard) { return heard.samples.back().t_us - heard.samples.front().t_us; };
  EXPECT_NEAR(static_cast<double>(slow.samples.size()), 0.99 * static_cast<double>(right.samples.size()), 1);
  EXPECT_NEAR(counted_us(slow), 0.99 * counted_us(right), 12'500);
  for (std::size_t i = 0; i < slow.samples.size(); ++i)
    EXPECT_NEAR(slow.samples[i].t_us - slow.samples[0].t_us, static_cast<double>(i) * 12'500, 2) << "its period by its own clock";
}

TEST(VirtualMat, SendsStatusOnceASecond) {
  VirtualMat mat(scenario("sim:empty"));
  mat.receive(std::vector<std::uint8_t>{5, 1, 0}, 0);  // a broken frame
  const Heard heard = decode(stream(mat, 5.5));
  std::vector<poise_status> statuses;
  for (const Frame& frame : heard.others) {
    poise_status status{};
    if (frame.type == POISE_STATUS &&
        poise_unpack_status(&status, frame.payload.data(), frame.payload.size()))
      statuses.push_back(status);
  }
  ASSERT_EQ(statuses.size(), 5u);
  EXPECT_EQ(statuses[1].t_us - statuses[0].t_us, 1'000'000u);
  EXPECT_EQ(statuses[4].samples_taken - statuses[3].samples_taken, 80u);
  EXPECT_EQ(statuses[0].rx_errors, 1);
  EXPECT_EQ(statuses[0].temperature_centi_c, POISE_NO_TEMPERATURE);
  for (std::size_t i = 0; i < heard.others.size(); ++i) EXPECT_EQ(heard.others[i].seq, i);
}

TEST(VirtualMat, SameScenarioSameBytes) {
  const std::string text = "sim:single-leg-squat?seed=11&loss_pct=2&corrupt_pct=1&jitter_ms=30";
  EXPECT_EQ(stream(text, 40), stream(text, 40));
  EXPECT_NE(stream(text, 40),
            stream("sim:single-leg-squat?seed=12&loss_pct=2&corrupt_pct=1&jitter_ms=30", 40));
}

TEST(VirtualMat, StepSizeMakesNoDifference) {
  const std::string text =
      "sim:bridge?seed=5&loss_pct=2&corrupt_pct=1&jitter_ms=30&drop_at_s=20&return_after_s=3";
  const auto wire = stream(text, 40, 1000);
  EXPECT_EQ(wire, stream(text, 40, 7777));
  EXPECT_EQ(wire, stream(text, 40, 40'000'000));
}

TEST(VirtualMat, WithoutNoiseTheCountsAreThePersonsLoads) {
  VirtualMat mat(scenario("sim:squat?noise=0&zero_n=0&left_share_pct=54"));
  const Heard heard = decode(stream(mat, 20));
  for (std::size_t i = 0; i < heard.samples.size(); ++i) {
    const Feet feet = mat.person().at(static_cast<double>(i) / 80);
    double left_n = 0;
    for (std::size_t cell = 0; cell < 4; ++cell) left_n += heard.samples[i].cell[cell] / kCountsPerNewton;
    ASSERT_NEAR(left_n, feet.left.load_n, 2 / kCountsPerNewton) << i;
  }
}

TEST(VirtualMat, MotionBeginsWithTheFirstSampleAfterTheFirstStart) {
  VirtualMat mat(scenario("sim:squat?noise=0&zero_n=0"));
  EXPECT_FALSE(mat.motion_start_us());
  std::vector<std::uint8_t> wire;
  mat.run_until(9'000'000, wire);
  mat.receive(command(POISE_START), 9'000'000);
  mat.receive(command(POISE_STOP), 9'500'000);
  mat.receive(command(POISE_START), 11'000'000);
  mat.run_until(12'000'000, wire);
  EXPECT_EQ(mat.motion_start_us(), 9'050'000);
  const Heard heard = decode(wire);
  // Person on the mat 2 s after the motion began, whatever the mat did meanwhile.
  std::int64_t first_load = -1;
  for (const poise_sample& sample : heard.samples)
    if (first_load < 0 && sample.cell[0] > 1000) first_load = sample.t_us - heard.samples[0].t_us;
  EXPECT_NEAR(static_cast<double>(first_load), 2e6, 5e4);
}

TEST(VirtualMat, ChangeOfRateWhileStreamingIsFlaggedSettling) {
  VirtualMat mat(scenario("sim:empty"));
  std::vector<std::uint8_t> wire;
  mat.receive(command(POISE_START), 0);
  mat.receive(command(POISE_RATE, {0xF4, 1}), 1'000'000);
  mat.run_until(2'000'000, wire);
  const Heard heard = decode(wire);
  std::size_t settling = 0;
  for (const poise_sample& sample : heard.samples) settling += sample.flags & POISE_FLAG_SETTLING;
  EXPECT_EQ(settling, 4u);
  EXPECT_EQ(heard.samples.back().t_us - heard.samples[heard.samples.size() - 2].t_us, 2000u);
  EXPECT_NEAR(static_cast<double>(heard.samples.size()), 77 + 500, 2);
}

TEST(VirtualMat, ResetStartsItsCountersAndClockAnew) {
  VirtualMat mat(scenario("sim:squat"));
  std::vector<std::uint8_t> wire;
  mat.receive(command(POISE_START), 0);
  mat.run_until(1'000'000, wire);
  const std::uint32_t before_us = decode(wire).samples.back().t_us;
  wire.clear();
  mat.receive(command(POISE_RESET), 1'000'000);
  mat.run_until(2'000'000, wire);
  const Heard reset = decode(wire);
  ASSERT_EQ(reset.others.size(), 2u);
  EXPECT_EQ(reset.others[0].type, POISE_REPLY + POISE_RESET);
  EXPECT_EQ(reset.others[1].type, POISE_BOOT);
  EXPECT_EQ(reset.others[1].seq, 0);
  EXPECT_EQ(reset.others[1].payload, std::vector<std::uint8_t>{POISE_BOOT_COMMAND});
  EXPECT_TRUE(reset.samples.empty()) << "streams only after a new START";
  wire.clear();
  mat.receive(command(POISE_START), 2'000'000);
  mat.run_until(2'100'000, wire);
  const Heard after = decode(wire);
  EXPECT_EQ(after.sample_seqs.at(0), 0);
  EXPECT_GT(after.samples[0].t_us - before_us, 2'000'000u);
}

TEST(VirtualMat, LineFaultsShowInTheFrames) {
  const Heard lossy = decode(stream("sim:squat?loss_pct=5", 30));
  EXPECT_EQ(lossy.damaged, 0);
  EXPECT_NEAR(static_cast<double>(lossy.samples.size()), 0.95 * 2397, 50);
  EXPECT_GT(lossy.sample_seqs.back(), lossy.samples.size());
  const Heard corrupt = decode(stream("sim:squat?corrupt_pct=5", 30));
  EXPECT_NEAR(corrupt.damaged, 0.05 * 2397, 50);
  for (const poise_sample& sample : corrupt.samples) EXPECT_EQ(sample.fault_mask, 0);
}

TEST(VirtualMat, CellFaultsShowInTheFrames) {
  for (const poise_sample& sample : decode(stream("sim:squat?fault=dead:l_rr", 10)).samples)
    ASSERT_EQ(sample.fault_mask, 8);
  for (const poise_sample& sample : decode(stream("sim:squat?fault=saturated:4", 10)).samples)
    ASSERT_EQ(sample.flags, POISE_FLAG_SATURATED);
  const Heard stuck = decode(stream("sim:squat?fault=stuck:4", 10));
  for (const poise_sample& sample : stuck.samples) ASSERT_EQ(sample.cell[4], stuck.samples[0].cell[4]);
  EXPECT_GT(stuck.samples[400].cell[5], stuck.samples[0].cell[5] + 100'000);
}

TEST(VirtualMat, OnePlateMatSendsFourCells) {
  VirtualMat mat(scenario("sim:squat?cells=4&noise=0&zero_n=0"));
  const Heard heard = decode(stream(mat, 5));
  const poise_sample& standing = heard.samples[300];
  EXPECT_EQ(standing.cell_count, 4);
  const double total_n =
      (standing.cell[0] + standing.cell[1] + standing.cell[2] + standing.cell[3]) / kCountsPerNewton;
  EXPECT_NEAR(total_n, 72 * kGravity_m_s2, 1e-3);
}

TEST(VirtualMat, DropsAndReturnsAsIfJustSwitchedOn) {
  VirtualMat mat(scenario("sim:squat?drop_at_s=5&return_after_s=2&noise=0&zero_n=0"));
  std::vector<std::uint8_t> wire = stream(mat, 5);
  EXPECT_EQ(mat.motion_start_us(), 50'000);
  EXPECT_TRUE(mat.plugged_in(5'049'999));
  EXPECT_FALSE(mat.plugged_in(5'050'000));
  EXPECT_TRUE(mat.plugged_in(7'050'000));
  EXPECT_EQ(mat.next_event_us(), 5'000'000 + 12'500);
  mat.run_until(6'000'000, wire);
  EXPECT_EQ(decode(wire).samples.size(), 400u);
  EXPECT_EQ(mat.next_event_us(), 7'050'000);
  wire.clear();
  mat.receive(command(POISE_HELLO), 6'500'000);
  mat.run_until(7'049'999, wire);
  EXPECT_TRUE(wire.empty());

  mat.run_until(8'000'000, wire);
  const Heard back = decode(wire);
  ASSERT_EQ(back.others.size(), 1u);
  EXPECT_EQ(back.others[0].type, POISE_BOOT);
  EXPECT_TRUE(back.samples.empty());
  wire.clear();
  mat.receive(command(POISE_START), 8'000'000);
  mat.run_until(8'100'000, wire);
  const Heard again = decode(wire);
  EXPECT_EQ(again.sample_seqs.at(0), 0);
  // The person went on meanwhile: the loads are those of 8 s, not of the beginning.
  const Feet feet = mat.person().at(8.0);
  double left_n = 0;
  for (std::size_t cell = 0; cell < 4; ++cell) left_n += again.samples[0].cell[cell] / kCountsPerNewton;
  EXPECT_NEAR(left_n, feet.left.load_n, 0.01);
  EXPECT_TRUE(mat.plugged_in(1'000'000'000)) << "it drops only once";
}

TEST(VirtualMat, ItsWatchdogResetsItOnceWhileThePersonGoesOn) {
  VirtualMat mat(scenario("sim:squat?reset_at_s=5&noise=0&zero_n=0"));
  std::vector<std::uint8_t> wire = stream(mat, 8);
  const Heard heard = decode(wire);
  EXPECT_EQ(heard.samples.size(), 400u) << "no sample after it before START";
  ASSERT_EQ(heard.others.back().type, POISE_BOOT);
  EXPECT_EQ(heard.others.back().payload, std::vector<std::uint8_t>{POISE_BOOT_WATCHDOG});
  EXPECT_TRUE(mat.plugged_in(8'000'000));
  wire.clear();
  mat.receive(command(POISE_START), 9'000'000);
  mat.run_until(20'000'000, wire);
  const Heard again = decode(wire);
  ASSERT_GT(again.samples.size(), 800u);
  EXPECT_EQ(again.sample_seqs[0], 0);
  const Feet feet = mat.person().at(9.0);  // first sample 50 ms after START, as the motion began 50 ms after the first
  double left_n = 0;
  for (std::size_t cell = 0; cell < 4; ++cell) left_n += again.samples[0].cell[cell] / kCountsPerNewton;
  EXPECT_NEAR(left_n, feet.left.load_n, 0.01);
}

TEST(VirtualMat, WithoutReturnItStaysAway) {
  VirtualMat mat(scenario("sim:squat?drop_at_s=1"));
  stream(mat, 3);
  EXPECT_FALSE(mat.plugged_in(1'000'000'000));
  EXPECT_FALSE(mat.next_event_us());
}

}  // namespace
}  // namespace poise::virtual_mat
