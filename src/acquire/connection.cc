#include "acquire/connection.h"

#include <algorithm>
#include <utility>

namespace poise::acquire {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRetry{250};
// A mat that was refused stays refused; opening its port again resets its board, so not too often.
constexpr milliseconds kRetryRefused{2000};
// A pause between two looks at stop_token and commands when the mat has nothing to say.
constexpr milliseconds kLongestRead{250};

bool is_refusal(ErrorCode code) {
  return code == ErrorCode::wrong_version || code == ErrorCode::wrong_identity ||
         code == ErrorCode::unsupported;
}

bool same_reason(const std::optional<Error>& a, const Error& b) {
  return a && a->code == b.code && a->what == b.what && a->where == b.where;
}

}  // namespace

bool waiting_helps(const Error& error) {
  return error.code == ErrorCode::busy || error.code == ErrorCode::disconnected;
}

Connection::Connection(std::unique_ptr<LinkSource> source, Sink sink, ResultSink on_result)
    : source_(std::move(source)), sink_(std::move(sink)), on_result_(std::move(on_result)) {}

void Connection::run(std::stop_token stop) {
  report(LinkChange::Kind::searching);
  while (!stop.stop_requested()) {
    const milliseconds pause = attempt(stop);
    if (source_->ended()) return report(LinkChange::Kind::ended);
    if (!source_->wait(pause, stop)) return;
  }
}

/// One link from its opening to its loss. Returns how long to wait before the next.
milliseconds Connection::attempt(std::stop_token stop) {
  auto link = source_->open(mat_ ? std::optional(mat_->unique_id) : std::nullopt, stop);
  Error reason = link ? converse(**link, stop) : std::move(link.error());
  if (stop.stop_requested() || source_->ended()) return kRetry;
  const bool refused = is_refusal(reason.code);
  report_failure(std::move(reason));
  return refused ? kRetryRefused : kRetry;
}

/// Talks until the mat is gone or refused, and says why.
Error Connection::converse(ByteLink& link, std::stop_token stop) {
  const auto hint = mat_ ? std::optional(mat_->unique_id) : std::nullopt;
  MatConversation conversation(MatConversation::Purpose::stream, hint, source_->now_us(), link.listen_until_us());
  while (!stop.stop_requested()) {
    if (auto done = exchange(link, conversation, stop); !done) return done.error();
    if (conversation.error()) return *conversation.error();
  }
  conversation.leave(source_->now_us());
  (void)link.write(conversation.take_output());  // so that it does not go on talking to nobody
  return Error{ErrorCode::disconnected, "stopped", {}};
}

/// Writes what is due, reads once, and hands on what came.
Expected<void> Connection::exchange(ByteLink& link, MatConversation& conversation, std::stop_token stop) {
  const std::vector<std::uint8_t> output = conversation.take_output();
  if (!output.empty()) {
    if (auto written = link.write(output); !written) return written;
  }
  const auto until_us = conversation.next_deadline_us() - source_->now_us();
  const milliseconds due{std::clamp<std::int64_t>(until_us / 1000 + 1, 1, kLongestRead.count())};
  auto chunk = link.read(due, stop);
  if (!chunk) return tl::make_unexpected(std::move(chunk.error()));

  const bool was_stale = conversation.stale();
  const std::int64_t now_us = chunk->arrival_us;
  conversation.receive(*chunk);
  conversation.advance(now_us);
  if (conversation.state() == MatConversation::State::streaming) {
    if (!streaming_) {
      if (distrusted_ && distrusted_id_ == conversation.identity()->unique_id)
        return tl::make_unexpected(*distrusted_);
      accept(*conversation.identity());
    }
    while (auto command = commands_.try_pop()) conversation.send(std::move(*command), now_us);
  }
  if (streaming_ && !chunk->bytes.empty()) sink_(std::move(*chunk));
  if (conversation.stale() && !was_stale) report(LinkChange::Kind::stale);
  for (const CommandResult& result : conversation.take_results()) {
    if (on_result_) on_result_(result);
  }
  return {};
}

void Connection::accept(const MatIdentity& identity) {
  mat_ = identity;
  streaming_ = true;
  last_reason_.reset();
  while (commands_.try_pop()) {
    // Meant for a mat that was not there: a lamp or a beep from then would come too late.
  }
  source_->accepted(identity);
  report(LinkChange::Kind::streaming);
}

void Connection::report(LinkChange::Kind kind, std::optional<Error> error) {
  LinkChange change;
  change.kind = kind;
  change.arrival_us = source_->now_us();
  change.device = source_->name();
  change.identity = mat_;
  change.error = std::move(error);
  sink_(std::move(change));
}

void Connection::report_failure(Error error) {
  if (error.where.empty()) error.where = source_->name();
  if (std::exchange(streaming_, false)) {
    report(LinkChange::Kind::lost, error);
    if (!is_refusal(error.code)) return;
    // It was taken and then lied: taken again, it would go on and off for ever.
    distrusted_ = error;
    distrusted_id_ = mat_->unique_id;
  }
  if (same_reason(last_reason_, error)) return;
  last_reason_ = error;
  report(is_refusal(error.code) ? LinkChange::Kind::refused : LinkChange::Kind::searching, std::move(error));
}

}  // namespace poise::acquire
