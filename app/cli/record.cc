#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "acquire/connection.h"
#include "console.h"
#include "engine/device.h"
#include "engine/engine.h"
#include "engine/session_export.h"
#include "kept_session.h"
#include "live_line.h"
#include "verbs.h"

namespace poise::cli {
namespace {

using engine::LinkState;
using engine::Snapshot;

/// Says what happens: one line that is rewritten on a terminal, a line for each turn elsewhere.
class Progress {
 public:
  void show(const Snapshot& snapshot) {
    if (on_terminal_)
      rewrite(live_line(snapshot));
    else
      say_turns(snapshot);
  }
  /// Leaves the rewritten line and goes on below it.
  void end() {
    if (on_terminal_ && written_) fmt::print(stderr, "\n");
    written_ = false;
  }

 private:
  void rewrite(const std::string& line) {
    const auto now = std::chrono::steady_clock::now();
    if (written_ && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    fmt::print(stderr, "\r\x1b[K{}", line);
    std::fflush(stderr);
    written_ = true;
  }

  void say_turns(const Snapshot& snapshot) {
    const int reps = snapshot.movement.reps_left + snapshot.movement.reps_right > 0
                         ? snapshot.movement.reps_left + snapshot.movement.reps_right
                         : snapshot.movement.reps;
    if (snapshot.link != link_ || snapshot.flow.step != step_ || reps != reps_) {
      const std::string line = live_line(snapshot);
      if (line != said_) say(line);
      said_ = line;
    }
    link_ = snapshot.link;
    step_ = snapshot.flow.step;
    reps_ = reps;
  }

  const bool on_terminal_ = isatty(STDERR_FILENO);
  bool written_ = false;
  std::chrono::steady_clock::time_point last_;
  std::string said_;
  LinkState link_ = LinkState::none;
  movement::FlowStep step_ = movement::FlowStep::idle;
  int reps_ = 0;
};

/// Why the recording cannot begin and waiting will not help, if so.
std::optional<Error> hopeless(const Snapshot& snapshot, const RecordWords& words, bool ever_streamed) {
  if (snapshot.store_error && !snapshot.session_id) return snapshot.store_error;
  if (snapshot.link == LinkState::streaming && snapshot.geometry_name.empty() && snapshot.link_error)
    return snapshot.link_error;
  if (ever_streamed || !snapshot.link_error) return std::nullopt;
  if (snapshot.link != LinkState::searching && snapshot.link != LinkState::refused) return std::nullopt;
  // A search can wait for a mat to be plugged in; a port that was named is there or is not.
  if (words.device == "auto" && (snapshot.link_error->code == ErrorCode::not_found || acquire::waiting_helps(*snapshot.link_error)))
    return std::nullopt;
  return snapshot.link_error;
}

engine::BeginSession session_of(const RecordWords& words, const ExerciseWords& checked) {
  engine::BeginSession begin;
  begin.setup.exercise = checked.exercise;
  begin.setup.side = checked.side;
  begin.setup.variant = words.variant;
  begin.setup.reps = words.reps;
  begin.setup.seconds = words.seconds;
  begin.setup.body_weight_n = words.body_weight_n;
  if (words.body_weight_n) begin.setup.body_weight_source = "given";
  begin.setup.unattended = words.unattended || !isatty(STDIN_FILENO);
  begin.athlete = words.athlete;
  return begin;
}

/// Keys of an operator: Enter starts at once, "z" zeroes, "a" accepts the leg that the person stands on.
void read_keys(engine::Engine& engine, bool& open) {
  char text[64];
  const ssize_t n = read(STDIN_FILENO, text, sizeof text);
  if (n <= 0) {
    open = false;
    return;
  }
  for (ssize_t i = 0; i < n; ++i) {
    if (text[i] == '\n') engine.send(engine::Start{});
    if (text[i] == 'z') engine.send(engine::Zero{});
    if (text[i] == 'a') engine.send(engine::AcceptSide{});
  }
}

/// Runs the session until its result is there.
Expected<std::shared_ptr<const Snapshot>> run(const RecordWords& words, const Common& common,
                                              const engine::BeginSession& begin, int interrupt_fd) {
  const int wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  const auto drain = [](int fd) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto n = read(fd, &count, sizeof count);
  };
  engine::EngineOptions options;
  options.device.clear();  // selected below, so that the session has its very first sample
  options.store_path = common.store;
  options.probe_all = words.probe_all;
  options.on_snapshot = [wake_fd] {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto n = write(wake_fd, &one, sizeof one);
  };
  Expected<std::shared_ptr<const Snapshot>> result = fail(ErrorCode::disconnected, "interrupted before a mat was there; nothing was recorded");
  {
    engine::Engine engine(options);
    engine.send(begin);
    engine.send(engine::SelectDevice{words.device, words.mat_file});
    Progress progress;
    bool keys_open = !begin.setup.unattended, stopping = false, ever_streamed = false;
    for (;;) {
      const auto snapshot = engine.snapshot();
      ever_streamed |= snapshot->link == LinkState::streaming;
      progress.show(*snapshot);
      if (snapshot->result) {
        result = snapshot;
        break;
      }
      if (const auto why_not = hopeless(*snapshot, words, ever_streamed)) {
        result = tl::make_unexpected(*why_not);
        break;
      }
      if (interrupted() && !stopping) {
        if (!snapshot->session_id) break;
        stopping = true;
        engine.send(engine::EndSession{});
      }
      pollfd fds[] = {{wake_fd, POLLIN, 0}, {interrupt_fd, POLLIN, 0}, {keys_open ? STDIN_FILENO : -1, POLLIN, 0}};
      poll(fds, 3, -1);
      drain(wake_fd);
      drain(interrupt_fd);
      if (keys_open && fds[2].revents) read_keys(engine, keys_open);
    }
    progress.end();
  }
  close(wake_fd);
  return result;
}

}  // namespace

int record(const Common& common, const RecordWords& words) {
  const auto checked = check_words(words.exercise, words.side);
  if (!checked) return report_error(checked.error());
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto end = run(words, common, session_of(words, *checked), watch_for_interrupt());
  if (!end) return report_error(end.error());
  const Snapshot& snapshot = **end;
  if (snapshot.store_error) return report_error(*snapshot.store_error);

  const auto kept = load_kept(*store, *snapshot.session_id);
  if (!kept) return report_error(kept.error());
  print_result(*kept, common.json);
  say(fmt::format("Session {} is kept in {}", *snapshot.session_id, common.store.string()));
  if (words.export_to.empty()) return kDone;
  const auto written = engine::export_session(kept->session, kept->pass, words.export_to, false);
  if (!written) return report_error(written.error());
  say(fmt::format("Its CSV files and report are in {}", words.export_to.string()));
  return kDone;
}

}  // namespace poise::cli
