#include <unordered_map>

#include "store/connection.h"
#include "store/session_row.h"
#include "store/store.h"

namespace poise::store {
namespace {

using session::Measure;
using session::MeasuredSession;

/// "FROM sessions … WHERE …" of the sessions that have ended and that are asked for.
std::string from_sessions(const MeasureQuery& query) {
  std::string text = "FROM sessions LEFT JOIN person ON person.pseudonym = athlete ";
  if (query.athlete && !query.athlete->empty())
    text = "FROM person JOIN sessions ON athlete = person.pseudonym AND into_pseudonym = :athlete ";
  text += "LEFT JOIN analyses ON analyses.session = sessions.key WHERE state <> 'recording' ";
  if (query.athlete && query.athlete->empty()) text += "AND athlete IS NULL ";
  if (!query.exercise.empty()) text += "AND exercise = :exercise ";
  return text;
}

/// `with_metric`: the statement is one of select_measures.
void bind_query(SQLite::Statement& statement, const MeasureQuery& query, bool with_metric = false) {
  if (query.athlete && !query.athlete->empty()) statement.bind(":athlete", *query.athlete);
  if (!query.exercise.empty()) statement.bind(":exercise", query.exercise);
  if (with_metric && !query.metric.empty()) statement.bind(":metric", query.metric);
}

std::string select_measures(const char* columns, const MeasureQuery& query) {
  std::string text = std::string(kWithPersons) + "SELECT " + columns +
                     " FROM measures WHERE session IN (SELECT sessions.key " + from_sessions(query) + ")";
  if (!query.metric.empty()) text += " AND metric = :metric";
  return text;
}

constexpr const char* kInOrder = "ORDER BY started_wall_us, sessions.key";

MeasuredSession read_head(SQLite::Statement& row) {
  MeasuredSession head;
  head.id = row.getColumn(1).getString();
  head.started = row.getColumn(2).getString();
  head.started_wall_us = row.getColumn(3).getInt64();
  head.athlete = row.getColumn(4).getString();
  head.exercise = row.getColumn(5).getString();
  head.variant = row.getColumn(6).getString();
  head.side = side_from(row.getColumn(7).getString()).value_or(Side::both);
  head.outcome = movement::outcome_from(row.getColumn(8).getString());
  head.reps = row.getColumn(9).getInt();
  head.calibration = row.getColumn(10).getString();
  Said said = read_said(row, 11);
  head.surroundings = std::move(said.surroundings);
  head.place = std::move(said.place);
  return head;
}

Measure read_kind(SQLite::Statement& row, int first) {
  Measure measure;
  measure.metric = row.getColumn(first).getString();
  measure.side = side_from(row.getColumn(first + 1).getString()).value_or(Side::both);
  measure.formula = row.getColumn(first + 2).getString();
  return measure;
}

Measure read_measure(SQLite::Statement& row, int first) {
  Measure measure = read_kind(row, first);
  measure.value = row.getColumn(first + 3).getDouble();
  if (!row.isColumnNull(first + 4)) measure.n = row.getColumn(first + 4).getInt();
  if (!row.isColumnNull(first + 5)) measure.sd = row.getColumn(first + 5).getDouble();
  return measure;
}

}  // namespace

void Store::Connection::keep_analysis(std::int64_t session, const KeptAnalysis& analysis) {
  SQLite::Statement update(database, "UPDATE sessions SET outcome = ?, reps = ? WHERE key = ?");
  update.bind(1, movement::to_string(analysis.outcome));
  update.bind(2, analysis.valid_reps);
  update.bind(3, session);
  update.exec();
  SQLite::Statement json(database, "INSERT OR REPLACE INTO analyses VALUES (?, ?, ?)");
  json.bind(1, session);
  json.bind(2, analysis.json);
  json.bind(3, session::kMeasuresVersion);
  json.exec();
  SQLite::Statement remove(database, "DELETE FROM measures WHERE session = ?");
  remove.bind(1, session);
  remove.exec();
  SQLite::Statement insert(database, "INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?, ?)");
  for (const Measure& measure : analysis.measures) {
    insert.bind(1, session);
    insert.bind(2, measure.metric);
    insert.bind(3, poise::to_string(measure.side));
    insert.bind(4, measure.formula);
    insert.bind(5, measure.value);
    measure.n ? insert.bind(6, *measure.n) : insert.bind(6);
    measure.sd ? insert.bind(7, *measure.sd) : insert.bind(7);
    insert.exec();
    insert.reset();
  }
}

Expected<std::vector<MeasuredSession>> Store::measured_sessions(const MeasureQuery& query) {
  return guarded(path(), [&] {
    SQLite::Transaction transaction(connection_->database);  // heads and figures of one instant
    std::vector<MeasuredSession> found;
    std::unordered_map<std::int64_t, std::size_t> at;
    SQLite::Statement head(connection_->database,
                           std::string(kWithPersons) +
                               "SELECT sessions.key, id, started, started_wall_us, coalesce(into_pseudonym, athlete), "
                               "exercise, variant, side, outcome, reps, calibration, " +
                               kSaidColumns + " " + from_sessions(query) + kInOrder);
    bind_query(head, query);
    while (head.executeStep()) {
      at.emplace(head.getColumn(0).getInt64(), found.size());
      found.push_back(read_head(head));
    }
    SQLite::Statement figure(connection_->database, select_measures("session, metric, side, formula, value, n, sd", query));
    bind_query(figure, query, true);
    while (figure.executeStep())
      if (const auto session = at.find(figure.getColumn(0).getInt64()); session != at.end())
        found[session->second].measures.push_back(read_measure(figure, 1));
    return found;
  });
}

Expected<std::vector<std::string>> Store::sessions_to_measure(const MeasureQuery& query) {
  return guarded(path(), [&] {
    std::vector<std::string> ids;
    SQLite::Statement row(connection_->database, std::string(kWithPersons) + "SELECT id " + from_sessions(query) +
                                                     "AND coalesce(measures_version, 0) <> :version " + kInOrder);
    bind_query(row, query);
    row.bind(":version", session::kMeasuresVersion);
    while (row.executeStep()) ids.push_back(row.getColumn(0).getString());
    return ids;
  });
}

Expected<std::vector<Measure>> Store::kinds_of_measures(const MeasureQuery& query) {
  return guarded(path(), [&] {
    std::vector<Measure> kinds;
    SQLite::Statement row(connection_->database, select_measures("DISTINCT metric, side, formula", query));
    bind_query(row, query, true);
    while (row.executeStep()) kinds.push_back(read_kind(row, 0));
    return kinds;
  });
}

Expected<std::vector<std::string>> Store::exercises_done() {
  return guarded(path(), [&] {
    std::vector<std::string> exercises;
    SQLite::Statement row(connection_->database,
                          "SELECT exercise FROM sessions WHERE state <> 'recording' GROUP BY exercise "
                          "ORDER BY count(*) DESC, exercise");
    while (row.executeStep()) exercises.push_back(row.getColumn(0).getString());
    return exercises;
  });
}

}  // namespace poise::store
