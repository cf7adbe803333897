#include "poise_test.h"

namespace poise::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Check : public PoiseTest {
 protected:
  static std::vector<std::string> ids(const Json& report) {
    std::vector<std::string> all;
    for (const Json& finding : report.at("findings")) all.push_back(finding.at("id"));
    return all;
  }
};

TEST_F(Check, OfASoundMatEndsWellAndMeasuresEveryCell) {
  const Json report = json_of({"check", "--device", "sim:empty?speed=0"});
  EXPECT_EQ(report.at("schema"), "poise.check/1");
  EXPECT_EQ(report.at("fit"), true);
  EXPECT_NEAR(report.at("seconds").get<double>(), 10, 0.1);
  EXPECT_NEAR(report.at("rate_hz").get<double>(), 80, 0.01);
  EXPECT_EQ(report.at("lost_samples"), 0);
  ASSERT_EQ(report.at("cells").size(), 8u);
  EXPECT_EQ(report.at("cells")[3].at("name"), "l_rr");
  EXPECT_NEAR(report.at("cells")[3].at("noise_n").get<double>(), 0.0363, 0.004);
  EXPECT_GT(report.at("cop_noise_floor_mm_s").get<double>(), 0.1);
  EXPECT_LT(report.at("cop_noise_floor_mm_s").get<double>(), 2);
  EXPECT_THAT(ids(report), ElementsAre("sides_not_checked", "not_calibrated"));
}

TEST_F(Check, OfAMatThatIsNotFitFailsAndSaysWhatToDoFirst) {
  const Finished finished = run({"check", "--device", "sim:empty?speed=0&fault=stuck:r_fl"});
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(finished.out, HasSubstr("The mat is NOT fit for use."));
  EXPECT_THAT(finished.out,
              HasSubstr("UNFIT: Cell r_fl (right plate, front left) sends the same number all the time."));
  EXPECT_THAT(finished.err, HasSubstr("poise: the mat is not fit for use. Cell r_fl"));
}

TEST_F(Check, FindsEachFaultOfTheVirtualMat) {
  const std::pair<const char*, const char*> faults[] = {{"fault=dead:l_fr", "cell_dead"},
                                                        {"fault=saturated:5", "cell_saturated"},
                                                        {"fault=drift:30", "drift"},
                                                        {"loss_pct=4", "lost_samples"},
                                                        {"noise=9", "cell_noisy"}};
  for (const auto& [fault, id] : faults) {
    const Finished finished = run({"check", "--json", "--device", "sim:empty?speed=0&" + std::string(fault)});
    EXPECT_THAT(ids(Json::parse(finished.out)), Contains(id)) << fault;
  }
}

TEST_F(Check, UnderSomebodyFindsSidesAndWires) {
  const std::string on_each = "sim:masses?speed=0&start_s=12&do=70@-160:0,70@160:10";
  const Json sound = json_of({"check", "--steps", "--device", on_each});
  EXPECT_THAT(ids(sound), ElementsAre("not_calibrated"));
  const Finished slow = run({"check", "--steps", "--device", "sim:masses?speed=0&start_s=40&do=70@-160:0,70@160:10&clock_slow_pct=0.6"});
  EXPECT_EQ(slow.status, 0);
  EXPECT_THAT(slow.out, ::testing::AllOf(HasSubstr("Its clock runs 0.60"), HasSubstr("% slower than this computer's"),
                                         HasSubstr("Warning: The mat's clock runs 0.60 % too slow.")));
  const Finished reversed = run({"check", "--steps", "--json", "--device", on_each + "&fault=reversed:r_rl"});
  EXPECT_EQ(reversed.status, 1);
  EXPECT_THAT(ids(Json::parse(reversed.out)), ElementsAre("cell_negative", "not_calibrated"));
  // Turned round: who is asked onto the left plate stands on what is plugged in as the right one.
  const Finished round =
      run({"check", "--steps", "--json", "--device", "sim:masses?speed=0&start_s=12&do=70@160:0,70@-160:10"});
  EXPECT_EQ(round.status, 1);
  EXPECT_THAT(ids(Json::parse(round.out)), ElementsAre("sides_swapped", "not_calibrated"));
}

TEST_F(Check, EndsWhenTheMatIsUnpluggedMeanwhile) {
  const Finished finished = run({"check", "--json", "--device", "sim:empty?speed=0&drop_at_s=4"});
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(ids(Json::parse(finished.out)), Contains("stream_stopped"));
}

TEST_F(Check, RefusesWordsThatContradictEachOther) {
  expect_wrong_words(run({"check", "--steps", "--no-steps"}), "--no-steps");
}

}  // namespace
}  // namespace poise::testing
