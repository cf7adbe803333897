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
/// condition with people of its own, the final pass and the live counter scored apart, and the motion shape
/// that nothing was tuned on (two-phase) apart from the others. POISE_VERBOSE=1 names every miss,
/// POISE_ONLY=rail takes the conditions with that word, POISE_PEOPLE=50 that many people a condition,
/// exercise and shape.
namespace poise {
namespace {

constexpr double kRequiredSds = 8;  // a swing of so many quiet SDs must be found
constexpr int kPeople = 4;

const std::vector<std::string> kSquats = {"squat", "single-leg-squat"};
const std::vector<std::string> kBridges = {"bridge", "single-leg-bridge"};
const std::vector<std::string> kAll = {"squat", "single-leg-squat", "bridge", "single-leg-bridge"};

struct Condition {
  std::string name, keys;
  std::vector<std::string> exercises = kAll;
  double tolerance_s = 0.1;
  std::string does = {};  ///< what the person does instead of the exercise that is being counted
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
    {"stands still", "", kAll, 0.1, "quiet-stand"},
    {"stands on one leg", "", kAll, 0.1, "single-leg-stand"},
    {"walks across", "", kAll, 0.1, "walk-across"},
};

/// Not one repetition may be counted of these; of who stands on one leg for half a minute one in many visits
/// may be.
const std::vector<std::string> kNoRepetitions = {"never moves", "stands still", "walks across"};

struct Score {
  int reps = 0, required = 0;
  int found = 0, invented = 0, small = 0, small_found = 0;
  std::vector<double> timing;  ///< worst of start, turning point and end, as a part of what is allowed
  int unsaid = 0;              ///< beyond what is allowed, and beyond the doubt that the repetition carries
  int in_doubt = 0;            ///< starts and ends that lie within their doubt
  std::vector<double> depth_error_pct;
  int live_found = 0, live_invented = 0;
  std::vector<double> live_delay_s;  ///< from a repetition's end to its being counted

  void add(const Score& other) {
    reps += other.reps, required += other.required, found += other.found, invented += other.invented;
    small += other.small, small_found += other.small_found;
    unsaid += other.unsaid, in_doubt += other.in_doubt;
    live_found += other.live_found, live_invented += other.live_invented;
    const auto append = [](std::vector<double>& to, const std::vector<double>& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    append(timing, other.timing), append(depth_error_pct, other.depth_error_pct);
    append(live_delay_s, other.live_delay_s);
  }
  int within() const {
    return static_cast<int>(
        std::count_if(timing.begin(), timing.end(), [](double part) { return part <= 1; }));
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
      score.live_found += required[i];
      score.live_delay_s.push_back(*hit - truth.end_s);
      counted_s.erase(hit);
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
    const double start_off_s = std::abs(found[i].start_s - truth.start_s),
                 end_off_s = std::abs(found[i].end_s - truth.end_s);
    const double worst =
        std::max({start_off_s, std::abs(found[i].bottom_s - truth.bottom_s), end_off_s}) / allowed_s;
    score.timing.push_back(worst);
    const bool start_said = start_off_s <= *found[i].start_doubt_s,
               end_said = end_off_s <= *found[i].end_doubt_s;
    score.in_doubt += start_said + end_said;
    score.unsaid +=
        worst > 1 && !((start_off_s <= allowed_s || start_said) && (end_off_s <= allowed_s || end_said) &&
                       std::abs(found[i].bottom_s - truth.bottom_s) <= allowed_s);
    if (truth.depth_mm && found[i].depth_mm)
      score.depth_error_pct.push_back(100 * std::abs(*found[i].depth_mm / *truth.depth_mm - 1));
    const bool deep_off = truth.depth_mm && found[i].depth_mm && score.depth_error_pct.back() > 10;
    if ((worst > 1 || deep_off) && verbose())
      fmt::print(
          "  off: {} rep {}: start {:+.3f} (±{:.3f}) bottom {:+.3f} end {:+.3f} (±{:.3f}) of {:.2f} s, depth "
          "{:.0f} of {:.0f} mm {}\n",
          device, truth.index, found[i].start_s - truth.start_s, *found[i].start_doubt_s,
          found[i].bottom_s - truth.bottom_s, found[i].end_s - truth.end_s, *found[i].end_doubt_s, length_s,
          found[i].depth_mm.value_or(0), truth.depth_mm.value_or(0), fmt::join(found[i].reasons, ","));
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) continue;
    ++score.invented;
    if (verbose()) fmt::print("  invented: {} at {:.2f} s depth {:.0f}\n", device, found[i].start_s, found[i].depth_mm.value_or(0));
  }
  score_live(visit, *pass, required, device, score);
  return score;
}

/// Another number for every condition, the same one in every run.
unsigned first_seed(const std::string& name) {
  unsigned seed = 0;
  for (const char letter : name) seed = 31 * seed + static_cast<unsigned char>(letter);
  return 1 + seed % 10'000;
}

Score run_condition(const Condition& condition, const std::string& shape, int people) {
  Score total;
  for (const std::string& exercise : condition.exercises) {
    const unsigned first = first_seed(condition.name + exercise + shape);
    std::mt19937 random(first);
    for (int person = 0; person < people; ++person) {
      const double kg = std::round(std::uniform_real_distribution<double>(50, 110)(random));
      const double depth_mm = std::round(std::uniform_real_distribution<double>(180, 350)(random));
      const double tempo_s = std::uniform_real_distribution<double>(2.2, 4)(random);
      std::string device =
          fmt::format("sim:{}?seed={}&shape={}&speed=0", condition.does.empty() ? exercise : condition.does,
                      first + static_cast<unsigned>(person), shape);
      const auto unless_given = [&](const char* key, const std::string& value) {
        if (condition.keys.find(key) == std::string::npos) device += fmt::format("&{}={}", key, value);
      };
      unless_given("body_kg", fmt::format("{}", kg));
      if (condition.does.empty()) unless_given("tempo_s", fmt::format("{:.1f}", tempo_s));
      if (condition.does.empty() && exercise.ends_with("squat"))
        unless_given("depth_mm", fmt::format("{}", depth_mm));
      total.add(run(device + condition.keys, exercise, condition.tolerance_s));
    }
  }
  return total;
}

double quantile(const std::vector<double>& values, double part) { return signal::quantile(values, part).value_or(0); }

void print_final(const std::vector<std::pair<std::string, Score>>& rows) {
  fmt::print(
      "  final pass: repetitions with a swing of at least 8 quiet SD must be found; timing = worst of start, "
      "turning\n"
      "  point and end as a part of what is allowed, max(100 ms, 5 % of the repetition), 200 ms at 10 a "
      "second\n");
  fmt::print("  {:<22} {:>5} {:>5} {:>6} {:>6} {:>12} {:>13} {:>5} {:>5} {:>6} {:>8} {:>8}\n", "", "reps",
             "must", "found", "false", "small:found", "timing within", "p95", "max", "unsaid", "in doubt",
             "depth p95");
  for (const auto& [name, s] : rows)
    fmt::print(
        "  {:<22} {:>5} {:>5} {:>6} {:>6} {:>6}:{:>5} {:>6} of {:>4} {:>5.2f} {:>5.2f} {:>6} {:>6.1f} % "
        "{:>7.1f} %\n",
        name, s.reps, s.required, s.found, s.invented, s.small, s.small_found, s.within(), s.timing.size(),
        quantile(s.timing, 0.95), quantile(s.timing, 1), s.unsaid,
        s.timing.empty() ? 0 : 50.0 * s.in_doubt / static_cast<double>(s.timing.size()),
        quantile(s.depth_error_pct, 0.95));
}

void print_live(const std::vector<std::pair<std::string, Score>>& rows) {
  fmt::print(
      "  live: counted between the turning point and 1.5 s after the end; delay = from the end to the "
      "count\n");
  fmt::print("  {:<22} {:>5} {:>6} {:>6} {:>10} {:>6} {:>6}\n", "", "must", "found", "false", "delay p50",
             "p95", "max");
  for (const auto& [name, s] : rows)
    fmt::print("  {:<22} {:>5} {:>6} {:>6} {:>+8.2f} s {:>+6.2f} {:>+6.2f}\n", name, s.required, s.live_found,
               s.live_invented, quantile(s.live_delay_s, 0.5), quantile(s.live_delay_s, 0.95),
               quantile(s.live_delay_s, 1));
}

int people() {
  const char* given = std::getenv("POISE_PEOPLE");
  return given ? std::atoi(given) : kPeople;
}

void torture(const char* title, const std::vector<std::string>& shapes) {
  const char* only = std::getenv("POISE_ONLY");
  std::vector<std::pair<std::string, Score>> rows;
  Score all;
  for (const Condition& condition : kConditions) {
    if (only && condition.name.find(only) == std::string::npos) continue;
    Score row;
    for (const std::string& shape : shapes) row.add(run_condition(condition, shape, people()));
    all.add(row);
    rows.emplace_back(condition.name, std::move(row));
  }
  rows.emplace_back("all", all);
  fmt::print("\n{}\n", title);
  print_final(rows);
  print_live(rows);
  EXPECT_GE(all.found, 0.99 * all.required);
  EXPECT_LE(all.invented, 0.01 * all.reps);
  EXPECT_GE(all.within(), 0.98 * static_cast<double>(all.timing.size()));
  EXPECT_LE(all.unsaid, 0.01 * all.reps);
  EXPECT_GE(all.live_found, 0.99 * all.required);
  EXPECT_LE(all.live_invented, 0.01 * all.reps);
  for (const auto& [name, row] : rows) {
    if (std::find(kNoRepetitions.begin(), kNoRepetitions.end(), name) == kNoRepetitions.end()) continue;
    EXPECT_EQ(row.invented, 0) << name;
    EXPECT_EQ(row.live_invented, 0) << name;
  }
}

TEST(Torture, RepetitionsOfTheTunedShapesAreFound) {
  torture("minimum-jerk and skewed", {"minimum-jerk", "skewed"});
}

TEST(Torture, RepetitionsOfTheShapeHeldBackFromTuningAreFound) {
  torture("two-phase (held back)", {"two-phase"});
}

}  // namespace
}  // namespace poise
