#include "store/schema.h"

#include <SQLiteCpp/Transaction.h>
#include <fmt/core.h>

namespace poise::store {
namespace {

constexpr const char* kVersion1 = R"sql(
CREATE TABLE athletes (
  pseudonym TEXT PRIMARY KEY NOT NULL,
  created TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
);
CREATE TABLE sessions (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  started_wall_us INTEGER NOT NULL,
  started TEXT NOT NULL,
  athlete TEXT REFERENCES athletes(pseudonym),
  exercise TEXT NOT NULL,
  variant TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('left', 'right', 'both')),
  reps_asked INTEGER,
  seconds_asked REAL,
  body_weight_n REAL,
  body_weight_source TEXT NOT NULL,
  unattended INTEGER NOT NULL,
  device TEXT NOT NULL,
  mat_protocol_major INTEGER NOT NULL,
  mat_protocol_minor INTEGER NOT NULL,
  mat_firmware_major INTEGER NOT NULL,
  mat_firmware_minor INTEGER NOT NULL,
  mat_firmware_patch INTEGER NOT NULL,
  mat_model INTEGER NOT NULL,
  mat_unique_id TEXT NOT NULL,
  mat_cell_count INTEGER NOT NULL,
  mat_adc_bits INTEGER NOT NULL,
  mat_rate_hz REAL NOT NULL,
  mat_capabilities INTEGER NOT NULL,
  mat_t_us INTEGER NOT NULL,
  geometry_toml TEXT NOT NULL,
  calibration TEXT NOT NULL,
  poise_version TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'recording' CHECK (state IN ('recording', 'finished', 'recovered')),
  outcome TEXT,
  reps INTEGER NOT NULL DEFAULT 0,
  analysis_json TEXT
);
CREATE INDEX sessions_by_start ON sessions(started_wall_us);
CREATE TABLE chunks (
  key INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions(key),
  frames BLOB NOT NULL,
  crc INTEGER NOT NULL
);
CREATE INDEX chunks_of_session ON chunks(session);
CREATE TABLE events (
  key INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions(key),
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX events_of_session ON events(session);
CREATE TABLE mats (
  unique_id TEXT PRIMARY KEY NOT NULL,
  geometry_toml TEXT NOT NULL DEFAULT '',
  device TEXT NOT NULL DEFAULT '',
  used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE settings (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);
)sql";

/// What people say about what the program found. `rep_edits` only grows: the last row of a repetition holds, and
/// undoing adds a row that says what held before.
constexpr const char* kVersion2 = R"sql(
ALTER TABLE athletes ADD COLUMN involved_side TEXT NOT NULL DEFAULT '';
ALTER TABLE athletes ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE athletes ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE TABLE rep_edits (
  key INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions(key),
  rep INTEGER NOT NULL,
  made TEXT NOT NULL,
  start_s REAL,
  end_s REAL,
  excluded INTEGER,
  reason TEXT NOT NULL
);
CREATE INDEX rep_edits_of_session ON rep_edits(session);
)sql";

/// What people say of a session, and its place in a round of a programme.
constexpr const char* kVersion3 = R"sql(
ALTER TABLE sessions ADD COLUMN pain_before INTEGER CHECK (pain_before BETWEEN 0 AND 10);
ALTER TABLE sessions ADD COLUMN pain_after INTEGER CHECK (pain_after BETWEEN 0 AND 10);
ALTER TABLE sessions ADD COLUMN pain_where TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN exertion REAL CHECK (exertion BETWEEN 0 AND 10);
ALTER TABLE sessions ADD COLUMN eyes TEXT CHECK (eyes IN ('open', 'closed'));
ALTER TABLE sessions ADD COLUMN surface TEXT CHECK (surface IN ('firm', 'foam'));
ALTER TABLE sessions ADD COLUMN footwear TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN load_kg REAL;
ALTER TABLE sessions ADD COLUMN operator_initials TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN notes TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN visit TEXT;
ALTER TABLE sessions ADD COLUMN programme TEXT;
ALTER TABLE sessions ADD COLUMN programme_block INTEGER;
ALTER TABLE sessions ADD COLUMN programme_set INTEGER;
ALTER TABLE sessions ADD COLUMN programme_role TEXT;
)sql";

/// Sets, and the rest between them.
constexpr const char* kVersion4 = R"sql(
ALTER TABLE sessions ADD COLUMN sets_asked INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sessions ADD COLUMN rest_asked_s REAL NOT NULL DEFAULT 60;
)sql";

/// A person's own exercise is kept whole with each session, since its file may change or go.
constexpr const char* kVersion5 = R"sql(
ALTER TABLE sessions ADD COLUMN exercise_toml TEXT NOT NULL DEFAULT '';
)sql";

/// The long JSON leaves the rows of `sessions`, which lists read; and a session's figures can be asked for one by one.
/// They are worked out from the samples when they are first wanted: `measures_version` 0 says that they are not there.
constexpr const char* kVersion6 = R"sql(
CREATE TABLE analyses (
  session INTEGER PRIMARY KEY REFERENCES sessions(key),
  json TEXT NOT NULL,
  measures_version INTEGER NOT NULL
);
INSERT INTO analyses SELECT key, analysis_json, 0 FROM sessions WHERE analysis_json IS NOT NULL;
ALTER TABLE sessions DROP COLUMN analysis_json;
CREATE TABLE measures (
  session INTEGER NOT NULL REFERENCES sessions(key),
  metric TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('left', 'right', 'both')),
  formula TEXT NOT NULL,
  value REAL NOT NULL,
  n INTEGER,
  sd REAL,
  PRIMARY KEY (session, metric, side, formula)
) WITHOUT ROWID;
CREATE INDEX sessions_of_athlete ON sessions(athlete, exercise, started_wall_us);
CREATE INDEX sessions_of_exercise ON sessions(exercise, started_wall_us);
)sql";

/// Rounds of programmes: what happened in them (session/visit_event.h), so that they go on after a crash.
constexpr const char* kVersion7 = R"sql(
CREATE TABLE visits (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  started_wall_us INTEGER NOT NULL,
  started TEXT NOT NULL,
  athlete TEXT REFERENCES athletes(pseudonym),
  programme TEXT NOT NULL,
  programme_toml TEXT NOT NULL,
  events TEXT NOT NULL DEFAULT '',
  ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX visits_by_start ON visits(started_wall_us);
)sql";

/// Calibrations of mats. Rows are only added: the last row of `calibrations_in_force` of a mat holds, NULL
/// for its nominal factors. A session has the whole calibration that it was recorded with, so that it needs
/// none of these tables.
constexpr const char* kVersion8 = R"sql(
CREATE TABLE calibrations (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  mat_unique_id TEXT NOT NULL,
  made_wall_us INTEGER NOT NULL,
  toml TEXT NOT NULL
);
CREATE INDEX calibrations_of_mat ON calibrations(mat_unique_id, made_wall_us);
CREATE TABLE calibrations_in_force (
  key INTEGER PRIMARY KEY,
  mat_unique_id TEXT NOT NULL,
  calibration TEXT REFERENCES calibrations(id),
  since TEXT NOT NULL
);
CREATE INDEX calibrations_in_force_of_mat ON calibrations_in_force(mat_unique_id);
CREATE TABLE calibrations_begun (
  mat_unique_id TEXT PRIMARY KEY NOT NULL,
  toml TEXT NOT NULL
);
CREATE TABLE spot_checks (
  key INTEGER PRIMARY KEY,
  mat_unique_id TEXT NOT NULL,
  calibration TEXT REFERENCES calibrations(id),
  made_wall_us INTEGER NOT NULL,
  made TEXT NOT NULL,
  made_by TEXT NOT NULL,
  plate INTEGER NOT NULL,
  expected_n REAL NOT NULL,
  measured_n REAL NOT NULL
);
CREATE INDEX spot_checks_of_mat ON spot_checks(mat_unique_id, made_wall_us);
ALTER TABLE sessions ADD COLUMN calibration_toml TEXT NOT NULL DEFAULT '';
)sql";

/// What shows damage that SQLite does not see: checksums of what weights follow from, and how many rows an ended session
/// has. NULL in rows of older programs.
constexpr const char* kVersion9 = R"sql(
ALTER TABLE sessions ADD COLUMN info_crc INTEGER;
ALTER TABLE sessions ADD COLUMN chunk_count INTEGER;
ALTER TABLE sessions ADD COLUMN event_count INTEGER;
ALTER TABLE events ADD COLUMN crc INTEGER;
)sql";

constexpr const char* kSteps[] = {kVersion1, kVersion2, kVersion3, kVersion4,
                                  kVersion5, kVersion6, kVersion7, kVersion8, kVersion9};

int pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

bool is_ours(SQLite::Database& database) { return pragma(database, "application_id") == kApplicationId; }

}  // namespace

std::span<const char* const> schema_steps() { return kSteps; }

Expected<void> migrate(SQLite::Database& database, std::span<const char* const> steps) {
  const int newest = static_cast<int>(steps.size());
  if (is_ours(database) && pragma(database, "user_version") == newest) return {};
  // An immediate transaction, so that of two programs opening a new file only one makes the tables.
  // A file that is refused is rolled back untouched.
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  const int version = pragma(database, "user_version");
  const bool empty = version == 0 && database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
  if (!is_ours(database) && !empty)
    return fail(ErrorCode::bad_data,
                "this is another program's database and was left as it is: give another file with --store");
  if (version > newest)
    return fail(
        ErrorCode::wrong_version,
        fmt::format(
            "the store is of version {}, this Poise knows up to {}, nothing was changed: update Poise, "
            "or give another file with --store",
            version, newest));
  database.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
  for (int step = version; step < newest; ++step) database.exec(steps[static_cast<std::size_t>(step)]);
  database.exec(fmt::format("PRAGMA user_version = {}", newest));
  transaction.commit();
  return {};
}

}  // namespace poise::store
