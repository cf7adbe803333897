#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include "store/schema.h"
#include "store/store.h"
#include "temporary_folder.h"

namespace poise::store {
namespace {

/// A store as the program of schema version GetParam() left it: with an athlete, a session with samples' row and
/// event, a mat and a setting, written with the columns that there have been since version 1, and the
/// analysis where that version kept it.
class AStoreOfVersion : public testing::TestWithParam<int> {
 protected:
  AStoreOfVersion() {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    if (const auto made = migrate(database, schema_steps().first(static_cast<std::size_t>(GetParam()))); !made)
      throw std::runtime_error(to_line(made.error()));
    database.exec(kRows);
    database.exec(GetParam() < 6 ? "UPDATE sessions SET analysis_json = '{}'" : "INSERT INTO analyses VALUES (7, '{}', 0)");
  }

  static constexpr const char* kRows = R"sql(
      INSERT INTO athletes (pseudonym, created, note) VALUES ('heron', '2026-03-01', 'left knee');
      INSERT INTO sessions (key, id, started_wall_us, started, athlete, exercise, variant, side, reps_asked,
        body_weight_n, body_weight_source, unattended, device, mat_protocol_major, mat_protocol_minor,
        mat_firmware_major, mat_firmware_minor, mat_firmware_patch, mat_model, mat_unique_id, mat_cell_count,
        mat_adc_bits, mat_rate_hz, mat_capabilities, mat_t_us, geometry_toml, calibration, poise_version, state,
        outcome, reps)
      VALUES (7, '20260305-140709-a3f1', 1772716029000000, '2026-03-05T14:07:09+01:00', 'heron', 'squat', '', 'both', 5,
        706.25, 'given', 1, 'sim:squat', 1, 0, 0, 3, 1, 1, 'aa', 8, 24, 80.0, 15, 123456, 'name = "A"', 'nominal',
        '0.1.0', 'finished', 'complete', 5);
      INSERT INTO events (session, sequence, kind, detail) VALUES (7, 5, 'operator_mark', 'ouch');
      INSERT INTO mats VALUES ('aa', 'name = "A"', '/dev/ttyACM0', 3);
      INSERT INTO settings VALUES ('ui.scale', '1.5');
    )sql";

  TemporaryFolder folder;
  std::filesystem::path path = folder / "poise.db";
};

/// Every table, index and column, as SQLite sees them.
std::vector<std::string> shape_of(const std::filesystem::path& path) {
  SQLite::Database database(path.string());
  std::vector<std::string> shape;
  SQLite::Statement row(database,
                        "SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || "
                        "coalesce(c.dflt_value, '-') FROM sqlite_master m JOIN pragma_table_info(m.name) c "
                        "UNION ALL SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY 1");
  while (row.executeStep()) shape.push_back(row.getColumn(0).getString());
  return shape;
}

TEST_P(AStoreOfVersion, KeepsEverythingWhenItIsBroughtUpToDate) {
  auto store = Store::open(path);
  ASSERT_TRUE(store) << to_line(store.error());
  const auto athletes = store->athletes();
  ASSERT_EQ(athletes->size(), 1U);
  EXPECT_EQ(athletes->front().note, "left knee");
  EXPECT_FALSE(athletes->front().archived);
  const auto session = store->load("last");
  ASSERT_TRUE(session) << to_line(session.error());
  EXPECT_EQ(session->info.id, "20260305-140709-a3f1");
  EXPECT_EQ(session->info.athlete, "heron");
  EXPECT_EQ(session->info.body_weight_n, 706.25);
  EXPECT_EQ(session->info.mat.t_us, 123456U);
  EXPECT_EQ(session->info.poise_version, "0.1.0");
  EXPECT_EQ(session->outcome, movement::Outcome::complete);
  EXPECT_EQ(session->reps, 5);
  ASSERT_EQ(session->events.size(), 1U);
  EXPECT_EQ(session->events[0].detail, "ouch");
  EXPECT_EQ(session::in_words(session->info.surroundings), "");
  EXPECT_FALSE(session->info.place);
  EXPECT_EQ(session->info.calibration, "nominal");
  EXPECT_EQ(session->info.calibration_toml, "");
  EXPECT_FALSE(*store->calibration_in_force("aa"));
  EXPECT_EQ(*store->analysis_json(session->info.id), "{}");
  EXPECT_THAT(*store->sessions_to_measure({}), testing::ElementsAre(session->info.id));
  EXPECT_EQ((*store->mat("aa"))->device, "/dev/ttyACM0");
  EXPECT_EQ(*store->setting("ui.scale"), "1.5");
}

TEST_P(AStoreOfVersion, BecomesTheSameAsANewOne) {
  ASSERT_TRUE(Store::open(path));
  ASSERT_TRUE(Store::open(folder / "new.db"));
  EXPECT_EQ(shape_of(path), shape_of(folder / "new.db"));
}

INSTANTIATE_TEST_SUITE_P(EachOne, AStoreOfVersion, testing::Range(1, static_cast<int>(schema_steps().size()) + 1));

}  // namespace
}  // namespace poise::store
