#include "store/session_writer.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "base/clock.h"
#include "example_session.h"
#include "temporary_folder.h"

namespace poise::store {
namespace {

using namespace std::chrono_literals;

class ASessionWriter : public testing::Test {
 protected:
  std::unique_ptr<SessionWriter> begin(WriterOptions options = {}) {
    auto writer = SessionWriter::begin(path, info, options);
    if (!writer) throw std::runtime_error(to_line(writer.error()));
    return std::move(*writer);
  }
  session::Session read() { return *Store::open(path)->load(info.id); }

  /// Waits for what another thread does; long, for machines under load.
  static bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 2000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }

  TemporaryFolder folder;
  std::filesystem::path path = folder / "poise.db";
  session::SessionInfo info = example_info();
};

constexpr WriterOptions kFast{.commit_interval = 5ms, .retry_interval = 20ms};

TEST_F(ASessionWriter, SavesSamplesAndEventsInOrder) {
  auto writer = begin(kFast);
  const std::vector<Event> events = {{EventKind::operator_start, 250, ""},
                                     {EventKind::link_lost, 700, "unplugged"}};
  for (int i = 0; i < 100; ++i)
    writer->push(example_frames(i * 10, 10),
                 i % 50 == 25 ? std::span(events).subspan(i / 50U, 1) : std::span<Event>());
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(read().frames, example_frames(0, 1000));
  EXPECT_EQ(read().events, events);
  EXPECT_EQ(writer->state().saved_samples, 1000U);
  EXPECT_EQ(writer->state().unsaved_s, 0);
}

TEST_F(ASessionWriter, CommitsWithoutBeingAsked) {
  auto writer = begin(kFast);
  writer->push(example_frames(0, 7), {});
  EXPECT_TRUE(eventually([&] { return read().frames.size() == 7; }));
}

TEST_F(ASessionWriter, HoldsTheSessionUntilItGoesAway) {
  auto store = Store::open(path);
  auto writer = begin(kFast);
  ASSERT_TRUE(writer->finish());
  EXPECT_TRUE(store->recover_unfinished()->empty());
  ASSERT_TRUE(store->finish_session(info.id, {movement::Outcome::complete, 1, "{}", {}}));
  writer.reset();
  EXPECT_TRUE(store->recover_unfinished()->empty());
  EXPECT_EQ(read().state, session::SessionState::finished);
}

TEST_F(ASessionWriter, KeepsEverythingWhileTheStoreIsLockedAndSavesItAfterwards) {
  auto writer = begin(kFast);
  SQLite::Database other(path.string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  writer->push(example_frames(0, 81), {});
  EXPECT_TRUE(eventually([&] { return writer->state().error.has_value(); }));
  EXPECT_EQ(writer->state().error->code, ErrorCode::busy);
  EXPECT_DOUBLE_EQ(writer->state().unsaved_s, 1.0);
  writer->push(example_frames(81, 80), {});
  EXPECT_DOUBLE_EQ(writer->state().unsaved_s, 2.0);
  other.exec("COMMIT");
  EXPECT_TRUE(eventually([&] { return !writer->state().error && writer->state().saved_samples == 161; }));
  EXPECT_EQ(writer->state().dropped, 0U);
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(read().frames, example_frames(0, 161));
}

TEST_F(ASessionWriter, SaysHowMuchIsNotSavedWhenItCannotFinishAndCanTryAgain) {
  auto writer = begin();
  SQLite::Database other(path.string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  writer->push(example_frames(0, 81), {});
  const auto finished = writer->finish();
  ASSERT_FALSE(finished);
  EXPECT_THAT(finished.error().what, testing::HasSubstr("1.0 s"));
  other.exec("COMMIT");
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(read().frames.size(), 81U);
}

TEST_F(ASessionWriter, CountsWhatDoesNotFitInMemory) {
  WriterOptions options;
  options.capacity = 100;
  auto writer = begin(options);
  const std::vector<Event> events(2, {EventKind::operator_mark, 0, "x"});
  writer->push(example_frames(0, 150), events);
  EXPECT_EQ(writer->state().dropped, 52U);
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(read().frames.size(), 98U);
  EXPECT_EQ(read().events.size(), 2U);
}

TEST_F(ASessionWriter, HasRoomForTenMinutesAtAThousandHertz) {
  WriterOptions options;
  options.commit_interval = 1h;
  auto writer = begin(options);
  for (int second = 0; second < 600; ++second) writer->push(example_frames(second * 1000, 1000), {});
  EXPECT_EQ(writer->state().dropped, 0U);
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(read().frames.size(), 600'000U);
}

TEST_F(ASessionWriter, NoticesThatTheFileWasTakenAwayAndGoesOnWhenItIsBack) {
  auto writer = begin(kFast);
  std::filesystem::rename(path, folder / "elsewhere");
  writer->push(example_frames(0, 10), {});
  EXPECT_TRUE(eventually([&] { return writer->state().error.has_value(); }));
  std::filesystem::rename(folder / "elsewhere", path);
  EXPECT_TRUE(eventually([&] { return !writer->state().error; }));
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(read().frames.size(), 10U);
}

TEST_F(ASessionWriter, WarnsOfADiskThatIsNearlyFull) {
  WriterOptions options;
  options.low_space_bytes = UINTMAX_MAX;
  EXPECT_THAT(begin(options)->state().warning.value_or(""), testing::HasSubstr("MB"));
  info.id = "other";
  options.low_space_bytes = 0;
  EXPECT_EQ(begin(options)->state().warning, std::nullopt);
}

TEST_F(ASessionWriter, RefusesToBeginWhereNothingCanBeWritten) {
  const auto writer = SessionWriter::begin(folder.path(), info);
  ASSERT_FALSE(writer);
  EXPECT_THAT(to_line(writer.error()), testing::HasSubstr(folder.path().string()));
}

/// Runs `work` in a child process that has this process's memory; its exit status.
int in_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(ASessionWriter, SurvivesAFullDiskAndSavesEverythingWhenThereIsSpace) {
  { ASSERT_TRUE(Store::open(path)); }
  // A limit on file sizes makes every write fail as a full disk does; it holds for the child only.
  const int status = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    auto writer = begin(kFast);
    const rlimit full{.rlim_cur = 1000, .rlim_max = RLIM_INFINITY};
    const rlimit free{.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &full);
    writer->push(example_frames(0, 5000), {});
    if (!eventually([&] { return writer->state().error.has_value(); })) return 1;
    if (writer->state().error->code != ErrorCode::storage) return 2;
    writer->push(example_frames(5000, 5000), {});
    setrlimit(RLIMIT_FSIZE, &free);
    if (!eventually([&] { return writer->state().saved_samples == 10'000; })) return 3;
    return writer->finish() ? 0 : 4;
  });
  EXPECT_EQ(status, 0);
  EXPECT_EQ(read().frames, example_frames(0, 10'000));
}

TEST_F(ASessionWriter, HasOnFileWhatArrivedHalfASecondBeforeItWasKilled) {
  struct Pushed {
    std::int64_t sequence, steady_us;
  };
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    auto writer = begin();
    for (std::int64_t sequence = 0;; ++sequence) {
      const RawFrame frame = example_frame(sequence);
      const Pushed pushed{sequence, SystemClock().steady_us()};
      writer->push(std::span(&frame, 1), {});
      if (write(pipe_ends[1], &pushed, sizeof pushed) != sizeof pushed) _exit(1);
      std::this_thread::sleep_for(1ms);
    }
  }
  close(pipe_ends[1]);
  std::vector<Pushed> all;
  Pushed pushed{};
  while (::read(pipe_ends[0], &pushed, sizeof pushed) == sizeof pushed) {
    all.push_back(pushed);
    if (pushed.steady_us - all.front().steady_us > 1'200'000) break;
  }
  const std::int64_t killed_us = SystemClock().steady_us();
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(pipe_ends[0]);

  std::size_t due = 0;
  for (const Pushed& one : all) due += one.steady_us < killed_us - 500'000;
  ASSERT_GT(due, 100U);
  const auto session = read();
  EXPECT_GE(session.frames.size(), due);
  EXPECT_EQ(session.frames, example_frames(0, static_cast<std::int64_t>(session.frames.size())));
  EXPECT_EQ(*Store::open(path)->recover_unfinished(), std::vector{info.id});
}

}  // namespace
}  // namespace poise::store
