#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "session/measures.h"
#include "session/session.h"

/// From a person's sessions to what has changed. Pure functions.
namespace poise::session {

/// A kept session with its figures, as trends need it.
struct MeasuredSession {
  std::string id, started;  ///< ISO 8601
  std::int64_t started_wall_us = 0;
  std::string athlete;  ///< whom the pseudonym in the session was merged into
  std::string exercise, variant;
  Side side = Side::both;
  std::optional<movement::Outcome> outcome;
  int reps = 0;  ///< valid ones
  std::string calibration;
  Surroundings surroundings;
  std::optional<VisitPlace> place;
  std::vector<Measure> measures;
};

/// Warm-up and practice sets are in no trend.
bool in_trends(const MeasuredSession& session);

/// What has to be the same for two sessions to be compared. Not said is a condition of its own, but for the load,
/// where it means none.
struct Conditions {
  std::optional<Eyes> eyes;
  std::optional<Surface> surface;
  std::string footwear;  ///< in lower case
  double load_kg = 0;
  auto operator<=>(const Conditions&) const = default;
};
Conditions conditions_of(const Surroundings& surroundings);
/// "eyes closed, foam, 10 kg"; empty where nothing was said.
std::string in_words(const Conditions& conditions);

inline constexpr std::size_t kBaselineSessions = 5, kLeastBaselineSessions = 3;

/// The person's own level before a session: median of the last five sessions before it (of three or four, while there
/// are no more), with the lowest and the highest of them.
struct Baseline {
  double median = 0, low = 0, high = 0;
  int sessions = 0;
};

struct TrendPoint {
  std::string session, started;
  std::int64_t started_wall_us = 0;
  double value = 0;
  movement::Maybe sd{};       ///< between the session's repetitions
  std::optional<int> n{};     ///< repetitions behind it
  std::optional<Baseline> baseline{};  ///< of the sessions before; absent: fewer than three
  bool flipped = false;  ///< another side is favoured than before: farther from even than doubt_of(), or, of stands, the SD
};

/// Half the 95 % interval of a session's mean over its repetitions (Student); absent for fewer than two.
movement::Maybe doubt_of(const TrendPoint& point);

enum class Verdict : std::uint8_t {
  unknown,       ///< fewer than three sessions before the last, or they do not differ at all
  within_noise,  ///< the last session differs from the baseline by MDC95 or less
  real,          ///< by more
};
const char* to_string(Verdict verdict);

enum class Direction : std::uint8_t { neither, better, worse };
const char* to_string(Direction direction);  ///< "", "better", "worse"

/// One figure over the sessions that may be compared: one exercise and variant, side, formula and conditions.
struct Series {
  std::string exercise, variant;
  Conditions conditions;
  std::string metric, formula;
  Side side = Side::both;
  std::vector<TrendPoint> points;  ///< oldest first, never empty
  /// The person's own noise: MDC95 (movement/reliability.h) of the sessions before the last. It is meant for two single
  /// sessions; a median wavers less, so the verdict errs towards "within noise".
  movement::Maybe mdc95;
  movement::Maybe change;  ///< last session less its baseline
  Verdict verdict = Verdict::unknown;
  Direction direction = Direction::neither;  ///< of a real change
  int flips = 0;                             ///< how often the favoured side changed from session to session
};

/// Every series of one person's sessions, oldest session first: by exercise, variant and conditions, in each of them
/// the figures that say most first (movement::Metric::place), then by formula and side. Where a stand was done with eyes open and closed on one day, or on firm ground and foam, all else being
/// equal, the ratio of its sway to that of the nearest such session is a series too ("eyes_closed_to_open.…", the
/// Romberg quotient, and "foam_to_firm.…").
std::vector<Series> series_of(std::span<const MeasuredSession> sessions);

/// A squad or a clinic at a glance: one row an athlete and side.
struct GroupRow {
  std::string athlete;
  Series series;
  double days_since = 0;  ///< since the last session
};

/// `sessions`: of one exercise and any number of athletes, oldest first. Of several series of a side (another load,
/// another formula) the one with the newest session stands. Real changes for the worse come first, then other real
/// ones, then the rest; among equals whoever has not been seen for longest.
std::vector<GroupRow> group_of(std::span<const MeasuredSession> sessions, const std::string& metric,
                               std::int64_t now_wall_us);

}  // namespace poise::session
