#include "report/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "movement/catalogue.h"
#include "movement/metrics.h"
#include "report/rep_measures.h"
#include "report/words.h"

namespace poise::report {
namespace {

using movement::Analysis;
using movement::Asymmetry;

const char* name_of(Side side) { return side == Side::left ? "left" : "right"; }
const char* other_name(Side side) { return side == Side::left ? "right" : "left"; }

const char* how_much(double difference_pct) { return difference_pct < kClear_pct ? "a little" : "clearly"; }

bool nothing_in(const Analysis& analysis) { return sides_in(analysis).empty(); }

std::string in_brackets(const Maybe& doubt, int decimals) {
  return doubt ? fmt::format(" (±{})", figure(doubt, decimals)) : "";
}

/// A value in an athlete's units.
std::string plain_value(const Maybe& value, std::string_view unit, int decimals = 1) {
  const PlainUnit as = plain_unit(unit, decimals);
  const std::string number = figure(value ? Maybe(*value * as.factor) : value, as.decimals);
  return as.unit.empty() ? number : number + " " + as.unit;
}

/// " on your left leg", of a session on one leg alone.
std::string on_one_leg(const Analysis& analysis, std::string_view whose) {
  const auto sides = sides_in(analysis);
  if (sides.size() != 1 || sides[0] == Side::both) return "";
  return fmt::format(" on {} {} leg", whose, name_of(sides[0]));
}

/// A measure of one leg alone, or of both without a share.
struct Statement {
  std::string_view metric, words;  ///< "You went 19.9 cm deep on your left leg."
};
constexpr Statement kStatements[] = {
    {"depth", "You went {} deep{}."},
    {"held_load", "You held {} of your weight{}."},
    {"hold", "You held it for {}{}."},
};

std::string statement_for_athlete(const Analysis& analysis) {
  const std::string where = on_one_leg(analysis, "your");
  for (const RepMeasure* measure : measures_in(analysis))
    for (const Statement& one : kStatements)
      if (one.metric == measure->metric)
        return fmt::format(
            fmt::runtime(one.words),
            plain_value(means_of(analysis, *measure).front().mean, measure->unit, measure->decimals), where);
  if (valid_reps(analysis) > 0)
    return fmt::format("You did {}{}.", counted(valid_reps(analysis), "repetition"), where);
  return fmt::format("You held it for {} s{}.", figure(longest_holds(analysis).front()->hold_s, 1), where);
}

struct Comparative {
  std::string_view metric, words;  ///< "You went a little deeper on your right leg."
};
constexpr Comparative kComparatives[] = {
    {"depth", "You went {} deeper on your {} leg."},
    {"cop_ml_speed", "You were {} steadier on your {} leg."},
    {"rep_time", "You were {} quicker on your {} leg."},
    {"hold", "You held {} longer on your {} leg."},
    {"swing", "You pushed {} harder with your {} leg."},
};

std::string comparison_for_athlete(const Asymmetry& asymmetry) {
  const Contrast contrast = contrast_of(asymmetry);
  if (!contrast.known)
    return fmt::format(
        "{}: {} on your left leg, {} on your right.", sentence(metric_in_words(asymmetry.metric)),
        plain_value(asymmetry.left, asymmetry.unit), plain_value(asymmetry.right, asymmetry.unit));
  if (contrast.ahead == Side::both) return "Your left and your right leg did about the same.";
  for (const Comparative& one : kComparatives)
    if (one.metric == asymmetry.metric)
      return fmt::format(fmt::runtime(one.words), how_much(contrast.difference_pct), name_of(contrast.ahead));
  return fmt::format("Your {} leg did {} better: {}.", name_of(contrast.ahead),
                     how_much(contrast.difference_pct), metric_in_words(asymmetry.metric));
}

std::string share_for_athlete(const Contrast& contrast) {
  if (!contrast.known) return "You used both legs; this was too short to tell which carried more.";
  if (contrast.ahead == Side::both) return "Both of your legs carried about the same.";
  return fmt::format("Your {} leg carried {} more than your {}.", name_of(contrast.ahead),
                     how_much(contrast.difference_pct), other_name(contrast.ahead));
}

std::string asymmetry_for_professional(const Asymmetry& asymmetry) {
  const Contrast contrast = contrast_of(asymmetry);
  const std::string metric = sentence(metric_in_words(asymmetry.metric));
  if (!contrast.known)
    return fmt::format("{}: left {}, right {} {}; too little data to tell the legs apart.", metric,
                       figure(asymmetry.left, 1), figure(asymmetry.right, 1), movement::unit_in_print(asymmetry.unit));
  if (contrast.ahead == Side::both) return "The legs differ by no more than their own repetitions do.";
  return fmt::format("{} favours the {} leg by {} %{}, more than its scatter explains.", metric,
                     name_of(contrast.ahead), figure(contrast.difference_pct, 1),
                     in_brackets(asymmetry.doubt_pct, 1));
}

std::string share_for_professional(const Analysis& analysis, const Contrast& contrast) {
  const double left = *analysis.share->left_mean_pct;
  const std::string figures = fmt::format("left {} %, right {} %{}", figure(left, 1), figure(100 - left, 1),
                                          in_brackets(analysis.share->left_doubt_pct, 1));
  if (!contrast.known) return fmt::format("Share of the load {}; too little data for a verdict.", figures);
  if (contrast.ahead == Side::both)
    return fmt::format("The load is shared evenly within the doubt: {}.", figures);
  return fmt::format("The {} leg carried {} more: {}.", name_of(contrast.ahead),
                     how_much(contrast.difference_pct), figures);
}

bool nominal(const Analysis& analysis) {
  return std::any_of(analysis.quality.notes.begin(), analysis.quality.notes.end(),
                     [](const std::string& note) { return note.starts_with("Nominal calibration"); });
}

std::string share_meaning(const Analysis& analysis, const Contrast& contrast) {
  const double left = *analysis.share->left_mean_pct;
  std::string text = fmt::format("Of the load on the mat, {} % was on your left leg and {} % on your right.",
                                 figure(left, 1), figure(100 - left, 1));
  if (analysis.share->left_doubt_pct)
    text +=
        fmt::format(" That is good to about {} % either way{}.", figure(analysis.share->left_doubt_pct, 1),
                    nominal(analysis) ? ", the mat's calibration apart" : "");
  if (!contrast.known) return text;
  return text + (contrast.ahead == Side::both ? " A difference as small as this can be chance."
                                              : " The difference is more than chance.");
}

/// Those of the asymmetries that are told apart, one sentence each; those that are not, together in one.
void add_leg_by_leg(std::vector<std::string>& sentences, const Analysis& analysis) {
  std::vector<std::string> alike, unknown;
  for (const Asymmetry& one : analysis.asymmetry) {
    const Contrast contrast = contrast_of(one);
    const std::string metric = metric_in_words(one.metric);
    if (one.metric == "valid_reps") continue;
    if (!contrast.known) {
      unknown.push_back(metric);
    } else if (contrast.ahead == Side::both) {
      alike.push_back(metric);
    } else {
      sentences.push_back(
          fmt::format("{}: {} on the left, {} on the right. The difference is more than chance.",
                      sentence(metric), plain_value(one.left, one.unit), plain_value(one.right, one.unit)));
    }
  }
  if (!alike.empty())
    sentences.push_back(sentence(fmt::format("{}: no difference between your legs that is more than chance.",
                                             fmt::join(alike, ", "))));
  if (!unknown.empty())
    sentences.push_back(
        sentence(fmt::format("{}: too few repetitions to tell your legs apart.", fmt::join(unknown, ", "))));
}

std::string outcome_for_athlete(movement::Outcome outcome) {
  switch (outcome) {
    case movement::Outcome::complete:
      return "";
    case movement::Outcome::stepped_off:
      return "it ended when you stepped off";
    case movement::Outcome::link_lost:
      return "it was cut short, the mat's connection was lost";
    case movement::Outcome::ended_early:
      return "it was ended early";
    case movement::Outcome::no_movement:
      return "the mat saw no movement that counts";
  }
  return "";
}

/// The measure of what a professional reads first of a session on one leg, or of one without a share.
std::string main_measure(const Analysis& analysis) {
  const auto measures = measures_in(analysis);
  if (!measures.empty()) {
    const RepMeasure& measure = *measures.front();
    const RepMean mean = means_of(analysis, measure).front();
    return fmt::format("{}: {} {} {}{}",
                       counted(valid_reps(analysis), "repetition") + on_one_leg(analysis, "the"),
                       metric_in_words(std::string(measure.metric)), figure(mean.mean, measure.decimals),
                       movement::unit_in_print(measure.unit), in_brackets(mean.doubt, measure.decimals));
  }
  const auto holds = longest_holds(analysis);
  if (holds.empty()) return counted(valid_reps(analysis), "repetition");
  return fmt::format("{}{}: the longest {} s", counted(std::ssize(analysis.holds), "hold"),
                     on_one_leg(analysis, "the"), figure(holds.front()->hold_s, 1));
}

std::string athletes_headline(const Analysis& analysis) {
  if (nothing_in(analysis)) {
    const movement::Exercise* exercise = movement::find_exercise(analysis.exercise);
    const bool held = exercise && exercise->pattern == movement::Pattern::stand;
    return fmt::format("No {} was counted this time.", held ? "hold" : "repetition");
  }
  if (const auto contrast = contrast_of_share(analysis)) return share_for_athlete(*contrast);
  if (const Asymmetry* asymmetry = leading_asymmetry(analysis)) return comparison_for_athlete(*asymmetry);
  return statement_for_athlete(analysis);
}

std::string professionals_headline(const Analysis& analysis) {
  if (nothing_in(analysis))
    return fmt::format("Nothing was counted: {}.", outcome_in_words(analysis.outcome));
  if (const auto contrast = contrast_of_share(analysis)) return share_for_professional(analysis, *contrast);
  if (const Asymmetry* asymmetry = leading_asymmetry(analysis)) return asymmetry_for_professional(*asymmetry);
  return main_measure(analysis) + ".";
}

}  // namespace

std::optional<Contrast> contrast_of_share(const Analysis& analysis) {
  if (!analysis.share || !analysis.share->left_mean_pct) return std::nullopt;
  // 100·|L − R| / (L + R) of the share itself.
  const double signed_pct = 100 - 2 * *analysis.share->left_mean_pct;
  const Maybe& doubt = analysis.share->left_doubt_pct;
  Contrast contrast;
  contrast.difference_pct = std::abs(signed_pct);
  const auto of_force = std::find_if(analysis.asymmetry.begin(), analysis.asymmetry.end(),
                                     [](const Asymmetry& one) { return one.metric == "mean_force"; });
  const bool judged = of_force != analysis.asymmetry.end() && of_force->verdict != "unknown";
  contrast.known = judged || doubt;
  const bool real = !judged || of_force->verdict == "real";
  const bool beyond_doubt = !doubt || contrast.difference_pct > 2 * *doubt;
  if (contrast.known && real && beyond_doubt) contrast.ahead = signed_pct > 0 ? Side::right : Side::left;
  return contrast;
}

Contrast contrast_of(const Asymmetry& asymmetry) {
  Contrast contrast;
  contrast.known = asymmetry.verdict != "unknown" && asymmetry.value_pct;
  if (!contrast.known) return contrast;
  contrast.difference_pct =
      asymmetry.formula == "lsi" ? std::abs(*asymmetry.value_pct - 100) : *asymmetry.value_pct;
  const auto favoured = side_from(asymmetry.favours);
  const bool beyond_doubt = !asymmetry.doubt_pct || contrast.difference_pct > *asymmetry.doubt_pct;
  if (asymmetry.verdict == "real" && beyond_doubt && favoured) contrast.ahead = *favoured;
  return contrast;
}

const Asymmetry* leading_asymmetry(const Analysis& analysis) {
  if (analysis.share || analysis.asymmetry.empty()) return nullptr;
  for (const Asymmetry& one : analysis.asymmetry)
    if (contrast_of(one).ahead != Side::both) return &one;
  return &analysis.asymmetry.front();
}

std::string headline_for_athlete(const Analysis& analysis) {
  return with_limb(athletes_headline(analysis), analysis.exercise);
}

std::string headline_for_professional(const Analysis& analysis) {
  return with_limb(professionals_headline(analysis), analysis.exercise);
}

std::vector<std::string> meaning_for_athlete(const Analysis& analysis) {
  std::vector<std::string> sentences;
  if (nothing_in(analysis)) {
    if (const std::string ended = outcome_for_athlete(analysis.outcome); !ended.empty())
      sentences.push_back(sentence(ended) + ".");
    if (const movement::Exercise* exercise = movement::find_exercise(analysis.exercise)) {
      sentences.push_back(fmt::format("What counts: {}.", exercise->counted));
      sentences.push_back(fmt::format("Where to be: {}.", exercise->placement));
    }
    return sentences;
  }
  const auto contrast = contrast_of_share(analysis);
  if (contrast)
    sentences.push_back(share_meaning(analysis, *contrast));
  else if (leading_asymmetry(analysis))
    add_leg_by_leg(sentences, analysis);
  const bool compared = contrast || leading_asymmetry(analysis);
  sentences.push_back(
      compared ? "Some difference between the legs is common. Whether yours matters is for a professional to "
                 "judge with you."
               : "One leg alone says how that leg did. With the other one Poise compares the two.");
  for (std::string& one : sentences) one = with_limb(std::move(one), analysis.exercise);
  return sentences;
}

std::string amount_in_words(const Analysis& analysis) {
  std::string text;
  if (!analysis.reps.empty()) {
    const int valid = valid_reps(analysis);
    text = valid == std::ssize(analysis.reps)
               ? counted(valid, "repetition") + " counted"
               : fmt::format("{} of {} counted", valid, counted(std::ssize(analysis.reps), "repetition"));
  } else if (!analysis.holds.empty()) {
    text = counted(std::ssize(analysis.holds), "hold");
  } else {
    return "";
  }
  if (const std::string ended = outcome_for_athlete(analysis.outcome); !ended.empty()) text += "; " + ended;
  return text + ".";
}

PlainUnit plain_unit(std::string_view unit, int decimals) {
  if (unit == "mm") return {0.1, "cm", 1};
  if (unit == "%BW") return {1, "%", 1};
  return {1, movement::unit_in_print(unit), std::min(decimals, 1)};
}

std::string sided_value(const session::Series& series, double value, bool plain) {
  const movement::Metric metric = movement::metric_of(series.metric, series.formula);
  const int decimals = metric.decimals;
  const auto even = movement::even_of(metric.better);
  if (!even || *even == 100) {
    const PlainUnit as =
        plain ? plain_unit(metric.unit, decimals) : PlainUnit{1, movement::unit_in_print(metric.unit), decimals};
    return fmt::format("{} {}", figure(value * as.factor, as.decimals), as.unit);
  }
  // A share below 50 % on the left is one above 50 % on the right; a signed asymmetry counts from nought.
  const double away = *even == 50 ? 50 - value : value;
  const std::string magnitude = figure(*even + std::abs(away), decimals);
  if (magnitude == figure(*even, decimals)) return "even";
  return fmt::format("{} {} {}", magnitude, metric.unit, away > 0 ? "right" : "left");
}

std::string change_since_last(const session::Series& series) {
  if (series.points.size() < 2) return "";
  const session::TrendPoint& before = series.points[series.points.size() - 2];
  const movement::Metric metric = movement::metric_of(series.metric, series.formula);
  const bool share = metric.id == "share.left_mean_pct";
  const std::string leg =
      series.side == Side::both ? "" : fmt::format(", {} {}", name_of(series.side), limb_of(series.exercise));
  std::string text =
      fmt::format("{}{}: {} now, {} on {}.", share ? "Share of the load" : sentence(metric.words), leg,
                  sided_value(series, series.points.back().value, true),
                  sided_value(series, before.value, true), date_in_words(before.started));
  if (series.verdict == session::Verdict::within_noise)
    return text + " Against your usual level that is no change: you vary by as much anyway.";
  if (series.verdict == session::Verdict::unknown)
    return text + fmt::format(" From {} sessions on Poise can tell whether that is a change.",
                              session::kLeastBaselineSessions + 1);
  const char* direction = series.direction == session::Direction::better  ? ", for the better"
                          : series.direction == session::Direction::worse ? ", for the worse"
                                                                          : "";
  return text + fmt::format(" Against your usual level that is a change{}.", direction);
}

}  // namespace poise::report
