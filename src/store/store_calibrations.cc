#include <fmt/format.h>

#include "store/connection.h"
#include "store/store.h"

namespace poise::store {
namespace {

constexpr const char* kInForce =
    "SELECT calibration FROM calibrations_in_force WHERE mat_unique_id = ? ORDER BY key DESC LIMIT 1";

std::string in_force_id(SQLite::Database& database, const std::string& mat_unique_id) {
  SQLite::Statement row(database, kInForce);
  row.bind(1, mat_unique_id);
  return row.executeStep() ? row.getColumn(0).getString() : std::string();
}

void insert_in_force(SQLite::Database& database, const std::string& mat_unique_id, const std::string& id,
                     const std::string& since) {
  SQLite::Statement insert(
      database, "INSERT INTO calibrations_in_force (mat_unique_id, calibration, since) VALUES (?, ?, ?)");
  insert.bind(1, mat_unique_id);
  if (!id.empty()) insert.bind(2, id);
  insert.bind(3, since);
  insert.exec();
}

}  // namespace

Expected<void> Store::add_calibration(const calibrate::Calibration& calibration, const std::string& since) {
  return guarded(path(), [&] {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement insert(
        connection_->database,
        "INSERT INTO calibrations (id, mat_unique_id, made_wall_us, toml) VALUES (?, ?, ?, ?)");
    insert.bind(1, calibration.id);
    insert.bind(2, calibration.mat_unique_id);
    insert.bind(3, calibration.made_wall_us);
    insert.bind(4, calibrate::to_toml(calibration));
    insert.exec();
    insert_in_force(connection_->database, calibration.mat_unique_id, calibration.id, since);
    transaction.commit();
  });
}

Expected<std::vector<KeptCalibration>> Store::calibrations(const std::string& mat_unique_id,
                                                           std::vector<std::string>* warnings) {
  return guarded(path(), [&] {
    SQLite::Transaction transaction(connection_->database);  // the list and what is in force, of one moment
    SQLite::Statement row(
        connection_->database,
        "SELECT id, mat_unique_id, toml FROM calibrations WHERE ?1 = '' OR mat_unique_id = ?1 "
        "ORDER BY made_wall_us, key");
    row.bind(1, mat_unique_id);
    std::vector<KeptCalibration> all;
    while (row.executeStep()) {
      KeptCalibration kept;
      kept.toml = row.getColumn(2).getString();
      auto calibration =
          calibrate::parse_calibration(kept.toml, "calibration " + row.getColumn(0).getString());
      if (!calibration) {
        if (warnings) warnings->push_back(to_line(calibration.error()));
        continue;
      }
      kept.calibration = std::move(*calibration);
      kept.in_force = in_force_id(connection_->database, row.getColumn(1).getString()) == kept.calibration.id;
      all.push_back(std::move(kept));
    }
    return all;
  });
}

Expected<std::optional<KeptCalibration>> Store::calibration_in_force(const std::string& mat_unique_id) {
  return guarded(path(), [&]() -> Expected<std::optional<KeptCalibration>> {
    const std::string id = in_force_id(connection_->database, mat_unique_id);
    if (id.empty()) return std::nullopt;
    SQLite::Statement row(connection_->database, "SELECT toml FROM calibrations WHERE id = ?");
    row.bind(1, id);
    if (!row.executeStep()) return std::nullopt;
    KeptCalibration kept;
    kept.toml = row.getColumn(0).getString();
    kept.in_force = true;
    auto calibration = calibrate::parse_calibration(kept.toml, "calibration " + id);
    if (!calibration) return tl::make_unexpected(calibration.error());
    kept.calibration = std::move(*calibration);
    return kept;
  });
}

Expected<void> Store::put_in_force(const std::string& mat_unique_id, const std::string& id,
                                   const std::string& since) {
  return guarded(path(), [&]() -> Expected<void> {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    if (!id.empty()) {
      SQLite::Statement row(connection_->database,
                            "SELECT 1 FROM calibrations WHERE id = ? AND mat_unique_id = ?");
      row.bind(1, id);
      row.bind(2, mat_unique_id);
      if (!row.executeStep())
        return fail(ErrorCode::not_found,
                    fmt::format("mat {} has no such calibration: poise calibrate list shows those there are",
                                mat_unique_id),
                    id);
    }
    insert_in_force(connection_->database, mat_unique_id, id, since);
    transaction.commit();
    return {};
  });
}

Expected<std::string> Store::calibration_begun(const std::string& mat_unique_id) {
  return guarded(path(), [&] {
    SQLite::Statement row(connection_->database,
                          "SELECT toml FROM calibrations_begun WHERE mat_unique_id = ?");
    row.bind(1, mat_unique_id);
    return row.executeStep() ? row.getColumn(0).getString() : std::string();
  });
}

Expected<void> Store::keep_calibration_begun(const std::string& mat_unique_id, const std::string& toml) {
  return guarded(path(), [&] {
    SQLite::Statement upsert(connection_->database,
                             "INSERT OR REPLACE INTO calibrations_begun VALUES (?, ?)");
    upsert.bind(1, mat_unique_id);
    upsert.bind(2, toml);
    upsert.exec();
  });
}

Expected<void> Store::add_spot_checks(std::span<const KeptSpotCheck> checks) {
  return guarded(path(), [&] {
    SQLite::Transaction transaction(connection_->database, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement insert(
        connection_->database,
        "INSERT INTO spot_checks (mat_unique_id, calibration, made_wall_us, made, made_by, plate, "
        "expected_n, measured_n) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (const KeptSpotCheck& check : checks) {
      insert.bind(1, check.mat_unique_id);
      if (check.calibration.empty())
        insert.bind(2);
      else
        insert.bind(2, check.calibration);
      insert.bind(3, check.made_wall_us);
      insert.bind(4, check.made);
      insert.bind(5, check.made_by);
      insert.bind(6, check.reading.plate);
      insert.bind(7, check.reading.expected_n);
      insert.bind(8, check.reading.measured_n);
      insert.exec();
      insert.reset();
    }
    transaction.commit();
  });
}

Expected<std::vector<KeptSpotCheck>> Store::spot_checks(const std::string& mat_unique_id) {
  return guarded(path(), [&] {
    SQLite::Statement row(
        connection_->database,
        "SELECT mat_unique_id, calibration, made_wall_us, made, made_by, plate, expected_n, measured_n "
        "FROM spot_checks WHERE ?1 = '' OR mat_unique_id = ?1 ORDER BY made_wall_us, key");
    row.bind(1, mat_unique_id);
    std::vector<KeptSpotCheck> all;
    while (row.executeStep())
      all.push_back(
          {row.getColumn(0).getString(),
           row.getColumn(1).getString(),
           row.getColumn(2).getInt64(),
           row.getColumn(3).getString(),
           row.getColumn(4).getString(),
           {row.getColumn(5).getInt(), row.getColumn(6).getDouble(), row.getColumn(7).getDouble()}});
    return all;
  });
}

}  // namespace poise::store
