#pragma once

#include <optional>
#include <span>
#include <vector>

/// Small statistics of columns. NaN is skipped; absent where too few values are left.
namespace poise::signal {

std::optional<double> mean(std::span<const double> values);
/// Divisor n − 1.
std::optional<double> standard_deviation(std::span<const double> values);
/// The value below which `part` (0…1) of the values lie, by linear interpolation between order statistics
/// (Hyndman & Fan 1996, type 7).
std::optional<double> quantile(std::span<const double> values, double part);
/// 1.4826 × median absolute deviation: the SD of a normal sample with outliers (Rousseeuw & Croux 1993).
std::optional<double> robust_sd(std::span<const double> values);
/// Two-sided 95 % quantile of Student's t: t(0.975, degrees); degrees above 0, whole or not.
double student_t_975(double degrees);

}  // namespace poise::signal
