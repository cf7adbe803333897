#pragma once

#include <span>
#include <string>

#include "session/trend.h"

/// Trends as text for people at a terminal. Pure functions.
namespace poise::report {

/// "left 4.2 %" of an asymmetry of -4.2, "212 mm", "52.3 %": a value with its unit, and the side that it favours.
std::string value_in_words(const session::Series& series, double value);
/// "+8 mm".
std::string change_in_words(const session::Series& series, double change);
/// "better: beyond own noise", "within own noise", "own noise not known yet: 2 of 4 sessions".
std::string verdict_in_words(const session::Series& series);

/// A table of series of one person, a line each, under a heading for each exercise and its conditions.
std::string trend_overview(const std::string& athlete, std::span<const session::Series> all);

/// Every session of one series, and what follows from them.
std::string trend_history(const session::Series& series);

/// The group's table, a line a row.
std::string group_table(std::span<const session::GroupRow> rows);

}  // namespace poise::report
