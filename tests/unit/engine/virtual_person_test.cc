#include "engine/virtual_person.h"

#include <gmock/gmock.h>

#include "engine/virtual_source.h"
#include "session/programme_file.h"

namespace poise::engine {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

session::Block block(const std::string& text) {
  const auto programme = session::parse_programme(
      "id = \"x\"\nname = \"X\"\npurpose = \"P\"\nkind = \"test\"\n[[block]]\n" + text, "x.toml");
  if (!programme) throw std::runtime_error(to_line(programme.error()));
  return programme->blocks[0];
}

TEST(TheVirtualPerson, IsMeantBySimAlone) {
  EXPECT_TRUE(is_virtual_person("sim:"));
  EXPECT_TRUE(is_virtual_person("sim:?speed=0"));
  for (const char* device : {"sim:squat", "sim:squat?reps=3", "auto", "/dev/ttyACM0", "replay:last"})
    EXPECT_FALSE(is_virtual_person(device)) << device;
}

TEST(TheVirtualPerson, DoesASetAsItIsAsked) {
  const std::string squat = virtual_mat_for(block("exercise = \"squat\"\nreps = [8, 12]\nload_kg = 10\ntempo "
                                                  "= { down_s = 2, hold_s = 1, up_s = 1.5 }"),
                                            2, 1, "sim:");
  EXPECT_THAT(squat, AllOf(HasSubstr("sim:squat?"), HasSubstr("reps=12"), HasSubstr("tempo_s=3.5"),
                           HasSubstr("hold_s=1"), HasSubstr("body_kg=82"), HasSubstr("seed=1021"),
                           Not(HasSubstr("side"))));
  const std::string stand =
      virtual_mat_for(block("exercise = \"single-leg-stand\"\nseconds = 20"), 1, 2, "sim:");
  EXPECT_THAT(stand, AllOf(HasSubstr("sim:single-leg-stand?"), HasSubstr("hold_s=23"), HasSubstr("side=both"),
                           Not(HasSubstr("reps"))));
  const std::string bridge =
      virtual_mat_for(block("exercise = \"bridge\"\nreps = 5\nload_kg = 10"), 1, 1, "sim:");
  EXPECT_THAT(bridge, Not(HasSubstr("body_kg")));
}

TEST(TheVirtualPerson, FollowsTheKeysThatWereGiven) {
  const std::string squat = virtual_mat_for(block("exercise = \"squat\"\nreps = 10\nload_kg = 5"), 1, 1,
                                            "sim:?reps=7&speed=0&seed=3&body_kg=60");
  EXPECT_THAT(squat, AllOf(HasSubstr("reps=7"), HasSubstr("speed=0"), HasSubstr("seed=3011"),
                           HasSubstr("body_kg=65")));
}

TEST(TheVirtualPerson, CanDoEverySetOfEveryShippedProgramme) {
  for (const session::Programme& programme : session::shipped_programmes())
    for (std::size_t i = 0; i < programme.blocks.size(); ++i) {
      const std::string mat =
          virtual_mat_for(programme.blocks[i], static_cast<int>(i) + 1, 1, "sim:?speed=0");
      const auto source = virtual_source(mat);
      EXPECT_TRUE(source) << programme.id << ", " << mat << ": " << to_line(source.error());
    }
}

}  // namespace
}  // namespace poise::engine
