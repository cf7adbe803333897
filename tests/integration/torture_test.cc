#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "engine/session_pass.h"
#include "signal/butterworth.h"
#include "signal/statistics.h"
#include "virtual-mat/scenario.h"
#include "virtual_session.h"

/// The torture collection: what real people and bad mats do to a counter, made by code with its truth. Each
/// condition with several people, live and final pass scored apart, and the motion shape that nothing was tuned
/// on (two-phase) apart from the others. POISE_VERBOSE=1 names every miss.
namespace poise {
namespace {

constexpr double kRequiredSds = 8;  // a swing of so many quiet SDs must be found

const std::vector<std::string> kSquats = {"squat", "single-leg-squat"};
const std::vector<std::string> kBridges = {"bridge", "single-leg-bridge"};
const std::vector<std::string> kAll = {"squat", "single-leg-squat", "bridge", "single-leg-bridge"};

struct Condition {
  std::string name, keys;
  std::vector<std::string> exercises = kAll;
  double tolerance_s = 0.1;
};

const std::vector<Condition> kConditions = {
    {"as usual", ""},
    {"no pause", "&pause_s=0"},
    {"pause at the far end", "&hold_s=2.5"},
    {"half repetition", "&half_rep=3"},
    {"stumble", "&stumble=2&pause_s=1.5", kSquats},
    {"talking, fidgeting", "&fidget=1&pause_s=4"},
    {"steps off and on", "&step_off=2"},
    {"40 kg", "&body_kg=40"},
    {"140 kg", "&body_kg=140"},
    {"slow, 3-5 % of weight", "&tempo_s=6.5", kSquats},
    {"slow bridges", "&tempo_s=6.5", kBridges},
    {"5 times the noise", "&noise=5"},
    {"10 samples a second", "&rate_hz=10", kAll, 0.2},
    {"40 samples a second", "&rate_hz=40"},
    {"320 samples a second", "&rate_hz=320"},
    {"1000 samples a second", "&rate_hz=1000"},
    {"5 % lost", "&loss_pct=5"},
    {"zero drifts 20 N/min", "&fault=drift:20"},
    {"free foot touches", "&touch=3", {"single-leg-squat"}},
    {"sagging hips", "&sag_pct=12&hold_s=4", kBridges},
    {"hips sag by a third", "&sag_pct=33&hold_s=4", kBridges},
    {"bouncing hips", "&bounces=3&hold_s=3", kBridges},
    {"one foot does all", "&swing_left_share_pct=100", {"bridge"}},
    {"hands on a rail", "&support_pct=12", kSquats},
    {"never moves", "&reps=0"},
};

struct Score {
  int reps = 0, required = 0, found = 0, invented = 0, small = 0, small_found = 0;
  int live_found = 0, live_invented = 0;
  std::vector<double> timing;  ///< worst of start, turning point and end, as a part of what is allowed
  std::vector<double> depth_error_pct;

  void add(const Score& other) {
    reps += other.reps, required += other.required, found += other.found, invented += other.invented;
    small += other.small, small_found += other.small_found;
    live_found += other.live_found, live_invented += other.live_invented;
    timing.insert(timing.end(), other.timing.begin(), other.timing.end());
    depth_error_pct.insert(depth_error_pct.end(), other.depth_error_pct.begin(), other.depth_error_pct.end());
  }
  double within() const {
    const auto good = std::count_if(timing.begin(), timing.end(), [](double part) { return part <= 1; });
    return timing.empty() ? 1 : static_cast<double>(good) / static_cast<double>(timing.size());
  }
};

bool verbose() { return std::getenv("POISE_VERBOSE") != nullptr; }

/// SD of the total, filtered like the analysis does, in the still second and a half before the first repetition.
double quiet_sd_n(const Recording& recording, double first_start_s) {
  std::vector<double> still_n;
  for (std::size_t i = 0; i < recording.size(); ++i) {
    const double before_s = first_start_s - recording.time_s[i];
    if (before_s > 0.05 && before_s < 1.6 && std::isfinite(recording.total_n[i])) still_n.push_back(recording.total_n[i]);
  }
  const double rate_hz = static_cast<double>(still_n.size()) / 1.55;
  return signal::standard_deviation(signal::zero_phase_low_pass(still_n, std::min(10.0, 0.4 * rate_hz), rate_hz))
      .value_or(0);
}

/// How far the load of each repetition swings when nothing trembles: the person without noise.
std::vector<double> swings_n(virtual_mat::Scenario scenario) {
  scenario.noise = 0;
  const virtual_mat::Person person(scenario);
  std::vector<double> swings;
  for (const auto& rep : person.timeline().reps) {
    double low = 1e9, high = 0;
    for (double t = rep.start_s; t < rep.end_s(); t += 0.01) {
      const auto feet = person.at(t);
      const double total = feet.left.load_n + feet.right.load_n;
      low = std::min(low, total), high = std::max(high, total);
    }
    swings.push_back(high - low);
  }
  return swings;
}

void score_live(const testing::VirtualSession& visit, const engine::SessionPass& pass,
                const std::vector<char>& required, const std::string& device, Score& score) {
  std::vector<double> counted_s;
  for (const Event& event : pass.events)
    if (event.kind == EventKind::flow_rep)
      counted_s.push_back(
          pass.recording.time_s[static_cast<std::size_t>(event.sequence - pass.recording.raw[0].sequence)]);
  for (std::size_t i = 0; i < visit.truth.reps.size(); ++i) {
    const auto& truth = visit.truth.reps[i];
    const auto hit = std::find_if(counted_s.begin(), counted_s.end(), [&](double time_s) {
      return time_s > truth.bottom_s && time_s < truth.end_s + 1.5;
    });
    if (hit != counted_s.end()) {
      counted_s.erase(hit);
      score.live_found += required[i];
    } else if (required[i] && verbose()) {
      fmt::print("  not counted live: {} rep {} end {:.2f}\n", device, truth.index, truth.end_s);
    }
  }
  score.live_invented += static_cast<int>(counted_s.size());
  if (!counted_s.empty() && verbose())
    fmt::print("  invented live: {} at {:.2f}\n", device, fmt::join(counted_s, " "));
}

Score run(const std::string& device, const std::string& exercise, double tolerance_s) {
  auto visit = testing::record_virtual(device);
  visit.session.info.exercise = exercise;
  const auto pass = engine::pass_over(visit.session);
  if (!pass) {
    ADD_FAILURE() << device;
    return {};
  }
  const auto& found = pass->analysis.reps;
  const auto swings = swings_n(*virtual_mat::parse_scenario(device));
  const double sd_n = visit.truth.reps.empty() ? 1 : quiet_sd_n(pass->recording, visit.truth.reps[0].start_s);

  Score score;
  std::vector<char> used(found.size(), 0), required;
  for (std::size_t k = 0; k < visit.truth.reps.size(); ++k) {
    const auto& truth = visit.truth.reps[k];
    required.push_back(swings[k] >= kRequiredSds * sd_n);
    ++score.reps;
    (required[k] ? score.required : score.small) += 1;
    const double length_s = truth.end_s - truth.start_s;
    std::size_t i = 0;
    while (i < found.size() && (used[i] || std::abs(found[i].bottom_s - truth.bottom_s) > length_s / 3)) ++i;
    if (i == found.size()) {
      if (required[k] && verbose()) fmt::print("  missed: {} rep {} at {:.2f} s; {}\n", device, truth.index, truth.start_s, fmt::join(pass->analysis.quality.notes, " "));
      continue;
    }
    used[i] = 1;
    (required[k] ? score.found : score.small_found) += 1;
    const double allowed_s = std::max(tolerance_s, 0.05 * length_s);
    const double worst = std::max({std::abs(found[i].start_s - truth.start_s), std::abs(found[i].bottom_s - truth.bottom_s),
                                   std::abs(found[i].end_s - truth.end_s)}) / allowed_s;
    score.timing.push_back(worst);
    if (truth.depth_mm && found[i].depth_mm)
      score.depth_error_pct.push_back(100 * std::abs(*found[i].depth_mm / *truth.depth_mm - 1));
    const bool deep_off = truth.depth_mm && found[i].depth_mm && score.depth_error_pct.back() > 10;
    if ((worst > 1 || deep_off) && verbose())
      fmt::print("  off: {} rep {}: start {:+.3f} bottom {:+.3f} end {:+.3f} of {:.2f} s, depth {:.0f} of {:.0f} mm {}\n",
                 device, truth.index, found[i].start_s - truth.start_s, found[i].bottom_s - truth.bottom_s,
                 found[i].end_s - truth.end_s, length_s, found[i].depth_mm.value_or(0), truth.depth_mm.value_or(0),
                 fmt::join(found[i].reasons, ","));
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) continue;
    ++score.invented;
    if (verbose()) fmt::print("  invented: {} at {:.2f} s depth {:.0f}\n", device, found[i].start_s, found[i].depth_mm.value_or(0));
  }
  score_live(visit, *pass, required, device, score);
  return score;
}

Score run_condition(const Condition& condition, const std::string& shape, int people) {
  Score total;
  for (const std::string& exercise : condition.exercises) {
    std::mt19937 random(11);
    for (int seed = 1; seed <= people; ++seed) {
      const double kg = std::round(std::uniform_real_distribution<double>(50, 110)(random));
      const double depth_mm = std::round(std::uniform_real_distribution<double>(180, 350)(random));
      const double tempo_s = std::uniform_real_distribution<double>(2.2, 4)(random);
      std::string device = fmt::format("sim:{}?seed={}&shape={}&speed=0", exercise, seed, shape);
      const auto unless_given = [&](const char* key, const std::string& value) {
        if (condition.keys.find(key) == std::string::npos) device += fmt::format("&{}={}", key, value);
      };
      unless_given("body_kg", fmt::format("{}", kg));
      unless_given("tempo_s", fmt::format("{:.1f}", tempo_s));
      if (exercise.ends_with("squat")) unless_given("depth_mm", fmt::format("{}", depth_mm));
      total.add(run(device + condition.keys, exercise, condition.tolerance_s));
    }
  }
  return total;
}

double quantile(const std::vector<double>& values, double part) { return signal::quantile(values, part).value_or(0); }

void print_head(const char* title) {
  fmt::print("\n{}\n{:<24} {:>5} {:>8} {:>6} {:>6} {:>12} | {:>7} {:>5} {:>5} | {:>6} {:>7}\n", title, "", "reps",
             "required", "found", "false", "small(found)", "timing", "p95", "max", "depth", "live");
  fmt::print("{:<24} {:>5} {:>8} {:>6} {:>6} {:>12} | {:>7} {:>5} {:>5} | {:>6} {:>7} {:>5}\n", "", "", "", "", "", "",
             "within", "", "", "p95 %", "found", "false");
}

void print_row(const std::string& name, const Score& s) {
  fmt::print("{:<24} {:>5} {:>8} {:>6} {:>6} {:>5} ({:>4}) | {:>5.1f} % {:>5.2f} {:>5.2f} | {:>6.1f} {:>7} {:>5}\n", name,
             s.reps, s.required, s.found, s.invented, s.small, s.small_found, 100 * s.within(), quantile(s.timing, 0.95),
             quantile(s.timing, 1), quantile(s.depth_error_pct, 0.95), s.live_found, s.live_invented);
}

/// Hands on a rail change the load while nobody sees how: the live counter, which knows nothing of what comes,
/// may miscount there; the table says how often.
const std::string kBeyondLive = "hands on a rail";

void expect_good(const Score& s) {
  EXPECT_GE(s.found, 0.99 * s.required);
  EXPECT_LE(s.invented, 0.01 * s.reps);
  EXPECT_GE(s.within(), 0.95);
}

Score run_all(const char* title, const std::vector<std::string>& shapes) {
  const char* only = std::getenv("POISE_ONLY");
  print_head(title);
  Score all;
  int live_required = 0, live_reps = 0, live_found = 0, live_invented = 0;
  for (const Condition& condition : kConditions) {
    if (only && condition.name.find(only) == std::string::npos) continue;
    Score row;
    for (const std::string& shape : shapes) row.add(run_condition(condition, shape, 3));
    print_row(condition.name, row);
    all.add(row);
    if (condition.name == kBeyondLive) continue;
    live_required += row.required, live_reps += row.reps;
    live_found += row.live_found, live_invented += row.live_invented;
  }
  print_row("all", all);
  EXPECT_GE(live_found, 0.99 * live_required);
  EXPECT_LE(live_invented, 0.01 * live_reps);
  return all;
}

TEST(Torture, RepetitionsOfTheTunedShapesAreFound) {
  expect_good(run_all("minimum-jerk and skewed", {"minimum-jerk", "skewed"}));
}

TEST(Torture, RepetitionsOfTheShapeHeldBackFromTuningAreFound) {
  expect_good(run_all("two-phase (held back)", {"two-phase"}));
}

TEST(Torture, WhoWalksAcrossOrStandsStillDoesNoRepetition) {
  for (const std::string& exercise : kAll)
    for (int seed = 1; seed <= 5; ++seed)
      for (const char* who : {"walk-across", "quiet-stand", "single-leg-stand"}) {
        const Score score = run(fmt::format("sim:{}?seed={}&speed=0", who, seed), exercise, 0.1);
        EXPECT_EQ(score.invented, 0) << who << " as " << exercise << " seed " << seed;
        EXPECT_EQ(score.live_invented, 0) << who << " as " << exercise << " seed " << seed;
      }
}

}  // namespace
}  // namespace poise
