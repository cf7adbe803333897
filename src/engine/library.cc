#include "engine/library.h"

#include <algorithm>

#include "acquire/port_list.h"
#include "engine/rep_curves.h"
#include "engine/session_export.h"
#include "engine/session_pass.h"
#include "engine/session_recorder.h"
#include "engine/session_report.h"
#include "report/csv_writer.h"

namespace poise::engine {
namespace {

constexpr std::size_t kOpenKept = 4;  ///< two side by side, and the two before them

std::vector<float> narrowed(const std::vector<double>& column) {
  return std::vector<float>(column.begin(), column.end());
}

std::shared_ptr<const OpenSession> ready_to_draw(session::Session session, SessionPass pass) {
  auto open = std::make_shared<OpenSession>();
  Recording& recording = pass.recording;
  open->info = std::move(session.info);
  open->state = session.state;
  open->edits = std::move(session.rep_edits);
  open->curves = curves_of(pass.analysis, recording);
  open->analysis = std::move(pass.analysis);
  open->left_n = MinMaxTree(narrowed(recording.left_n));
  open->right_n = MinMaxTree(narrowed(recording.right_n));
  open->total_n = MinMaxTree(narrowed(recording.total_n));
  open->cop_x_mm = narrowed(recording.cop_x_mm);
  open->cop_y_mm = narrowed(recording.cop_y_mm);
  open->lost = std::move(recording.lost);
  open->time_s = std::move(recording.time_s);
  return open;
}

}  // namespace

Library::Library(std::filesystem::path store_path, std::function<void()> on_change)
    : store_path_(std::move(store_path)), on_change_(std::move(on_change)) {
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

Library::~Library() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

bool Library::send(LibraryRequest request) { return requests_.try_push(std::move(request)); }

void Library::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    // A trend is worked out between requests, a session at a time.
    auto request = trend_to_do_.empty() ? requests_.pop(stop) : requests_.try_pop();
    if (stop.stop_requested()) return;
    if (!request) {
      if (follow_one_more()) publish();
      continue;
    }
    state_.busy = true;
    publish();
    const auto done = std::visit([this](const auto& wish) { return handle(wish); }, *request);
    state_.error = done ? std::nullopt : std::optional(done.error());
    state_.busy = false;
    publish();
  }
}

void Library::publish() {
  latest_.publish(state_);
  if (on_change_) on_change_();
}

Expected<store::Store*> Library::store() {
  if (!store_) {
    auto opened = store::Store::open(store_path_);
    if (!opened) return tl::make_unexpected(opened.error());
    store_.emplace(std::move(*opened));
  }
  return &*store_;
}

Expected<void> Library::handle(const RefreshShelf&) {
  state_.ports.clear();
  for (const auto& port : acquire::list_ports())
    state_.ports.push_back({port.name, port.board.empty() ? port.description : port.board, port.likely_mat});
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  auto sessions = (*kept)->sessions();
  if (!sessions) return tl::make_unexpected(sessions.error());
  auto athletes = (*kept)->athletes();
  if (!athletes) return tl::make_unexpected(athletes.error());
  auto calibrations = (*kept)->calibrations("");
  if (!calibrations) return tl::make_unexpected(calibrations.error());
  auto spot_checks = (*kept)->spot_checks("");
  if (!spot_checks) return tl::make_unexpected(spot_checks.error());
  state_.calibrations = std::move(*calibrations);
  state_.spot_checks = std::move(*spot_checks);
  std::reverse(sessions->begin(), sessions->end());
  state_.sessions = std::move(*sessions);
  state_.athletes = std::move(*athletes);
  state_.programmes = session::list_programmes(session::own_programmes_folder()).programmes;
  if (auto looked = look_for_unfinished_visit(); !looked) return looked;
  state_.loaded = true;
  return followed_.exercise.empty() ? Expected<void>() : handle(FollowTrend(followed_));
}

Expected<std::shared_ptr<const OpenSession>> Library::read_session(const std::string& id) {
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  auto session = (*kept)->load(id);
  if (!session) return tl::make_unexpected(session.error());
  auto pass = pass_over(*session);
  if (!pass) return tl::make_unexpected(pass.error());
  return ready_to_draw(std::move(*session), std::move(*pass));
}

void Library::put_on_shelf(std::shared_ptr<const OpenSession> session) {
  std::erase_if(state_.open, [&](const auto& other) { return other->info.id == session->info.id; });
  state_.open.push_back(std::move(session));
  if (state_.open.size() > kOpenKept) state_.open.erase(state_.open.begin());
}

Expected<void> Library::handle(const OpenKept& open) {
  auto session = read_session(open.session);
  if (!session) return tl::make_unexpected(session.error());
  put_on_shelf(std::move(*session));
  return {};
}

Expected<void> Library::handle(const EditRep& edit) {
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  movement::RepEdit dated = edit.edit;
  dated.made = iso8601_local(clock_.wall_us());
  auto session = (*kept)->load(edit.session);
  if (!session) return tl::make_unexpected(session.error());
  if (session->state == session::SessionState::recording)
    return fail(ErrorCode::usage, "this session is still being recorded: correct it when it has ended", edit.session);
  if (auto added = (*kept)->add_rep_edit(edit.session, dated); !added) return added;
  session->rep_edits.push_back(std::move(dated));
  auto pass = analyse_and_keep(**kept, *session);
  if (!pass) return tl::make_unexpected(pass.error());
  for (auto& summary : state_.sessions)
    if (summary.id == edit.session) summary.reps = valid_reps(pass->analysis);
  put_on_shelf(ready_to_draw(std::move(*session), std::move(*pass)));
  return followed_.exercise.empty() ? Expected<void>() : handle(FollowTrend(followed_));
}

Expected<void> Library::handle(const MakeReport& make) {
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  const auto session = (*kept)->load(make.session);
  if (!session) return tl::make_unexpected(session.error());
  const auto pass = pass_over(*session);
  if (!pass) return tl::make_unexpected(pass.error());
  const auto report = report_of(**kept, *session, *pass, report::Audience::everyone, ReportFormat::pdf);
  if (!report) return tl::make_unexpected(report.error());
  const std::filesystem::path folder = store_path_.parent_path() / "reports";
  std::error_code error;
  std::filesystem::create_directories(folder, error);  // what is wrong with it shows in the writing
  const std::filesystem::path file = folder / (session->info.id + ".pdf");
  if (auto written = report::write_whole_file(file, report->bytes); !written) return written;
  state_.report = MadeReport{session->info.id, file};
  ++state_.reports_made;
  return {};
}

Expected<void> Library::handle(const AddAthlete& add) {
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  store::Athlete dated = add.athlete;
  dated.created = iso8601_local(clock_.wall_us());
  if (auto added = (*kept)->add_athlete(dated); !added) return added;
  return handle(RefreshShelf{});
}

Expected<void> Library::handle(const UpdateAthlete& update) {
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  if (auto updated = (*kept)->update_athlete(update.athlete); !updated) return updated;
  return handle(RefreshShelf{});
}

Expected<void> Library::handle(const FollowTrend& follow) {
  followed_ = follow;
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  auto old = (*kept)->sessions_to_measure({follow.athlete, follow.exercise});
  if (!old) return tl::make_unexpected(old.error());
  trend_to_do_.assign(old->begin(), old->end());
  return publish_trend();
}

Expected<void> Library::publish_trend() {
  auto measured = store_->measured_sessions({followed_.athlete, followed_.exercise});
  if (!measured) return tl::make_unexpected(measured.error());
  auto trend = std::make_shared<Trend>();
  trend->athlete = followed_.athlete;
  trend->exercise = followed_.exercise;
  trend->series = session::series_of(*measured);
  trend->to_come = static_cast<int>(trend_to_do_.size());
  state_.trend = std::move(trend);
  return {};
}

bool Library::follow_one_more() {
  if (trend_to_do_.empty()) return false;
  const std::string id = trend_to_do_.front();
  trend_to_do_.pop_front();
  // One that cannot be worked out is left out; opening it says why.
  if (const auto session = store_->load(id)) (void)analyse_and_keep(*store_, *session);
  if (const auto shown = publish_trend(); !shown) state_.error = shown.error();
  return true;
}

Expected<void> Library::handle(const WriteKept& write) {
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  auto session = (*kept)->load(write.session);
  if (!session) return tl::make_unexpected(session.error());
  auto pass = pass_over(*session);
  if (!pass) return tl::make_unexpected(pass.error());
  const std::filesystem::path folder = std::filesystem::path(write.folder) / session->info.id;
  if (auto written = export_session(*session, *pass, folder, false); !written) return written;
  state_.written = Written{session->info.id, folder.string()};
  return {};
}

}  // namespace poise::engine
