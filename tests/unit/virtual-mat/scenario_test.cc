#include "virtual-mat/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace poise::virtual_mat {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string error_of(std::string_view text) {
  const auto parsed = parse_scenario(text);
  return parsed ? "(accepted)" : parsed.error();
}

TEST(Scenario, HasSensibleDefaults) {
  const auto squat = parse_scenario("sim:squat");
  ASSERT_TRUE(squat) << squat.error();
  EXPECT_EQ(squat->exercise, Exercise::squat);
  EXPECT_EQ(squat->side, Side::both);
  EXPECT_EQ(squat->reps, 5);
  EXPECT_EQ(squat->sets, 1);
  EXPECT_EQ(squat->seed, 1u);
  EXPECT_EQ(squat->rate_hz, 80);
  EXPECT_EQ(squat->body_kg, 72);
  EXPECT_EQ(squat->left_share_pct, 50);
  EXPECT_EQ(squat->depth_mm, 350);
  EXPECT_EQ(squat->pause_s, 1);
  EXPECT_EQ(squat->noise, 1);
  EXPECT_EQ(squat->speed, 1);
  EXPECT_EQ(squat->cells, 8);
  EXPECT_EQ(parse_scenario("sim:single-leg-squat")->depth_mm, 200);
  EXPECT_EQ(parse_scenario("sim:single-leg-squat")->side, Side::left);
  EXPECT_EQ(parse_scenario("sim:bridge")->hold_s, 2);
}

TEST(Scenario, ReadsWhatIsPutOnTheMat) {
  const auto s = parse_scenario("sim:masses?do=20@-260:170,shift@right,2.5@100.5:-0&on_s=8&gain_error_pct=3");
  ASSERT_TRUE(s) << s.error();
  ASSERT_EQ(s->handling.size(), 3u);
  EXPECT_EQ(s->handling[0].kg, 20);
  EXPECT_EQ(s->handling[0].x_mm, -260);
  EXPECT_EQ(s->handling[0].y_mm, 170);
  EXPECT_EQ(s->handling[0].plate, Side::left);
  EXPECT_TRUE(s->handling[1].shift);
  EXPECT_EQ(s->handling[1].plate, Side::right);
  EXPECT_EQ(s->handling[2].plate, Side::right);
  EXPECT_EQ(s->on_s, 8);
  EXPECT_EQ(s->hold_s, 45);
  for (const char* wrong : {"sim:masses", "sim:squat?do=20@0:0", "sim:masses?do=20", "sim:masses?do=20@1",
                            "sim:masses?do=x@1:2", "sim:masses?do=20@1:2,", "sim:masses?do=shift@both"})
    EXPECT_FALSE(parse_scenario(wrong)) << wrong;
  const auto swapped = parse_scenario("sim:empty?fault=swapped:l_fl:r_rr");
  ASSERT_TRUE(swapped) << swapped.error();
  EXPECT_EQ(swapped->fault.cell, 0);
  EXPECT_EQ(swapped->fault.other, 7);
  for (const char* wrong : {"swapped:1", "swapped:1:1", "swapped:1:8", "reversed:9", "dead:1:2"})
    EXPECT_FALSE(parse_scenario("sim:empty?fault=" + std::string(wrong))) << wrong;
}

TEST(Scenario, ReadsWhatMayHappenToLineAndMatBesideTheContract) {
  const auto s = parse_scenario("sim:squat?byte_flip_pct=1&byte_loss_pct=2&byte_double_pct=3&reset_at_s=4&fault=dead:2&fault_at_s=5");
  ASSERT_TRUE(s) << s.error();
  EXPECT_EQ(s->byte_flip_pct, 1);
  EXPECT_EQ(s->byte_loss_pct, 2);
  EXPECT_EQ(s->byte_double_pct, 3);
  EXPECT_EQ(s->reset_at_s, 4);
  EXPECT_EQ(s->fault_at_s, 5);
  EXPECT_FALSE(parse_scenario("sim:squat?fault_at_s=5"));
  EXPECT_FALSE(parse_scenario("sim:squat?fault=drift:3&fault_at_s=5"));
}

TEST(Scenario, ReadsEveryKeyOfTheContract) {
  const auto s = parse_scenario(
      "sim:single-leg-squat?side=both&reps=3&sets=2&seed=18446744073709551615&rate_hz=1000&body_kg=81.5"
      "&left_share_pct=47.5&depth_mm=180&tempo_s=4&hold_s=0.5&pause_s=0&shape=two-phase&noise=0&loss_pct=5"
      "&corrupt_pct=1.5&jitter_ms=20&drop_at_s=10&return_after_s=3&fault=drift:-6&speed=0");
  ASSERT_TRUE(s) << s.error();
  EXPECT_EQ(s->side, Side::both);
  EXPECT_EQ(s->reps, 3);
  EXPECT_EQ(s->sets, 2);
  EXPECT_EQ(s->seed, 18446744073709551615u);
  EXPECT_EQ(s->rate_hz, 1000);
  EXPECT_EQ(s->body_kg, 81.5);
  EXPECT_EQ(s->left_share_pct, 47.5);
  EXPECT_EQ(s->depth_mm, 180);
  EXPECT_EQ(s->tempo_s, 4);
  EXPECT_EQ(s->hold_s, 0.5);
  EXPECT_EQ(s->pause_s, 0);
  EXPECT_EQ(s->shape, Shape::two_phase);
  EXPECT_EQ(s->noise, 0);
  EXPECT_EQ(s->loss_pct, 5);
  EXPECT_EQ(s->corrupt_pct, 1.5);
  EXPECT_EQ(s->jitter_ms, 20);
  EXPECT_EQ(s->drop_at_s, 10);
  EXPECT_EQ(s->return_after_s, 3);
  EXPECT_EQ(s->fault.kind, Fault::Kind::drift);
  EXPECT_EQ(s->fault.n_per_min, -6);
  EXPECT_EQ(s->speed, 0);
}

TEST(Scenario, KnowsEveryExerciseOfTheContract) {
  for (const char* exercise : {"quiet-stand", "single-leg-stand", "squat", "single-leg-squat", "lunge", "bridge",
                               "single-leg-bridge", "sit-to-stand", "plank", "side-plank", "russian-twist",
                               "bicycle-crunch"}) {
    const auto known = parse_scenario(std::string("sim:") + exercise);
    ASSERT_TRUE(known) << known.error();
    EXPECT_STREQ(to_string(known->exercise), exercise);
  }
}

TEST(Scenario, HasDefaultsThatSuitEachExercise) {
  const auto lunge = parse_scenario("sim:lunge?variant=reverse&side=right");
  ASSERT_TRUE(lunge) << lunge.error();
  EXPECT_EQ(lunge->variant, Variant::reverse);
  EXPECT_EQ(lunge->side, Side::right);
  EXPECT_EQ(lunge->depth_mm, 250);
  EXPECT_EQ(parse_scenario("sim:lunge")->side, Side::left);
  EXPECT_EQ(parse_scenario("sim:lunge")->variant, Variant::forward);
  EXPECT_EQ(parse_scenario("sim:side-plank")->side, Side::left);
  EXPECT_EQ(parse_scenario("sim:plank")->side, Side::both);
  EXPECT_EQ(parse_scenario("sim:plank")->hold_s, 20);
  EXPECT_EQ(parse_scenario("sim:sit-to-stand")->depth_mm, 380);
  EXPECT_EQ(parse_scenario("sim:russian-twist")->pause_s, 0);
  EXPECT_EQ(parse_scenario("sim:russian-twist?pause_s=1")->pause_s, 1);
}

TEST(Scenario, NamesACellByNumberOrByName) {
  EXPECT_EQ(parse_scenario("sim:empty?fault=dead:5")->fault.cell, 5);
  EXPECT_EQ(parse_scenario("sim:empty?fault=stuck:r_rl")->fault.cell, 6);
  EXPECT_THAT(error_of("sim:empty?fault=dead:8"), HasSubstr("'dead:8'"));
  EXPECT_THAT(error_of("sim:empty?cells=4&fault=dead:5"), HasSubstr("does not have"));
}

TEST(Scenario, SaysInOneLineWhatIsWrong) {
  EXPECT_THAT(error_of("squat"), HasSubstr("sim:EXERCISE"));
  EXPECT_THAT(error_of("sim:sqat"), AllOf(HasSubstr("'sqat'"), HasSubstr("single-leg-squat")));
  EXPECT_THAT(error_of("sim:lunge?variant=curtsy"), AllOf(HasSubstr("'curtsy'"), HasSubstr("lateral")));
  EXPECT_THAT(error_of("sim:squat?rep=5"), AllOf(HasSubstr("'rep'"), HasSubstr("reps")));
  EXPECT_THAT(error_of("sim:squat?reps"), HasSubstr("needs a value"));
  EXPECT_THAT(error_of("sim:squat?reps=3&reps=4"), HasSubstr("twice"));
  EXPECT_THAT(error_of("sim:squat?variant=deep"), HasSubstr("'variant'"));
  for (const char* text :
       {"sim:squat?reps=x", "sim:squat?reps=-1", "sim:squat?reps=5.5", "sim:squat?body_kg=nan",
        "sim:squat?body_kg=72,5", "sim:squat?body_kg=", "sim:squat?rate_hz=0", "sim:squat?seed=-1",
        "sim:squat?loss_pct=101", "sim:squat?side=up", "sim:squat?shape=round", "sim:squat?fault=x",
        "sim:squat?fault=drift:fast", "sim:squat?cells=6", "sim:", "sim:squat?="})
    EXPECT_THAT(error_of(text), AllOf(Not("(accepted)"), Not(HasSubstr("\n")))) << text;
}

TEST(Scenario, RefusesWhatDoesNotGoTogether) {
  EXPECT_THAT(error_of("sim:squat?side=left"), HasSubstr("'side'"));
  EXPECT_THAT(error_of("sim:bridge?depth_mm=100"), HasSubstr("'depth_mm'"));
  EXPECT_THAT(error_of("sim:squat?touch=2"), HasSubstr("'touch'"));
  EXPECT_THAT(error_of("sim:squat?half_rep=6"), HasSubstr("5 in all"));
  EXPECT_EQ(error_of("sim:single-leg-squat?side=both&half_rep=6"), "(accepted)");
  EXPECT_THAT(error_of("sim:bridge?support_pct=10"), HasSubstr("'support_pct'"));
  EXPECT_THAT(error_of("sim:squat?return_after_s=2"), HasSubstr("drop_at_s"));
  EXPECT_THAT(error_of("sim:sit-to-stand?side=left"), HasSubstr("'side'"));
  EXPECT_THAT(error_of("sim:plank?depth_mm=100"), HasSubstr("'depth_mm'"));
  EXPECT_THAT(error_of("sim:lunge?bounces=1"), HasSubstr("'bounces'"));
  EXPECT_THAT(error_of("sim:squat?sag_pct=10"), HasSubstr("'sag_pct'"));
  EXPECT_THAT(error_of("sim:russian-twist?step_off=2"), HasSubstr("'step_off'"));
  EXPECT_EQ(error_of("sim:russian-twist?half_rep=10"), "(accepted)");
  EXPECT_THAT(error_of("sim:russian-twist?half_rep=11"), HasSubstr("10 in all"));
}

TEST(Scenario, RefusesASquatFasterThanGravity) {
  EXPECT_THAT(error_of("sim:squat?depth_mm=900&tempo_s=0.6"), HasSubstr("gravity"));
  for (const char* shape : {"minimum-jerk", "skewed", "two-phase"})
    EXPECT_EQ(error_of("sim:squat?depth_mm=400&tempo_s=1.5&shape=" + std::string(shape)), "(accepted)")
        << shape;
}

}  // namespace
}  // namespace poise::virtual_mat
