#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "engine/session_pass.h"
#include "movement/catalogue.h"
#include "virtual_session.h"

/// Every exercise of the catalogue, recorded from the virtual mat through the whole chain: what was counted live and
/// what the final pass found against what the person did. POISE_VERBOSE=1 names every miss.
namespace poise {
namespace {

bool verbose() { return std::getenv("POISE_VERBOSE") != nullptr; }

struct Score {
  int truth = 0, found = 0, invented = 0, live = 0, live_invented = 0;
  std::vector<double> timing;     ///< worst of start, turning point and end, as a part of max(100 ms, 5 %)
  std::vector<double> share_pct;  ///< errors
  std::vector<double> depth;      ///< errors, as a part of the doubt

  void add(const Score& other) {
    truth += other.truth, found += other.found, invented += other.invented;
    live += other.live, live_invented += other.live_invented;
    timing.insert(timing.end(), other.timing.begin(), other.timing.end());
    share_pct.insert(share_pct.end(), other.share_pct.begin(), other.share_pct.end());
    depth.insert(depth.end(), other.depth.begin(), other.depth.end());
  }
};

double quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(std::lround(part * static_cast<double>(values.size() - 1)))];
}

/// One stretch of the truth or of the analysis: a repetition, or of a plank its hold.
struct Stretch {
  Side side = Side::both;
  double start_s = 0, turn_s = 0, end_s = 0;
  std::optional<double> share_pct{}, depth_mm{}, doubt_mm{};
};

std::vector<Stretch> truth_of(const testing::VirtualSession& visit) {
  std::vector<Stretch> all;
  const auto side = [](virtual_mat::Side it) { return side_from(to_string(it)).value_or(Side::both); };
  for (const auto& rep : visit.truth.reps)
    all.push_back({side(rep.side), rep.start_s, rep.bottom_s, rep.end_s, rep.left_share_pct, rep.depth_mm});
  for (const auto& hold : visit.truth.holds)
    all.push_back({side(hold.side), hold.start_s, (hold.start_s + hold.end_s) / 2, hold.end_s, hold.left_share_pct});
  return all;
}

std::vector<Stretch> found_in(const movement::Analysis& analysis) {
  std::vector<Stretch> all;
  for (const auto& rep : analysis.reps)
    all.push_back({rep.side, rep.start_s, rep.bottom_s, rep.end_s, rep.left_share_pct, rep.depth_mm, rep.depth_doubt_mm});
  for (const auto& hold : analysis.holds)
    all.push_back({hold.side, hold.start_s, (hold.start_s + hold.end_s) / 2, hold.end_s, hold.left_share_pct});
  return all;
}

void score_final(const std::string& device, const std::vector<Stretch>& truth, std::vector<Stretch> found, Score& score) {
  for (const Stretch& real : truth) {
    const double length_s = real.end_s - real.start_s;
    const auto match = std::find_if(found.begin(), found.end(), [&](const Stretch& it) {
      return it.side == real.side && std::abs(it.turn_s - real.turn_s) < length_s / 3;
    });
    ++score.truth;
    if (match == found.end()) {
      if (verbose()) fmt::print("  missed: {} at {:.2f} s\n", device, real.start_s);
      continue;
    }
    ++score.found;
    const double worst_s = std::max({std::abs(match->start_s - real.start_s), std::abs(match->turn_s - real.turn_s),
                                     std::abs(match->end_s - real.end_s)});
    score.timing.push_back(worst_s / std::max(0.1, 0.05 * length_s));
    if (score.timing.back() > 1 && verbose())
      fmt::print("  off: {} at {:.2f} s: start {:+.3f} turn {:+.3f} end {:+.3f}\n", device, real.start_s,
                 match->start_s - real.start_s, match->turn_s - real.turn_s, match->end_s - real.end_s);
    if (real.share_pct && match->share_pct) score.share_pct.push_back(std::abs(*match->share_pct - *real.share_pct));
    if (real.depth_mm && match->depth_mm)
      score.depth.push_back(std::abs(*match->depth_mm - *real.depth_mm) / *match->doubt_mm);
    found.erase(match);
  }
  score.invented += static_cast<int>(found.size());
  for (const Stretch& it : found)
    if (verbose()) fmt::print("  invented: {} at {:.2f} s\n", device, it.start_s);
}

/// Repetitions counted while they happened: after the turning point, at most a second and a half after the end.
void score_live(const std::string& device, const std::vector<Stretch>& truth, const engine::SessionPass& pass, Score& score) {
  std::vector<double> counted_s;
  for (const Event& event : pass.events)
    if (event.kind == EventKind::flow_rep)
      counted_s.push_back(pass.recording.time_s[static_cast<std::size_t>(event.sequence - pass.recording.raw[0].sequence)]);
  for (const Stretch& real : truth) {
    const auto hit = std::find_if(counted_s.begin(), counted_s.end(),
                                  [&](double time_s) { return time_s > real.turn_s && time_s < real.end_s + 1.5; });
    if (hit == counted_s.end()) {
      if (verbose()) fmt::print("  not counted live: {} at {:.2f} s\n", device, real.start_s);
      continue;
    }
    ++score.live;
    counted_s.erase(hit);
  }
  score.live_invented += static_cast<int>(counted_s.size());
  if (!counted_s.empty() && verbose()) fmt::print("  invented live: {} {:.2f}\n", device, fmt::join(counted_s, " "));
}

void run(const std::string& device, const std::string& exercise, Score& score) {
  auto visit = testing::record_virtual(device);
  visit.session.info.exercise = exercise;
  const auto pass = engine::pass_over(visit.session);
  ASSERT_TRUE(pass) << device;
  const auto truth = truth_of(visit);
  score_final(device, truth, found_in(pass->analysis), score);
  if (!movement::find_exercise(exercise)->holds()) score_live(device, truth, *pass, score);
}

/// A person of a certain weight and tempo, doing an exercise in one of its ways.
std::string device_of(const movement::Exercise& exercise, const std::string& shape, int seed) {
  std::mt19937 random(static_cast<unsigned>(seed));
  const double kg = std::round(std::uniform_real_distribution<double>(45, 130)(random));
  const double tempo = std::uniform_real_distribution<double>(0.7, 1.15)(random);
  std::string device = fmt::format("sim:{}?speed=0&seed={}&shape={}&body_kg={}", exercise.id, seed, shape, kg);
  if (exercise.one_side()) device += "&side=both&reps=3";
  if (!exercise.variants.empty())
    device += "&variant=" + exercise.variants[static_cast<std::size_t>(seed) % exercise.variants.size()].name;
  const double usual_s = exercise.pattern == movement::Pattern::twist ? 1.3 : 3;
  if (!exercise.holds()) device += fmt::format("&tempo_s={:.2f}", usual_s * tempo);
  return device;
}

Score run_people(const movement::Exercise& exercise, const std::string& shape) {
  Score score;
  for (int seed = 1; seed <= 6; ++seed) run(device_of(exercise, shape, seed), exercise.id, score);
  return score;
}

void print(const std::string& name, const Score& s) {
  fmt::print("{:<32} {:>4} {:>6} {:>6} | {:>5.2f} {:>5.2f} {:>5.2f} | {:>5.2f} | {:>5.2f} | {:>5} {:>5}\n", name, s.truth,
             s.found, s.invented, quantile(s.timing, 0.5), quantile(s.timing, 0.95), quantile(s.timing, 1),
             quantile(s.share_pct, 0.95), quantile(s.depth, 0.95), s.live, s.live_invented);
}

/// Those of which the truth knows repetitions or holds.
bool has_truth(const movement::Exercise& exercise) { return exercise.pattern != movement::Pattern::stand; }

TEST(Exercises, AreCountedAndMeasuredAsTheyWereDone) {
  fmt::print("{:<32} {:>4} {:>6} {:>6} | {:>17} | {:>5} | {:>5} | {:>5} {:>5}\n", "", "did", "found", "false",
             "timing 50 95 max", "share", "depth", "live", "false");
  for (const movement::Exercise& exercise : movement::catalogue()) {
    if (!has_truth(exercise)) continue;
    for (const std::string shape : {"minimum-jerk", "skewed", "two-phase"}) {
      const Score score = run_people(exercise, shape);
      print(exercise.id + " " + shape, score);
      EXPECT_EQ(score.found, score.truth) << exercise.id << " " << shape;
      EXPECT_EQ(score.invented, 0) << exercise.id << " " << shape;
      EXPECT_LE(quantile(score.timing, 0.95), 1) << exercise.id << " " << shape;
      EXPECT_LE(quantile(score.share_pct, 1), 1.5) << exercise.id << " " << shape;
      if (exercise.holds()) continue;
      EXPECT_EQ(score.live, score.truth) << exercise.id << " " << shape;
      EXPECT_EQ(score.live_invented, 0) << exercise.id << " " << shape;
    }
  }
}

TEST(Exercises, OfStandingAreHeldOnTheSidesThatWereAskedFor) {
  for (const movement::Exercise& exercise : movement::catalogue()) {
    if (exercise.pattern != movement::Pattern::stand) continue;
    const auto visit = testing::record_virtual(device_of(exercise, "minimum-jerk", 1));
    const auto pass = engine::pass_over(visit.session);
    ASSERT_TRUE(pass) << exercise.id;
    const auto& holds = pass->analysis.holds;
    ASSERT_EQ(holds.size(), exercise.one_side() ? 2u : 1u) << exercise.id;
    for (const auto& hold : holds) EXPECT_GT(*hold.hold_s, 19) << exercise.id;
    if (exercise.one_side()) {
      EXPECT_NE(holds[0].side, holds[1].side);
    }
  }
}

TEST(Exercises, SaysHowFarTheWayFromAChairIsKnown) {
  Score all;
  for (const std::string shape : {"minimum-jerk", "skewed", "two-phase"}) {
    all.add(run_people(*movement::find_exercise("sit-to-stand"), shape));
  }
  EXPECT_EQ(all.depth.size(), 90u);
  EXPECT_LE(quantile(all.depth, 0.95), 1);
}

/// What real people and bad mats do, for the patterns that the torture collection does not have.
struct Condition {
  const char *name, *keys;
  std::vector<const char*> exercises = {"lunge", "sit-to-stand", "russian-twist", "bicycle-crunch"};
};

const std::vector<Condition> kConditions = {
    {"no pause", "&pause_s=0"},
    {"held at the far end", "&hold_s=2"},
    {"half repetition", "&half_rep=3", {"lunge", "sit-to-stand"}},  // half a twist is less than its least swing
    {"5 times the noise", "&noise=5", {"sit-to-stand", "russian-twist"}},  // others then swing by less than 8 SD
    {"10 samples a second", "&rate_hz=10"},
    {"40 samples a second", "&rate_hz=40"},
    {"1000 samples a second", "&rate_hz=1000"},
    {"5 % lost", "&loss_pct=5"},
    {"zero drifts 20 N/min", "&fault=drift:20"},
    {"fidgets", "&fidget=1&pause_s=4", {"lunge", "sit-to-stand"}},
    {"steps off and on", "&step_off=2", {"lunge", "sit-to-stand"}},
};

TEST(Exercises, AreCountedUnderHardConditions) {
  Score all;
  for (const Condition& condition : kConditions)
    for (const char* id : condition.exercises) {
      Score score;
      for (int seed = 1; seed <= 3; ++seed)
        for (const char* shape : {"minimum-jerk", "two-phase"})
          run(device_of(*movement::find_exercise(id), shape, seed) + condition.keys, id, score);
      print(fmt::format("{} {}", id, condition.name), score);
      all.add(score);
    }
  print("all", all);
  EXPECT_GE(all.found, 0.99 * all.truth);
  EXPECT_LE(all.invented, 0.01 * all.truth);
  EXPECT_LE(quantile(all.timing, 0.95), 1);
  EXPECT_GE(all.live, 0.99 * all.truth);
  EXPECT_LE(all.live_invented, 0.01 * all.truth);
}

/// Who waits in the position of the exercise, who only stands there, and who walks across.
TEST(Exercises, AreNotDoneByWhoNeverMovesOrWalksAcross) {
  for (const movement::Exercise& exercise : movement::catalogue()) {
    if (exercise.holds()) continue;
    for (int seed = 1; seed <= 4; ++seed)
      for (const std::string& who : {exercise.id + "?reps=0&", std::string("quiet-stand?"), std::string("single-leg-stand?"),
                                     std::string("walk-across?"), std::string("plank?"), std::string("empty?")}) {
        Score score;
        run(fmt::format("sim:{}speed=0&seed={}", who, seed), exercise.id, score);
        EXPECT_EQ(score.invented, 0) << who << " as " << exercise.id << ", seed " << seed;
        EXPECT_EQ(score.live_invented, 0) << who << " as " << exercise.id << ", seed " << seed;
      }
  }
}

TEST(Exercises, AreNotHeldByWhoWalksAcross) {
  for (const movement::Exercise& exercise : movement::catalogue()) {
    if (!exercise.holds()) continue;
    for (int seed = 1; seed <= 4; ++seed)
      for (const char* who : {"walk-across", "empty"}) {
        Score score;
        run(fmt::format("sim:{}?speed=0&seed={}", who, seed), exercise.id, score);
        EXPECT_EQ(score.invented, 0) << who << " as " << exercise.id << ", seed " << seed;
      }
  }
}

}  // namespace
}  // namespace poise
