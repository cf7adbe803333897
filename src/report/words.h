#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "movement/analysis.h"

/// From an analysis to the words and figures that reports print. Pure functions; plain English, UTF-8.
namespace poise::report {

using movement::Maybe;

/// "12.3"; "--" where there is none. No "-0.0".
std::string figure(double value, int decimals);
std::string figure(const Maybe& value, int decimals);
/// "8 repetitions", "1 repetition".
std::string counted(std::int64_t n, std::string_view thing);

/// "Single-leg squat (deep)"; the id where this program does not know the exercise.
std::string exercise_in_words(const movement::Analysis& analysis);
/// What `side` names of the exercise: "leg", or "side" of a plank.
std::string limb_of(std::string_view exercise);
/// A text that speaks of legs, with what the exercise's `side` names in their place.
std::string with_limb(std::string text, std::string_view exercise);
/// "left leg", "one leg, then the other", "both legs".
std::string side_in_words(const movement::Analysis& analysis);
std::string outcome_in_words(movement::Outcome outcome);
/// "mean force" of "mean_force": what an asymmetry compares.
std::string metric_in_words(const std::string& metric);
/// "half a repetition" of "partial".
std::string reason_in_words(std::string reason);
/// " = 100 |L - R| / (L + R)"; empty for a formula that is not known.
std::string_view definition_of(std::string_view formula);
std::string verdict_in_words(std::string_view verdict);
/// "5 March 2026" and "14:07" of "2026-03-05T14:07:09+01:00"; the text itself where it is no such date.
std::string date_in_words(const std::string& iso8601);
std::string time_in_words(const std::string& iso8601);
/// "5 Mar 2026", for axes.
std::string short_date(const std::string& iso8601);
/// "none lost", or how many and when, as long as there are few such times.
std::string gaps_in_words(const movement::Analysis& analysis);
/// How many bytes of a UTF-8 text, at most `most`, go before a cut: between words where there is a space in
/// the last half, else between characters.
std::size_t length_before_cut(std::string_view text, std::size_t most);
/// The text, or its beginning and an ellipsis.
std::string shortened(std::string_view text, std::size_t most);
/// With a capital letter.
std::string sentence(std::string text);

/// The statement that every report carries.
extern const char* const kNotAMedicalDevice;
extern const char* const kWeightIsAReference;

}  // namespace poise::report
