#include "session/programme.h"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "temporary_folder.h"
#include "session/programme_file.h"
#include "session/shipped_programme_files.h"

namespace poise::session {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kHead = R"(id = "mine"
name = "Mine"
purpose = "To try"
kind = "training"
)";

std::string with_block(const std::string& block) { return std::string(kHead) + "[[block]]\n" + block; }

Block block_of(const std::string& block) {
  const auto programme = parse_programme(with_block(block), "mine.toml");
  if (!programme) throw std::runtime_error(to_line(programme.error()));
  return programme->blocks.at(0);
}

std::string error_of(const std::string& text) {
  const auto programme = parse_programme(text, "mine.toml");
  if (programme) return "";
  const std::string line = to_line(programme.error());
  EXPECT_THAT(line, testing::StartsWith("mine.toml:"));
  EXPECT_EQ(line.find('\n'), std::string::npos);
  return line;
}

TEST(ShippedProgrammes, CanAllBeReadAndSayWhatTheyAreFor) {
  ASSERT_THAT(shipped_programmes(), SizeIs(shipped_programme_files().size()));
  std::set<std::string> ids;
  for (const Programme& programme : shipped_programmes()) {
    EXPECT_TRUE(ids.insert(programme.id).second) << programme.id;
    EXPECT_FALSE(programme.purpose.empty()) << programme.id;
    EXPECT_FALSE(programme.source.empty()) << programme.id;
    EXPECT_TRUE(programme.shipped);
    for (const Block& block : programme.blocks) {
      EXPECT_FALSE(block.cue.empty()) << programme.id << ": " << name_of(block);
      EXPECT_FALSE(block.reason.empty()) << programme.id << ": " << name_of(block);
    }
  }
  EXPECT_THAT(ids, testing::IsSupersetOf({"glute-low-back", "single-leg-test", "bridge-test", "asymmetry-check", "balance"}));
}

TEST(ShippedProgrammes, AreCalledLikeTheirFiles) {
  for (std::size_t i = 0; i < shipped_programmes().size(); ++i)
    EXPECT_EQ(shipped_programmes()[i].id + ".toml", shipped_programme_files()[i].file);
}

TEST(ShippedProgrammes, OfAClinicTestBothLegsAfterOnePracticeSet) {
  for (const Programme& programme : shipped_programmes()) {
    if (programme.id != "single-leg-test" && programme.id != "bridge-test") continue;
    EXPECT_EQ(programme.kind, ProgrammeKind::test);
    int practice = 0;
    for (const Block& block : programme.blocks) {
      practice += block.role == Role::practice ? block.sets : 0;
      EXPECT_EQ(block.side, Side::both) << name_of(block);
    }
    EXPECT_EQ(practice, 1) << programme.id;
    EXPECT_EQ(programme.blocks[0].role, Role::practice) << programme.id;
  }
}

TEST(ShippedProgrammes, HaveEveryPartOfTheRoundForGlutesAndLowBack) {
  const auto round = find_programme("glute-low-back", "/nowhere");
  ASSERT_TRUE(round) << to_line(round.error());
  std::vector<std::string> parts;
  for (const Block& block : round->blocks) parts.push_back(label_of(block));
  EXPECT_THAT(parts, ElementsAre("Squat (warm-up)", "Squat", "Lunge (forward)", "Lunge (reverse)", "Lunge (lateral)",
                                 "Single-leg squat", "Bridge", "Plank", "Side plank", "Russian twist", "Bicycle crunch",
                                 "Quiet stand, eyes open"));
  EXPECT_EQ(round->blocks[1].sets, 2);
  EXPECT_EQ(round->blocks[1].least_reps, 10);
  EXPECT_EQ(round->blocks[1].reps, 15);
  for (std::size_t i = 0; i + 1 < round->blocks.size(); ++i) EXPECT_GT(round->blocks[i].rest_s, 0) << parts[i];
}

TEST(ShippedProgrammes, CheckAsymmetryInThreeMinutes) {
  const auto check = find_programme("asymmetry-check", "/nowhere");
  ASSERT_TRUE(check);
  EXPECT_LE(expected_duration_s(*check), 180);
}

TEST(AProgramme, IsReadWithEverythingInIt) {
  const Block block = block_of(R"(
exercise = "squat"
role = "warm-up"
sets = 2
reps = [10, 15]
load_kg = 5
tempo = { down_s = 2, hold_s = 1, up_s = 1.5 }
rest_s = 90
left_share_pct = [45, 55]
eyes = "closed"
surface = "foam"
progression = { by = "load", step_kg = 2.5, limit_kg = 20 }
cue = "Look ahead"
reason = "Strength"
)");
  EXPECT_EQ(block.exercise, movement::find_exercise("squat"));
  EXPECT_EQ(block.role, Role::warm_up);
  EXPECT_EQ(block.sets, 2);
  EXPECT_EQ(block.least_reps, 10);
  EXPECT_EQ(block.reps, 15);
  EXPECT_EQ(block.load_kg, 5);
  EXPECT_EQ(block.tempo->up_s, 1.5);
  EXPECT_EQ(block.rest_s, 90);
  EXPECT_EQ(block.left_share_pct->high, 55);
  EXPECT_EQ(block.eyes, Eyes::closed);
  EXPECT_EQ(block.surface, Surface::foam);
  EXPECT_EQ(block.progression.by, Progression::By::load);
  EXPECT_EQ(block.progression.step, 2.5);
  EXPECT_EQ(block.progression.limit, 20);
  EXPECT_EQ(task_of(block),
            "10 to 15 repetitions, 2 s down, 1 s hold, 1.5 s up; with 5 kg; left's share 45 to 55 %");
  EXPECT_EQ(label_of(block), "Squat (warm-up), eyes closed, foam");
  EXPECT_EQ(expected_set_s(block), 15 * 4.5);
}

TEST(AProgramme, TellsWhichSideComesFirst) {
  const std::string exercise = "exercise = \"single-leg-squat\"\nreps = 5\n";
  EXPECT_EQ(task_of(block_of(exercise)), "5 repetitions on each leg, left first");
  EXPECT_EQ(task_of(block_of(exercise + "sides = [\"right\", \"left\"]")),
            "5 repetitions on each leg, right first");
  const Block right = block_of(exercise + "sides = [\"right\"]");
  EXPECT_EQ(right.side, Side::right);
  EXPECT_EQ(task_of(right), "5 repetitions on the right leg");
  EXPECT_EQ(expected_set_s(right), expected_set_s(block_of(exercise)) / 2);
}

TEST(AProgramme, TakesTheUsualVariantWhereItNamesNone) {
  EXPECT_EQ(block_of("exercise = \"lunge\"\nreps = 5").variant, "forward");
}

TEST(AProgramme, CountsTheSwingsToEachSide) {
  const Block block = block_of("exercise = \"russian-twist\"\nreps = 10");
  EXPECT_EQ(task_of(block), "10 repetitions to each side");
  EXPECT_EQ(expected_set_s(block), 80);
}

TEST(AProgramme, SaysTheTempoOfABridgeInItsOrder) {
  EXPECT_EQ(
      task_of(block_of("exercise = \"bridge\"\nreps = 1\ntempo = { up_s = 1, hold_s = 2, down_s = 3 }")),
      "1 repetition, 1 s up, 2 s hold, 3 s down");
}

struct Wrong {
  std::string text;
  std::vector<std::string> says;
};

std::ostream& operator<<(std::ostream& out, const Wrong& wrong) { return out << wrong.text; }

class AWrongProgramme : public testing::TestWithParam<Wrong> {};

TEST_P(AWrongProgramme, IsRefusedWithLineKeyAndWhatToDo) {
  const std::string error = error_of(GetParam().text);
  for (const std::string& part : GetParam().says) EXPECT_THAT(error, HasSubstr(part));
  EXPECT_NE(error, "");
}

const std::string kSquat = "exercise = \"squat\"\nreps = 5\n";

INSTANTIATE_TEST_SUITE_P(
    Each, AWrongProgramme,
    testing::Values(
        Wrong{"id = ", {":1", "not TOML"}}, Wrong{kHead, {"no block", "[[block]]"}},
        Wrong{std::string(kHead) + "block = 5", {":5", "[[block]]"}},
        Wrong{std::string(kHead) + "[block]\nreps = 5", {"[[block]]"}},
        Wrong{"name = \"x\"\n[[block]]\n" + kSquat, {"`id`"}},
        Wrong{"id = \"A b\"\n[[block]]\n" + kSquat, {":1", "`id`", "small letters"}},
        Wrong{with_block("exercise = \"sqat\"\nreps = 5"), {":6", "`exercise`", "perhaps \"squat\""}},
        Wrong{with_block("exercise = \"squat\"\nrpes = 5"), {":7", "`rpes`", "perhaps `reps`"}},
        Wrong{with_block("exercise = \"squat\""), {"`reps` or `seconds`"}},
        Wrong{with_block("exercise = \"squat\"\nreps = 0"), {":7", "`reps`", "from 1"}},
        Wrong{with_block("exercise = \"squat\"\nreps = 2.5"), {"`reps`", "whole"}},
        Wrong{with_block("exercise = \"squat\"\nreps = [15, 10]"), {"`reps`", "lower one first"}},
        Wrong{with_block("exercise = \"squat\"\nreps = [1, 2, 3]"), {"`reps`", "two numbers"}},
        Wrong{with_block(kSquat + "sets = 0"), {":8", "`sets`"}},
        Wrong{with_block(kSquat + "variant = \"deep\""), {":8", "`variant`", "no variants"}},
        Wrong{with_block(kSquat + "sides = [\"left\"]"), {":8", "`sides`", "leave it out"}},
        Wrong{with_block("exercise = \"lunge\"\nvariant = \"sideways\"\nreps = 5"),
              {":7", "`variant`", "forward, reverse, lateral"}},
        Wrong{with_block("exercise = \"single-leg-squat\"\nreps = 5\nsides = [\"left\", \"left\"]"),
              {"`sides`"}},
        Wrong{with_block("exercise = \"single-leg-squat\"\nreps = 5\nsides = \"left\""),
              {"`sides`", "[\"left\""}},
        Wrong{with_block("exercise = \"single-leg-squat\"\nreps = 5\nleft_share_pct = [45, 55]"),
              {"`left_share_pct`"}},
        Wrong{with_block("exercise = \"quiet-stand\"\nreps = 5"), {":7", "`reps`", "seconds = 30"}},
        Wrong{with_block("exercise = \"quiet-stand\"\nseconds = 30\ntempo = { down_s = 1, up_s = 1 }"),
              {"`tempo`"}},
        Wrong{with_block(kSquat + "tempo = 3"), {"`tempo`", "down_s"}},
        Wrong{with_block(kSquat + "tempo = { down = 3, up_s = 1 }"), {"`down`", "perhaps `down_s`"}},
        Wrong{with_block(kSquat + "role = \"warmup\""), {"`role`", "\"warm-up\""}},
        Wrong{with_block(kSquat + "left_share_pct = [55, 45]"), {"`left_share_pct`"}},
        Wrong{with_block(kSquat + "load_kg = -1"), {"`load_kg`"}},
        Wrong{with_block(kSquat + "rest_s = \"long\""), {"`rest_s`", "number"}},
        Wrong{with_block(kSquat + "eyes = \"shut\""), {"`eyes`", "closed"}},
        Wrong{with_block(kSquat + "progression = { by = \"magic\" }"), {"`by`", "\"load\""}},
        Wrong{with_block(kSquat + "progression = { by = \"load\", step = 2 }"), {"`step`", "`step_kg`"}},
        Wrong{with_block(kSquat + "progression = { by = \"load\" }"), {"`step_kg`", "missing"}},
        Wrong{with_block(kSquat + "progression = { by = \"exercise\", next = \"handstand\" }"),
              {"`next`", "handstand"}}));

class OwnProgrammes : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) { std::ofstream(folder / name) << text; }
  static std::string with_id(const std::string& id) {
    return "id = \"" + id + "\"\nname = \"N\"\npurpose = \"P\"\nkind = \"test\"\n[[block]]\n" + kSquat;
  }

  TemporaryFolder folder;
};

TEST_F(OwnProgrammes, StandBehindTheShippedOnes) {
  write("b.toml", with_id("mine"));
  write("notes.txt", "no programme");
  const ProgrammeList list = list_programmes(folder.path());
  EXPECT_THAT(list.left_out, IsEmpty());
  ASSERT_THAT(list.programmes, SizeIs(shipped_programmes().size() + 1));
  EXPECT_EQ(list.programmes.back().id, "mine");
  EXPECT_FALSE(list.programmes.back().shipped);
  EXPECT_EQ(find_programme("mine", folder.path())->name, "N");
}

TEST_F(OwnProgrammes, ThatAreWrongOrCalledLikeOthersAreLeftOutWithAReason) {
  write("a.toml", with_id("mine"));
  write("b.toml", with_id("mine"));
  write("c.toml", with_id("balance"));
  write("d.toml", "id = 5");
  const ProgrammeList list = list_programmes(folder.path());
  ASSERT_THAT(list.left_out, SizeIs(3));
  EXPECT_THAT(to_line(list.left_out[0]), AllOf(HasSubstr("b.toml"), HasSubstr("another file of yours")));
  EXPECT_THAT(to_line(list.left_out[1]), AllOf(HasSubstr("c.toml"), HasSubstr("Poise brings along")));
  EXPECT_THAT(to_line(list.left_out[2]), HasSubstr("d.toml:1"));
  EXPECT_THAT(list.programmes, SizeIs(shipped_programmes().size() + 1));
}

TEST_F(OwnProgrammes, AreFoundByPathToo) {
  write("x.toml", with_id("somewhere"));
  EXPECT_EQ(find_programme((folder / "x.toml").string(), "/nowhere")->id, "somewhere");
  EXPECT_EQ(find_programme((folder / "y.toml").string(), "/nowhere").error().code, ErrorCode::not_found);
}

TEST_F(OwnProgrammes, ThatAreNotThereAreSaidWithThoseThatAre) {
  const auto none = find_programme("handstands", folder.path());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::usage);
  EXPECT_THAT(none.error().what, AllOf(HasSubstr("handstands"), HasSubstr("balance")));
  write("broken.toml", "id = \"broken\"\nnmae = \"x\"");
  EXPECT_THAT(to_line(find_programme("broken", folder.path()).error()), HasSubstr("broken.toml:2"));
}

}  // namespace
}  // namespace poise::session
