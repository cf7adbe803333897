#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/command.h"
#include "engine/mat_in_hand.h"
#include "engine/session_pass.h"
#include "session/session.h"
#include "store/session_writer.h"

namespace poise::engine {

/// One session while it is being recorded: in memory for the analysis at its end, and in the store as it comes. When the
/// store has not taken all of it by its end, the whole of it goes to another place. Pipeline thread.
class SessionRecorder {
 public:
  /// Begins the session in the store. Without a store nothing could be kept, so a failure here is a refusal.
  /// `other_places`: folders for it in case that the store fails later. An id that is taken is replaced by another.
  static Expected<std::unique_ptr<SessionRecorder>> begin(const std::filesystem::path& store_path,
                                                          session::SessionInfo info,
                                                          std::vector<std::filesystem::path> other_places);

  void add(std::span<const RawFrame> frames, std::span<const Event> events);

  const session::SessionInfo& info() const { return session_.info; }
  store::WriterState writer_state() const { return writer_->state(); }

  /// Writes out what is left, analyses, and keeps the result. The analysis is given even when the store fails;
  /// `store_error` then says what was not kept, and where else the session is.
  struct Result {
    std::optional<SessionPass> pass;
    std::optional<Error> store_error;
  };
  Result finish();

 private:
  SessionRecorder(std::filesystem::path store_path, session::SessionInfo info,
                  std::vector<std::filesystem::path> other_places, std::unique_ptr<store::SessionWriter> writer);
  Expected<void> save_the_rest();
  Result finish_elsewhere(Error why) const;

  std::filesystem::path store_path_;
  std::vector<std::filesystem::path> other_places_;
  session::Session session_;
  std::unique_ptr<store::SessionWriter> writer_;
};

/// What is known of a session when it begins, at that wall clock, with an id of its own.
session::SessionInfo describe_session(const BeginSession& begin, const MatInHand& mat,
                                      const std::string& device, std::int64_t wall_us);

/// "20260305-140709-a3f1": the start's local time and four hexadecimal digits from `entropy`.
std::string make_session_id(std::int64_t wall_us, unsigned entropy);

/// What the store keeps of a pass.
store::KeptAnalysis kept_analysis(const SessionPass& pass);

/// Analyses a kept session and keeps the result with it: at its end and for one that was recovered.
Expected<SessionPass> analyse_and_keep(store::Store& store, const session::Session& session);

}  // namespace poise::engine
