#include "store/store.h"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <limits>
#include <sstream>

#include "example_session.h"
#include "store/schema.h"
#include "temporary_folder.h"

namespace poise::store {
namespace {

using namespace std::string_literals;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AStore : public testing::Test {
 protected:
  Store open() {
    auto store = Store::open(path);
    if (!store) throw std::runtime_error(to_line(store.error()));
    return std::move(*store);
  }

  TemporaryFolder folder;
  std::filesystem::path path = folder / "some/where/poise.db";
};

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  stat(path.c_str(), &status);
  return status.st_mode & 0777;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string error_of(const std::filesystem::path& path) {
  const auto store = Store::open(path);
  if (store) return "";
  const std::string line = to_line(store.error());
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_THAT(line, HasSubstr(path.string()));
  return line;
}

TEST_F(AStore, TakesNoTextsThatAreTooLongOrWouldBreakALine) {
  auto store = open();
  session::SessionInfo info = example_info();
  info.athlete = std::string(101, 'a');
  EXPECT_THAT(store.begin_session(info).error().what, HasSubstr("the pseudonym is 101 bytes long, and 100"));
  info.athlete = "heron\n20260305";
  EXPECT_THAT(store.begin_session(info).error().what, HasSubstr("one line"));
  info.athlete = "heron";
  info.surroundings.footwear = "\x1b[2J";
  EXPECT_THAT(store.begin_session(info).error().what, HasSubstr("\"?[2J\""));
  info.surroundings.footwear = "";
  info.surroundings.notes = std::string(20'001, 'x');
  EXPECT_THAT(store.begin_session(info).error().what, HasSubstr("the note"));
  EXPECT_THAT(store.add_athlete({std::string(101, 'a'), "2026", ""}).error().what, HasSubstr("pseudonym"));
  EXPECT_THAT(store.add_athlete({"heron", "2026", std::string(20'001, 'x')}).error().what, HasSubstr("the note"));
  EXPECT_THAT(*store.sessions(), IsEmpty());
}

TEST_F(AStore, KeepsTextsThatLookLikeSomethingElseAsTheyAre) {
  auto store = open();
  session::SessionInfo info = example_info();
  info.athlete = "'; DROP TABLE sessions; --";
  info.surroundings.notes = "x\0y'); DELETE FROM athletes; --\n%s%n \xff"s;
  info.surroundings.pain_where = "../../etc/passwd";
  ASSERT_TRUE(store.begin_session(info));
  ASSERT_TRUE(store.add_athlete({"../a", "2026", "\"; VACUUM INTO '/tmp/x'; --"}));
  const auto kept = store.load(info.id);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->info.athlete, info.athlete);
  EXPECT_EQ(kept->info.surroundings, info.surroundings);
  EXPECT_EQ(store.sessions()->size(), 1u);
  EXPECT_EQ(store.athletes()->size(), 2u);
}

TEST_F(AStore, RunsNothingThatSomebodyPutIntoIt) {
  open();
  SQLite::Database(path.string(), SQLite::OPEN_READWRITE)
      .exec("CREATE TRIGGER evil AFTER INSERT ON sessions BEGIN DELETE FROM sessions; END");
  auto store = open();
  ASSERT_TRUE(store.begin_session(example_info()));
  EXPECT_EQ(store.sessions()->size(), 1u);
}

TEST_F(AStore, IsNotCaughtInACircleOfMerges) {
  auto store = open();
  for (const char* who : {"heron", "a", "b"}) ASSERT_TRUE(store.add_athlete({who, "2026", ""}));
  SQLite::Database(path.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE athletes SET merged_into = CASE pseudonym WHEN 'a' THEN 'b' WHEN 'b' THEN 'a' ELSE '' END");
  EXPECT_TRUE(store.update_athlete({.pseudonym = "heron", .created = "2026", .note = "", .involved_side = "",
                                    .archived = false, .merged_into = "a"}));
  EXPECT_TRUE(store.sessions());
}

TEST_F(AStore, LeavesOutStretchesThatRunBackwards) {
  auto store = open();
  const session::SessionInfo info = example_info();
  ASSERT_TRUE(store.begin_session(info));
  ASSERT_TRUE(store.append(info.id, example_frames(100, 10), {}));
  ASSERT_TRUE(store.append(info.id, example_frames(50, 10), {}));  // with a right checksum, but not of this time
  auto wild = example_frames(200, 2);
  wild[1].sequence = std::numeric_limits<std::int64_t>::min();
  ASSERT_TRUE(store.append(info.id, wild, {}));
  ASSERT_TRUE(store.append(info.id, example_frames(300, 10), {}));
  const auto kept = store.load(info.id);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->frames.size(), 20u);
  EXPECT_THAT(kept->damage, ElementsAre(HasSubstr("2 of 4 stretches")));
}

TEST_F(AStore, IsReadableByItsOwnerOnlyAndSoIsItsFolder) {
  auto store = open();
  ASSERT_TRUE(store.set_setting("a", "b"));
  EXPECT_EQ(mode_of(path), 0600U);
  EXPECT_EQ(mode_of(path.string() + "-wal"), 0600U);
  EXPECT_EQ(mode_of(path.parent_path()), 0700U);
  EXPECT_EQ(mode_of(path.parent_path().parent_path()), 0700U);
}

TEST_F(AStore, RefusesAFileThatIsNoDatabaseAndLeavesIt) {
  const auto text = folder / "notes.txt";
  write_file(text, std::string(5000, 'x'));
  EXPECT_THAT(error_of(text), HasSubstr("not a Poise store"));
  EXPECT_EQ(content_of(text), std::string(5000, 'x'));
}

TEST_F(AStore, RefusesAnotherProgramsDatabaseAndLeavesIt) {
  const auto other = folder / "other.db";
  SQLite::Database(other.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t (a)");
  const std::string before = content_of(other);
  EXPECT_THAT(error_of(other), HasSubstr("another program's database"));
  EXPECT_EQ(content_of(other), before);
}

TEST_F(AStore, RefusesANewerVersionNamingBoth) {
  open();
  SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  const auto store = Store::open(path);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::wrong_version);
  EXPECT_THAT(store.error().what, HasSubstr("99"));
  EXPECT_THAT(store.error().what, HasSubstr(std::to_string(schema_steps().size())));
  EXPECT_EQ(SQLite::Database(path.string()).execAndGet("PRAGMA user_version").getInt(), 99);
}

TEST_F(AStore, RefusesAFolderAndAPathThroughAFile) {
  EXPECT_THAT(error_of(folder.path()), HasSubstr("a folder"));
  write_file(folder / "file", "");
  const auto store = Store::open(folder / "file/poise.db");
  ASSERT_FALSE(store);
  EXPECT_THAT(to_line(store.error()), HasSubstr("--store"));
}

TEST_F(AStore, RefusesADevice) { EXPECT_THAT(error_of("/dev/null"), HasSubstr("not a file")); }

TEST_F(AStore, SaysSoWhereNothingMayBeMade) {
  const std::filesystem::path nowhere = "/proc/poise-test/poise.db";
  const auto store = Store::open(nowhere);
  ASSERT_FALSE(store);
  EXPECT_THAT(to_line(store.error()), HasSubstr("/proc/poise-test"));
}

TEST_F(AStore, TakesAnEmptyFileAsNew) {
  std::filesystem::create_directories(path.parent_path());
  write_file(path, "");
  EXPECT_TRUE(open().set_setting("a", "b"));
}

TEST_F(AStore, KeepsAthletesOfDifferentPseudonyms) {
  auto store = open();
  ASSERT_TRUE(store.add_athlete({"heron", "2026-03-05T14:07:09+01:00", "left knee"}));
  const auto again = store.add_athlete({"heron", "", ""});
  ASSERT_FALSE(again);
  EXPECT_THAT(to_line(again.error()), HasSubstr("heron"));
  const auto athletes = store.athletes();
  ASSERT_EQ(athletes->size(), 1U);
  EXPECT_EQ(athletes->front().note, "left knee");
}

TEST_F(AStore, GivesBackAWholeSession) {
  auto info = example_info();
  info.exercise_toml = "id = \"my-squat\"\n";
  const auto frames = example_frames(0, 10'000);
  const std::vector<Event> events = {{EventKind::operator_start, 5, ""},
                                     {EventKind::operator_mark, 9, "knee; \"ouch\"\n, ü"}};
  {
    auto store = open();
    ASSERT_TRUE(store.begin_session(info));
    ASSERT_TRUE(store.append(info.id, frames, events));
    ASSERT_TRUE(store.finish_session(info.id, {movement::Outcome::complete, 5, "{}", {}}));
  }
  auto store = open();
  const auto session = store.load("last");
  ASSERT_TRUE(session) << to_line(session.error());
  EXPECT_THAT(session->damage, IsEmpty());
  EXPECT_EQ(session->frames, frames);
  EXPECT_EQ(session->events, events);
  EXPECT_EQ(session->state, session::SessionState::finished);
  EXPECT_EQ(session->outcome, movement::Outcome::complete);
  EXPECT_EQ(session->reps, 5);
  EXPECT_EQ(session->info.athlete, "heron");
  EXPECT_EQ(session->info.exercise, "single-leg-squat");
  EXPECT_EQ(session->info.side, Side::left);
  EXPECT_EQ(session->info.reps_asked, 5);
  EXPECT_EQ(session->info.seconds_asked, std::nullopt);
  EXPECT_EQ(session->info.sets_asked, 3);
  EXPECT_EQ(session->info.rest_asked_s, 45.5);
  EXPECT_EQ(session->info.body_weight_n, 706.25);
  EXPECT_TRUE(session->info.unattended);
  EXPECT_EQ(session->info.mat.unique_id, info.mat.unique_id);
  EXPECT_EQ(session->info.mat.capabilities, info.mat.capabilities);
  EXPECT_EQ(session->info.mat.t_us, info.mat.t_us);
  EXPECT_EQ(session->info.geometry_toml, info.geometry_toml);
  EXPECT_EQ(session->info.exercise_toml, info.exercise_toml);
  EXPECT_EQ(session->info.started_wall_us, info.started_wall_us);
  EXPECT_EQ(session->info.poise_version, info.poise_version);
  EXPECT_EQ(session->info.surroundings, info.surroundings);
  EXPECT_EQ(session->info.place, info.place);
  EXPECT_EQ(*store.analysis_json(info.id), "{}");
}

TEST_F(AStore, KeepsWhatNobodySaidAsNotSaid) {
  auto store = open();
  auto info = example_info();
  info.surroundings = {};
  info.place.reset();
  ASSERT_TRUE(store.begin_session(info));
  const auto session = store.load("last");
  ASSERT_TRUE(session) << to_line(session.error());
  EXPECT_EQ(session->info.surroundings, session::Surroundings{});
  EXPECT_FALSE(session->info.place);
}

TEST_F(AStore, RefusesAPainThatIsNoneOnTheScale) {
  auto store = open();
  auto info = example_info();
  info.surroundings.pain_after = 11;
  EXPECT_FALSE(store.begin_session(info));
  EXPECT_THAT(*store.sessions(), IsEmpty());
}

TEST_F(AStore, ListsWhatWasSaidOfASession) {
  auto store = open();
  ASSERT_TRUE(store.begin_session(example_info()));
  const auto listed = store.sessions()->front();
  EXPECT_EQ(listed.exertion, 4.5);
  EXPECT_EQ(listed.load_kg, 12.5);
  EXPECT_EQ(listed.eyes, session::Eyes::closed);
  EXPECT_EQ(listed.surface, session::Surface::foam);
  EXPECT_EQ(listed.visit, "20260305-140000-0001");
  EXPECT_EQ(listed.role, "work");
}

TEST_F(AStore, ListsSessionsNewestLast) {
  auto store = open();
  auto later = example_info("later");
  later.started_wall_us += 1'000'000;
  ASSERT_TRUE(store.begin_session(later));
  ASSERT_TRUE(store.begin_session(example_info("earlier")));
  const auto sessions = store.sessions();
  ASSERT_EQ(sessions->size(), 2U);
  EXPECT_EQ(sessions->at(0).id, "earlier");
  EXPECT_EQ(sessions->at(1).id, "later");
  EXPECT_EQ(sessions->at(1).outcome, std::nullopt);
  EXPECT_EQ(store.load("last")->info.id, "later");
}

TEST_F(AStore, SaysWhichSessionItDoesNotHave) {
  auto store = open();
  EXPECT_EQ(store.load("last").error().code, ErrorCode::not_found);
  EXPECT_THAT(to_line(store.load("nosuch").error()), HasSubstr("nosuch"));
  EXPECT_EQ(store.append("nosuch", {}, {}).error().code, ErrorCode::not_found);
  EXPECT_EQ(store.finish_session("nosuch", {movement::Outcome::complete, 0, "", {}}).error().code,
            ErrorCode::not_found);
}

TEST_F(AStore, RefusesIdsThatAreTakenOrCannotBeFileNames) {
  auto store = open();
  const auto info = example_info();
  ASSERT_TRUE(store.begin_session(info));
  EXPECT_EQ(store.begin_session(info).error().code, ErrorCode::exists);
  EXPECT_EQ(open().begin_session(info).error().code, ErrorCode::exists) << "by another program";
  for (const auto* id : {"", "last", "../../x", "a b", "a\n"})
    EXPECT_FALSE(store.begin_session(example_info(id))) << id;
}

TEST_F(AStore, UpdatesWhatBecomesKnownWhileRecording) {
  auto store = open();
  auto info = example_info();
  ASSERT_TRUE(store.begin_session(info));
  info.body_weight_n = 650.5;
  info.athlete = "stork";
  ASSERT_TRUE(store.update_session(info));
  EXPECT_EQ(store.load(info.id)->info.body_weight_n, 650.5);
  EXPECT_EQ(store.load(info.id)->info.athlete, "stork");
}

TEST_F(AStore, SkipsADamagedChunkAndReadsTheRest) {
  auto store = open();
  const auto info = example_info();
  ASSERT_TRUE(store.begin_session(info));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(store.append(info.id, example_frames(i * 100, 100), {}));
  SQLite::Database(path.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE chunks SET frames = CAST(replace(hex(frames), '00', '01') AS BLOB) WHERE key = 2");
  const auto session = store.load(info.id);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->frames.size(), 200U);
  EXPECT_EQ(session->frames[100].sequence, 200);
  EXPECT_THAT(session->damage, ElementsAre(HasSubstr("1 of 3")));
}

TEST_F(AStore, NoticesDamageThatSqliteDoesNotSee) {
  const auto info = example_info();
  const std::vector<Event> events = {{EventKind::operator_zero, 0, "1 2 3"}, {EventKind::operator_mark, 9, ""}};
  {
    auto store = open();
    ASSERT_TRUE(store.begin_session(info));
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(store.append(info.id, example_frames(i * 100, 100), {}));
    ASSERT_TRUE(store.append(info.id, {}, events));
    ASSERT_TRUE(store.finish_session(info.id, {movement::Outcome::complete, 5, "{}", {}}));
    EXPECT_THAT(store.load(info.id)->damage, IsEmpty());
  }
  const auto damaged_by = [&](const char* sql) {
    const auto copy = path.parent_path() / "copy.db";
    std::filesystem::remove(copy);
    std::filesystem::copy_file(path, copy);
    SQLite::Database(copy.string(), SQLite::OPEN_READWRITE).exec(sql);
    auto store = Store::open_to_read(copy);
    EXPECT_THAT(store->find_sessions()->ids, ElementsAre(info.id));
    return store->load(info.id)->damage;
  };
  const auto doubtful = ElementsAre(HasSubstr("every figure is doubtful"));
  EXPECT_THAT(damaged_by("UPDATE sessions SET geometry_toml = geometry_toml || ' '"), doubtful);
  EXPECT_THAT(damaged_by("UPDATE sessions SET calibration_toml = 'x'"), doubtful);
  EXPECT_THAT(damaged_by("UPDATE sessions SET body_weight_n = 706.251"), doubtful);
  EXPECT_THAT(damaged_by("UPDATE sessions SET side = 'right'"), doubtful);
  EXPECT_THAT(damaged_by("UPDATE events SET detail = '1 2 4' WHERE sequence = 0"), ElementsAre(HasSubstr("1 of 2 events")));
  EXPECT_THAT(damaged_by("DELETE FROM events WHERE sequence = 9"), ElementsAre(HasSubstr("1 of 2 events")));
  EXPECT_THAT(damaged_by("DELETE FROM chunks WHERE key = 3"), ElementsAre(HasSubstr("1 of 3 stretches")));
  EXPECT_THAT(damaged_by("UPDATE sessions SET notes = 'said later'"), IsEmpty());
}

TEST_F(AStore, RecoversWhatADeadWriterLeftAndLeavesALivingOneAlone) {
  const auto info = example_info();
  auto reader = open();
  {
    auto writer = open();
    ASSERT_TRUE(writer.begin_session(info));
    EXPECT_THAT(*reader.recover_unfinished(), IsEmpty());
  }
  EXPECT_THAT(*reader.recover_unfinished(), ElementsAre(info.id));
  EXPECT_THAT(*reader.recover_unfinished(), IsEmpty());
  EXPECT_EQ(reader.load(info.id)->state, session::SessionState::recovered);
  ASSERT_TRUE(reader.finish_session(info.id, {movement::Outcome::link_lost, 2, "{}", {}}));
  EXPECT_EQ(reader.load(info.id)->state, session::SessionState::recovered);
  EXPECT_EQ(reader.load(info.id)->reps, 2);
  for (const auto& entry : std::filesystem::directory_iterator(path.parent_path()))
    EXPECT_THAT(entry.path().filename().string(), testing::Not(HasSubstr("recording")));
}

TEST_F(AStore, ImportsAWholeSessionOnce) {
  session::Session session;
  session.info = example_info();
  session.state = session::SessionState::finished;
  session.outcome = movement::Outcome::ended_early;
  session.reps = 3;
  session.frames = example_frames(50, 500);
  session.events = {{EventKind::link_lost, 60, "unplugged"}};
  auto store = open();
  ASSERT_TRUE(store.import_session(session, std::nullopt));
  const auto again = store.import_session(session, std::nullopt);
  ASSERT_FALSE(again);
  EXPECT_THAT(to_line(again.error()), HasSubstr(session.info.id));
  const auto back = store.load(session.info.id);
  EXPECT_EQ(back->frames, session.frames);
  EXPECT_EQ(back->events, session.events);
  EXPECT_EQ(back->outcome, movement::Outcome::ended_early);
  EXPECT_EQ(*store.analysis_json(session.info.id), std::nullopt);
}

TEST_F(AStore, IsCompletedByASessionThatHasAllThatWasRecovered) {
  session::Session whole;
  whole.info = example_info();
  whole.state = session::SessionState::finished;
  whole.frames = example_frames(0, 500);
  whole.events = {{EventKind::operator_mark, 7, "a"}, {EventKind::operator_mark, 300, "b"}};
  auto store = open();
  {
    auto writer = open();
    ASSERT_TRUE(writer.begin_session(whole.info));
    ASSERT_TRUE(writer.append(whole.info.id, std::span(whole.frames).first(200), std::span(whole.events).first(1)));
  }
  EXPECT_FALSE(store.import_session(whole, std::nullopt)) << "not recovered: its writer may live";
  ASSERT_TRUE(store.recover_unfinished());
  session::Session other = whole;
  other.frames[100].counts[3] += 1;
  EXPECT_FALSE(store.import_session(other, std::nullopt)) << "not the same samples";
  ASSERT_TRUE(store.import_session(whole, std::nullopt));
  const auto kept = store.load(whole.info.id);
  EXPECT_EQ(kept->frames, whole.frames);
  EXPECT_EQ(kept->events, whole.events);
  EXPECT_EQ(kept->state, session::SessionState::finished);
  EXPECT_FALSE(store.import_session(whole, std::nullopt)) << "it is all there";
}

TEST_F(AStore, RemembersMatsAndTheOneLastUsed) {
  auto store = open();
  EXPECT_EQ(store.last_mat()->has_value(), false);
  ASSERT_TRUE(store.remember_mat({"aa", "name = \"A\"", "/dev/ttyACM0"}));
  ASSERT_TRUE(store.remember_mat({"bb", "", "/dev/ttyACM1"}));
  EXPECT_EQ((*store.last_mat())->unique_id, "bb");
  ASSERT_TRUE(store.remember_mat({"aa", "", "/dev/ttyACM2"}));
  EXPECT_EQ((*store.last_mat())->unique_id, "aa");
  EXPECT_EQ((*store.mat("aa"))->geometry_toml, "name = \"A\"");
  EXPECT_EQ((*store.mat("aa"))->device, "/dev/ttyACM2");
  EXPECT_EQ(store.mat("cc")->has_value(), false);
}

TEST_F(AStore, RemembersSettings) {
  auto store = open();
  EXPECT_EQ(*store.setting("ui.scale"), std::nullopt);
  ASSERT_TRUE(store.set_setting("ui.scale", "1.5"));
  ASSERT_TRUE(store.set_setting("ui.scale", "2"));
  EXPECT_EQ(*open().setting("ui.scale"), "2");
}

TEST(Migration, RunsOnlyTheStepsThatAreMissing) {
  const char* first[] = {"CREATE TABLE a (x)"};
  const char* both[] = {"CREATE TABLE a (x)", "ALTER TABLE a ADD COLUMN y DEFAULT 7"};
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  ASSERT_TRUE(migrate(database, first));
  database.exec("INSERT INTO a VALUES (1)");
  ASSERT_TRUE(migrate(database, both));
  ASSERT_TRUE(migrate(database, both));
  EXPECT_EQ(database.execAndGet("SELECT y FROM a").getInt(), 7);
  EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 2);
}

TEST(Migration, LeavesTheFileAsItWasWhenAStepFails) {
  const char* first[] = {"CREATE TABLE a (x)"};
  const char* broken[] = {"CREATE TABLE a (x)", "CREATE TABLE b (x)", "this is not SQL"};
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  ASSERT_TRUE(migrate(database, first));
  EXPECT_THROW((void)migrate(database, broken), SQLite::Exception);
  EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 1);
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM sqlite_master").getInt(), 1);
}

}  // namespace
}  // namespace poise::store
