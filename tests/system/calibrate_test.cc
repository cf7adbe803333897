#include <fmt/format.h>

#include <csignal>

#include "poise_test.h"

namespace poise::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// One mat, whoever is on it: the same errors in all of its scenarios.
constexpr const char* kMat = "gain_error_pct=3&crosstalk_pct=1&zero_n=49&seed=5";

std::string masses(const std::string& what, const std::string& mat = kMat, const std::string& speed = "0") {
  return "sim:masses?" + mat + "&speed=" + speed + "&do=" + what;
}

class Calibrate : public PoiseTest {
 protected:
  /// 20 kg on every mark, but for those before `from`.
  std::string every_mark(std::size_t from = 0) const {
    const Json marks = json_of({"calibrate", "marks"});
    std::string list;
    for (std::size_t i = from; i < marks.size(); ++i)
      list += fmt::format("{}20@{}:{}", list.empty() ? "" : ",", marks[i].at("x_mm").get<double>(),
                          marks[i].at("y_mm").get<double>());
    return list;
  }
  Json calibrate_full() const {
    return json_of(
        {"calibrate", "full", "--mass-kg", "20", "--operator", "AB", "--device", masses(every_mark())});
  }
  /// How far off each plate is, in percent, under so much at these places.
  std::vector<double> spot(double kg, const std::string& left, const std::string& right,
                           const std::string& mat = kMat) const {
    const Finished finished = run({"calibrate", "spot", "--json", "--mass-kg", fmt::format("{}", kg),
                                   "--device", masses(fmt::format("{}@{},{}@{}", kg, left, kg, right), mat)});
    std::vector<double> off;
    for (const Json& check : Json::parse(finished.out)) off.push_back(check.at("off_pct"));
    return off;
  }
};

TEST_F(Calibrate, FullWithMassesOnEveryMarkMakesTheMatRightFrom5To100Kg) {
  const auto before = spot(70, "-100:-100", "190:100");
  EXPECT_GT(std::max(std::abs(before[0]), std::abs(before[1])), 0.3);
  const Json made = calibrate_full();
  EXPECT_EQ(made.at("schema"), "poise.calibration/1");
  EXPECT_EQ(made.at("in_force"), true);
  EXPECT_EQ(made.at("made_by"), "AB");
  EXPECT_EQ(made.at("masses").size(), 18u);
  EXPECT_LT(made.at("cop_worst_mm").get<double>(), 0.5);
  for (const double kg : {5.0, 100.0})
    for (const double off_pct : spot(kg, "-250:150", "80:-180")) EXPECT_LT(std::abs(off_pct), 0.1) << kg;
}

TEST_F(Calibrate, QuickWithOneMassAndAPersonBringsForceBelowOnePercent) {
  const std::string mat = "gain_error_pct=3&zero_n=49&seed=7";
  const Json made = json_of({"calibrate", "quick", "--mass-kg", "20", "--device",
                             masses("20@-160:0,shift@left,20@160:0,shift@right", mat)});
  EXPECT_EQ(made.at("method"), "quick");
  EXPECT_FALSE(made.contains("matrices"));
  for (const char* place : {"-270:200", "-50:-200"})
    for (const double off_pct : spot(50, place, "270:-200", mat)) EXPECT_LT(std::abs(off_pct), 1) << place;
}

TEST_F(Calibrate, GoesOnWhereAProgramThatWasKilledLeftIt) {
  // The mat has only five marks' worth of masses; then nothing more comes, and the program is killed.
  const std::string all = every_mark();
  std::size_t cut = 0;
  for (int i = 0; i < 5; ++i) cut = all.find(',', cut) + 1;
  auto first = start({"calibrate", "full", "--mass-kg", "20", "--device", masses(all.substr(0, cut - 1))});
  ASSERT_TRUE(first->wait_for_line("6/18"));
  first->signal(SIGKILL);
  first->wait();
  const Finished second = run({"calibrate", "full", "--mass-kg", "20", "--device", masses(every_mark(5))});
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_THAT(second.err, HasSubstr("6/18"));
  EXPECT_THAT(second.err, Not(::testing::StartsWith("1/18")));
  // It is done now: the next one begins from the start.
  auto third = start({"calibrate", "full", "--mass-kg", "20", "--device", masses(all)});
  EXPECT_TRUE(third->wait_for_line("1/18"));
  third->signal(SIGINT);
  EXPECT_EQ(third->wait().status, 1);
}

TEST_F(Calibrate, SaysWhyAMassIsRefused) {
  auto process = start({"calibrate", "full", "--mass-kg", "20", "--device",
                        masses("9.07@-270:200,20@-160:0,20@160:0", "off_s=3", "30")});
  EXPECT_TRUE(process->wait_for_line("1/18  Put 20 kg on the mark: left plate, front left. It reads as"));
  EXPECT_TRUE(process->wait_for_line("1/18  Put 20 kg on the mark: left plate, front left. It stands"));
  EXPECT_TRUE(process->wait_for_line(
      "1/18  Put 20 kg on the mark: left plate, front left. The load is on the right plate"));
  process->signal(SIGINT);
  const Finished finished = process->wait();
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(finished.err, HasSubstr("the same command goes on there"));
}

TEST_F(Calibrate, OldOnesAreKeptAndCanBeRestored) {
  const std::string first = calibrate_full().at("id");
  const std::string second = calibrate_full().at("id");
  EXPECT_NE(first, second);
  const auto in_force = [&] {
    std::vector<std::string> ids;
    for (const Json& mat : json_of({"calibrate", "list"}))
      for (const Json& kept : mat.at("calibrations"))
        if (kept.at("in_force")) ids.push_back(kept.at("id"));
    return ids;
  };
  EXPECT_THAT(in_force(), ElementsAre(second));
  EXPECT_EQ(run({"calibrate", "restore", first}).status, 0);
  EXPECT_THAT(in_force(), ElementsAre(first));
  EXPECT_EQ(json_of({"calibrate", "show", first}).at("id"), first);
  EXPECT_EQ(run({"calibrate", "restore", "nominal"}).status, 0);
  EXPECT_THAT(in_force(), ElementsAre());
  EXPECT_EQ(json_of({"calibrate", "list"})[0].at("calibrations").size(), 2u);
  expect_failure(run({"calibrate", "restore", "nonsense"}), "no such calibration");
}

/// A body weight of 72 kg, as a session found it.
double weight_n(const Json& analysis) { return analysis.at("body").at("weight_n"); }

TEST_F(Calibrate, SessionsKeepTheirCalibrationAndCanBeWorkedOutWithAnother) {
  const std::string squats = std::string("squat?reps=2&") + kMat;
  constexpr double kTrue_n = 72 * 9.80665;
  const Json nominal = record(squats, {});
  EXPECT_GT(std::abs(weight_n(nominal) / kTrue_n - 1), 0.002);
  const std::string old_session = sessions()[0].at("id");
  calibrate_full();

  // The one that was recorded before stays as it was; worked out again it is right.
  EXPECT_EQ(json_of({"show", old_session}), nominal);
  const Json again = json_of({"replay", old_session, "--recalibrate"});
  EXPECT_NEAR(weight_n(again) / kTrue_n, 1, 0.001);
  EXPECT_THAT(again.at("quality").at("notes").dump(), HasSubstr("Recalibrated"));
  EXPECT_EQ(json_of({"show", old_session}), nominal);

  // A new one is right at once, says with what it was recorded, and keeps that when something else is in
  // force.
  const Json calibrated = record(squats, {"--export", path("out").string()});
  EXPECT_NEAR(weight_n(calibrated) / kTrue_n, 1, 0.001);
  EXPECT_THAT(calibrated.at("quality").at("notes").dump(), Not(HasSubstr("Nominal calibration")));
  EXPECT_EQ(run({"calibrate", "restore", "nominal"}).status, 0);
  EXPECT_EQ(json_of({"show", "last"}), calibrated);
  EXPECT_EQ(weight_n(json_of({"replay", "last", "--recalibrate", "nominal"})), weight_n(nominal));

  // Its folder has it whole: in a store that knows nothing of this mat it is still the same.
  const std::string elsewhere = path("elsewhere.db").string();
  ASSERT_EQ(run({"import", path("out").string(), "--store", elsewhere}).status, 0);
  EXPECT_EQ(json_of({"show", "last", "--store", elsewhere}), calibrated);
}

TEST_F(Calibrate, ARecalibratedExportReadsBackTheSame) {
  record(std::string("squat?reps=2&") + kMat, {});
  calibrate_full();
  const std::string out = path("again").string();
  ASSERT_EQ(run({"export", "last", "--out", out, "--recalibrate"}).status, 0);
  const Json session = Json::parse(read_text(path("again") / "session.json"));
  EXPECT_THAT(session.at("calibration").get<std::string>(), HasSubstr("full"));
  EXPECT_THAT(session.at("calibration_toml").get<std::string>(), HasSubstr("matrix_1"));
  const std::string elsewhere = path("elsewhere.db").string();
  ASSERT_EQ(run({"import", out, "--store", elsewhere}).status, 0);
  const Json from_folder = json_of({"show", "last", "--store", elsewhere});
  const Json from_store = json_of({"replay", "last", "--recalibrate"});
  EXPECT_EQ(from_folder.at("body"), from_store.at("body"));
  EXPECT_EQ(from_folder.at("reps"), from_store.at("reps"));
}

TEST_F(Calibrate, ASpotCheckIsLoggedAndFailsWhenThePlateIsFarOff) {
  const Finished off =
      run({"calibrate", "spot", "--mass-kg", "20", "--device", masses("19.5@-160:0,20@160:0", "seed=1")});
  EXPECT_EQ(off.status, 1);
  EXPECT_THAT(off.err, HasSubstr("-2.5 % off"));
  EXPECT_THAT(off.out, HasSubstr("calibrate"));
  const Finished good =
      run({"calibrate", "spot", "--mass-kg", "20", "--device", masses("20@-160:0,20@160:0", "seed=1")});
  EXPECT_EQ(good.status, 0) << good.err;
  EXPECT_EQ(lines_in(good.out), 6) << "a head line, and both plates of both days:\n" << good.out;
}

TEST_F(Calibrate, RefusesWrongWords) {
  expect_wrong_words(run({"calibrate"}), "subcommand");
  expect_wrong_words(run({"calibrate", "full"}), "--mass-kg");
  expect_wrong_words(run({"calibrate", "full", "--mass-kg", "0.1"}), "--mass-kg");
  expect_failure(run({"calibrate", "show", "last"}), "no such calibration");
}

}  // namespace
}  // namespace poise::testing
