#include <fmt/format.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>

#include "engine/engine.h"
#include "memory_in_use.h"
#include "store/store.h"
#include "temporary_folder.h"
#include "virtual-mat/virtual_mat.h"

/// Somebody who squats on one mat for a day, recorded in sessions of an hour, in the mat's own time and as
/// fast as it goes: link, queue, chain, writer and final pass as in the program. Sessions of an hour, since a
/// session may have 7,000,000 samples and is held in memory until it ends. POISE_LONG=1 takes the whole day,
/// otherwise it is ten minutes in sessions of 25 s.
namespace poise::engine {
namespace {

constexpr const char* kDevice = "sim:squat?reps=1000&sets=100&pause_s=3&speed=0";
constexpr int kSessions = 24;
constexpr std::int64_t kPeriod_us = 12'500;
constexpr double kSquat_s = 6;  ///< 3 s there and back and 3 s between two, on average

/// What the snapshots said, in numbers that the end can be held against. Written by the pipeline thread.
struct Seen {
  std::optional<RawFrame> first, last;                   ///< numbers and device time only
  std::int64_t least_offset_us = 0, most_offset_us = 0;  ///< host's time - device time, of the newest sample

  void look(const Snapshot& now) {
    if (now.load.cell_count == 0) return;  // no sample in this chain yet
    if (last && last->sequence == now.load.sequence) return;
    RawFrame newest;
    newest.sequence = now.load.sequence;
    newest.device_us = now.load.device_us;
    const std::int64_t offset_us = now.last_arrival_us - now.load.device_us;
    if (!first) {
      first = newest;
      least_offset_us = most_offset_us = offset_us;
    }
    last = newest;
    least_offset_us = std::min(least_offset_us, offset_us);
    most_offset_us = std::max(most_offset_us, offset_us);
  }
};

class ALongTime : public ::testing::Test {
 protected:
  EngineOptions options() {
    EngineOptions options;
    options.device = "";
    options.store_path = folder_ / "poise.db";
    options.on_snapshot = [this] {
      if (Engine* const engine = engine_) seen_.look(*engine->snapshot());
      ++snapshots_;
      snapshots_.notify_all();
    };
    return options;
  }

  /// Waits for the snapshot in which something is so.
  template <class Condition>
  void wait_until(const Engine& engine, const Condition& done) {
    while (true) {
      const unsigned before = snapshots_;
      if (done(*engine.snapshot())) return;
      snapshots_.wait(before);
    }
  }

  const TemporaryFolder folder_;
  std::atomic<Engine*> engine_ = nullptr;
  std::atomic<unsigned> snapshots_ = 0;
  Seen seen_;
};

/// Every sample from a session's first to its last is in the store.
void expect_whole(const session::Session& session, double seconds) {
  const auto& frames = session.frames;
  ASSERT_GE(static_cast<double>(frames.size()), seconds * 80);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    ASSERT_EQ(frames[i].sequence - frames[0].sequence, static_cast<std::int64_t>(i));
    ASSERT_EQ(frames[i].device_us - frames[0].device_us, static_cast<std::int64_t>(i) * kPeriod_us);
  }
}

TEST_F(ALongTime, LosesNothingKeepsTimeAndLeavesTheMemoryAsItWas) {
  const double session_s = std::getenv("POISE_LONG") ? 3600 : 25;
  mallopt(M_ARENA_MAX, 1);  // of others malloc_trim() leaves the upper end in RAM
  BeginSession begin;
  begin.setup.exercise = movement::find_exercise("squat");
  begin.setup.seconds = session_s;
  begin.setup.unattended = true;
  LinkCounters counters;
  double after_a_quarter_mb = 0, at_the_end_mb = 0;
  {
    Engine engine(options());
    engine_ = &engine;
    engine.send(SelectDevice{kDevice, std::nullopt});
    for (int i = 1; i <= kSessions; ++i) {
      engine.send(begin);
      wait_until(engine, [](const Snapshot& now) { return now.result || now.store_error || now.link_error; });
      ASSERT_FALSE(engine.snapshot()->store_error) << engine.snapshot()->store_error->what;
      ASSERT_TRUE(engine.snapshot()->result);
      EXPECT_EQ(engine.snapshot()->result->lost_samples, 0);
      engine.send(CloseResult{});
      wait_until(engine, [](const Snapshot& after) { return !after.result; });
      at_the_end_mb = testing::memory_in_use_mb();
      if (i == kSessions / 4) after_a_quarter_mb = at_the_end_mb;
    }
    counters = engine.snapshot()->counters;
    engine_ = nullptr;
  }

  EXPECT_EQ(counters.lost_samples + counters.dropped_chunks + counters.duplicated + counters.restarts, 0U);
  EXPECT_EQ(counters.bad_crc + counters.bad_cobs + counters.too_long + counters.too_short, 0U);
  ASSERT_TRUE(seen_.first && seen_.last);
  const std::int64_t samples = seen_.last->sequence - seen_.first->sequence;
  EXPECT_GE(samples, static_cast<std::int64_t>(kSessions * session_s * 80));
  EXPECT_EQ(seen_.last->device_us - seen_.first->device_us, samples * kPeriod_us);
  EXPECT_LT(seen_.most_offset_us - seen_.least_offset_us, kPeriod_us) << "host and device have drifted apart";
  fmt::print("{} samples, {:.2f} h: host and device apart by {} us at most\n", samples,
             static_cast<double>(samples) / 80 / 3600, seen_.most_offset_us - seen_.least_offset_us);

  auto store = store::Store::open(folder_ / "poise.db");
  ASSERT_TRUE(store);
  const auto sessions = *store->sessions();
  ASSERT_EQ(sessions.size(), static_cast<std::size_t>(kSessions));
  int reps = 0;
  for (const auto& session : sessions) {
    ASSERT_NO_FATAL_FAILURE(expect_whole(*store->load(session.id), session_s));
    EXPECT_NEAR(session.reps, session_s / kSquat_s, 1.5 + 0.001 * session_s) << session.id;
    reps += session.reps;
  }
  fmt::print("{} sessions, {} repetitions; memory {:.1f} MB after a quarter, {:.1f} MB at the end\n",
             sessions.size(), reps, after_a_quarter_mb, at_the_end_mb);
  if (!testing::kFreedMemoryIsKept) {
    EXPECT_LT(at_the_end_mb - after_a_quarter_mb, 2);
  }
}

}  // namespace
}  // namespace poise::engine
