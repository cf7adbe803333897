#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <tuple>

#include "session/texts.h"
#include "store/chunk_format.h"
#include "store/connection.h"
#include "store/session_row.h"
#include "store/store.h"

namespace poise::store {
namespace {

using session::Session;
using session::SessionInfo;
using session::SessionState;

/// Ids become part of file names and come from strangers' folders too.
bool is_good_id(const std::string& id) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !id.empty() && id.size() <= 64 && id != "last" && id != "all" && std::all_of(id.begin(), id.end(), good);
}

tl::unexpected<Error> bad_id(const std::string& id) {
  return fail(ErrorCode::bad_data,
              "this cannot be a session's id: letters, digits, - and _ only, at most 64, and not \"last\" or \"all\"",
              id);
}

tl::unexpected<Error> no_session(const std::string& id) {
  if (id == "last")
    return fail(ErrorCode::not_found, "there is no session yet: record one first with poise record");
  return fail(ErrorCode::not_found, "there is no such session: poise sessions lists them", id);
}

/// Whether the frames from `first` on come after those before them, as everything that is kept does.
bool goes_on(const std::vector<RawFrame>& frames, std::size_t first) {
  constexpr std::int64_t kLargest = 1'000'000'000'000'000'000;
  const auto possible = [](std::int64_t number) { return number >= -kLargest && number <= kLargest; };
  for (std::size_t i = first; i < frames.size(); ++i) {
    const RawFrame& frame = frames[i];
    if (!possible(frame.sequence) || !possible(frame.device_us)) return false;
    if (i > 0 && (frame.sequence <= frames[i - 1].sequence || frame.device_us <= frames[i - 1].device_us)) return false;
  }
  return true;
}

/// Whether `whole` has every sample of a recovered session and more: the store failed, and it was saved elsewhere.
bool completes(const Session& kept, const Session& whole) {
  if (kept.state != SessionState::recovered || !kept.rep_edits.empty()) return false;
  const auto before = [](const RawFrame& a, const RawFrame& b) {
    return std::tie(a.sequence, a.device_us, a.counts) < std::tie(b.sequence, b.device_us, b.counts);
  };
  return whole.frames.size() > kept.frames.size() &&
         std::includes(whole.frames.begin(), whole.frames.end(), kept.frames.begin(), kept.frames.end(), before);
}

/// Runs `read`; a page that SQLite cannot use ends it, which is said.
template <class Read>
void as_far_as_it_goes(Session& into, const char* what, Read&& read) {
  try {
    read();
  } catch (const SQLite::Exception& exception) {
    if (exception.getErrorCode() != SQLITE_CORRUPT) throw;
    into.damage.push_back(fmt::format("{} could not be read to their end", what));
  }
}

/// Reads chunk after chunk by key, so that a damaged page costs the chunks on it and no more. `expected`: how many there
/// were when the session ended.
void read_frames(SQLite::Database& database, std::int64_t session, std::optional<std::int64_t> expected, Session& into) {
  std::vector<std::int64_t> keys;
  as_far_as_it_goes(into, "the list of its stretches of samples", [&] {
    SQLite::Statement key_row(database, "SELECT key FROM chunks WHERE session = ? ORDER BY key");
    key_row.bind(1, session);
    while (key_row.executeStep()) keys.push_back(key_row.getColumn(0).getInt64());
  });

  const auto found = static_cast<std::int64_t>(keys.size()), count = std::max(found, expected.value_or(0));
  std::int64_t damaged = count - found;
  SQLite::Statement chunk_row(database, "SELECT frames, crc FROM chunks WHERE key = ?");
  for (const std::int64_t key : keys) {
    chunk_row.tryReset();
    chunk_row.bind(1, key);
    if (const int status = chunk_row.tryExecuteStep(); status != SQLITE_ROW) {
      ++damaged;
      continue;
    }
    const SQLite::Column blob = chunk_row.getColumn(0);
    const std::span bytes(static_cast<const std::uint8_t*>(blob.getBlob()),
                          static_cast<std::size_t>(blob.getBytes()));
    const bool intact = chunk_row.getColumn(1).getInt64() == std::int64_t{chunk_crc(bytes)};
    const std::size_t before = into.frames.size();
    const bool good = intact && decode_chunk(bytes, into.frames) && goes_on(into.frames, before);
    if (good) continue;
    ++damaged;
    into.frames.resize(before);
  }
  if (damaged > 0)
    into.damage.push_back(
        fmt::format("{} of {} stretches of samples are damaged and left out: they show as gaps", damaged, count));
}

std::uint32_t event_crc(std::int64_t sequence, const std::string& kind, const std::string& detail) {
  boost::crc_32_type crc;
  const std::string text = fmt::format("{} {} {}", sequence, kind, detail);
  crc.process_bytes(text.data(), text.size());
  return crc.checksum();
}

void read_events(SQLite::Database& database, std::int64_t session, std::optional<std::int64_t> expected, Session& into) {
  std::int64_t found = 0, damaged = 0;
  as_far_as_it_goes(into, "its events", [&] {
    SQLite::Statement row(database, "SELECT sequence, kind, detail, crc FROM events WHERE session = ? ORDER BY key");
    row.bind(1, session);
    for (; row.executeStep(); ++found) {
      const Event event{EventKind{}, row.getColumn(0).getInt64(), row.getColumn(2).getString()};
      const std::string word = row.getColumn(1).getString();
      const auto kind = event_kind_from(word);
      const SQLite::Column crc = row.getColumn(3);
      if (!crc.isNull() && crc.getInt64() != std::int64_t{event_crc(event.sequence, word, event.detail)})
        ++damaged;
      else if (kind)
        into.events.push_back({*kind, event.sequence, event.detail});
      else
        into.damage.push_back(fmt::format("an event of the unknown kind \"{}\" is left out", word));
    }
  });
  const std::int64_t count = std::max(found, expected.value_or(0));
  damaged += count - found;
  if (damaged > 0)
    into.damage.push_back(fmt::format(
        "{} of {} events are damaged and left out: what was zeroed, begun or ended then is not known", damaged, count));
}

}  // namespace

Expected<std::int64_t> Store::Connection::find_session(const std::string& id_or_last) {
  const bool last = id_or_last == "last";
  SQLite::Statement row(database,
                        last ? "SELECT key FROM sessions ORDER BY started_wall_us DESC, key DESC LIMIT 1"
                             : "SELECT key FROM sessions WHERE id = ?");
  if (!last) row.bind(1, id_or_last);
  if (!row.executeStep()) return no_session(id_or_last);
  return row.getColumn(0).getInt64();
}

void Store::Connection::ensure_athlete(const std::string& pseudonym, const std::string& since) {
  if (pseudonym.empty()) return;
  SQLite::Statement athlete(database, "INSERT OR IGNORE INTO athletes (pseudonym, created) VALUES (?, ?)");
  athlete.bind(1, pseudonym);
  athlete.bind(2, since);
  athlete.exec();
}

void Store::Connection::insert_session(const SessionInfo& info) {
  ensure_athlete(info.athlete, info.started);
  SQLite::Statement insert(database,
                           fmt::format("INSERT INTO sessions ({}) VALUES ({})", kInfoColumns, parameters(kInfoColumnCount)));
  bind_info(insert, info);
  insert.exec();
}

void Store::Connection::insert_samples(std::int64_t session, std::span<const RawFrame> frames,
                                       std::span<const Event> events) {
  SQLite::Statement chunk_row(database, "INSERT INTO chunks (session, frames, crc) VALUES (?, ?, ?)");
  while (!frames.empty()) {
    const auto part = frames.first(std::min(frames.size(), kMaxChunkFrames));
    frames = frames.subspan(part.size());
    const auto bytes = encode_chunk(part);
    chunk_row.bind(1, session);
    chunk_row.bind(2, bytes.data(), static_cast<int>(bytes.size()));
    chunk_row.bind(3, std::int64_t{chunk_crc(bytes)});
    chunk_row.exec();
    chunk_row.reset();
  }
  SQLite::Statement event_row(database,
                              "INSERT INTO events (session, sequence, kind, detail, crc) VALUES (?, ?, ?, ?, ?)");
  for (const Event& event : events) {
    event_row.bind(1, session);
    event_row.bind(2, event.sequence);
    event_row.bind(3, poise::to_string(event.kind));
    event_row.bind(4, event.detail);
    event_row.bind(5, std::int64_t{event_crc(event.sequence, poise::to_string(event.kind), event.detail)});
    event_row.exec();
    event_row.reset();
  }
}

void Store::Connection::remove_samples(std::int64_t session) {
  for (const char* text : {"DELETE FROM chunks WHERE session = ?", "DELETE FROM events WHERE session = ?",
                           "UPDATE sessions SET chunk_count = NULL, event_count = NULL WHERE key = ?"}) {
    SQLite::Statement remove(database, text);
    remove.bind(1, session);
    remove.exec();
  }
}

void Store::Connection::count_rows(std::int64_t session) {
  SQLite::Statement update(database,
                           "UPDATE sessions SET chunk_count = (SELECT count(*) FROM chunks WHERE session = ?1), "
                           "event_count = (SELECT count(*) FROM events WHERE session = ?1) "
                           "WHERE key = ?1 AND chunk_count IS NULL");
  update.bind(1, session);
  update.exec();
}

Expected<FileLock> Store::Connection::lock_session(const std::string& id) const {
  return FileLock::take(path.string() + ".recording-" + id);
}

Expected<std::vector<SessionSummary>> Store::sessions() {
  return guarded(path(), [&] {
    std::vector<SessionSummary> found;
    SQLite::Statement row(
        connection_->database,
        std::string(kWithPersons) +
        "SELECT id, started, coalesce(into_pseudonym, athlete), exercise, variant, side, outcome, reps, state, "
        "exertion, load_kg, eyes, surface, visit, programme_role "
        "FROM sessions LEFT JOIN person ON person.pseudonym = athlete ORDER BY started_wall_us, key");
    while (row.executeStep()) {
      SessionSummary summary;
      summary.id = row.getColumn(0).getString();
      summary.started = row.getColumn(1).getString();
      summary.athlete = row.getColumn(2).getString();
      summary.exercise = row.getColumn(3).getString();
      summary.variant = row.getColumn(4).getString();
      summary.side = side_from(row.getColumn(5).getString()).value_or(Side::both);
      summary.outcome = movement::outcome_from(row.getColumn(6).getString());
      summary.reps = row.getColumn(7).getInt();
      summary.state = session_state_from(row.getColumn(8).getString()).value_or(SessionState::recording);
      const auto number = [&](int column) {
        return row.isColumnNull(column) ? std::nullopt : std::optional(row.getColumn(column).getDouble());
      };
      summary.exertion = number(9);
      summary.load_kg = number(10);
      summary.eyes = session::eyes_from(row.getColumn(11).getString());
      summary.surface = session::surface_from(row.getColumn(12).getString());
      summary.visit = row.getColumn(13).getString();
      summary.role = row.getColumn(14).getString();
      found.push_back(std::move(summary));
    }
    return found;
  });
}

Expected<Store::FoundSessions> Store::find_sessions() {
  return guarded(path(), [&] {
    FoundSessions found;
    std::vector<std::string>& ids = found.ids;
    // Of the table and of its index one may be damaged.
    for (const char* order : {"SELECT id FROM sessions NOT INDEXED", "SELECT id FROM sessions INDEXED BY sqlite_autoindex_sessions_1"}) {
      Session none;
      as_far_as_it_goes(none, "the list of sessions", [&] {
        SQLite::Statement row(connection_->database, order);
        while (row.executeStep()) ids.push_back(row.getColumn(0).getString());
      });
      found.complete &= none.damage.empty();
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return found;
  });
}

Expected<Session> Store::load(const std::string& id_or_last) {
  return guarded(path(), [&]() -> Expected<Session> {
    // One transaction: a writer may be adding to this very session.
    SQLite::Transaction transaction(connection_->database);
    const auto key = connection_->find_session(id_or_last);
    if (!key) return tl::make_unexpected(key.error());
    SQLite::Statement row(
        connection_->database,
        fmt::format("SELECT state, outcome, reps, chunk_count, event_count, {} FROM sessions WHERE key = ?", kInfoColumns));
    row.bind(1, *key);
    if (!row.executeStep()) return no_session(id_or_last);
    Session session;
    session.state = session_state_from(row.getColumn(0).getString()).value_or(SessionState::recording);
    session.outcome = movement::outcome_from(row.getColumn(1).getString());
    session.reps = row.getColumn(2).getInt();
    const auto count = [&row](int column) {
      return row.isColumnNull(column) ? std::nullopt : std::optional(row.getColumn(column).getInt64());
    };
    session.info = read_info(row, 5);
    if (!is_intact(row, 5, session.info))
      session.damage.push_back(
          "what is kept of it beside its samples (mat, calibration, what was asked) is damaged: every figure is doubtful");
    read_frames(connection_->database, *key, count(3), session);
    read_events(connection_->database, *key, count(4), session);
    as_far_as_it_goes(session, "the corrections of its repetitions",
                      [&] { session.rep_edits = connection_->read_rep_edits(*key); });
    return session;
  });
}

Expected<std::optional<std::string>> Store::analysis_json(const std::string& id) {
  return guarded(path(), [&]() -> Expected<std::optional<std::string>> {
    const auto key = connection_->find_session(id);
    if (!key) return tl::make_unexpected(key.error());
    SQLite::Statement row(connection_->database, "SELECT json FROM analyses WHERE session = ?");
    row.bind(1, *key);
    if (!row.executeStep() || row.getColumn(0).isNull()) return std::optional<std::string>{};
    return std::optional(row.getColumn(0).getString());
  });
}

Expected<void> Store::begin_session(const SessionInfo& info) {
  if (!is_good_id(info.id)) return bad_id(info.id);
  if (auto texts = session::check_texts(info); !texts) return texts;
  const auto taken = [&] { return fail(ErrorCode::exists, "there is a session of that id already: begin with another", info.id); };
  auto lock = connection_->lock_session(info.id);
  if (!lock && lock.error().code == ErrorCode::busy) return taken();
  if (!lock) return tl::make_unexpected(lock.error());
  auto begun = guarded(path(), [&]() -> Expected<void> {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    if (connection_->find_session(info.id)) return taken();
    connection_->insert_session(info);
    transaction.commit();
    return {};
  });
  if (begun) connection_->recording.emplace(info.id, std::move(*lock));
  return begun;
}

Expected<void> Store::update_session(const SessionInfo& info) {
  if (auto texts = session::check_texts(info); !texts) return texts;
  return guarded(path(), [&]() -> Expected<void> {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    const auto key = connection_->find_session(info.id);
    if (!key) return tl::make_unexpected(key.error());
    connection_->ensure_athlete(info.athlete, info.started);
    SQLite::Statement update(connection_->database,
                             fmt::format("UPDATE sessions SET ({}) = ({}) WHERE key = ?{}", kInfoColumns,
                                         parameters(kInfoColumnCount), kInfoColumnCount + 1));
    bind_info(update, info);
    update.bind(kInfoColumnCount + 1, *key);
    update.exec();
    transaction.commit();
    return {};
  });
}

Expected<void> Store::set_surroundings(const std::string& id, const session::Surroundings& surroundings) {
  return guarded(path(), [&]() -> Expected<void> {
    SQLite::Statement update(connection_->database, fmt::format("UPDATE sessions SET ({}) = ({}) WHERE id = ?{}", kSurroundingsColumns,
                                                                parameters(kSurroundingsColumnCount), kSurroundingsColumnCount + 1));
    bind_surroundings(update, surroundings);
    update.bind(kSurroundingsColumnCount + 1, id);
    if (update.exec() == 0) return no_session(id);
    return {};
  });
}

Expected<void> Store::append(const std::string& id, std::span<const RawFrame> frames,
                             std::span<const Event> events) {
  return guarded(path(), [&]() -> Expected<void> {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    const auto key = connection_->find_session(id);
    if (!key) return tl::make_unexpected(key.error());
    connection_->insert_samples(*key, frames, events);
    transaction.commit();
    return {};
  });
}

Expected<void> Store::finish_session(const std::string& id, const KeptAnalysis& analysis) {
  auto finished = guarded(path(), [&]() -> Expected<void> {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    const auto key = connection_->find_session(id);
    if (!key) return tl::make_unexpected(key.error());
    SQLite::Statement update(
        connection_->database,
        "UPDATE sessions SET state = CASE state WHEN 'recording' THEN 'finished' ELSE state END WHERE key = ?");
    update.bind(1, *key);
    update.exec();
    connection_->count_rows(*key);
    connection_->keep_analysis(*key, analysis);
    transaction.commit();
    return {};
  });
  if (finished) connection_->recording.erase(id);
  return finished;
}

Expected<std::vector<std::string>> Store::recover_unfinished() {
  return guarded(path(), [&] {
    std::vector<std::string> candidates, recovered;
    SQLite::Statement row(connection_->database,
                          "SELECT id FROM sessions WHERE state = 'recording' ORDER BY started_wall_us, key");
    while (row.executeStep()) candidates.push_back(row.getColumn(0).getString());
    row.reset();
    for (const std::string& id : candidates) {
      const auto lock = connection_->lock_session(id);
      if (!lock) continue;  // its writer lives
      SQLite::Statement update(
          connection_->database,
          "UPDATE sessions SET state = 'recovered' WHERE id = ? AND state = 'recording'");
      update.bind(1, id);
      if (update.exec() > 0) recovered.push_back(id);
    }
    return recovered;
  });
}

Expected<void> Store::import_session(const Session& session, const std::optional<KeptAnalysis>& analysis) {
  if (!is_good_id(session.info.id)) return bad_id(session.info.id);
  if (auto texts = session::check_texts(session.info); !texts) return fail(ErrorCode::bad_data, texts.error().what);
  const auto kept = load(session.info.id);
  return guarded(path(), [&]() -> Expected<void> {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    auto key = connection_->find_session(session.info.id);
    if (!key) {
      connection_->insert_session(session.info);
      key = connection_->find_session(session.info.id);
    } else if (kept && completes(*kept, session)) {
      connection_->remove_samples(*key);
    } else {
      return fail(ErrorCode::storage,
                  "this session is in the store already, nothing was imported: poise show has it",
                  session.info.id);
    }
    connection_->insert_samples(*key, session.frames, session.events);
    connection_->count_rows(*key);
    for (const auto& edit : session.rep_edits) connection_->insert_rep_edit(*key, edit);
    SQLite::Statement update(connection_->database,
                             "UPDATE sessions SET state = ?, outcome = ?, reps = ? WHERE key = ?");
    const bool left_behind = session.state == SessionState::recording;
    update.bind(1, to_string(left_behind ? SessionState::recovered : session.state));
    if (session.outcome) update.bind(2, movement::to_string(*session.outcome));
    update.bind(3, session.reps);
    update.bind(4, *key);
    update.exec();
    if (analysis) connection_->keep_analysis(*key, *analysis);
    transaction.commit();
    return {};
  });
}

}  // namespace poise::store
