#include "session/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/clock.h"

namespace poise::session {
namespace {

using Kind = Advice::Kind;

constexpr double kMicroseconds_h = 3600e6;

constexpr std::string_view kRedFlagSymptom = "red-flag-symptom", kRedFlagPain = "red-flag-pain",
                           kRedFlagRising = "red-flag-pain-rising", kRestBetween = "rest-between",
                           kRestPainUp = "rest-pain-up", kRestQuality = "rest-quality-falling",
                           kNextStep = "next-step", kSameAgain = "same-again";

constexpr std::array kRules = {
    Rule{kRedFlagSymptom,
         "Numbness or weakness in a leg or numbness of the saddle region, a change of bladder or bowel "
         "control, pain at "
         "night that lying does not ease, or a fall or blow before it began: stop, and see a professional.",
         "red flags of low back pain in clinical guidelines (Finucane et al. 2020, J Orthop Sports Phys Ther "
         "50:350)"},
    Rule{kRedFlagPain, "Pain of 5 of 10 or more, at any time: stop, and see a professional.",
         "above 5 is the high-risk zone of the pain-monitoring model (Thomeé 1997, Phys Ther 77:1690); 5 "
         "itself is counted "
         "to it here, to be careful"},
    Rule{kRedFlagRising,
         "Pain that rises by 2 points or more within a visit, or is higher at the start of each of three "
         "visits in a row: "
         "stop, and see a professional.",
         "2 points are the least change that means something to people with low back pain (Childs et al. "
         "2005, Spine "
         "30:1331); three visits in a row: a choice of Poise"},
    Rule{kRestBetween,
         "After a hard training visit (exertion 5 of 10 or more, or not rated) rest 24 h before the next, "
         "after a very hard "
         "one (7 or more) 48 h.",
         "two or three days a week for those who begin (American College of Sports Medicine 2009, Med Sci "
         "Sports Exerc "
         "41:687); the exertions: a choice of Poise on Borg's CR10"},
    Rule{kRestPainUp,
         "Pain after the visit is higher than before it: rest until it is back where it was, no next step.",
         "pain-monitoring model (Thomeé 1997)"},
    Rule{kRestQuality,
         "Depth, rise or hold fell by more than 10 % from the first to the last set of an exercise: no more "
         "of it today, no "
         "next step.",
         "the 10 %: a choice of Poise"},
    Rule{kNextStep,
         "Every set reached its repetitions (or 90 % of its seconds), left's share stayed in its corridor "
         "where there is one, "
         "and the asymmetry is within 10 points of the last visit's: take the block's next step.",
         "progress once the repetitions are reached in two visits (American College of Sports Medicine "
         "2009); 10 points: as "
         "in force-plate practice, where a larger change against one's own level is looked at"},
    Rule{kSameAgain, "Otherwise: the same again.", "follows from next-step"},
};

Advice advise(Kind kind, std::string_view rule, std::string says) { return {kind, rule, std::move(says)}; }

/// "2026-03-06 14:07", local time.
std::string minute_of(std::int64_t wall_us) {
  std::string text = iso8601_local(wall_us).substr(0, 16);
  text[10] = ' ';
  return text;
}

double rest_after_h(const VisitRecord& visit) {
  return visit.exertion.value_or(kHardExertion) >= kVeryHardExertion ? kRestAfterVeryHard_h
                                                                     : kRestAfterHard_h;
}

const char* how_hard(const VisitRecord& visit) {
  return visit.exertion.value_or(kHardExertion) >= kVeryHardExertion ? "very hard" : "hard";
}

/// Of the sets that have one; absent: none has.
template <class Value>
std::optional<double> mean_of(const BlockRecord& block, Value SetResult::*member) {
  double sum = 0;
  int count = 0;
  for (const SetResult& set : block.sets)
    if (const auto& value = set.*member) sum += *value, ++count;
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

/// The same work in the latest visit of this programme that did it.
const BlockRecord* same_before(const BlockRecord& block, const std::string& programme,
                               std::span<const VisitRecord> history) {
  for (auto visit = history.rbegin(); visit != history.rend(); ++visit) {
    if (visit->programme != programme) continue;
    for (const BlockRecord& other : visit->blocks)
      if (other.block.exercise->id == block.block.exercise->id &&
          other.block.variant == block.block.variant && other.block.role == Role::work && !other.sets.empty())
        return &other;
  }
  return nullptr;
}

/// Why the next step is not to be taken yet; empty: it is.
std::string not_yet(const BlockRecord& done, const std::string& programme,
                    std::span<const VisitRecord> history) {
  const Block& block = done.block;
  if (static_cast<int>(done.sets.size()) < block.sets) return "not every set was done";
  for (const SetResult& set : done.sets) {
    if (block.reps && least_reps(block, set) < *block.reps) return "not every set reached its repetitions";
    if (!block.reps && least_hold_s(block, set).value_or(0) < kHeldAsAsked * *block.seconds)
      return "not every set was held as long as asked";
  }
  if (const auto share = mean_of(done, &SetResult::left_share_pct);
      block.left_share_pct && share &&
      (*share < block.left_share_pct->low || *share > block.left_share_pct->high))
    return "the share of left and right left its corridor";
  const BlockRecord* before = same_before(done, programme, history);
  if (!before) return "a first visit has nothing to compare with";
  const auto now_pct = mean_of(done, &SetResult::asymmetry_pct),
             before_pct = mean_of(*before, &SetResult::asymmetry_pct);
  if (now_pct && before_pct && std::abs(*now_pct - *before_pct) > kStableAsymmetry_points)
    return fmt::format("left against right changed by more than {:g} points since the last visit",
                       kStableAsymmetry_points);
  return "";
}

/// "Squat: up to 17 repetitions next time." Empty: it has no step left.
std::string step_of(const Block& block) {
  const Progression& progression = block.progression;
  const auto at_most = [&](double value) { return std::min(value, progression.limit.value_or(value)); };
  const auto grown = [&](double now, const char* unit) {
    const double next = at_most(now + progression.step);
    if (next <= now)
      return fmt::format(
          "{}: {:g} {} is the most that this programme asks; keep it, or choose a harder exercise.",
          name_of(block), now, unit);
    return fmt::format("{}: {:g} {} instead of {:g} next time.", name_of(block), next, unit, now);
  };
  switch (progression.by) {
    case Progression::By::nothing:
      return "";
    case Progression::By::reps:
      return grown(*block.reps, "repetitions");
    case Progression::By::seconds:
      return grown(*block.seconds, "s");
    case Progression::By::load:
      return grown(block.load_kg.value_or(0), "kg");
    case Progression::By::exercise:
      return fmt::format("{}: {} instead next time.", name_of(block),
                         movement::find_exercise(progression.exercise)->name);
  }
  return "";
}

/// Next steps, and what stays the same, one line for each reason.
void add_steps(const VisitRecord& visit, std::span<const VisitRecord> history, std::vector<Advice>& advice) {
  std::vector<std::pair<std::string, std::string>> same;  // reason, names
  for (const BlockRecord& done : visit.blocks) {
    const bool may_grow =
        done.block.role == Role::work && done.block.progression.by != Progression::By::nothing;
    if (!may_grow || done.sets.empty() || falling_quality(done)) continue;
    const std::string reason = not_yet(done, visit.programme, history);
    if (reason.empty()) {
      advice.push_back(advise(Kind::next_step, kNextStep, step_of(done.block)));
      continue;
    }
    const auto known =
        std::find_if(same.begin(), same.end(), [&](const auto& each) { return each.first == reason; });
    if (known == same.end())
      same.emplace_back(reason, name_of(done.block));
    else
      known->second += ", " + name_of(done.block);
  }
  for (const auto& [reason, names] : same)
    advice.push_back(
        advise(Kind::same_again, kSameAgain, fmt::format("{}: the same again; {}.", names, reason)));
}

}  // namespace

std::span<const Rule> advice_rules() { return kRules; }

const char* to_string(Advice::Kind kind) {
  switch (kind) {
    case Kind::see_professional:
      return "see_professional";
    case Kind::rest:
      return "rest";
    case Kind::next_step:
      return "next_step";
    case Kind::same_again:
      return "same_again";
  }
  return "";
}

bool VisitRecord::hard() const {
  const bool worked = std::any_of(blocks.begin(), blocks.end(), [](const BlockRecord& done) {
    return done.block.role == Role::work && !done.sets.empty();
  });
  return kind == ProgrammeKind::training && worked && exertion.value_or(kHardExertion) >= kHardExertion;
}

Advice red_flag_advice(RedFlag flag) {
  return advise(Kind::see_professional, kRedFlagSymptom,
                fmt::format("Stop here, and see a professional: {}.", in_words(flag)));
}

std::optional<Advice> pain_red_flag(int pain, std::optional<int> before,
                                    std::span<const VisitRecord> history) {
  if (pain >= kPainThatStops)
    return advise(Kind::see_professional, kRedFlagPain,
                  fmt::format("Stop here, and see a professional: pain of {} of {}.", pain, kWorstPain));
  if (before && pain >= *before + kPainRiseThatStops)
    return advise(Kind::see_professional, kRedFlagRising,
                  fmt::format("Stop here, and see a professional: pain rose from {} to {} within the visit.",
                              *before, pain));
  if (before) return std::nullopt;
  std::vector<int> earlier;
  for (const VisitRecord& visit : history)
    if (visit.pain_before) earlier.push_back(*visit.pain_before);
  if (earlier.size() < 2) return std::nullopt;
  const int last = earlier[earlier.size() - 1], one_before = earlier[earlier.size() - 2];
  if (!(one_before < last && last < pain)) return std::nullopt;
  return advise(
      Kind::see_professional, kRedFlagRising,
      fmt::format("Do not start, and see a professional: pain before the visit rises, {}, {} and now {}.",
                  one_before, last, pain));
}

std::vector<Advice> advice_before(std::span<const VisitRecord> history, std::int64_t now_us) {
  for (auto visit = history.rbegin(); visit != history.rend(); ++visit) {
    if (!visit->hard()) continue;
    const double since_h = static_cast<double>(now_us - visit->ended_us) / kMicroseconds_h;
    if (since_h >= rest_after_h(*visit)) continue;
    return {advise(
        Kind::rest, kRestBetween,
        fmt::format("Rest today: the last {} training ended {:.0f} h ago, and {:g} h is what it needs.",
                    how_hard(*visit), std::floor(since_h), rest_after_h(*visit)))};
  }
  return {};
}

std::optional<Advice> falling_quality(const BlockRecord& done) {
  if (done.block.role != Role::work || done.sets.size() < 2) return std::nullopt;
  const SetResult &first = done.sets.front(), &last = done.sets.back();
  const bool holds = done.block.exercise->holds();
  double fall_pct = 0;
  for (const Side side : sides_of(done.block)) {
    const auto& before = holds ? first.of(side).hold_s : first.of(side).size;
    const auto& after = holds ? last.of(side).hold_s : last.of(side).size;
    if (before && after && *before > 0) fall_pct = std::max(fall_pct, 100 * (1 - *after / *before));
  }
  if (fall_pct <= kQualityFall_pct) return std::nullopt;
  using enum movement::Pattern;
  const movement::Pattern pattern = done.block.exercise->pattern;
  const char* what = holds ? "the hold" : pattern == bridge ? "the rise" : pattern == twist ? "the swing" : "the depth";
  return advise(Kind::rest, kRestQuality,
                fmt::format("{}: {} fell by {:.0f} % from the first set to the last: no more of it today.",
                            name_of(done.block), what, fall_pct));
}

std::vector<Advice> advice_after(const VisitRecord& visit, std::span<const VisitRecord> history) {
  std::vector<Advice> advice;
  const bool pain_up = visit.pain_before && visit.pain_after && *visit.pain_after > *visit.pain_before;
  if (pain_up)
    advice.push_back(
        advise(Kind::rest, kRestPainUp,
               fmt::format("Rest until the pain is back at {}: it rose to {} in this visit. No next step.",
                           *visit.pain_before, *visit.pain_after)));
  for (const BlockRecord& done : visit.blocks)
    if (auto falling = falling_quality(done)) advice.push_back(std::move(*falling));
  if (visit.hard()) {
    const auto until_us = visit.ended_us + static_cast<std::int64_t>(rest_after_h(visit) * kMicroseconds_h);
    advice.push_back(advise(Kind::rest, kRestBetween,
                            fmt::format("Rest until {}: {:g} h after a {} training.", minute_of(until_us),
                                        rest_after_h(visit), how_hard(visit))));
  }
  if (!pain_up && visit.kind == ProgrammeKind::training) add_steps(visit, history, advice);
  return advice;
}

}  // namespace poise::session
