#pragma once

#include <optional>
#include <string>
#include <vector>

#include "movement/analysis.h"
#include "session/trend.h"

/// What a session comes down to, in sentences. Pure functions of the analysis. A difference between the legs
/// is told as one only where it is "real" by its verdict and larger than its doubt. "Clearly" is said from 10
/// % on, the limit in most use (Parkinson 2021), which is a convention and says nothing about a person.
namespace poise::report {

inline constexpr double kClear_pct = 10;

/// How the legs compare by one figure.
struct Contrast {
  Side ahead = Side::both;    ///< the leg that carried more or did better; both: not told apart
  bool known = true;          ///< false: too little data to tell
  double difference_pct = 0;  ///< magnitude by its formula
};

/// Of an exercise on both legs, by the share. Absent without a share.
std::optional<Contrast> contrast_of_share(const movement::Analysis& analysis);
Contrast contrast_of(const movement::Asymmetry& asymmetry);
/// The asymmetry of a one-leg test that leads its report: the first that is told apart, else the first. Null:
/// one leg alone was tested, or there is a share.
const movement::Asymmetry* leading_asymmetry(const movement::Analysis& analysis);

/// One sentence with the verdict, to the athlete: "Your right leg carried a little more than your left."
std::string headline_for_athlete(const movement::Analysis& analysis);
/// The same for a professional, with figure and doubt.
std::string headline_for_professional(const movement::Analysis& analysis);
/// What the headline means, in a few plain sentences.
std::vector<std::string> meaning_for_athlete(const movement::Analysis& analysis);
/// "8 of 9 repetitions counted; ended early." To the athlete; empty for nothing.
std::string amount_in_words(const movement::Analysis& analysis);

/// A figure of an athlete's page is in centimetres, not in millimetres.
struct PlainUnit {
  double factor = 1;
  std::string unit;
  int decimals = 1;
};
PlainUnit plain_unit(std::string_view unit, int decimals);

/// "51.7 % right" of a share of the left of 48.3 %, "right 3.4 %" of a signed asymmetry, "even"; else value
/// and unit.
std::string sided_value(const session::Series& series, double value, bool plain);
/// What has become of a figure since the last session, to the athlete, and whether that is more than it
/// varies by anyway. Empty with a single session.
std::string change_since_last(const session::Series& series);

}  // namespace poise::report
