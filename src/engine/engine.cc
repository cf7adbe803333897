#include "engine/engine.h"

#include <fmt/format.h>

#include <cmath>
#include <stop_token>
#include <thread>

#include "acquire/connection.h"
#include "acquire/mat_command.h"
#include "base/bounded_queue.h"
#include "base/clock.h"
#include "base/latest.h"
#include "base/limits.h"
#include "decode/frame_decoder.h"
#include "engine/chain.h"
#include "engine/device.h"
#include "engine/mat_in_hand.h"
#include "engine/mat_work.h"
#include "engine/plot_feed.h"
#include "engine/save_elsewhere.h"
#include "engine/session_pass.h"
#include "engine/session_recorder.h"
#include "store/store.h"

namespace poise::engine {
namespace {

constexpr std::size_t kQueue_items = 4096;
constexpr auto kLinkPatience = std::chrono::seconds(30);

using Item = std::variant<LinkItem, Command>;

}  // namespace

class Engine::Implementation {
 public:
  explicit Implementation(EngineOptions options) : options_(std::move(options)) {
    state_.live_filter_hz = kLiveFilter_hz;
    decoder_ = std::make_unique<decode::FrameDecoder>();
    if (!options_.device.empty()) select_device({options_.device, options_.mat_file});
    pipeline_ = std::jthread([this](std::stop_token stop) { run_pipeline(stop); });
  }

  ~Implementation() {
    pipeline_.request_stop();
    if (pipeline_.joinable()) pipeline_.join();
    stop_link();
    if (recorder_) end_session_with(EventKind::operator_stop);
  }

  void send(Command command) { queue_.push(std::move(command), pipeline_.get_stop_token()); }
  std::shared_ptr<const Snapshot> snapshot() const { return latest_.read(); }
  void take_plot_points(std::vector<PlotPoint>& points) { plot_.take(points); }

 private:
  // ---- threads ----

  void run_pipeline(std::stop_token stop) {
    publish();
    while (!stop.stop_requested()) {
      // While a session waits for its mat to come back, time has to be looked at; else there is no reason to wake.
      auto item = lost_since_ && recorder_ ? queue_.pop_for(std::chrono::milliseconds(250), stop) : queue_.pop(stop);
      if (item) handle(std::move(*item));
      if (lost_since_ && recorder_ && std::chrono::steady_clock::now() - *lost_since_ > kLinkPatience)
        end_session_with(EventKind::operator_stop);
      if (item || !recorder_) publish();
    }
  }

  void start_link(std::unique_ptr<acquire::LinkSource> source) {
    const bool can_wait = source->lossless();
    link_stop_ = std::stop_source();
    // The thread is given its token: it may look at it before `io_` has been assigned.
    const auto hand_on = [this, can_wait, stop = link_stop_.get_token()](LinkItem&& item) {
      const bool must_arrive = can_wait || std::holds_alternative<LinkChange>(item);
      if (must_arrive)
        queue_.push(std::move(item), stop);
      else
        queue_.try_push(std::move(item));
    };
    connection_ = std::make_unique<acquire::Connection>(std::move(source), hand_on);
    io_ = std::jthread([this, stop = link_stop_.get_token()] { connection_->run(stop); });
  }

  void stop_link() {
    link_stop_.request_stop();
    if (io_.joinable()) io_.join();
    connection_.reset();
  }

  void handle(Item item) {
    if (auto* link_item = std::get_if<LinkItem>(&item)) {
      if (auto* chunk = std::get_if<ByteChunk>(link_item))
        on_bytes(*chunk);
      else
        on_link(std::get<LinkChange>(*link_item));
      return;
    }
    std::visit([this](auto& command) { on_command(command); }, std::get<Command>(item));
  }

  // ---- the link ----

  void on_bytes(const ByteChunk& chunk) {
    frames_.clear();
    decoder_->push(chunk, frames_);
    for (const RawFrame& frame : frames_) on_frame(frame);
    flush_to_recorder();
    if (!frames_.empty()) {
      state_.counts = frames_.back().counts;
      state_.last_arrival_us = chunk.arrival_us;
      if (state_.link == LinkState::stale) state_.link = LinkState::streaming;
    }
    if (recorder_ && chain_ && chain_->guided() && chain_->guided()->finished()) finish_session();
  }

  void on_frame(const RawFrame& frame) {
    next_sequence_ = frame.sequence;
    if (std::exchange(restored_, false)) input_event(EventKind::link_restored, state_.device);
    next_sequence_ = frame.sequence + 1;
    mat_work_.on_frame(frame);
    if (!chain_) return;
    if (recorder_ && is_full(frame)) end_session_with(EventKind::operator_stop, kStoppedFull);
    const bool was_over = chain_->guided() && chain_->guided()->finished();
    chain_->on_frame(frame);
    if (recorder_ && !was_over) {  // the sample at which the flow ends belongs to the session, later ones do not
      if (!first_sequence_) first_sequence_ = frame.sequence;
      recorded_frames_.push_back(frame);
      collect_events();
    }
    plot_.push(frame, chain_->load(), chain_->time_s(), layout_);
  }

  /// Whether the sample would make the session longer than one may be.
  bool is_full(const RawFrame& frame) const {
    return first_sequence_ && frame.sequence - *first_sequence_ >= static_cast<std::int64_t>(limits::kSamples);
  }

  void collect_events() {
    for (Event& event : chain_->take_events()) recorded_events_.push_back(std::move(event));
  }

  void flush_to_recorder() {
    if (recorder_ && (!recorded_frames_.empty() || !recorded_events_.empty()))
      recorder_->add(recorded_frames_, recorded_events_);
    recorded_frames_.clear();
    recorded_events_.clear();
  }

  void on_link(const LinkChange& change) {
    decoder_->on_link(change);
    if (!change.device.empty()) state_.device = change.device;
    state_.link_error = change.error;
    switch (change.kind) {
      case LinkChange::Kind::searching: state_.link = LinkState::searching; break;
      case LinkChange::Kind::refused: state_.link = LinkState::refused; break;
      case LinkChange::Kind::stale:
        state_.link = LinkState::stale;
        mat_work_.on_silence();
        break;
      case LinkChange::Kind::ended:
        state_.link = LinkState::ended;
        mat_work_.on_silence();
        if (recorder_) end_session_with(EventKind::link_lost);
        break;
      case LinkChange::Kind::lost:
        state_.link = LinkState::lost;
        lost_since_ = std::chrono::steady_clock::now();
        mat_work_.on_silence();
        input_event(EventKind::link_lost, change.device);
        break;
      case LinkChange::Kind::streaming:
        restored_ = lost_since_.has_value();
        lost_since_.reset();
        on_streaming(*change.identity);
        break;
    }
  }

  void on_streaming(const MatIdentity& identity) {
    state_.link = LinkState::streaming;
    state_.link_error.reset();
    const bool same_mat = state_.identity && state_.identity->unique_id == identity.unique_id && chain_;
    state_.identity = identity;
    if (same_mat) return;
    take_up_mat();
    if (const auto begin = std::exchange(begin_when_ready_, std::nullopt)) on_command(*begin);
    if (auto work = std::exchange(work_when_ready_, std::nullopt))
      std::visit([this](auto& command) { on_command(command); }, *work);
  }

  /// Geometry and calibration of the mat, and a chain with them.
  void take_up_mat() {
    chain_.reset();
    mat_.reset();
    state_.geometry.reset();
    state_.geometry_name.clear();
    state_.calibration.reset();
    state_.nominal_calibration = true;
    auto mat = look_up(*state_.identity, selected_.device, selected_.mat_file, options_.store_path);
    if (!mat) {
      state_.link_error = mat.error();
      return;
    }
    mat_ = std::move(*mat);
    layout_ = layout_of(*mat_->geometry);
    state_.geometry = mat_->geometry;
    state_.geometry_name = mat_->geometry->name;
    state_.nominal_calibration = !mat_->calibration;
    if (mat_->calibration) state_.calibration = {mat_->calibration, &mat_->calibration->calibration};
    chain_ = new_chain({});
  }

  std::unique_ptr<Chain> new_chain(movement::TrialSetup trial) const {
    return std::make_unique<Chain>(*mat_->geometry, mat_->identity, std::move(trial),
                                   mat_->known_calibration());
  }

  // ---- commands ----

  void on_command(const SelectDevice& select) {
    if (recorder_) end_session_with(EventKind::operator_stop);
    stop_link();
    drop_link_items();
    select_device(select);
  }

  /// What the old link still had to say is of no interest; commands are.
  void drop_link_items() {
    std::vector<Item> commands;
    while (auto item = queue_.try_pop())
      if (std::holds_alternative<Command>(*item)) commands.push_back(std::move(*item));
    for (Item& command : commands) queue_.try_push(std::move(command));
  }

  void select_device(const SelectDevice& select) {
    selected_ = select;
    decoder_ = std::make_unique<decode::FrameDecoder>();
    chain_.reset();
    mat_work_.end();
    lost_since_.reset();
    restored_ = false;
    const movement::TrialSetup setup = state_.setup;
    state_ = Snapshot{};
    if (begin_when_ready_) state_.setup = setup;
    state_.live_filter_hz = kLiveFilter_hz;
    state_.device = select.device;
    plot_.clear();
    auto source = source_for(select.device, {options_.store_path, options_.probe_all});
    if (!source) {
      state_.link = LinkState::refused;
      state_.link_error = source.error();
      return;
    }
    state_.link = LinkState::searching;
    start_link(std::move(*source));
  }

  void on_command(const BeginSession& begin) {
    if (recorder_) return;
    mat_work_.end();
    state_.setup = begin.setup;
    state_.result.reset();
    state_.store_error.reset();
    state_.store_warning.reset();
    state_.session_id.reset();
    if (!chain_ || state_.link != LinkState::streaming) {
      begin_when_ready_ = begin;  // as soon as a mat streams
      return;
    }
    std::vector<std::filesystem::path> places = options_.other_places;
    for (std::filesystem::path& place : other_places()) places.push_back(std::move(place));
    auto recorder =
        SessionRecorder::begin(options_.store_path, describe_session(begin, *mat_, state_.device, clock_.wall_us()),
                               std::move(places));
    if (!recorder) {
      state_.store_error = recorder.error();
      return;
    }
    recorder_ = std::move(*recorder);
    state_.session_id = recorder_->info().id;
    const auto zero_n = chain_->zero();
    chain_ = new_chain(begin.setup);
    // A zero taken before belongs to the session: without it a replay could not know.
    if (zero_n) input_event(EventKind::operator_zero, Chain::zero_to_text(*zero_n, layout_.cell_count));
  }

  void on_command(const EndSession&) {
    begin_when_ready_.reset();
    if (recorder_) end_session_with(EventKind::operator_stop);
  }
  void on_command(const Zero&) { input_event(EventKind::operator_zero, ""); }
  void on_command(const Start&) { input_event(EventKind::operator_start, ""); }
  void on_command(const AcceptSide&) { input_event(EventKind::operator_accept_side, ""); }
  void on_command(const Mark& mark) { input_event(EventKind::operator_mark, mark.text); }
  void on_command(const Light& lamps) {
    if (connection_) connection_->send(acquire::light(lamps.left, lamps.right));
  }
  void on_command(const CheckMat& check) {
    if (!ready_for(check)) return;
    state_.check_report.reset();
    mat_work_.begin(check, *mat_, decoder_->counters());
  }
  void on_command(const BeginCalibration& calibration) {
    if (ready_for(calibration)) mat_work_.begin(calibration, *mat_);
  }
  void on_command(const SpotCheckMat& spot) {
    if (!ready_for(spot)) return;
    state_.spot_readings.reset();
    mat_work_.begin(spot, *mat_);
  }
  void on_command(const ConfirmStep&) { mat_work_.confirm(); }
  void on_command(const SkipStep&) { mat_work_.skip(); }
  void on_command(const RepeatStep& repeat) { mat_work_.repeat(repeat.step); }
  void on_command(const KeepCalibration&) {
    const auto status = decoder_->status();
    if (mat_work_.keep(status ? status->temperature_c : std::nullopt)) take_up_mat();
  }
  void on_command(const EndMatWork& end) {
    work_when_ready_.reset();
    mat_work_.end(end.forget);
  }
  void on_command(const RestoreCalibration& restore) {
    if (recorder_ || !mat_) return;
    if (mat_work_.restore(restore.id, *mat_)) take_up_mat();
  }

  /// False while a session is recorded, and before a mat streams: then it begins as soon as one does.
  template <class Work>
  bool ready_for(const Work& work) {
    if (recorder_) return false;
    if (chain_ && state_.link == LinkState::streaming) return true;
    work_when_ready_ = work;
    return false;
  }
  void on_command(const CloseResult&) {
    if (recorder_) return;
    state_.result.reset();
    state_.session_id.reset();
    state_.setup = {};
    if (chain_) {
      const auto zero_n = chain_->zero();
      chain_ = new_chain({});
      if (zero_n)
        chain_->on_event({EventKind::operator_zero, next_sequence_, Chain::zero_to_text(*zero_n, layout_.cell_count)});
    }
  }

  /// Something that the operator or the link did takes effect now, and is kept with the session.
  void input_event(EventKind kind, std::string detail) {
    if (!chain_) return;
    Event event{kind, next_sequence_, std::move(detail)};
    if (recorder_) recorded_events_.push_back(event);
    chain_->on_event(event);
    if (!recorder_) return;
    collect_events();
    flush_to_recorder();
    if (chain_->guided()->finished()) finish_session();
  }

  // ---- the end of a session ----

  void end_session_with(EventKind kind, const char* why = "") {
    input_event(kind, why);
    if (kind != EventKind::operator_stop && recorder_) input_event(EventKind::operator_stop, "");
    if (recorder_) finish_session();
  }

  void finish_session() {
    flush_to_recorder();
    auto result = recorder_->finish();
    recorder_.reset();
    first_sequence_.reset();
    state_.store_error = result.store_error;
    if (result.pass) state_.result = std::make_shared<const movement::Analysis>(std::move(result.pass->analysis));
  }

  std::optional<double> clock_slow_pct() const {
    constexpr double kLargest_pct = 5;  // of no clock: it is a virtual mat that runs at another speed
    const auto drift_ppm = decoder_->clock().drift_ppm();
    if (!drift_ppm || std::abs(*drift_ppm / 1e4) > kLargest_pct) return std::nullopt;
    return *drift_ppm / 1e4;
  }

  void publish() {
    state_.counters = decoder_->counters();
    state_.counters.dropped_chunks = queue_.dropped();
    state_.rate_hz = decoder_->rate_hz().value_or(0);
    state_.clock_slow_pct = clock_slow_pct();
    mat_work_.show(state_);
    if (chain_) {
      state_.time_s = chain_->time_s();
      state_.balance = chain_->filtered_balance();
      state_.load = chain_->load();
      state_.flow = chain_->flow();
      state_.movement = chain_->movement();
    }
    if (recorder_) {
      const store::WriterState writer = recorder_->writer_state();
      state_.store_warning = writer.warning;
      state_.store_error = writer.error;
      if (writer.error)
        state_.store_error->what += "; what comes is kept in memory and saved as soon as it works, or elsewhere at the end";
    }
    latest_.publish(state_);
    if (options_.on_snapshot) options_.on_snapshot();
  }

  const EngineOptions options_;
  SystemClock clock_;
  BoundedQueue<Item> queue_{kQueue_items};
  Latest<Snapshot> latest_;
  PlotFeed plot_;

  // The pipeline thread's own.
  Snapshot state_;
  SelectDevice selected_;
  std::optional<MatInHand> mat_;  ///< there is a chain only with it
  std::unique_ptr<decode::FrameDecoder> decoder_;
  std::unique_ptr<Chain> chain_;
  signal::CellLayout layout_;
  std::vector<RawFrame> frames_, recorded_frames_;
  std::vector<Event> recorded_events_;
  std::unique_ptr<SessionRecorder> recorder_;
  std::optional<BeginSession> begin_when_ready_;
  std::optional<std::variant<CheckMat, BeginCalibration, SpotCheckMat>> work_when_ready_;
  MatWork mat_work_{options_.store_path, clock_};
  std::int64_t next_sequence_ = 0;
  std::optional<std::int64_t> first_sequence_;  ///< of the session that is recorded
  std::optional<std::chrono::steady_clock::time_point> lost_since_;
  bool restored_ = false;  ///< the link is back; takes effect at the first sample that comes

  std::unique_ptr<acquire::Connection> connection_;
  std::stop_source link_stop_;
  std::jthread io_;
  std::jthread pipeline_;
};

Engine::Engine(EngineOptions options) : implementation_(std::make_unique<Implementation>(std::move(options))) {}
Engine::~Engine() = default;
void Engine::send(Command command) { implementation_->send(std::move(command)); }
std::shared_ptr<const Snapshot> Engine::snapshot() const { return implementation_->snapshot(); }
void Engine::take_plot_points(std::vector<PlotPoint>& points) { implementation_->take_plot_points(points); }

}  // namespace poise::engine
