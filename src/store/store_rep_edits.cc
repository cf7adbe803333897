#include "store/connection.h"
#include "store/store.h"

namespace poise::store {

void Store::Connection::insert_rep_edit(std::int64_t session, const movement::RepEdit& edit) {
  SQLite::Statement insert(database,
                           "INSERT INTO rep_edits (session, rep, made, start_s, end_s, excluded, reason) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, session);
  insert.bind(2, edit.rep);
  insert.bind(3, edit.made);
  if (edit.start_s) insert.bind(4, *edit.start_s);
  if (edit.end_s) insert.bind(5, *edit.end_s);
  if (edit.excluded) insert.bind(6, *edit.excluded ? 1 : 0);
  insert.bind(7, edit.reason);
  insert.exec();
  SQLite::Statement stale(database, "UPDATE analyses SET measures_version = 0 WHERE session = ?");
  stale.bind(1, session);
  stale.exec();
}

std::vector<movement::RepEdit> Store::Connection::read_rep_edits(std::int64_t session) {
  std::vector<movement::RepEdit> found;
  SQLite::Statement row(
      database, "SELECT rep, start_s, end_s, excluded, reason, made FROM rep_edits WHERE session = ? ORDER BY key");
  row.bind(1, session);
  while (row.executeStep()) {
    movement::RepEdit edit;
    edit.rep = row.getColumn(0).getInt();
    if (!row.isColumnNull(1)) edit.start_s = row.getColumn(1).getDouble();
    if (!row.isColumnNull(2)) edit.end_s = row.getColumn(2).getDouble();
    if (!row.isColumnNull(3)) edit.excluded = row.getColumn(3).getInt() != 0;
    edit.reason = row.getColumn(4).getString();
    edit.made = row.getColumn(5).getString();
    found.push_back(std::move(edit));
  }
  return found;
}

Expected<void> Store::add_rep_edit(const std::string& id, const movement::RepEdit& edit) {
  return guarded(path(), [&]() -> Expected<void> {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    const auto key = connection_->find_session(id);
    if (!key) return tl::make_unexpected(key.error());
    connection_->insert_rep_edit(*key, edit);
    transaction.commit();
    return {};
  });
}

}  // namespace poise::store
