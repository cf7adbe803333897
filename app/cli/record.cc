#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "acquire/connection.h"
#include "base/version.h"
#include "console.h"
#include "engine/device.h"
#include "engine/engine.h"
#include "engine/session_export.h"
#include "kept_session.h"
#include "progress.h"
#include "terminal.h"
#include "verbs.h"

namespace poise::cli {
namespace {

using engine::LinkState;
using engine::Snapshot;

/// Why the recording cannot begin and waiting will not help, if so.
std::optional<Error> hopeless(const Snapshot& snapshot, const RecordWords& words, bool ever_streamed) {
  if (snapshot.store_error && !snapshot.session_id) return snapshot.store_error;
  if (snapshot.link == LinkState::streaming && snapshot.geometry_name.empty() && snapshot.link_error)
    return snapshot.link_error;
  if (ever_streamed || !snapshot.link_error) return std::nullopt;
  if (snapshot.link != LinkState::searching && snapshot.link != LinkState::refused) return std::nullopt;
  // A search can wait for a mat to be plugged in; a port that was named is there or is not.
  if (words.device == "auto" &&
      (snapshot.link_error->code == ErrorCode::not_found || acquire::waiting_helps(*snapshot.link_error)))
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
  begin.setup.sets = words.sets;
  begin.setup.rest_s = words.rest_s;
  begin.setup.body_weight_n = words.body_weight_n;
  if (words.body_weight_n) begin.setup.body_weight_source = "given";
  begin.setup.unattended = words.unattended || !isatty(STDIN_FILENO);
  begin.athlete = words.athlete;
  return begin;
}

/// The body weight that the athlete's latest session without a load found, dated.
Expected<void> take_last_weight(store::Store& store, engine::BeginSession& begin) {
  if (begin.athlete.empty())
    return fail(ErrorCode::usage, "--last-weight needs --athlete, to know whose weight");
  const auto sessions = store.sessions();
  if (!sessions) return tl::make_unexpected(sessions.error());
  for (auto session = sessions->rbegin(); session != sessions->rend(); ++session) {
    if (session->athlete != begin.athlete || session->load_kg.value_or(0) > 0) continue;
    const auto text = store.analysis_json(session->id);
    if (!text || !*text) continue;
    const auto json = nlohmann::json::parse(**text, nullptr, false);
    if (json.is_discarded() || !json.contains("/body/weight_n"_json_pointer)) continue;
    begin.setup.body_weight_n = json["body"]["weight_n"].get<double>();
    begin.setup.body_weight_source = "weighed " + session->started.substr(0, 10);
    say(fmt::format("Body weight {:.1f} N, {}.", *begin.setup.body_weight_n, begin.setup.body_weight_source));
    return {};
  }
  return fail(ErrorCode::not_found,
              fmt::format("{} has not been weighed yet; record without --last-weight once, or give --body-weight-n",
                          begin.athlete));
}

/// Keys of an operator. False at the end of the input.
bool read_keys(engine::Engine& engine) {
  char keys[64];
  const ssize_t n = read(STDIN_FILENO, keys, sizeof keys);
  for (ssize_t i = 0; i < n; ++i) {
    switch (keys[i]) {
      case '\n':
        engine.send(engine::Start{});
        break;
      case 'z':
        engine.send(engine::Zero{});
        break;
      case 'a':
        engine.send(engine::AcceptSide{});
        break;
      case 'q':
        engine.send(engine::EndSession{});
        break;
      default:
        break;
    }
  }
  return n > 0;
}

/// A file descriptor that poll() can wait for and any thread can make readable.
class Bell {
 public:
  Bell() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Bell() { close(fd_); }
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  int fd() const { return fd_; }
  void ring() const { eventfd_write(fd_, 1); }
  void quiet() const {
    eventfd_t count = 0;
    eventfd_read(fd_, &count);
  }

 private:
  const int fd_;
};

/// Runs the session until its result is there.
Expected<std::shared_ptr<const Snapshot>> run(const RecordWords& words, const Common& common,
                                              const engine::BeginSession& begin, int interrupt_fd) {
  const Bell bell;  // outlives the engine, whose thread rings it
  engine::EngineOptions options;
  options.device.clear();  // selected below, so that the session has its very first sample
  options.store_path = common.store;
  options.probe_all = words.probe_all;
  options.on_snapshot = [&bell] { bell.ring(); };
  engine::Engine engine(options);
  engine.send(begin);
  engine.send(engine::SelectDevice{words.device, words.mat_file});

  bool keys_open = !begin.setup.unattended, ending = false, ever_streamed = false;
  std::optional<KeyByKey> key_by_key;
  if (keys_open) {
    key_by_key.emplace();
    say("Enter: go at once   z: zero the mat   a: accept this leg   q: end");
  }
  Progress progress;
  for (;;) {
    const auto snapshot = engine.snapshot();
    ever_streamed |= snapshot->link == LinkState::streaming;
    const auto why_not = hopeless(*snapshot, words, ever_streamed);
    if (!why_not) progress.show(*snapshot);
    const bool never_began = interrupted() && !snapshot->session_id;
    if (snapshot->result || why_not || never_began) {
      progress.end();
      if (snapshot->result) return snapshot;
      if (why_not) return tl::make_unexpected(*why_not);
      return fail(ErrorCode::disconnected, "ended before a mat was there: nothing was recorded");
    }
    if (interrupted() && !ending) {
      ending = true;
      engine.send(engine::EndSession{});
    }
    pollfd fds[] = {
        {bell.fd(), POLLIN, 0}, {interrupt_fd, POLLIN, 0}, {keys_open ? STDIN_FILENO : -1, POLLIN, 0}};
    poll(fds, 3, -1);
    bell.quiet();
    if (fds[1].revents) interrupt_fd = -1;  // seen; interrupted() remembers
    if (keys_open && fds[2].revents) keys_open = read_keys(engine);
  }
}

}  // namespace

int record(const Common& common, const RecordWords& words) {
  const auto checked = check_words(words.exercise, words.side, words.variant);
  if (!checked) return report_error(checked.error());
  const auto said = check_surroundings(words.surroundings, words.device);
  if (!said) return report_error(said.error());
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  engine::BeginSession begin = session_of(words, *checked);
  begin.surroundings = said->surroundings;
  begin.started_wall_us = said->started_wall_us;
  if (words.last_weight)
    if (const auto weight = take_last_weight(*store, begin); !weight) return report_error(weight.error());
  const auto end = run(words, common, begin, watch_for_interrupt());
  if (!end) return report_error(end.error());
  const Snapshot& snapshot = **end;
  if (snapshot.store_error) {  // what could not be kept is at least shown
    session::SessionInfo info;
    info.id = *snapshot.session_id;
    info.poise_version = kVersion;
    print_result(info, *snapshot.result, common.json);
    return report_error(*snapshot.store_error);
  }
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
