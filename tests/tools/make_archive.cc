#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <thread>
#include <vector>

#include "../integration/virtual_session.h"
#include "base/clock.h"
#include "engine/reanalysis.h"
#include "engine/session_recorder.h"
#include "session/trend.h"
#include "store/store.h"

/// Makes the store of a clinic: `make_archive FILE.db [ATHLETES [SESSIONS]]` (200 and 20,000), and prints how long it
/// takes to make it, to analyse all of it, and to ask it for trends; of a FILE.db that is there only the last.
/// A handful of visits to the virtual mat are recorded, then each session is one of them with the loads of both plates
/// changed a little: each athlete has an asymmetry of their own that wanders from session to session.
namespace poise {
namespace {

using session::Session;

constexpr std::int64_t kDay_us = 86'400'000'000;
constexpr std::int64_t kFirst_us = 1'735'725'600'000'000;  // 2025-01-01T10:00:00Z
constexpr int kDays = 400;

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

template <class T>
T value_or_exit(Expected<T> result) {
  if (result) {
    if constexpr (std::is_void_v<T>)
      return;
    else
      return std::move(*result);
  }
  fmt::print(stderr, "make_archive: {}\n", to_line(result.error()));
  std::exit(1);
}

std::vector<Session> record_templates() {
  std::vector<Session> sessions;
  for (const char* sim : {"sim:squat?reps=3&tempo_s=2&pause_s=1", "sim:bridge?reps=2&hold_s=2&pause_s=1",
                          "sim:single-leg-squat?side=left&reps=3&tempo_s=2&pause_s=1",
                          "sim:single-leg-squat?side=right&reps=3&tempo_s=2&pause_s=1",
                          "sim:quiet-stand?hold_s=10"}) {
    sessions.push_back(testing::record_virtual(sim).session);
    sessions.back().state = session::SessionState::finished;
  }
  return sessions;
}

/// The same visit with the load on the left plate times `left`, on the right times `right`, about the first sample,
/// when the mat is empty.
void scale_loads(std::vector<RawFrame>& frames, double left, double right) {
  const auto empty = frames.front().counts;
  for (RawFrame& frame : frames) {
    for (std::size_t cell = 0; cell < frame.counts.size(); ++cell) {
      const double gain = cell < kCellsPerPlate ? left : right;
      frame.counts[cell] = empty[cell] + static_cast<std::int32_t>(gain * (frame.counts[cell] - empty[cell]));
    }
  }
}

/// Session `number` of an athlete whose left leg carries `lean` more than the right.
Session session_of(const Session& like, const std::string& athlete, int number, std::int64_t started_wall_us, double lean,
                   std::mt19937& random) {
  Session session = like;
  session.info.id = fmt::format("{}-{:04}", athlete, number);
  session.info.athlete = athlete;
  session.info.started_wall_us = started_wall_us;
  session.info.started = iso8601_local(started_wall_us);
  if (session.info.exercise == "quiet-stand") {
    session.info.surroundings.eyes = number % 2 == 0 ? session::Eyes::open : session::Eyes::closed;
    session.info.surroundings.surface = session::Surface::firm;
  }
  const double today = lean + std::normal_distribution(0.0, 0.02)(random);
  scale_loads(session.frames, 1 + today / 2, 1 - today / 2);
  return session;
}

void fill(store::Store& store, int athletes, int sessions) {
  const std::vector<Session> templates = record_templates();
  std::mt19937 random(7);
  const int each = std::max(1, sessions / athletes);
  for (int athlete = 0; athlete < athletes; ++athlete) {
    const std::string name = fmt::format("athlete-{:03}", athlete);
    const double lean = std::normal_distribution(0.0, 0.05)(random);
    for (int number = 0; number < each; ++number) {
      const Session& like = templates[static_cast<std::size_t>(number) % templates.size()];
      const std::int64_t started_us = kFirst_us + number * (kDays * kDay_us / each) + athlete * 60'000'000LL;
      value_or_exit(store.import_session(session_of(like, name, number, started_us, lean, random), std::nullopt));
    }
    if (athlete % 10 == 9) fmt::print(stderr, "\r{} of {} athletes", athlete + 1, athletes);
  }
  fmt::print(stderr, "\n");
}

void analyse(store::Store& store) {
  const auto missing = value_or_exit(store.sessions_to_measure({}));
  if (missing.empty()) return;
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  const Stopwatch watch;
  const auto result = engine::analyse_again(store.path(), missing, threads, [&](const auto& progress) {
    if (progress.done % 100 == 0) fmt::print(stderr, "\r{} of {} sessions", progress.done, progress.total);
    return true;
  });
  fmt::print(stderr, "\n");
  fmt::print("analysed {} sessions on {} threads in {:.1f} s: {:.0f} a second; {} could not be\n", result.done, threads,
             watch.seconds(), static_cast<double>(result.done) / watch.seconds(), result.errors.size());
}

/// The median of several runs, in milliseconds.
template <class Work>
double median_ms(int runs, Work work) {
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    const Stopwatch watch;
    work(i);
    times.push_back(1000 * watch.seconds());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

void measure(const std::filesystem::path& path) {
  auto store = value_or_exit(store::Store::open(path));
  const auto athletes = value_or_exit(store.athletes());
  std::size_t series = 0, rows = 0, sessions = 0;
  const auto open_progress = [&](const std::string& exercise) {
    return median_ms(21, [&](int i) {
      auto fresh = value_or_exit(store::Store::open(path));
      const auto& who = athletes[static_cast<std::size_t>(i) * 37 % athletes.size()].pseudonym;
      series = session::series_of(value_or_exit(fresh.measured_sessions({.athlete = who, .exercise = exercise}))).size();
    });
  };
  const double all_ms = open_progress("");
  fmt::print("an athlete's progress, all exercises ({} series): {:.1f} ms\n", series, all_ms);
  fmt::print("an athlete's progress, squats: {:.1f} ms\n", open_progress("squat"));
  const double group_ms = median_ms(5, [&](int) {
    const std::string metric = "share.left_mean_pct";
    const auto found = value_or_exit(store.measured_sessions({.exercise = "squat", .metric = metric}));
    rows = session::group_of(found, metric, kFirst_us + kDays * kDay_us).size();
  });
  fmt::print("the group's table ({} rows): {:.1f} ms\n", rows, group_ms);
  const double list_ms = median_ms(5, [&](int) { sessions = value_or_exit(store.sessions()).size(); });
  fmt::print("the list of all {} sessions: {:.1f} ms\n", sessions, list_ms);
}

int number_from(const char* text, int otherwise) {
  if (!text) return otherwise;
  int number = 0;
  const auto [end, error] = std::from_chars(text, text + std::strlen(text), number);
  if (error == std::errc() && *end == 0 && number > 0) return number;
  fmt::print(stderr, "make_archive: \"{}\" is no number of athletes or sessions\n", text);
  std::exit(2);
}

int run(int argc, char** argv) {
  if (argc < 2 || argc > 4 || argv[1][0] == '-') {
    fmt::print(stderr, "usage: make_archive FILE.db [ATHLETES [SESSIONS]]\n");
    return 2;
  }
  const std::filesystem::path path = argv[1];
  const int athletes = number_from(argc > 2 ? argv[2] : nullptr, 200), sessions = number_from(argc > 3 ? argv[3] : nullptr, 20'000);
  if (!std::filesystem::exists(path)) {
    auto store = value_or_exit(store::Store::open(path));
    const Stopwatch watch;
    fill(store, athletes, sessions);
    fmt::print("made {} sessions of {} athletes in {:.1f} s, {:.0f} MB\n", sessions / athletes * athletes, athletes,
               watch.seconds(), static_cast<double>(std::filesystem::file_size(path)) / 1e6);
    analyse(store);
  }
  measure(path);
  return 0;
}

}  // namespace
}  // namespace poise

int main(int argc, char** argv) { return poise::run(argc, argv); }
