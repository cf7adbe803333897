#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <stop_token>

#include "acquire/connection.h"
#include "bench.h"
#include "decode/frame_decoder.h"
#include "host_session.h"
#include "memory_in_use.h"

namespace poise::emulator {
namespace {

/// POISE_LONG=1 takes two hours, in which the firmware's clock wraps once and its sample numbers eight times;
/// otherwise it is four minutes.
TEST(TheFirmwareForALongTime, LosesNothingKeepsTimeAndLeavesTheMemoryAsItWas) {
  const std::int64_t end_us = std::getenv("POISE_LONG") ? 7'200'000'000 : 240'000'000;
  const std::string device = "sim:squat?reps=1000&sets=2";
  const auto mat = std::move(*EmulatedMat::make({firmware(), *virtual_mat::parse_scenario(device), {}}));

  decode::FrameDecoder decoder;
  std::vector<RawFrame> frames;
  RawFrame first, last;
  std::int64_t samples = 0;
  std::optional<std::int64_t> least_offset_us,
      most_offset_us;  // host's time - device time, as the clocks' fit has it
  std::optional<double> after_a_quarter_mb;
  std::stop_source stop;
  acquire::Connection connection(emulated_source(*mat, device), [&](LinkItem&& item) {
    if (const auto* change = std::get_if<LinkChange>(&item)) return decoder.on_link(*change);
    frames.clear();
    decoder.push(std::get<ByteChunk>(item), frames);
    if (frames.empty()) return;
    if (samples == 0) first = frames[0];
    last = frames.back();
    samples += static_cast<std::int64_t>(frames.size());
    const std::int64_t since_us = last.device_us - first.device_us;
    if (since_us > 60'000'000) {  // before, few samples have told of the clocks
      const std::int64_t offset_us = *decoder.clock().host_us(last.device_us) - last.device_us;
      least_offset_us = std::min(least_offset_us.value_or(offset_us), offset_us);
      most_offset_us = std::max(most_offset_us.value_or(offset_us), offset_us);
    }
    if (since_us >= end_us / 4 && !after_a_quarter_mb) after_a_quarter_mb = testing::memory_in_use_mb();
    if (since_us >= end_us) stop.request_stop();
  });
  connection.run(stop.get_token());
  const double at_the_end_mb = testing::memory_in_use_mb();

  const LinkCounters& counters = decoder.counters();
  EXPECT_EQ(counters.lost_samples + counters.overflows + counters.duplicated + counters.restarts, 0U);
  EXPECT_EQ(counters.bad_crc + counters.bad_cobs + counters.too_long + counters.too_short, 0U);
  EXPECT_EQ(last.sequence - first.sequence + 1, samples);
  EXPECT_NEAR(static_cast<double>(samples), static_cast<double>(end_us) * 80e-6, 80);
  ASSERT_TRUE(most_offset_us && after_a_quarter_mb);
  EXPECT_LT(*most_offset_us - *least_offset_us, 12'500) << "host and device have drifted apart";
  if (!testing::kFreedMemoryIsKept) {
    EXPECT_LT(at_the_end_mb - *after_a_quarter_mb, 3);
  }
  fmt::print(
      "{} samples: host and device apart by {} us at most; memory {:.1f} MB after a quarter, {:.1f} MB at "
      "the end\n",
      samples, *most_offset_us - *least_offset_us, *after_a_quarter_mb, at_the_end_mb);
}

}  // namespace
}  // namespace poise::emulator
