#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/clock.h"
#include "console.h"
#include "movement/metrics.h"
#include "reanalyse.h"
#include "report/analysis_json.h"
#include "report/csv_writer.h"
#include "report/trend_chart.h"
#include "report/trend_csv.h"
#include "report/trend_json.h"
#include "report/trend_text.h"
#include "session/trend.h"
#include "verbs.h"

namespace poise::cli {
namespace {

using session::MeasuredSession;
using session::Series;

constexpr std::size_t kMostNamed = 12;  ///< in a message

report::CsvStyle style_of(const TrendWords& words) {
  return words.spreadsheet ? report::kSpreadsheetCsv : report::kPlainCsv;
}

std::string listed(const std::vector<std::string>& names) {
  std::vector<std::string> first(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kMostNamed)));
  if (names.size() > kMostNamed) first.push_back(fmt::format("{} more", names.size() - kMostNamed));
  return fmt::format("{}", fmt::join(first, ", "));
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// Figures whose words or id are the text said, begin with it, or have it somewhere: as many as fit best.
std::vector<const movement::Metric*> figures_like(const std::string& said) {
  const std::string wanted = lower(said);
  std::vector<const movement::Metric*> equal, beginning, containing;
  for (const movement::Metric& metric : movement::metrics()) {
    const auto words_at = lower(metric.words).find(wanted), id_at = lower(metric.id).find(wanted);
    if (lower(metric.id) == wanted || lower(metric.words) == wanted)
      equal.push_back(&metric);
    else if (words_at == 0 || id_at == 0)
      beginning.push_back(&metric);
    else if (words_at != std::string::npos || id_at != std::string::npos)
      containing.push_back(&metric);
  }
  return !equal.empty() ? equal : !beginning.empty() ? beginning : containing;
}

/// The id of the figure that was said. Of several that fit the only one that stands for the others, a headline, is
/// meant. Empty: none was said; "all" stays.
Expected<std::string> metric_from(const std::string& said) {
  if (said.empty() || said == "all") return said;
  auto fitting = figures_like(said);
  if (fitting.empty())
    return fail(ErrorCode::usage, fmt::format("there is no figure \"{}\": poise trend --figures lists them", said));
  if (std::any_of(fitting.begin(), fitting.end(), [](const auto* metric) { return metric->headline; }))
    std::erase_if(fitting, [](const auto* metric) { return !metric->headline; });
  if (fitting.size() == 1) return fitting[0]->id;
  std::vector<std::string> ids;
  ids.reserve(fitting.size());
  for (const auto* metric : fitting) ids.push_back(metric->id);
  return fail(ErrorCode::usage, fmt::format("\"{}\" may be {}: say which", said, listed(ids)));
}

Expected<std::optional<Side>> side_from_words(const std::string& said) {
  if (said.empty()) return std::nullopt;
  const auto side = side_from(said);
  if (side) return side;
  return fail(ErrorCode::usage, fmt::format("there is no side \"{}\": say left, right or both", said));
}

/// The person asked for; where nobody was, the only one that there is.
Expected<std::string> athlete_from(store::Store& store, const std::optional<std::string>& said) {
  const auto athletes = store.athletes();
  if (!athletes) return tl::make_unexpected(athletes.error());
  if (said && said->empty()) return *said;
  std::vector<std::string> names;
  for (const store::Athlete& athlete : *athletes) {
    if (athlete.merged_into.empty() && !athlete.archived) names.push_back(athlete.pseudonym);
    if (!said || athlete.pseudonym != *said) continue;
    if (athlete.merged_into.empty()) return *said;
    say(fmt::format("{} was merged into {}: these are the sessions of both.", *said, athlete.merged_into));
    return athlete_from(store, athlete.merged_into);
  }
  if (said) return fail(ErrorCode::not_found, fmt::format("there is no athlete {}: poise athletes lists them", *said));
  if (names.empty()) return std::string();
  if (names.size() == 1) return names[0];
  return fail(ErrorCode::usage, fmt::format("say whose trend with --athlete WHO: there are {}", listed(names)));
}

Expected<void> check_exercise(const std::string& id) {
  if (id.empty() || movement::find_exercise(id)) return {};
  return fail(ErrorCode::usage, fmt::format("there is no exercise \"{}\": poise exercises lists them", id));
}

/// Works out the figures that are missing, then gives all.
Expected<std::vector<MeasuredSession>> measured(store::Store& store, const store::MeasureQuery& query) {
  const auto missing = store.sessions_to_measure(query);
  if (!missing) return tl::make_unexpected(missing.error());
  if (const auto done = analyse_sessions(store.path(), *missing); !done) return tl::make_unexpected(done.error());
  return store.measured_sessions(query);
}

Expected<void> write_result(const std::filesystem::path& path, const std::string& text, const char* what) {
  auto written = report::write_whole_file(path, text);
  if (written) say(fmt::format("{} is in {}", what, path.string()));
  return written;
}

int list_figures(bool json) {
  if (!json) {
    for (const movement::Metric& metric : movement::metrics())
      fmt::print("{:<42} {:<9} {:<7} {}\n", metric.id, metric.unit, to_string(metric.better), metric.words);
    return kDone;
  }
  auto list = nlohmann::ordered_json::array();
  for (const movement::Metric& metric : movement::metrics())
    list.push_back({{"metric", metric.id},
                    {"words", metric.words},
                    {"unit", metric.unit},
                    {"better", to_string(metric.better)},
                    {"formula", metric.formula},
                    {"decimals", metric.decimals},
                    {"per_rep", metric.per_rep}});
  fmt::print("{}\n", report::json_text(list));
  return kDone;
}

/// The figures that were asked for: the chosen one, all, or those that say most.
std::vector<Series> chosen(std::vector<Series> all, const std::string& metric, std::optional<Side> side) {
  std::erase_if(all, [&](const Series& series) {
    const bool wanted = metric.empty() ? movement::metric_of(series.metric).headline
                                       : metric == "all" || series.metric == metric;
    return !wanted || (side && series.side != *side);
  });
  return all;
}

void say_nothing_to_follow(const std::string& athlete, bool no_session) {
  const std::string whose = athlete.empty() ? "" : " of " + athlete;
  say(no_session ? fmt::format("There is no session{} yet. Record one with: poise record --exercise squat", whose)
                 : fmt::format("No session{} has this figure. With others: poise trend --metric all", whose));
}

Expected<void> trend_of_one(store::Store& store, const TrendWords& words, const std::string& metric,
                            std::optional<Side> side, bool json) {
  const auto athlete = athlete_from(store, words.athlete);
  if (!athlete) return tl::make_unexpected(athlete.error());
  const auto sessions = measured(store, {.athlete = *athlete, .exercise = words.exercise});
  if (!sessions) return tl::make_unexpected(sessions.error());
  const std::vector<Series> series = chosen(session::series_of(*sessions), metric, side);
  if (series.empty()) say_nothing_to_follow(*athlete, sessions->empty());
  if (json) fmt::print("{}\n", report::json_text(report::trend_json(*athlete, series)));
  if (!words.csv.empty())
    if (auto done = write_result(words.csv, report::trend_csv(*athlete, series, style_of(words)), "The trend"); !done)
      return done;
  if (!words.png.empty() && !series.empty()) {
    const auto picture = report::trend_png(*athlete, series);
    if (!picture) return tl::make_unexpected(picture.error());
    if (auto done = write_result(words.png, *picture, "The picture"); !done) return done;
  }
  if (json || series.empty() || !words.csv.empty() || !words.png.empty()) return {};
  if (metric.empty() || metric == "all")
    fmt::print("{}", report::trend_overview(*athlete, series));
  else
    for (const Series& one : series) fmt::print("{}{}", &one == &series.front() ? "" : "\n", report::trend_history(one));
  return {};
}

/// What a group is compared in where no figure was said.
std::string leading_metric(const std::string& exercise_id) {
  const movement::Exercise* exercise = movement::find_exercise(exercise_id);
  if (!exercise || !exercise->one_side()) return "share.left_mean_pct";
  switch (exercise->pattern) {
    case movement::Pattern::squat:
      return "reps.depth_mm";
    case movement::Pattern::bridge:
    case movement::Pattern::sit_to_stand:
    case movement::Pattern::twist:
      return "reps.hold_s";
    case movement::Pattern::stand:
      return "holds.cop_ml_speed_mm_s";
    case movement::Pattern::plank:
      return "holds.hold_s";
  }
  return "";
}

Expected<void> trend_of_group(store::Store& store, const TrendWords& words, std::string metric, std::optional<Side> side,
                              bool json) {
  if (metric == "all") return fail(ErrorCode::usage, "a group is compared in one figure: say which with --metric");
  std::string exercise = words.exercise;
  if (exercise.empty()) {
    const auto done = store.exercises_done();
    if (!done) return tl::make_unexpected(done.error());
    if (done->empty()) return fail(ErrorCode::not_found, "there is no session yet: record one first with poise record");
    exercise = done->front();
  }
  if (metric.empty()) metric = leading_metric(exercise);
  auto sessions = measured(store, {.exercise = exercise, .metric = metric});
  if (!sessions) return tl::make_unexpected(sessions.error());
  const auto athletes = store.athletes();
  if (!athletes) return tl::make_unexpected(athletes.error());
  std::erase_if(*sessions, [&](const MeasuredSession& session) {
    return std::any_of(athletes->begin(), athletes->end(), [&](const store::Athlete& athlete) {
      return athlete.archived && athlete.pseudonym == session.athlete;
    });
  });
  auto rows = session::group_of(*sessions, metric, SystemClock().wall_us());
  std::erase_if(rows, [&](const session::GroupRow& row) { return side && row.series.side != *side; });
  if (json) fmt::print("{}\n", report::json_text(report::group_json(rows)));
  if (!words.csv.empty()) return write_result(words.csv, report::group_csv(rows, style_of(words)), "The group's table");
  if (json) return {};
  if (rows.empty())
    say(fmt::format("No session of {} has the figure {}. poise trend --figures lists others.", exercise, metric));
  else
    fmt::print("{}", report::group_table(rows));
  return {};
}

Expected<void> roll_up(store::Store& store, const TrendWords& words) {
  store::MeasureQuery query{.exercise = words.exercise};
  std::vector<std::string> athletes;
  if (words.athlete) {
    const auto athlete = athlete_from(store, words.athlete);
    if (!athlete) return tl::make_unexpected(athlete.error());
    query.athlete = *athlete;
    athletes = {*athlete};
  } else {
    const auto all = store.athletes();
    if (!all) return tl::make_unexpected(all.error());
    for (const store::Athlete& athlete : *all)
      if (athlete.merged_into.empty()) athletes.push_back(athlete.pseudonym);
    athletes.emplace_back();  // nobody in particular
  }
  const auto missing = store.sessions_to_measure(query);
  if (!missing) return tl::make_unexpected(missing.error());
  if (const auto done = analyse_sessions(store.path(), *missing); !done) return tl::make_unexpected(done.error());
  auto kinds = store.kinds_of_measures(query);
  if (!kinds) return tl::make_unexpected(kinds.error());
  report::RollUpCsv table(std::move(*kinds), style_of(words));
  for (const std::string& athlete : athletes) {
    query.athlete = athlete;
    const auto sessions = store.measured_sessions(query);
    if (!sessions) return tl::make_unexpected(sessions.error());
    table.add(*sessions);
  }
  return write_result(words.roll_up, table.take(), "One row a session");
}

Expected<void> check_words(const TrendWords& words) {
  if (words.group && !words.roll_up.empty())
    return fail(ErrorCode::usage, "--group and --roll-up are two tables: ask for one at a time");
  if (!words.png.empty() && (words.group || !words.roll_up.empty()))
    return fail(ErrorCode::usage, "--png draws the trend of one person: leave --group and --roll-up out");
  if (words.group && words.athlete) return fail(ErrorCode::usage, "--group is of all athletes: leave --athlete out");
  return check_exercise(words.exercise);
}

}  // namespace

int trend(const Common& common, const TrendWords& words) {
  if (words.figures) return list_figures(common.json);
  if (const auto checked = check_words(words); !checked) return report_error(checked.error());
  const auto metric = metric_from(words.metric);
  if (!metric) return report_error(metric.error());
  const auto side = side_from_words(words.side);
  if (!side) return report_error(side.error());
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto done = !words.roll_up.empty() ? roll_up(*store, words)
                    : words.group          ? trend_of_group(*store, words, *metric, *side, common.json)
                                           : trend_of_one(*store, words, *metric, *side, common.json);
  return done ? kDone : report_error(done.error());
}

}  // namespace poise::cli
