#include "report/session_folder.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <ctime>
#include <nlohmann/json.hpp>

#include "temporary_folder.h"
#include "example_recording.h"
#include "example_reports.h"
#include "files.h"
#include "movement/catalogue.h"
#include "report/session_folder_reader.h"
#include "report/text_report.h"

namespace poise::report {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ASessionFolder : public testing::Test {
 protected:
  ASessionFolder() {
    session.info = example_info();
    session.state = session::SessionState::finished;
    session.outcome = movement::Outcome::complete;
    session.reps = 1;
    session.events = {{EventKind::operator_zero, 500, ""},
                      {EventKind::operator_mark, 510, "=knee; \"ouch\",\nsaid heron"},
                      {EventKind::flow_weighed, 520, "706.25"},
                      {EventKind::link_lost, 100'000, "-5 V"}};
  }

  Expected<void> write(CsvStyle style = kPlainCsv) {
    return write_session_folder(out, {session, recording, analysis, std::array<double, kMaxCells>{1, 2, 3}},
                                style);
  }

  std::vector<std::string> names_in(const std::filesystem::path& where) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(where))
      names.push_back(entry.path().filename());
    return names;
  }

  /// Replaces the first `from` in a file of the folder.
  void change(const std::string& file, const std::string& from, const std::string& to) {
    std::string text = content_of(out / file);
    ASSERT_NE(text.find(from), std::string::npos) << from;
    write_file(out / file, text.replace(text.find(from), from.size(), to));
  }

  std::string import_error() {
    const auto read = read_session_folder(out);
    if (read) return "";
    const std::string line = to_line(read.error());
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    EXPECT_THAT(line, HasSubstr(out.string()));
    return line;
  }

  TemporaryFolder folder;
  std::filesystem::path out = folder / "a/b/session";
  session::Session session;
  Recording recording = example_recording(400);
  movement::Analysis analysis = example_analysis();
};

TEST_F(ASessionFolder, HoldsItsFilesAndNothingElse) {
  ASSERT_TRUE(write());
  EXPECT_THAT(names_in(out), UnorderedElementsAre("session.json", "samples.csv", "events.csv", "reps.csv",
                                                  "summary.csv", "report.txt", "report.pdf"));
  EXPECT_THAT(names_in(out.parent_path()), UnorderedElementsAre("session"));
}

TEST_F(ASessionFolder, HasTheColumnsThatOthersRelyOn) {
  ASSERT_TRUE(write());
  EXPECT_EQ(
      lines_of(out / "samples.csv")[0],
      "time_s,device_us,seq,flags,l_fl_counts,l_fr_counts,l_rl_counts,l_rr_counts,r_fl_counts,r_fr_counts,"
      "r_rl_counts,r_rr_counts,l_fl_n,l_fr_n,l_rl_n,l_rr_n,r_fl_n,r_fr_n,r_rl_n,r_rr_n,left_n,right_n,total_"
      "n,"
      "left_share_pct,left_cop_x_mm,left_cop_y_mm,right_cop_x_mm,right_cop_y_mm,cop_x_mm,cop_y_mm,rep");
  EXPECT_EQ(lines_of(out / "events.csv")[0], "time_s,seq,event,detail");
  EXPECT_EQ(lines_of(out / "reps.csv")[0],
            "index,set,side,start_s,bottom_s,end_s,down_s,hold_s,up_s,depth_mm,depth_doubt_mm,peak_n,min_n,"
            "left_mean_n,"
            "right_mean_n,peak_left_n,peak_right_n,left_share_pct,symmetry_index_total_pct,impulse_left_ns,"
            "impulse_right_ns,rfd_100ms_n_s,peak_velocity_mm_s,peak_power_w,cop_range_ml_mm,cop_range_ap_mm,"
            "cop_ml_speed_mm_s,top_left_pct_bw,top_right_pct_bw,swing_left_share_pct,sag_pct,hold_steadiness_"
            "pct,onset_s,unweighting_s,braking_s,propulsion_s,time_to_stabilise_s,swing_n,start_doubt_s,end_"
            "doubt_s,lead_share_pct,valid,"
            "reasons,automatic_start_s,automatic_end_s,automatic_valid,correction_reason,correction_made");
  EXPECT_EQ(lines_of(out / "summary.csv")[0],
            "metric,value,unit,side,n,sd,formula,better,reference_low,reference_high,mdc95");
}

TEST_F(ASessionFolder, SetsOthersBesideWhatWasMeasuredAlike) {
  auto stand = made_stand();
  stand.holds[0].hold_s = 60;
  session::Surroundings said;
  said.eyes = session::Eyes::closed;
  ASSERT_TRUE(write_summary_csv(folder / "summary.csv", stand, said));
  const auto row_of = [&](const std::string& metric) {
    for (const std::string& line : lines_of(folder / "summary.csv"))
      if (line.starts_with(metric + ",")) return line;
    return std::string();
  };
  EXPECT_THAT(row_of("sway.mean_velocity_mm_s"), HasSubstr(",lower,5.800000,22.200000,"));
  EXPECT_THAT(row_of("sway.prediction_ellipse_area_mm2"), HasSubstr(",lower,75.000000,681.000000,"));
  stand.holds[0].hold_s = 20;  // they stood for longer
  std::filesystem::remove(folder / "summary.csv");
  ASSERT_TRUE(write_summary_csv(folder / "summary.csv", stand, said));
  EXPECT_THAT(row_of("sway.mean_velocity_mm_s"), HasSubstr(",lower,,,"));
}

TEST_F(ASessionFolder, OfOnePlateHasItsOwnCells) {
  ASSERT_TRUE(write_samples_csv(folder / "samples.csv", example_recording(3, kCellsPerPlate), analysis));
  EXPECT_EQ(lines_of(folder / "samples.csv")[0],
            "time_s,device_us,seq,flags,p_fl_counts,p_fr_counts,p_rl_counts,p_rr_counts,p_fl_n,p_fr_n,p_rl_n,"
            "p_rr_n,"
            "total_n,cop_x_mm,cop_y_mm,rep");
}

TEST_F(ASessionFolder, ShowsALostSampleWithItsNumberAndTimeOnly) {
  ASSERT_TRUE(write());
  EXPECT_EQ(lines_of(out / "samples.csv")[4], "0.037500,,503," + std::string(27, ','));
}

TEST_F(ASessionFolder, NumbersTheSamplesOfARepetition) {
  ASSERT_TRUE(write());
  const auto lines = lines_of(out / "samples.csv");
  const auto rep_at = [&](std::size_t row) { return lines[row + 1].substr(lines[row + 1].rfind(',') + 1); };
  EXPECT_EQ(rep_at(39), "");
  EXPECT_EQ(rep_at(40), "1");
  EXPECT_EQ(rep_at(160), "1");
  EXPECT_EQ(rep_at(161), "");
  EXPECT_EQ(rep_at(200), "2");
  EXPECT_EQ(rep_at(399), "");
}

TEST_F(ASessionFolder, KeepsInvalidRepetitionsWithTheirReasons) {
  ASSERT_TRUE(write());
  EXPECT_THAT(lines_of(out / "reps.csv")[2], testing::EndsWith("false,partial;hand_support,,,,,"));
  ASSERT_TRUE(write(kSpreadsheetCsv));
  EXPECT_THAT(lines_of(out / "reps.csv")[2], testing::EndsWith("false;\"partial;hand_support\";;;;;"));
}

TEST_F(ASessionFolder, KeepsWhatTheProgramHadFoundBesideACorrection) {
  analysis.reps[1].correction = movement::Correction{2.5, 4.25, false, false, "=deep enough", "2026-03-05T15:00:00+01:00"};
  ASSERT_TRUE(write());
  EXPECT_THAT(lines_of(out / "reps.csv")[2],
              testing::EndsWith(",2.500000,4.250000,false,'=deep enough,2026-03-05T15:00:00+01:00"));
  EXPECT_THAT(lines_of(out / "reps.csv")[1], testing::EndsWith(",true,,,,,,"));
}

TEST_F(ASessionFolder, SummarisesWithUnitSideAndFormula) {
  ASSERT_TRUE(write());
  const std::string summary = content_of(out / "summary.csv");
  EXPECT_THAT(summary, HasSubstr("\nbody.weight_n,706.250000,N,both,,,mean_of_still_total,,,,\n"));
  EXPECT_THAT(summary, HasSubstr("\nshare.left_mean_pct,54.451235,%,left,,1.720000,share_of_total,even,,,\n"));
  EXPECT_THAT(
      summary,
      HasSubstr("\nasymmetry.mean_force.value_pct,8.900000,%,left,4,,symmetry_index_total,lower,,,\n"));
  EXPECT_THAT(summary, HasSubstr("\nreps.depth_mm,312.250000,mm,both,1,,mean,higher,,,\n"));
}

TEST_F(ASessionFolder, OpensInASpreadsheetOfADecimalCommaCountry) {
  ASSERT_TRUE(write(kSpreadsheetCsv));
  const std::string text = content_of(out / "samples.csv");
  EXPECT_THAT(text, testing::StartsWith("\xEF\xBB\xBFtime_s;device_us;"));
  EXPECT_THAT(text, HasSubstr("\n0,012500;"));
  ASSERT_TRUE(read_session_folder(out)) << import_error();
}

TEST_F(ASessionFolder, GivesTheSameBytesInAnyLocale) {
  ASSERT_TRUE(write());
  const auto plain = out;
  const GermanNumbers german;
  out = folder / "german";
  ASSERT_TRUE(write());
  for (const std::string& name : names_in(out))
    EXPECT_EQ(content_of(out / name), content_of(plain / name)) << name;
}

TEST_F(ASessionFolder, ComesBackAsTheSameSession) {
  ASSERT_TRUE(write());
  const auto read = read_session_folder(out);
  ASSERT_TRUE(read) << to_line(read.error());
  const session::Session& back = read->session;
  std::vector<RawFrame> frames = recording.raw;
  std::erase_if(frames, [](const RawFrame& frame) { return frame.cell_count == 0; });
  EXPECT_EQ(back.frames, frames);
  EXPECT_EQ(back.events, session.events);
  EXPECT_EQ(back.info.id, session.info.id);
  EXPECT_EQ(back.info.started_wall_us, session.info.started_wall_us);
  EXPECT_EQ(back.info.athlete, session.info.athlete);
  EXPECT_EQ(back.info.side, session.info.side);
  EXPECT_EQ(back.info.reps_asked, session.info.reps_asked);
  EXPECT_EQ(back.info.sets_asked, session.info.sets_asked);
  EXPECT_EQ(back.info.rest_asked_s, session.info.rest_asked_s);
  EXPECT_EQ(back.info.body_weight_n, session.info.body_weight_n);
  EXPECT_EQ(back.info.unattended, session.info.unattended);
  EXPECT_EQ(back.info.geometry_toml, session.info.geometry_toml);
  EXPECT_EQ(back.info.mat.unique_id, session.info.mat.unique_id);
  EXPECT_EQ(back.info.mat.rate_hz, session.info.mat.rate_hz);
  EXPECT_EQ(back.info.surroundings, session.info.surroundings);
  EXPECT_EQ(back.info.place, session.info.place);
  EXPECT_EQ(back.outcome, session.outcome);
  EXPECT_EQ(back.reps, session.reps);
}

TEST_F(ASessionFolder, ComesBackWithNothingSaidWhereNothingWasSaid) {
  session.info.surroundings = {};
  session.info.place.reset();
  ASSERT_TRUE(write());
  EXPECT_THAT(content_of(out / "session.json"), testing::Not(HasSubstr("surroundings")));
  const auto read = read_session_folder(out);
  ASSERT_TRUE(read) << to_line(read.error());
  EXPECT_EQ(read->session.info.surroundings, session::Surroundings{});
  EXPECT_FALSE(read->session.info.place);
}

TEST_F(ASessionFolder, BringsBackWhatPeopleSaidAboutItsRepetitions) {
  session.rep_edits = {{1, std::nullopt, std::nullopt, true, "talked", "2026-03-05T15:00:00+01:00"},
                       {2, 2.25, std::nullopt, std::nullopt, "late", ""}};
  ASSERT_TRUE(write());
  const auto read = read_session_folder(out);
  ASSERT_TRUE(read) << to_line(read.error());
  const auto& edits = read->session.rep_edits;
  ASSERT_EQ(edits.size(), 2U);
  EXPECT_EQ(edits[0].rep, 1);
  EXPECT_EQ(edits[0].excluded, true);
  EXPECT_FALSE(edits[0].start_s);
  EXPECT_EQ(edits[0].reason, "talked");
  EXPECT_EQ(edits[0].made, "2026-03-05T15:00:00+01:00");
  EXPECT_EQ(edits[1].start_s, 2.25);
  EXPECT_FALSE(edits[1].excluded);
  change("session.json", "\"rep\": 1", "\"rep\": \"one\"");
  EXPECT_THAT(import_error(), HasSubstr("rep"));
}

TEST_F(ASessionFolder, BringsAPersonsOwnExerciseAlong) {
  std::string toml = movement::find_exercise("squat")->toml;
  toml.replace(toml.find("\"squat\""), 7, "\"far-away-squat\"");
  session.info.exercise = "far-away-squat";
  ASSERT_TRUE(write());
  EXPECT_THAT(import_error(), HasSubstr("\"exercise\" must be one that poise exercises lists"));
  session.info.exercise_toml = toml;
  ASSERT_TRUE(write());
  const auto read = read_session_folder(out);
  ASSERT_TRUE(read) << to_line(read.error());
  EXPECT_EQ(read->session.info.exercise_toml, toml);
}

TEST_F(ASessionFolder, LeavesOtherFilesAloneAndReplacesItsOwn) {
  std::filesystem::create_directories(out);
  write_file(out / "my notes.txt", "keep");
  write_file(out / "reps.csv", "old");
  ASSERT_TRUE(write());
  EXPECT_EQ(content_of(out / "my notes.txt"), "keep");
  EXPECT_NE(content_of(out / "reps.csv"), "old");
  EXPECT_EQ(names_in(out).size(), 8U);
}

TEST_F(ASessionFolder, RefusesAFileInItsPlace) {
  write_file(folder / "file", "x");
  out = folder / "file";
  EXPECT_THAT(to_line(write().error()), HasSubstr("a file, not a folder"));
  out = folder / "file/below";
  EXPECT_FALSE(write());
  EXPECT_EQ(content_of(folder / "file"), "x");
}

TEST_F(ASessionFolder, IsNotThereAtAllWhenTheDiskIsFull) {
  write_file(folder / "keep", "x");
  out = folder / "session";
  const pid_t child = fork();
  if (child ==
      0) {  // a limit on file sizes makes writes fail as a full disk does; it holds for the child only
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit full{.rlim_cur = 3000, .rlim_max = 3000};
    setrlimit(RLIMIT_FSIZE, &full);
    const auto written = write();
    _exit(!written && written.error().code == ErrorCode::storage ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_THAT(names_in(folder.path()), UnorderedElementsAre("keep"));
}

TEST_F(ASessionFolder, IsRefusedWhenAFileIsMissing) {
  for (const auto* name : {"session.json", "samples.csv", "events.csv"}) {
    std::filesystem::remove_all(out);
    ASSERT_TRUE(write());
    std::filesystem::remove(out / name);
    EXPECT_THAT(import_error(), HasSubstr(name));
  }
}

TEST_F(ASessionFolder, IsRefusedWhenItsDescriptionIsNotTrue) {
  const std::pair<const char*, const char*> changes[] = {
      {"poise.session/1", "poise.session/2"},
      {"\"schema\"", "\"scheme\""},
      {"{", "["},
      {"\"id\": \"2026", "\"id\": 5, \"x\": \"2026"},
      {"\"single-leg-squat\"", "\"handstand\""},
      {"\"left\"", "\"middle\""},
      {"\"cell_count\": 8", "\"cell_count\": 4"},
      {"\"cell_count\": 8", "\"cell_count\": 800"},
      {"\"reps_asked\": 5", "\"reps_asked\": 18446744073709551615"},
      {"\"reps_asked\": 5", "\"reps_asked\": 1e5"},
      {"\"reps_asked\": 5", "\"reps_asked\": 0"},
      {"\"reps_asked\": 5", "\"seconds_asked\": -1"},
      {"\"sets_asked\": 3", "\"sets_asked\": 2000000000"},
      {"\"rest_asked_s\": 45.5", "\"rest_asked_s\": -1"},
      {"\"rate_hz\": 80.0", "\"rate_hz\": 1e6"},
      {"\"body_weight_n\": 706.25", "\"body_weight_n\": 1e300"},
      {"\"body_weight_n\": 706.25", "\"body_weight_n\": -700"},
      {"\"heron\"", "\"heron\\nmagpie\""},
      {"\"complete\"", "\"splendid\""},
      {"\"pain_before\": 2", "\"pain_before\": 11"},
      {"\"pain_after\": 3", "\"pain_after\": -1"},
      {"\"exertion\": 4.5", "\"exertion\": 10.5"},
      {"\"closed\"", "\"shut\""},
      {"\"foam\"", "\"sand\""},
      {"\"block\": 3", "\"block\": \"three\""},
  };
  for (const auto& [from, to] : changes) {
    std::filesystem::remove_all(out);
    ASSERT_TRUE(write());
    change("session.json", from, to);
    EXPECT_NE(import_error(), "") << to;
  }
}

TEST_F(ASessionFolder, IsRefusedWhenItsDescriptionIsNoJson) {
  ASSERT_TRUE(write());
  for (const std::string& text :
       {std::string(), std::string("{"), std::string(1'000'000, '['), std::string(9, '\0')}) {
    write_file(out / "session.json", text);
    EXPECT_THAT(import_error(), HasSubstr("not JSON"));
  }
  write_file(out / "session.json", std::string(9'000'000, ' '));
  EXPECT_THAT(import_error(), HasSubstr("too large"));
}

TEST_F(ASessionFolder, IsReadQuicklyAndRefusedWhateverItsDescriptionIsMadeOf) {
  ASSERT_TRUE(write());
  const std::string good = content_of(out / "session.json");
  const std::clock_t before = std::clock();
  // Four hundred thousand keys: looked up one after the other they would take minutes.
  std::string many = "{";
  for (int i = 0; i < 300'000; ++i) many += fmt::format("\"{}\":1,", i);
  write_file(out / "session.json", many + good.substr(1));
  EXPECT_EQ(import_error(), "");
  // Lists within lists, without end and with one.
  for (const char* end : {"", "]"}) {
    std::string deep = "{\"x\":" + std::string(1'500'000, '[');
    if (*end) deep += std::string(1'500'000, *end) + "," + good.substr(1);
    write_file(out / "session.json", deep);
    EXPECT_EQ(import_error().empty(), *end != 0);
  }
  write_file(out / "session.json", good + std::string(4'000'001, ' '));
  EXPECT_THAT(import_error(), HasSubstr("at most 4000000 bytes"));
  EXPECT_LT(std::clock() - before, 20 * CLOCKS_PER_SEC);
}

TEST_F(ASessionFolder, IsRefusedWhenItsEventsAreNotTrue) {
  const std::pair<const char*, const char*> changes[] = {
      {"time_s,seq", "seq,time_s"},        {"operator_zero", "operator_nothing"},
      {",500,", ",99999999999999999999,"}, {",500,", ",5e2,"},
      {"operator_zero,", "operator_zero"},
  };
  for (const auto& [from, to] : changes) {
    std::filesystem::remove_all(out);
    ASSERT_TRUE(write());
    change("events.csv", from, to);
    EXPECT_THAT(import_error(), HasSubstr("events.csv")) << to;
  }
}

TEST_F(ASessionFolder, IsRefusedWhenItsSamplesAreAStrangers) {
  ASSERT_TRUE(write());
  write_file(out / "samples.csv", "time_s,total_n\n0,700\n1,701\n");
  EXPECT_THAT(import_error(), HasSubstr("no samples.csv of a session"));
}

TEST_F(ASessionFolder, HasAReportInWords) {
  ASSERT_TRUE(write());
  const std::string report = content_of(out / "report.txt");
  EXPECT_THAT(report, HasSubstr("1 repetition counted of 2 seen; complete."));
  EXPECT_THAT(report, HasSubstr("left leg carried 54.5 % of the load, the right 45.5 %"));
  EXPECT_THAT(report, HasSubstr("NOMINAL CALIBRATION"));
  EXPECT_THAT(report, HasSubstr("no: partial, hand_support"));
  EXPECT_THAT(report, HasSubstr("formula: symmetry_index_total"));
  EXPECT_THAT(report, HasSubstr("A hand on the rail"));
  EXPECT_THAT(report, HasSubstr("Pain 2 of 10 before, 3 after (left knee, \"inside\"); exertion 4.5 of 10; eyes"));
  EXPECT_THAT(report, HasSubstr("Not a medical device."));
  session.info.calibration = "2026-03-01, 5 masses";
  EXPECT_THAT(text_report(session, analysis), testing::Not(HasSubstr("NOMINAL")));
}

TEST_F(ASessionFolder, ReportsASessionInWhichNothingHappened) {
  movement::Analysis nothing;
  nothing.exercise = "squat";
  nothing.outcome = movement::Outcome::no_movement;
  EXPECT_THAT(text_report(session, nothing), HasSubstr("0 repetitions counted; no movement seen."));
}

}  // namespace
}  // namespace poise::report
