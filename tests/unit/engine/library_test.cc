#include "engine/library.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "bell.h"
#include "engine/engine.h"
#include "engine/session_export.h"
#include "temporary_folder.h"

namespace poise::engine {
namespace {

using testing::HasSubstr;

class ALibrary : public testing::Test {
 protected:
  /// Three squats on the virtual mat, as fast as they are read.
  void record_session() {
    Bell bell;
    EngineOptions options;
    options.device = "";
    options.store_path = folder / "poise.db";
    options.on_snapshot = [&] { bell.ring(); };
    Engine engine(std::move(options));
    movement::TrialSetup setup;
    setup.exercise = movement::find_exercise("squat");
    setup.reps = 3;
    setup.unattended = true;
    engine.send(BeginSession{setup, "heron"});
    engine.send(SelectDevice{"sim:squat?reps=3&seed=4&speed=0", std::nullopt});
    ASSERT_TRUE(bell.wait_until([&] { return engine.snapshot()->result != nullptr; }));
  }

  /// Sends, and waits until the shelf shows what is waited for.
  bool ask(LibraryRequest request, const std::function<bool(const Shelf&)>& shown) {
    library.send(std::move(request));
    return bell_.wait_until([&] { return shown(*library.shelf()); });
  }

  const TemporaryFolder folder;
  Bell bell_;
  Library library{folder / "poise.db", [this] { bell_.ring(); }};
};

TEST_F(ALibrary, ListsOpensAndCorrectsASession) {
  record_session();
  ASSERT_TRUE(ask(RefreshShelf{}, [](const Shelf& shelf) { return shelf.sessions.size() == 1; }));
  const std::string id = library.shelf()->sessions[0].id;
  ASSERT_TRUE(ask(OpenKept{id}, [&](const Shelf& shelf) { return shelf.find(id) != nullptr; }));
  const auto shelf = library.shelf();
  const OpenSession& session = *shelf->find(id);
  ASSERT_EQ(session.analysis.reps.size(), 3U);
  EXPECT_EQ(session.curves.size(), 3U);
  EXPECT_EQ(session.time_s.size(), session.total_n.size());

  const movement::RepEdit edit{2, session.analysis.reps[1].start_s - 0.5, std::nullopt, true, "lost balance"};
  ASSERT_TRUE(ask(EditRep{id, edit},
                  [&](const Shelf& now) { return now.find(id) != nullptr && !now.find(id)->edits.empty(); }));
  const auto corrected = library.shelf();
  const movement::Rep& rep = corrected->find(id)->analysis.reps[1];
  EXPECT_FALSE(rep.valid);
  EXPECT_DOUBLE_EQ(rep.start_s, *edit.start_s);
  ASSERT_TRUE(rep.correction);
  EXPECT_TRUE(rep.correction->automatic_valid);
  EXPECT_DOUBLE_EQ(rep.correction->automatic_start_s, session.analysis.reps[1].start_s);
  EXPECT_EQ(corrected->sessions[0].reps, 2);
}

TEST_F(ALibrary, LeadsThroughAVisitThatIsLeftAndResumed) {
  using Kind = session::VisitEvent::Kind;
  const auto step_is = [](session::VisitStep step) {
    return [step](const Shelf& shelf) {
      if (!shelf.visit || shelf.visit->runner.events().empty()) return false;
      return shelf.visit->runner.view(shelf.visit->runner.events().back().at_us).step == step;
    };
  };
  ASSERT_TRUE(ask(BeginVisit{"asymmetry-check", "heron"}, [](const Shelf& shelf) { return shelf.visit != nullptr; }));
  const std::string id = library.shelf()->visit->id;
  EXPECT_EQ(library.shelf()->visit->athlete, "heron");
  EXPECT_FALSE(library.shelf()->unfinished) << "it is this one, and led through here";
  ASSERT_TRUE(ask(VisitHappened{{.kind = Kind::begin}}, step_is(session::VisitStep::ready)));
  ASSERT_TRUE(ask(VisitHappened{{.kind = Kind::pause}}, step_is(session::VisitStep::paused)));

  ASSERT_TRUE(ask(CloseVisit{}, [](const Shelf& shelf) { return shelf.visit == nullptr && shelf.unfinished; }));
  EXPECT_EQ(library.shelf()->unfinished->id, id);
  ASSERT_TRUE(ask(ResumeVisit{id}, step_is(session::VisitStep::paused)));
  EXPECT_FALSE(library.shelf()->unfinished);
  EXPECT_GT(library.shelf()->visit->runner.events().back().at_us, 0) << "the library's clock";
  ASSERT_TRUE(ask(VisitHappened{{.kind = Kind::stop}}, step_is(session::VisitStep::last_questions)));
  ASSERT_TRUE(ask(VisitHappened{{.kind = Kind::end}}, step_is(session::VisitStep::ended)));
  ASSERT_TRUE(ask(CloseVisit{}, [](const Shelf& shelf) { return shelf.visit == nullptr; }));
  EXPECT_FALSE(library.shelf()->unfinished);

  ASSERT_TRUE(ask(ResumeVisit{id}, [](const Shelf& shelf) { return shelf.error.has_value(); })) << "it has ended";
  ASSERT_TRUE(ask(BeginVisit{"nobodys", "heron"}, [](const Shelf& shelf) { return shelf.error && shelf.error->what.find("nobodys") != std::string::npos; }));
}

TEST_F(ALibrary, WorksOutTheFiguresThatATrendLacks) {
  record_session();
  {
    auto store = store::Store::open(folder / "poise.db");
    ASSERT_TRUE(store);
    session::Session again = *store->load(store->sessions()->front().id);
    again.info.id = "of-an-older-program";
    again.info.started_wall_us += 86'400'000'000;
    ASSERT_TRUE(store->import_session(again, std::nullopt));
  }
  ASSERT_TRUE(ask(FollowTrend{"heron", "squat"}, [](const Shelf& shelf) { return shelf.trend && shelf.trend->to_come == 0; }));
  const auto& series = library.shelf()->trend->series;
  const auto depth = std::find_if(series.begin(), series.end(), [](const auto& it) { return it.metric == "reps.depth_mm"; });
  ASSERT_NE(depth, series.end());
  ASSERT_EQ(depth->points.size(), 2U);
  EXPECT_EQ(depth->points[1].value, depth->points[0].value) << "of the same samples";
}

TEST_F(ALibrary, WritesTheReportOfASessionBesideTheStore) {
  record_session();
  ASSERT_TRUE(ask(RefreshShelf{}, [](const Shelf& shelf) { return shelf.sessions.size() == 1; }));
  const std::string id = library.shelf()->sessions[0].id;
  ASSERT_TRUE(ask(MakeReport{id}, [](const Shelf& shelf) { return shelf.report.has_value(); }));
  const auto made = *library.shelf()->report;
  EXPECT_EQ(made.session, id);
  EXPECT_EQ(made.file, folder / "reports" / (id + ".pdf"));
  std::ifstream file(made.file, std::ios::binary);
  std::string beginning(5, ' ');
  file.read(beginning.data(), 5);
  EXPECT_EQ(beginning, "%PDF-");
  ASSERT_TRUE(ask(MakeReport{"nobody"}, [](const Shelf& shelf) { return shelf.error.has_value(); }));
  EXPECT_EQ(library.shelf()->reports_made, 1);
}

TEST_F(ALibrary, ACorrectionIsInEverythingThatIsWrittenOut) {
  record_session();
  ASSERT_TRUE(ask(RefreshShelf{}, [](const Shelf& shelf) { return shelf.sessions.size() == 1; }));
  const std::string id = library.shelf()->sessions[0].id;
  ASSERT_TRUE(ask(EditRep{id, {3, std::nullopt, std::nullopt, true, "talked"}},
                  [&](const Shelf& shelf) { return shelf.find(id) != nullptr; }));
  auto store = store::Store::open(folder / "poise.db");
  ASSERT_TRUE(store);
  EXPECT_EQ(store->sessions()->at(0).reps, 2);
  EXPECT_THAT(**store->analysis_json(id), HasSubstr("talked"));
  const auto session = store->load(id);
  ASSERT_TRUE(session);
  const auto pass = pass_over(*session);
  ASSERT_TRUE(pass);
  ASSERT_TRUE(export_session(*session, *pass, folder / "out", false));
  const auto text_of = [&](const char* name) {
    std::ifstream file(folder / "out" / name);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_THAT(text_of("reps.csv"), HasSubstr("false,excluded,"));
  EXPECT_THAT(text_of("reps.csv"), HasSubstr(",true,talked,"));
  EXPECT_THAT(text_of("session.json"), HasSubstr("\"reason\": \"talked\""));
  EXPECT_THAT(text_of("report.txt"), HasSubstr("no: excluded"));
}

TEST_F(ALibrary, FollowsATrendOfAnAthletesExercise) {
  record_session();
  ASSERT_TRUE(ask(FollowTrend{"heron", "squat"}, [](const Shelf& shelf) {
    return shelf.trend && shelf.trend->to_come == 0 && !shelf.trend->series.empty();
  }));
  ASSERT_TRUE(ask(FollowTrend{"stork", "squat"},
                  [](const Shelf& shelf) { return shelf.trend && shelf.trend->athlete == "stork"; }));
  EXPECT_TRUE(library.shelf()->trend->series.empty());
}

/// How many repetitions are behind the depth in the trend shown.
std::optional<int> repetitions_behind_depth(const Shelf& shelf) {
  if (!shelf.trend || shelf.trend->to_come > 0) return std::nullopt;
  for (const auto& series : shelf.trend->series)
    if (series.metric == "reps.depth_mm") return series.points.back().n;
  return std::nullopt;
}

TEST_F(ALibrary, ATrendLeavesOutARepetitionAsSoonAsItIsExcluded) {
  record_session();
  ASSERT_TRUE(ask(FollowTrend{"heron", "squat"}, [](const Shelf& shelf) { return repetitions_behind_depth(shelf) == 3; }));
  const std::string id = store::Store::open(folder / "poise.db")->sessions()->at(0).id;
  EXPECT_TRUE(ask(EditRep{id, {1, std::nullopt, std::nullopt, true, "talked"}},
                  [](const Shelf& shelf) { return repetitions_behind_depth(shelf) == 2; }));
}

TEST_F(ALibrary, WritesASessionOut) {
  record_session();
  const std::string id = store::Store::open(folder / "poise.db")->sessions()->at(0).id;
  ASSERT_TRUE(ask(WriteKept{id, (folder / "out").string()}, [](const Shelf& shelf) { return shelf.written.has_value(); }));
  EXPECT_EQ(library.shelf()->written->folder, (folder / "out" / id).string());
  EXPECT_TRUE(std::filesystem::is_regular_file(folder / "out" / id / "reps.csv"));
  std::ofstream(folder / "file") << "in the way";
  EXPECT_TRUE(ask(WriteKept{id, (folder / "file").string()}, [](const Shelf& shelf) { return shelf.error.has_value(); }));
}

TEST_F(ALibrary, SaysWhatFailedAndGoesOn) {
  ASSERT_TRUE(ask(OpenKept{"no-such"}, [](const Shelf& shelf) { return shelf.error.has_value(); }));
  ASSERT_TRUE(ask(AddAthlete{{"crane", "", "left knee", "left"}},
                  [](const Shelf& shelf) { return shelf.athletes.size() == 1 && !shelf.error && !shelf.busy; }));
  store::Athlete crane = library.shelf()->athletes[0];
  EXPECT_EQ(crane.involved_side, "left");
  crane.archived = true;
  ASSERT_TRUE(ask(UpdateAthlete{crane},
                  [](const Shelf& shelf) { return shelf.athletes.size() == 1 && shelf.athletes[0].archived; }));
}

}  // namespace
}  // namespace poise::engine
