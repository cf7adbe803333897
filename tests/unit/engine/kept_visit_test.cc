#include "engine/kept_visit.h"

#include <gmock/gmock.h>

#include "../session/example_round.h"
#include "../store/example_session.h"
#include "temporary_folder.h"

namespace poise::engine {
namespace {

using session::kHour_us;
using session::kStart_us;
using session::VisitEvent;
using session::VisitStep;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = VisitEvent::Kind;

class AKeptVisit : public testing::Test {
 protected:
  AKeptVisit() : store(open()) {}
  store::Store open() { return std::move(store::Store::open(folder / "poise.db").value()); }

  KeptVisit begin(std::int64_t now_us = kStart_us) {
    return std::move(KeptVisit::begin(store, session::example_programme(), "heron", now_us).value());
  }
  static bool happen(KeptVisit& visit, Kind kind, double value = 0, std::string text = {},
                     std::optional<session::SetResult> result = {}) {
    return visit.apply({kind, kStart_us, value, std::move(text), std::move(result)}).value();
  }

  TemporaryFolder folder;
  store::Store store;
};

TEST_F(AKeptVisit, GoesOnWhereItWasWithASetThatWasCutShortStillToDo) {
  std::string id;
  {
    store::Store dying = open();
    auto visit = std::move(KeptVisit::begin(dying, session::example_programme(), "heron", kStart_us).value());
    id = visit.id();
    happen(visit, Kind::pain, 2, "knee");
    happen(visit, Kind::begin);
    happen(visit, Kind::start);
    happen(visit, Kind::set_done, 0, "", session::squats(3));
    happen(visit, Kind::start);
  }
  const auto resumed = KeptVisit::resume(store, "", "", kStart_us + kHour_us);
  ASSERT_TRUE(resumed) << to_line(resumed.error());
  EXPECT_EQ(resumed->id(), id);
  const auto view = resumed->runner().view(kStart_us + kHour_us);
  EXPECT_EQ(view.step, VisitStep::ready);
  EXPECT_EQ(view.place.block, 2);
  EXPECT_EQ(view.done, 1);
  EXPECT_EQ(resumed->runner().pain_now(), 2);
}

TEST_F(AKeptVisit, ThatHasEndedOrIsNotThereCannotGoOn) {
  EXPECT_THAT(KeptVisit::resume(store, "", "", kStart_us).error().what,
              HasSubstr("no visit was left unfinished"));
  EXPECT_EQ(KeptVisit::resume(store, "nosuch", "", kStart_us).error().code, ErrorCode::not_found);
  std::string id;
  {
    store::Store other = open();
    auto visit = std::move(KeptVisit::begin(other, session::example_programme(), "heron", kStart_us).value());
    id = visit.id();
    happen(visit, Kind::red_flag, 0, "trauma");
  }
  EXPECT_THAT(KeptVisit::resume(store, id, "", kStart_us).error().what, HasSubstr("has ended"));
}

TEST_F(AKeptVisit, OfThatAthleteIsResumed) {
  {
    store::Store other = open();
    ASSERT_TRUE(KeptVisit::begin(other, session::example_programme(), "heron", kStart_us));
    ASSERT_TRUE(KeptVisit::begin(other, session::example_programme(), "stork", kStart_us + 1));
  }
  EXPECT_EQ(KeptVisit::resume(store, "", "heron", kStart_us)->led().athlete, "heron");
  EXPECT_THAT(KeptVisit::resume(store, "", "crane", kStart_us).error().what, HasSubstr("of crane"));
}

TEST_F(AKeptVisit, KnowsTheVisitsBeforeItOnly) {
  for (int day = 0; day < 3; ++day) {
    auto visit = begin(kStart_us + day * 24 * kHour_us);
    happen(visit, Kind::pain, day);
  }
  const auto history = visit_history(store, "heron", kStart_us + 24 * kHour_us + 1);
  ASSERT_THAT(*history, SizeIs(2));
  EXPECT_EQ(history->at(0).pain_before, 0);
  EXPECT_EQ(history->at(1).pain_before, 1);
  EXPECT_THAT(*visit_history(store, "stork", kStart_us * 2), IsEmpty());
  EXPECT_THAT(*visit_history(store, "", kStart_us * 2), IsEmpty());
}

TEST_F(AKeptVisit, CountsARatedSessionOutsideProgrammesAsTraining) {
  auto info = example_info();
  info.place.reset();
  info.surroundings.exertion = 8;
  ASSERT_TRUE(store.begin_session(info));
  const auto history = visit_history(store, "heron", info.started_wall_us + kHour_us);
  ASSERT_THAT(*history, SizeIs(1));
  EXPECT_TRUE(history->at(0).hard());
  EXPECT_THAT(session::advice_before(*history, info.started_wall_us + 47 * kHour_us), SizeIs(1));
}

TEST_F(AKeptVisit, SaysWhatTheNextSetIs) {
  auto visit = begin();
  happen(visit, Kind::pain, 2, "knee");
  happen(visit, Kind::begin);
  session::Surroundings said;
  said.footwear = "barefoot";
  said.pain_after = 5;
  BeginSession first = next_set(visit.led(), said, true, kStart_us);
  EXPECT_EQ(first.athlete, "heron");
  EXPECT_EQ(first.setup.exercise->id, "squat");
  EXPECT_EQ(first.setup.reps, 3);
  EXPECT_TRUE(first.setup.unattended);
  EXPECT_FALSE(first.setup.body_weight_n);
  EXPECT_EQ(first.surroundings.footwear, "barefoot");
  EXPECT_EQ(first.surroundings.pain_before, 2);
  EXPECT_EQ(first.surroundings.pain_where, "knee");
  EXPECT_FALSE(first.surroundings.pain_after);
  EXPECT_EQ(first.place->visit, visit.id());
  EXPECT_EQ(first.place->role, "warm-up");
  EXPECT_EQ(first.started_wall_us, kStart_us);
  happen(visit, Kind::start);
  happen(visit, Kind::set_done, 0, "", session::squats(3));
  EXPECT_EQ(next_set(visit.led(), said, true, kStart_us).setup.body_weight_n, 700);
  said.load_kg = 10;
  const BeginSession loaded = next_set(visit.led(), said, true, kStart_us);
  EXPECT_NEAR(loaded.setup.body_weight_n.value(), 700 + 98.0665, 1e-9);
  EXPECT_EQ(loaded.setup.body_weight_source, "weighed in this visit, and 10 kg");
}

TEST_F(AKeptVisit, CanBeLeftToAnotherProgram) {
  auto visit = begin();
  store::Store other = open();
  EXPECT_EQ(KeptVisit::resume(other, visit.id(), "", kStart_us).error().code, ErrorCode::busy);
  visit.leave();
  EXPECT_TRUE(KeptVisit::resume(other, visit.id(), "", kStart_us));
}

TEST_F(AKeptVisit, KeepsWithTheLastSessionWhatIsSaidAfterIt) {
  auto info = example_info();
  info.surroundings = {};
  info.surroundings.notes = "first";
  ASSERT_TRUE(store.begin_session(info));
  auto visit = begin();
  happen(visit, Kind::pain, 1);
  happen(visit, Kind::begin);
  EXPECT_FALSE(store.load(info.id)->info.surroundings.pain_after);
  happen(visit, Kind::start);
  auto result = session::squats(3);
  result.session = info.id;
  happen(visit, Kind::set_done, 0, "", result);
  happen(visit, Kind::pain, 2);
  happen(visit, Kind::exertion, 6.5);
  happen(visit, Kind::note, 0, "second");
  const auto said = store.load(info.id)->info.surroundings;
  EXPECT_EQ(said.pain_after, 2);
  EXPECT_EQ(said.exertion, 6.5);
  EXPECT_EQ(said.notes, "first; second");
}

TEST_F(AKeptVisit, HasNotHappenedWhatCannotBeKept) {
  auto visit = begin();
  EXPECT_FALSE(*visit.apply({Kind::start, kStart_us}));
  EXPECT_EQ(open().visits()->at(0).events.find("start"), std::string::npos);
}

}  // namespace
}  // namespace poise::engine
