#include <fmt/core.h>

#include <map>

#include "session/texts.h"
#include "store/connection.h"
#include "store/store.h"

namespace poise::store {
namespace {

Expected<void> check_texts(const Athlete& athlete) {
  return session::check_pseudonym(athlete.pseudonym).and_then([&] { return session::check_note(athlete.note); });
}

}  // namespace

Expected<void> Store::add_athlete(const Athlete& athlete) {
  if (athlete.pseudonym.empty())
    return fail(ErrorCode::usage, "an athlete needs a pseudonym of at least one letter");
  if (auto texts = check_texts(athlete); !texts) return texts;
  return guarded(path(), [&]() -> Expected<void> {
    SQLite::Statement insert(connection_->database,
                             "INSERT OR IGNORE INTO athletes (pseudonym, created, note, involved_side, archived, "
                             "merged_into) VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, athlete.pseudonym);
    insert.bind(2, athlete.created);
    insert.bind(3, athlete.note);
    insert.bind(4, athlete.involved_side);
    insert.bind(5, athlete.archived ? 1 : 0);
    insert.bind(6, athlete.merged_into);
    if (insert.exec() == 0)
      return fail(ErrorCode::usage, "there is an athlete of that pseudonym already: choose another",
                  athlete.pseudonym);
    return {};
  });
}

Expected<std::vector<Athlete>> Store::athletes() {
  return guarded(path(), [&] {
    std::vector<Athlete> found;
    SQLite::Statement row(connection_->database,
                          "SELECT pseudonym, created, note, involved_side, archived, merged_into FROM athletes "
                          "ORDER BY pseudonym");
    while (row.executeStep())
      found.push_back({row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),
                       row.getColumn(3).getString(), row.getColumn(4).getInt() != 0, row.getColumn(5).getString()});
    return found;
  });
}

Expected<void> Store::update_athlete(const Athlete& athlete) {
  if (auto texts = check_texts(athlete); !texts) return texts;
  return guarded(path(), [&]() -> Expected<void> {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    std::map<std::string, std::string> merged;
    SQLite::Statement row(connection_->database, "SELECT pseudonym, merged_into FROM athletes");
    while (row.executeStep()) merged[row.getColumn(0).getString()] = row.getColumn(1).getString();
    row.reset();
    if (!merged.contains(athlete.pseudonym))
      return fail(ErrorCode::not_found, "there is no athlete of that pseudonym: add one first", athlete.pseudonym);
    std::size_t steps = 0;  // in a store that was changed by hand, others may be merged in a circle
    for (std::string into = athlete.merged_into; !into.empty() && steps <= merged.size(); into = merged[into], ++steps) {
      if (!merged.contains(into))
        return fail(ErrorCode::not_found, "there is no athlete of that pseudonym to merge into: add one first", into);
      if (into == athlete.pseudonym)
        return fail(ErrorCode::usage, "the two are merged the other way round already: undo that first", into);
    }
    SQLite::Statement update(connection_->database,
                             "UPDATE athletes SET note = ?, involved_side = ?, archived = ?, merged_into = ? "
                             "WHERE pseudonym = ?");
    update.bind(1, athlete.note);
    update.bind(2, athlete.involved_side);
    update.bind(3, athlete.archived ? 1 : 0);
    update.bind(4, athlete.merged_into);
    update.bind(5, athlete.pseudonym);
    update.exec();
    transaction.commit();
    return {};
  });
}

}  // namespace poise::store
