#include "store/connection.h"
#include "store/session_row.h"
#include "store/store.h"

namespace poise::store {
namespace {

constexpr const char* kColumns =
    "SELECT id, started_wall_us, started, coalesce(into_pseudonym, athlete), programme, programme_toml, "
    "events, ended "
    "FROM visits LEFT JOIN person ON person.pseudonym = athlete ";

Visit read_visit(SQLite::Statement& row) {
  return {row.getColumn(0).getString(), row.getColumn(1).getInt64(),   row.getColumn(2).getString(),
          row.getColumn(3).getString(), row.getColumn(4).getString(),  row.getColumn(5).getString(),
          row.getColumn(6).getString(), row.getColumn(7).getInt() != 0};
}

tl::unexpected<Error> no_visit(const std::string& id) {
  return fail(ErrorCode::not_found, "there is no such visit: poise programmes visits lists them", id);
}

}  // namespace

Expected<std::vector<Visit>> Store::visits() {
  return guarded(path(), [&] {
    std::vector<Visit> found;
    SQLite::Statement row(connection_->database,
                          std::string(kWithPersons) + kColumns + "ORDER BY started_wall_us, key");
    while (row.executeStep()) found.push_back(read_visit(row));
    return found;
  });
}

Expected<void> Store::begin_visit(const Visit& visit) {
  auto lock = connection_->lock_session(visit.id);
  if (!lock) return tl::make_unexpected(lock.error());
  auto begun = guarded(path(), [&] {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    connection_->ensure_athlete(visit.athlete, visit.started);
    SQLite::Statement insert(
        connection_->database,
        "INSERT INTO visits (id, started_wall_us, started, athlete, programme, programme_toml, events, "
        "ended) VALUES (?, ?, ?, nullif(?, ''), ?, ?, ?, ?)");
    insert.bind(1, visit.id);
    insert.bind(2, visit.started_wall_us);
    insert.bind(3, visit.started);
    insert.bind(4, visit.athlete);
    insert.bind(5, visit.programme);
    insert.bind(6, visit.programme_toml);
    insert.bind(7, visit.events);
    insert.bind(8, visit.ended ? 1 : 0);
    insert.exec();
    transaction.commit();
  });
  if (begun) connection_->recording.emplace(visit.id, std::move(*lock));
  return begun;
}

Expected<Visit> Store::resume_visit(const std::string& id) {
  auto visit = guarded(path(), [&]() -> Expected<Visit> {
    SQLite::Statement row(connection_->database, std::string(kWithPersons) + kColumns + "WHERE id = ?");
    row.bind(1, id);
    if (!row.executeStep()) return no_visit(id);
    return read_visit(row);
  });
  if (!visit) return visit;
  auto lock = connection_->lock_session(id);
  if (!lock && lock.error().code == ErrorCode::busy)
    return fail(ErrorCode::busy, "another program leads through this visit: go on there, or end that one",
                id);
  if (!lock) return tl::make_unexpected(lock.error());
  connection_->recording.emplace(id, std::move(*lock));
  return visit;
}

Expected<void> Store::save_visit(const std::string& id, const std::string& events, bool ended) {
  auto saved = guarded(path(), [&]() -> Expected<void> {
    SQLite::Statement update(connection_->database, "UPDATE visits SET events = ?, ended = ? WHERE id = ?");
    update.bind(1, events);
    update.bind(2, ended ? 1 : 0);
    update.bind(3, id);
    if (update.exec() == 0) return no_visit(id);
    return {};
  });
  if (saved && ended) leave_visit(id);
  return saved;
}

void Store::leave_visit(const std::string& id) { connection_->recording.erase(id); }

}  // namespace poise::store
