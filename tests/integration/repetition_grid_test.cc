#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "engine/session_pass.h"
#include "virtual_session.h"

/// Repetitions found by the final pass against what the virtual person did, over a grid of people and
/// movements. The third motion shape was never looked at while tuning and is scored apart.
namespace poise {
namespace {

struct Score {
  int required = 0, found = 0, invented = 0, small = 0, small_found = 0;
  std::vector<double> start_part, bottom_part, end_part;  ///< error as a part of max(100 ms, 5 % of the rep)
  std::vector<double> depth_error_mm, share_error_pct, hold_error_s;

  void add(const Score& other) {
    required += other.required, found += other.found, invented += other.invented;
    small += other.small, small_found += other.small_found;
    const auto append = [](std::vector<double>& to, const std::vector<double>& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    append(start_part, other.start_part), append(bottom_part, other.bottom_part),
        append(end_part, other.end_part);
    append(depth_error_mm, other.depth_error_mm), append(share_error_pct, other.share_error_pct);
    append(hold_error_s, other.hold_error_s);
  }
};

double quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

/// How far the total of the noise-free movement swings, in quiet SDs: what decides whether a rep must be
/// found.
double swing_in_sds(const movement::Analysis& analysis, const testing::VirtualSession& smooth, double start_s,
                    double end_s) {
  const auto pass = engine::pass_over(smooth.session);
  double low = 1e9, high = -1e9;
  const Recording& recording = pass->recording;
  for (std::size_t i = 0; i < recording.size(); ++i) {
    if (recording.time_s[i] < start_s || recording.time_s[i] > end_s || !std::isfinite(recording.total_n[i]))
      continue;
    low = std::min(low, recording.total_n[i]);
    high = std::max(high, recording.total_n[i]);
  }
  return (high - low) / std::max(analysis.body.quiet_sd_n.value_or(1), 0.01);
}

Score score(const testing::VirtualSession& visit, const movement::Analysis& analysis, double swing_sds,
            bool verbose, const std::string& name) {
  Score result;
  std::vector<char> used(analysis.reps.size(), 0);
  for (const virtual_mat::TrueRep& truth : visit.truth.reps) {
    const double length_s = truth.end_s - truth.start_s;
    const movement::Rep* match = nullptr;
    for (std::size_t i = 0; i < analysis.reps.size(); ++i) {
      if (used[i] || std::abs(analysis.reps[i].bottom_s - truth.bottom_s) > length_s / 3) continue;
      match = &analysis.reps[i];
      used[i] = 1;
      break;
    }
    const bool required = swing_sds >= 8;
    (required ? result.required : result.small) += 1;
    if (!match) {
      if (required && verbose)
        fmt::print("  missed: {} rep {} at {:.2f} s\n", name, truth.index, truth.start_s);
      continue;
    }
    (required ? result.found : result.small_found) += 1;
    if (!required) continue;
    const double tolerance_s = std::max(0.1, 0.05 * length_s);
    result.start_part.push_back(std::abs(match->start_s - truth.start_s) / tolerance_s);
    result.bottom_part.push_back(std::abs(match->bottom_s - truth.bottom_s) / tolerance_s);
    result.end_part.push_back(std::abs(match->end_s - truth.end_s) / tolerance_s);
    if (truth.depth_mm && match->depth_mm)
      result.depth_error_mm.push_back(std::abs(*match->depth_mm - *truth.depth_mm));
    if (truth.left_share_pct && match->left_share_pct)
      result.share_error_pct.push_back(std::abs(*match->left_share_pct - *truth.left_share_pct));
    if (match->hold_s)
      result.hold_error_s.push_back(std::abs(*match->hold_s - (truth.hold_end_s - truth.hold_start_s)));
    const double worst =
        std::max({result.start_part.back(), result.bottom_part.back(), result.end_part.back()});
    if (verbose && (worst > 1 || (truth.depth_mm && result.depth_error_mm.back() > 20)))
      fmt::print(
          "  off: {} rep {}: start {:+.3f} bottom {:+.3f} end {:+.3f} s of {:.2f} s, depth {:+.1f} of {:.0f} "
          "mm {}\n",
          name, truth.index, match->start_s - truth.start_s, match->bottom_s - truth.bottom_s,
          match->end_s - truth.end_s, length_s, match->depth_mm.value_or(0) - truth.depth_mm.value_or(0),
          truth.depth_mm.value_or(0), fmt::join(match->reasons, ","));
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    result.invented += !used[i];
    if (!used[i] && verbose)
      fmt::print("  invented: {} at {:.2f} s depth {:.0f}\n", name, analysis.reps[i].start_s,
                 analysis.reps[i].depth_mm.value_or(0));
  }
  return result;
}

void print(const std::string& name, const Score& s) {
  const auto line = [&](const char* what, const std::vector<double>& v) {
    return v.empty() ? std::string()
                     : fmt::format("  {} p50 {:.2f} p95 {:.2f} max {:.2f}", what, quantile(v, 0.5),
                                   quantile(v, 0.95), quantile(v, 1));
  };
  fmt::print("{:<34} required {:>4} found {:>4} invented {:>3} small {:>3} (found {:>3}){}{}{}{}{}{}\n", name,
             s.required, s.found, s.invented, s.small, s.small_found, line("start", s.start_part),
             line("bottom", s.bottom_part), line("end", s.end_part), line("depth mm", s.depth_error_mm),
             line("share", s.share_error_pct), line("hold s", s.hold_error_s));
}

struct Case {
  std::string exercise;
  double body_kg, depth_mm, tempo_s;
  std::string shape;
  int seed;

  std::string device(double noise) const {
    const std::string depth = depth_mm > 0 ? fmt::format("&depth_mm={}", depth_mm) : "";
    return fmt::format("sim:{}?body_kg={}{}&tempo_s={}&shape={}&seed={}&noise={}&speed=0", exercise, body_kg,
                       depth, tempo_s, shape, seed, noise);
  }
};

Score run_case(const Case& one, bool verbose) {
  const auto visit = testing::record_virtual(one.device(1));
  const auto pass = engine::pass_over(visit.session);
  EXPECT_TRUE(pass.has_value());
  double sds = 100;
  if (one.depth_mm > 0 && !visit.truth.reps.empty()) {
    const auto smooth = testing::record_virtual(one.device(0));
    sds = swing_in_sds(pass->analysis, smooth, smooth.truth.reps[0].start_s, smooth.truth.reps[0].end_s);
  }
  return score(visit, pass->analysis, sds, verbose, one.device(1));
}

/// Counts while it happens: when each repetition was counted against when it ended.
struct LiveScore {
  int reps = 0, counted = 0, extra = 0;
  std::vector<double> delay_s;
};

LiveScore run_live(const Case& one, bool verbose) {
  auto visit = testing::record_virtual(one.device(1));
  const auto pass = engine::pass_over(visit.session);
  LiveScore result;
  std::vector<double> counts_s;
  for (const Event& event : pass->events)
    if (event.kind == EventKind::flow_rep)
      counts_s.push_back(
          pass->recording.time_s[static_cast<std::size_t>(event.sequence - pass->recording.raw[0].sequence)]);
  for (const virtual_mat::TrueRep& truth : visit.truth.reps) {
    ++result.reps;
    const auto hit = std::find_if(counts_s.begin(), counts_s.end(),
                                  [&](double t) { return t > truth.bottom_s && t < truth.end_s + 1.5; });
    if (hit == counts_s.end()) {
      if (verbose)
        fmt::print("  not counted live: {} rep {} end {:.2f}\n", one.device(1), truth.index, truth.end_s);
      continue;
    }
    ++result.counted;
    result.delay_s.push_back(*hit - truth.end_s);
    if (verbose && (*hit - truth.end_s > 0.5))
      fmt::print("  late: {} rep {} {:+.2f}\n", one.device(1), truth.index, *hit - truth.end_s);
    counts_s.erase(hit);
  }
  result.extra = static_cast<int>(counts_s.size());
  if (verbose && result.extra) fmt::print("  extra: {} {}\n", one.device(1), fmt::join(counts_s, " "));
  return result;
}

TEST(RepetitionGrid, CountsLive) {
  const bool verbose = std::getenv("POISE_VERBOSE") != nullptr;
  for (const std::string exercise : {"squat", "single-leg-squat", "bridge", "single-leg-bridge"}) {
    const bool squat = exercise.ends_with("squat");
    for (const std::string shape : {"minimum-jerk", "skewed", "two-phase"}) {
      LiveScore total;
      std::mt19937 random(7);
      for (int seed = 1; seed <= 20; ++seed) {
        std::uniform_real_distribution<double> kg(40, 140), depth(200, 400), tempo(1.5, 4);
        const auto one = run_live({exercise, std::round(kg(random)), squat ? std::round(depth(random)) : 0,
                                   std::round(10 * tempo(random)) / 10, shape, seed},
                                  verbose);
        total.reps += one.reps, total.counted += one.counted, total.extra += one.extra;
        total.delay_s.insert(total.delay_s.end(), one.delay_s.begin(), one.delay_s.end());
      }
      fmt::print(
          "live {:<30} reps {} counted {} extra {} delay p5 {:+.2f} p50 {:+.2f} p95 {:+.2f} max {:+.2f} s\n",
          exercise + " " + shape, total.reps, total.counted, total.extra, quantile(total.delay_s, 0.05),
          quantile(total.delay_s, 0.5), quantile(total.delay_s, 0.95), quantile(total.delay_s, 1));
      EXPECT_EQ(total.counted, total.reps);
      EXPECT_EQ(total.extra, 0);
      EXPECT_LE(quantile(total.delay_s, 1), 0.5);
    }
  }
}

TEST(RepetitionGrid, SquatsOfAllPeopleAreFoundAndMeasured) {
  const bool verbose = std::getenv("POISE_VERBOSE") != nullptr;
  for (const std::string shape : {"minimum-jerk", "skewed", "two-phase"}) {
    Score all;
    for (const std::string exercise : {"squat", "single-leg-squat"}) {
      Score total;
      std::mt19937 random(7);
      for (int seed = 1; seed <= 20; ++seed) {
        std::uniform_real_distribution<double> kg(40, 140), depth(120, 400), tempo(1.5, 6);
        total.add(run_case({exercise, std::round(kg(random)), std::round(depth(random)),
                            std::round(10 * tempo(random)) / 10, shape, seed},
                           verbose));
      }
      print(exercise + " " + shape, total);
      EXPECT_EQ(total.found, total.required);
      EXPECT_EQ(total.invented, 0);
      all.add(total);
    }
    for (const auto* part : {&all.start_part, &all.bottom_part, &all.end_part}) {
      EXPECT_LE(quantile(*part, 0.95), 1) << shape;
      EXPECT_LE(quantile(*part, 1), 2) << shape;
    }
    EXPECT_LE(quantile(all.depth_error_mm, 0.95), 20) << shape;
  }
}

TEST(RepetitionGrid, BridgesOfAllPeopleAreFoundAndMeasured) {
  const bool verbose = std::getenv("POISE_VERBOSE") != nullptr;
  for (const std::string exercise : {"bridge", "single-leg-bridge"}) {
    for (const std::string shape : {"minimum-jerk", "skewed", "two-phase"}) {
      Score total;
      std::mt19937 random(7);
      for (int seed = 1; seed <= 20; ++seed) {
        std::uniform_real_distribution<double> kg(40, 140), tempo(1.5, 5);
        total.add(
            run_case({exercise, std::round(kg(random)), 0, std::round(10 * tempo(random)) / 10, shape, seed},
                     verbose));
      }
      print(exercise + " " + shape, total);
      EXPECT_EQ(total.found, total.required);
      EXPECT_EQ(total.invented, 0);
      EXPECT_LE(quantile(total.hold_error_s, 1), 0.15);
      EXPECT_LE(quantile(total.share_error_pct, 1), 1);
    }
  }
}

}  // namespace
}  // namespace poise
