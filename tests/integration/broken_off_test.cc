#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/session_pass.h"
#include "virtual_session.h"

/// Records that end at any moment of a visit, as when somebody presses stop in the middle of a repetition.
namespace poise::testing {
namespace {

constexpr double kEvery_s = 0.25;
constexpr double kSame_s = 0.4;      ///< the times of a repetition that was found may be off by so much
constexpr double kMustFind_s = 0.6;  ///< a repetition that was over for so long has to be there

struct Count {
  int records = 0, wrong = 0, missed = 0;
};

/// Cuts the visit off at every quarter of a second and counts the records in which a repetition is not one that was
/// done, or one that was done is missing.
void cut_everywhere(const std::string& device, Count& count) {
  VirtualSession visit = record_virtual(device);
  const std::vector<RawFrame> frames = std::move(visit.session.frames);
  const auto& done = visit.truth.reps;
  const auto time_of = [&](const RawFrame& frame) { return static_cast<double>(frame.device_us - frames[0].device_us) / 1e6; };
  for (double end_s = done.front().start_s; end_s < time_of(frames.back()); end_s += kEvery_s) {
    const auto end = std::find_if(frames.begin(), frames.end(), [&](const RawFrame& frame) { return time_of(frame) >= end_s; });
    visit.session.frames.assign(frames.begin(), end);
    const auto pass = engine::pass_over(visit.session);
    ASSERT_TRUE(pass) << to_line(pass.error());
    const auto& found = pass->analysis.reps;
    const auto same = [](const virtual_mat::TrueRep& a, const movement::Rep& b) {
      return b.valid && std::abs(a.start_s - b.start_s) < kSame_s && std::abs(a.end_s - b.end_s) < kSame_s;
    };
    const auto was_done = [&](const movement::Rep& rep) {
      return !rep.valid || std::any_of(done.begin(), done.end(), [&](const auto& it) { return same(it, rep); });
    };
    const auto is_there = [&](const virtual_mat::TrueRep& it) {
      return it.end_s > end_s - kMustFind_s || std::any_of(found.begin(), found.end(), [&](const auto& rep) { return same(it, rep); });
    };
    ++count.records;
    if (!std::all_of(found.begin(), found.end(), was_done)) ++count.wrong;
    if (!std::all_of(done.begin(), done.end(), is_there)) ++count.missed;
  }
}

class ABrokenOffRecord : public ::testing::TestWithParam<const char*> {};

TEST_P(ABrokenOffRecord, HasTheRepetitionsThatWereOverAndNoOther) {
  Count count;
  for (int seed = 3; seed <= 6; ++seed) cut_everywhere(fmt::format("{}&seed={}", GetParam(), seed), count);
  fmt::print("{}: {} records, {} with a wrong repetition, {} without one that was done\n", GetParam(), count.records,
             count.wrong, count.missed);
  EXPECT_GE(count.records, 150);
  // Who trembles on one leg, or rests at the bottom, may by chance look as if they stood.
  EXPECT_LE(count.wrong, count.records / 33);
  EXPECT_LE(count.missed, count.records / 33);
}

INSTANTIATE_TEST_SUITE_P(OfEachPattern, ABrokenOffRecord,
                         ::testing::Values("sim:squat?reps=8&pause_s=3", "sim:squat?reps=6", "sim:squat?reps=6&pause_s=0",
                                           "sim:squat?reps=6&hold_s=2", "sim:single-leg-squat?side=left&reps=6",
                                           "sim:lunge?reps=4&side=left", "sim:bridge?reps=5&hold_s=2",
                                           "sim:single-leg-bridge?side=right&reps=5", "sim:sit-to-stand?reps=5",
                                           "sim:russian-twist?reps=5"));

}  // namespace
}  // namespace poise::testing
