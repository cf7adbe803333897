#pragma once

#include <optional>
#include <span>

namespace poise::movement {

/// How well a measure repeats from session to session of one person. `sessions`: one value of the measure a session,
/// in order of time, in any unit; the result is in the same unit. NaN is a session without the measure and is
/// skipped. Absent with fewer than three values: two differences are the least that have an SD.

/// Typical error: SD of the differences between successive sessions / √2, with divisor n − 1 (Hopkins 2000, Sports
/// Med 30:1). A steady trend, the mean of the differences, is no error and falls out.
std::optional<double> typical_error(std::span<const double> sessions);

/// Minimal detectable change at 95 %: 1.96·√2·typical error (Weir 2005, J Strength Cond Res 19:231, with the typical
/// error as the standard error of measurement). Two sessions have to differ by more than that to differ at all. To judge
/// a session, leave it out of `sessions`: it does not belong to the noise that it is judged by.
std::optional<double> minimal_detectable_change_95(std::span<const double> sessions);

}  // namespace poise::movement
