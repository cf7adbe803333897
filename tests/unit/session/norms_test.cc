#include "session/norms.h"

#include <gmock/gmock.h>

#include <fstream>

#include "session/shipped_norm_files.h"

namespace poise::session {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kOwn = R"(name = "Our squad"
source = "Own measurements, spring"
exercise = "single-leg-squat"
[[group]]
who = "24 players"
side = "left"
bands = { "reps.depth_mm" = [180, 240, 310] }
)";

TEST(Norms, OfTheProgramCanAllBeRead) {
  EXPECT_EQ(norms().size(), shipped_norm_files().size());
  for (const Norm& norm : norms()) EXPECT_FALSE(norm.groups.empty()) << norm.name;
}

TEST(Norms, AreFoundByExerciseEyesAndSurface) {
  const auto found = references_for("quiet-stand", Side::both, Eyes::closed, Surface::foam);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].group->who, "86 people under 60 years");
  EXPECT_EQ(found[0].group->find("sway.mean_velocity_mm_s")->p50, 29.3);
  EXPECT_EQ(found[1].group->find("sway.prediction_ellipse_area_mm2")->p95, 4961);
  EXPECT_EQ(found[0].group->find("reps.depth_mm"), nullptr);
  const auto not_said = references_for("quiet-stand", Side::both, {}, {});
  ASSERT_EQ(not_said.size(), 2U);
  EXPECT_EQ(not_said[0].group->find("sway.mean_velocity_mm_s")->p50, 8.0);
  EXPECT_TRUE(references_for("squat", Side::both, {}, {}).empty());
}

TEST(Norms, OfAPersonAreReadFromTheirFolder) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "own_norms";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "squad.toml") << kOwn;
  std::ofstream(folder / "wrong.toml") << "name = 3";
  std::ofstream(folder / "notes.txt") << "no norms";
  EXPECT_THAT(add_norms(folder), ElementsAre(AllOf(HasSubstr("wrong.toml:1"), HasSubstr("left out"))));
  const auto left = references_for("single-leg-squat", Side::left, {}, {});
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].norm->name, "Our squad");
  EXPECT_EQ(left[0].group->find("reps.depth_mm")->p5, 180);
  EXPECT_TRUE(references_for("single-leg-squat", Side::right, {}, {}).empty());
  EXPECT_THAT(add_norms("/nowhere"), ElementsAre());
}

struct Wrong {
  std::string from, to;
  std::vector<std::string> says;
};

class AWrongNorm : public testing::TestWithParam<Wrong> {};

TEST_P(AWrongNorm, IsRefusedWithItsLineAndWhatToWrite) {
  std::string text = kOwn;
  text.replace(text.find(GetParam().from), GetParam().from.size(), GetParam().to);
  const auto norm = parse_norm(text, "mine.toml");
  ASSERT_FALSE(norm);
  for (const std::string& says : GetParam().says) EXPECT_THAT(to_line(norm.error()), HasSubstr(says));
}

INSTANTIATE_TEST_SUITE_P(
    Each, AWrongNorm,
    testing::Values(Wrong{"single-leg-squat", "hop", {"mine.toml:3", "no exercise \"hop\"", "poise exercises"}},
                    Wrong{"reps.depth_mm", "depth", {"mine.toml:7", "no figure \"depth\"", "poise trend --figures"}},
                    Wrong{"[180, 240, 310]", "[310, 240, 180]", {"mine.toml:7", "5th, 50th and 95th"}},
                    Wrong{"[180, 240, 310]", "[180, 240]", {"mine.toml:7", "three numbers"}},
                    Wrong{"[180, 240, 310]", "[180, 240, nan]", {"mine.toml:7", "three numbers"}},
                    Wrong{"side = \"left\"", "side = \"port\"", {"mine.toml:6", "`side`", "\"left\""}},
                    Wrong{"side = \"left\"", "sidee = \"left\"", {"mine.toml:6", "sidee", "side"}},
                    Wrong{"bands = { \"reps.depth_mm\" = [180, 240, 310] }", "", {"bands ="}},
                    Wrong{"source =", "sauce =", {"mine.toml:2", "source"}},
                    Wrong{"name =", "least_hold_s = -1\nname =", {"least_hold_s"}}));

}  // namespace
}  // namespace poise::session
