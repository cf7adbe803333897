#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "acquire/byte_link.h"
#include "acquire/mat_conversation.h"
#include "base/bounded_queue.h"
#include "base/stages.h"

namespace poise::acquire {

/// Whether waiting may bring a mat that could not be reached for this reason: a port in use is given back, a
/// mat that was lost returns. With any other reason somebody has to do something first (no such port, no
/// permission, nothing answers, noise, wrong version, wrong pattern); a program that has never had a mat may
/// end with it.
bool waiting_helps(const Error& error);

/// Keeps a conversation with a mat going: opens a link, greets, hands on what arrives, and after a loss looks
/// for the same mat every 250 ms. It never gives up by itself: whoever runs it decides, from the changes it
/// reports:
///
///   searching (first of all without a reason; then with each new reason why there is no mat)
///   refused   (a mat is there that cannot be used: version, test pattern, cells, another mat than before)
///   streaming -> chunks -> [stale -> chunks] -> lost -> searching ... streaming (same unique_id) ...
///   ended     (the source is exhausted; run() returns)
class Connection {
 public:
  /// Called from run()'s thread, in order.
  using Sink = std::function<void(LinkItem&&)>;
  using ResultSink = std::function<void(const CommandResult&)>;

  /// `on_result` (may be empty) gets the mat's answers to commands given through send().
  Connection(std::unique_ptr<LinkSource> source, Sink sink, ResultSink on_result = {});

  /// The io thread's loop; returns when stopped (the mat is told to stop streaming) or when the source ended.
  void run(std::stop_token stop);

  /// Sends a command to the mat, if one is streaming, at the latest when the next bytes come. Any thread.
  void send(MatCommand command) { commands_.try_push(std::move(command)); }

  const LinkSource& source() const { return *source_; }

 private:
  std::chrono::milliseconds attempt(std::stop_token stop);
  Error converse(ByteLink& link, std::stop_token stop);
  Expected<void> exchange(ByteLink& link, MatConversation& conversation, std::stop_token stop);
  void accept(const MatIdentity& identity);
  void report(LinkChange::Kind kind, std::optional<Error> error = std::nullopt);
  void report_failure(Error error);

  const std::unique_ptr<LinkSource> source_;
  const Sink sink_;
  const ResultSink on_result_;
  BoundedQueue<MatCommand> commands_{16};
  std::optional<MatIdentity> mat_;  ///< accepted once; from then on only this one
  bool streaming_ = false;
  std::optional<Error> last_reason_;  ///< reported last, so that each reason is reported once
  std::optional<Error> distrusted_;   ///< why a mat that had been accepted is not accepted again
  std::string distrusted_id_;
};

}  // namespace poise::acquire
