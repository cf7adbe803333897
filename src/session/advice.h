#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "session/programme.h"
#include "session/set_result.h"
#include "session/visit_event.h"

/// What follows from a visit: rest, a next step, or a professional's eye. Every piece of advice names the
/// rule that it comes from; the rules stand in advice_rules(). None of it is a diagnosis. Pure functions.
namespace poise::session {

inline constexpr int kPainThatStops = 5;        ///< of 10
inline constexpr int kPainRiseThatStops = 2;    ///< points within a visit
inline constexpr double kHardExertion = 5;      ///< Borg CR10 "strong"
inline constexpr double kVeryHardExertion = 7;  ///< "very strong"
inline constexpr double kRestAfterHard_h = 24;
inline constexpr double kRestAfterVeryHard_h = 48;
inline constexpr double kQualityFall_pct = 10;
inline constexpr double kStableAsymmetry_points = 10;
inline constexpr double kHeldAsAsked = 0.9;  ///< of the seconds that were asked

/// Said with every advice.
inline constexpr std::string_view kNoDiagnosis =
    "This is no diagnosis: who is in doubt, or in pain, asks a professional.";

struct Rule {
  std::string_view id;    ///< "red-flag-pain"
  std::string_view says;  ///< the rule, with its numbers
  std::string_view source;
};
std::span<const Rule> advice_rules();

struct Advice {
  enum class Kind : std::uint8_t { see_professional, rest, next_step, same_again };
  Kind kind{};
  std::string_view rule;  ///< a Rule's id
  std::string says;       ///< what to do and why, in a sentence or two
};
const char* to_string(Advice::Kind kind);  ///< "see_professional", "rest", "next_step", "same_again"

/// A block of a visit with what was done of it.
struct BlockRecord {
  Block block;
  std::vector<SetResult> sets;  ///< in order; skipped ones are not there
};

/// A visit as its advice and later visits see it.
struct VisitRecord {
  std::string programme;
  ProgrammeKind kind = ProgrammeKind::training;
  std::int64_t started_us = 0, ended_us = 0;  ///< wall clock; of an unfinished one so far
  std::optional<int> pain_before, pain_after;
  std::optional<double> exertion;
  std::vector<BlockRecord> blocks;

  /// Whether it asks for rest: training that was done, and felt hard or was not rated.
  bool hard() const;
};

/// A symptom was named.
Advice red_flag_advice(RedFlag flag);
/// Pain that was said now; `before`: at the start of the visit, absent when this is the start. `history`:
/// earlier visits.
std::optional<Advice> pain_red_flag(int pain, std::optional<int> before,
                                    std::span<const VisitRecord> history);

/// Before a visit: too soon after the last hard one.
std::vector<Advice> advice_before(std::span<const VisitRecord> history, std::int64_t now_us);

/// Depth, rise or hold fell from the first set of a block to the last one so far.
std::optional<Advice> falling_quality(const BlockRecord& block);

/// After a visit without red flags.
std::vector<Advice> advice_after(const VisitRecord& visit, std::span<const VisitRecord> history);

}  // namespace poise::session
