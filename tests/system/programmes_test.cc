#include <csignal>

#include "poise_test.h"

namespace poise::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// Programmes as a person runs them; the virtual person does each set.
class ProgrammesTest : public PoiseTest {
 protected:
  ProgrammesTest() {
    write_text(path("mine.toml"), R"(
id = "mine"
name = "Mine"
purpose = "To try"
kind = "training"

[[block]]
exercise = "squat"
sets = 2
reps = 3
rest_s = 5
progression = { by = "reps", step = 2 }

[[block]]
exercise = "single-leg-squat"
reps = 2
rest_s = 5
)");
  }

  Words run_words(const std::string& programme, const Words& more) const {
    Words words{"programmes", "run", programme, "--device", "sim:?speed=0", "--athlete", "heron"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Words mine(const Words& more) const { return run_words(path("mine.toml").string(), more); }
  Json last_visit() const { return json_of({"programmes", "visits", "last"}); }
  static std::vector<std::string> rules_of(const Json& visit) {
    std::vector<std::string> rules;
    for (const Json& advice : visit["advice"]) rules.push_back(advice["rule"]);
    return rules;
  }
};

TEST_F(ProgrammesTest, AreListedAndShown) {
  std::vector<std::string> ids;
  for (const Json& programme : json_of({"programmes"})) ids.push_back(programme["id"]);
  EXPECT_THAT(ids, ::testing::IsSupersetOf({"glute-low-back", "single-leg-test", "bridge-test", "asymmetry-check", "balance"}));
  EXPECT_EQ(json_of({"programmes", "show", path("mine.toml").string()})["blocks"][0]["reps"], 3);
  EXPECT_THAT(run({"programmes", "show", "balance"}).out, HasSubstr("Quiet stand, eyes closed, foam"));
  EXPECT_THAT(run({"programmes"}).out, AllOf(HasSubstr("glute-low-back    training, 14 sets, about"), HasSubstr("asymmetry-check   test, ")));
  EXPECT_THAT(run({"programmes", "rules"}).out, AllOf(HasSubstr("next-step"), HasSubstr("no diagnosis")));
}

TEST_F(ProgrammesTest, RunFromTheFirstSetToTheAdvice) {
  const Json visit = json_of(
      mine({"--pain-before", "1", "--pain-after", "1", "--exertion", "4", "--date", "2026-03-05T10:00"}));
  EXPECT_EQ(visit["schema"], "poise.visit/1");
  EXPECT_EQ(visit["ended"], true);
  EXPECT_EQ(visit["pain_before"], 1);
  EXPECT_EQ(visit["exertion"], 4);
  ASSERT_EQ(visit["sets"].size(), 3);
  EXPECT_EQ(visit["sets"][0]["sides"][0]["reps"], 3);
  EXPECT_EQ(visit["sets"][2]["sides"][1]["reps"], 2);
  EXPECT_THAT(rules_of(visit), ::testing::ElementsAre("same-again"));
  EXPECT_EQ(visit, last_visit());
  EXPECT_THAT(run({"programmes", "visits"}).out,
              AllOf(HasSubstr(visit["id"].get<std::string>() + "  2026-03-05T10:00"), HasSubstr("ended       heron")));
  expect_failure(run({"programmes", "visits", "nobodys"}), "there is no such visit");

  const Json list = sessions();
  ASSERT_EQ(list.size(), 3);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(list[i]["id"], visit["sets"][i]["session"]);
  EXPECT_LT(list[1]["started"], list[2]["started"]);
  EXPECT_EQ(run({"export", "last", "--out", path("out").string()}).status, 0);
  const Json last = Json::parse(read_text(path("out/session.json")));
  EXPECT_EQ(last["visit"]["id"], visit["id"]);
  EXPECT_EQ(last["visit"]["block"], 2);
  EXPECT_EQ(last["surroundings"], Json::parse(R"({"pain_before": 1, "pain_after": 1, "exertion": 4.0})"));
  EXPECT_EQ(last["body_weight_source"], "weighed in this visit");
}

TEST_F(ProgrammesTest, ThreeWeeksLaterTheNextStepFollowsWithItsRule) {
  const Words said{"--pain-before", "1", "--pain-after", "0", "--exertion", "4"};
  for (const char* date : {"2026-03-05T10:00", "2026-03-26T10:00"}) {
    Words words = mine(said);
    words.insert(words.end(), {"--date", date});
    EXPECT_EQ(run(words).status, 0);
  }
  const Finished page = run({"programmes", "visits", "last"});
  EXPECT_THAT(page.out, AllOf(HasSubstr("Squat: 5 repetitions instead of 3 next time. [next-step]"),
                              HasSubstr("[next-step] Every set"), HasSubstr("no diagnosis")));
}

TEST_F(ProgrammesTest, OfGlutesAndLowBackIsDoneByTheVirtualPersonToTheLastRepetition) {
  const Json programme = json_of({"programmes", "show", "glute-low-back"});
  const Json visit = json_of(run_words("glute-low-back", {"--pain-before", "1", "--pain-after", "1", "--exertion", "6"}));
  ASSERT_EQ(visit["sets"].size(), programme["sets"]);
  for (const Json& set : visit["sets"]) {
    const Json& block = programme["blocks"][set["block"].get<std::size_t>() - 1];
    EXPECT_EQ(set["outcome"], "complete") << set;
    for (const Json& side : set["sides"]) {
      if (block.contains("reps"))
        EXPECT_EQ(side["reps"], block["reps"]) << set;
      else
        EXPECT_GE(side["hold_s"].get<double>(), 0.9 * block["seconds"].get<double>()) << set;
    }
  }
  EXPECT_THAT(rules_of(visit), ::testing::ElementsAre("rest-between", "same-again"));
}

TEST_F(ProgrammesTest, AskForRestTooSoonAfterAHardOne) {
  EXPECT_EQ(run(mine({"--exertion", "7", "--date", "2026-03-05T10:00"})).status, 0);
  EXPECT_THAT(rules_of(last_visit()), ::testing::Contains("rest-between"));
  const Finished again = run(mine({"--date", "2026-03-06T10:00"}));
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.err, HasSubstr("Rest today: the last very hard training ended 2"));
  EXPECT_THAT(again.err, HasSubstr("[rest-between]"));
}

TEST_F(ProgrammesTest, StopAtARedFlagAndSendToAProfessional) {
  for (const Words& said : std::vector<Words>{{"--pain-before", "5"}, {"--red-flag", "numbness"}}) {
    const Json visit = json_of(mine(said));
    EXPECT_EQ(visit["sets"], Json::array());
    ASSERT_EQ(visit["advice"].size(), 1);
    EXPECT_EQ(visit["advice"][0]["kind"], "see_professional");
    EXPECT_THAT(visit["advice"][0]["says"].get<std::string>(), HasSubstr("see a professional"));
  }
  EXPECT_EQ(sessions(), Json::array());
  const Json risen = json_of(mine({"--pain-before", "1", "--pain-after", "3"}));
  EXPECT_THAT(rules_of(risen), ::testing::ElementsAre("red-flag-pain-rising"));
  EXPECT_EQ(risen["ended"], true);
}

TEST_F(ProgrammesTest, AskAtATerminalAndTakeKeysBetweenSets) {
  ProcessOptions person = options();
  person.typed = "a lot\n2\nleft knee\n\n"  // how much it hurts, and where; no red flag
                 "?pp"                       // the keys once more, a pause and on
                 "nslept badly\n"            // a note
                 "sx"                        // the first set is left out, and the others
                 "1\n4\n";                   // pain and exertion afterwards
  const Finished finished = start(mine({}), person)->wait();
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_THAT(finished.err, AllOf(HasSubstr("A whole number from 0 to 10, please."), HasSubstr("Where does it hurt?"),
                                  HasSubstr("Set 1 of 3: Squat, set 1 of 2"), HasSubstr("Set 1 of 2: Squat, set 2 of 2")));
  const Json visit = last_visit();
  EXPECT_EQ(visit["pain_before"], 2);
  EXPECT_EQ(visit["pain_after"], 1);
  EXPECT_EQ(visit["exertion"], 4);
  EXPECT_EQ(visit["ended"], true);
  EXPECT_EQ(visit["sets"], Json::array()) << visit;
}

TEST_F(ProgrammesTest, TakeSetsAgainAddThemAndLeaveThemOutAtATerminal) {
  ProcessOptions person = options();
  person.typed = "0\n\n"           // no pain, no red flag
                 "\n"              // the first set
                 "i1\nright hip\n"  // pain in between, and where
                 "e5\n"            // how hard it was
                 "r "              // the same set again, which goes at once
                 "+"               // and one more of it
                 "S"               // no: no more squats
                 "\n"              // single-leg squats
                 "1\n4\n";
  const Finished finished = start(mine({}), person)->wait();
  EXPECT_EQ(finished.status, 0) << finished.err;
  const Json visit = last_visit();
  EXPECT_EQ(visit["ended"], true);
  ASSERT_EQ(visit["sets"].size(), 2) << visit;
  EXPECT_EQ(visit["sets"][0]["exercise"], "squat");
  EXPECT_EQ(visit["sets"][1]["exercise"], "single-leg-squat");
  const Json list = sessions();
  ASSERT_EQ(list.size(), 3) << "the set that was done again is kept";
  EXPECT_EQ(visit["sets"][0]["session"], list[1]["id"]);
  EXPECT_EQ(run({"export", list[0]["id"], "--out", path("first").string()}).status, 0);
  const Json first = Json::parse(read_text(path("first/session.json")));
  EXPECT_EQ(first["surroundings"]["exertion"], 5.0) << first["surroundings"];
}

TEST_F(ProgrammesTest, StopAtARedFlagThatIsSaidAtATerminalBetweenSets) {
  ProcessOptions person = options();
  person.typed = "\n\n" "ffreckles\nnumbness\n";
  const Finished finished = start(mine({}), person)->wait();
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_THAT(finished.err, HasSubstr("\"freckles\" is none of them."));
  const Json visit = last_visit();
  EXPECT_EQ(visit["ended"], true);
  ASSERT_EQ(visit["advice"].size(), 1) << visit;
  EXPECT_EQ(visit["advice"][0]["kind"], "see_professional");
}

TEST_F(ProgrammesTest, GoOnAfterAKill) {
  Words words{"programmes", "run", path("mine.toml").string(), "--device", "sim:?speed=4"};
  const auto process = start(words);
  ASSERT_TRUE(process->wait_for_line("Set 2 of 3", std::chrono::seconds(30)));
  process->signal(SIGKILL);
  EXPECT_EQ(process->wait().status, 128 + SIGKILL);
  EXPECT_EQ(last_visit()["sets"].size(), 1);
  EXPECT_EQ(last_visit()["ended"], false);

  const Finished resumed = run({"programmes", "resume", "--device", "sim:?speed=0", "--json"});
  EXPECT_EQ(resumed.status, 0) << resumed.err;
  EXPECT_THAT(resumed.err, HasSubstr("1 of 3 sets are done"));
  const Json visit = Json::parse(resumed.out);
  EXPECT_EQ(visit["sets"].size(), 3);
  EXPECT_EQ(visit["ended"], true);
  expect_failure(run({"programmes", "resume", "--device", "sim:?speed=0"}), "no visit was left unfinished");
}

TEST_F(ProgrammesTest, AreLeftWithCtrlCAndResumed) {
  const auto process = start({"programmes", "run", path("mine.toml").string(), "--device", "sim:?speed=4"});
  ASSERT_TRUE(process->wait_for_line("Set 1 of 3", std::chrono::seconds(30)));
  process->signal(SIGINT);
  const Finished left = process->wait();
  EXPECT_EQ(left.status, 0) << left.err;
  EXPECT_THAT(left.err, HasSubstr("poise programmes resume"));
  EXPECT_EQ(json_of({"programmes", "resume", "--device", "sim:?speed=0"})["sets"].size(), 3);
}

TEST_F(ProgrammesTest, ThatAreBrokenAreRefusedWithLineAndKey) {
  write_text(path("broken.toml"),
             "id = \"broken\"\nname = \"B\"\npurpose = \"P\"\nkind = \"test\"\n[[block]]\nexercise = "
             "\"squat\"\nrpes = 5\n");
  expect_failure(run(run_words(path("broken.toml").string(), {})),
                 "broken.toml:7: unknown key `rpes`, perhaps `reps` is meant");
  expect_failure(run(run_words(path("nothing.toml").string(), {})), "nothing.toml");
  expect_wrong_words(run(run_words("handstands", {})), "there is no programme \"handstands\"; there are");
  EXPECT_EQ(json_of({"programmes", "visits"}), Json::array());
}

TEST_F(ProgrammesTest, TakeOnlyDevicesThatCanDoThem) {
  const auto run_on = [&](const std::string& device) {
    return run({"programmes", "run", "balance", "--device", device});
  };
  expect_wrong_words(run_on("sim:squat"), "sim: alone");
  expect_wrong_words(run_on("sim:?colour=red"), "colour");
  expect_wrong_words(run_on("replay:last"), "a recording cannot");
  expect_wrong_words(run(mine({"--red-flag", "freckles"})), "freckles");
  expect_failure(run_on("/dev/no-such-port"), "/dev/no-such-port");
}

}  // namespace
}  // namespace poise::testing
