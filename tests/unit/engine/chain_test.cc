#include "engine/chain.h"

#include <gtest/gtest.h>

#include <cmath>

namespace poise::engine {
namespace {

RawFrame frame_of(std::int64_t number, std::int32_t counts) {
  RawFrame frame;
  frame.sequence = number;
  frame.device_us = number * 12'500;
  frame.cell_count = 8;
  for (std::size_t cell = 0; cell < frame.counts.size(); ++cell)
    frame.counts[cell] = counts + static_cast<std::int32_t>((number + static_cast<std::int64_t>(cell)) % 3);
  return frame;
}

Chain watching_chain() {
  MatIdentity mat;
  mat.cell_count = 8;
  mat.adc_bits = 24;
  mat.rate_hz = 80;
  return Chain(*calibrate::find_shipped_geometry(1, 8), mat, {});
}

TEST(Chain, TakesTheZeroThatAnEventBrings) {
  Chain chain = watching_chain();
  chain.on_event({EventKind::operator_zero, 0, "zero_n 1 2 3 4 5 6 7 8"});
  chain.on_frame(frame_of(0, 0));
  EXPECT_NEAR(*chain.filtered_balance().total_n, -36, 0.01);
}

TEST(Chain, TakesNoZeroThatNoMatHas) {
  for (const char* detail : {"zero_n inf", "zero_n nan 1", "zero_n 1e300 1", "zero_n -1e6", "zero_n x"}) {
    Chain chain = watching_chain();
    chain.on_event({EventKind::operator_zero, 0, detail});
    EXPECT_FALSE(chain.zero()) << detail;
    chain.on_frame(frame_of(0, 4277));
    EXPECT_NEAR(*chain.filtered_balance().total_n, 8, 0.01) << detail;
  }
}

}  // namespace
}  // namespace poise::engine
