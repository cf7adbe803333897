#include "report/trend_json.h"

#include "movement/metrics.h"
#include "report/analysis_json.h"

namespace poise::report {
namespace {

using Json = nlohmann::ordered_json;
using session::Series;
using session::TrendPoint;

void put(Json& json, const char* key, const movement::Maybe& value) {
  if (value) json[key] = rounded(*value);
}

Json series_json(const Series& it) {
  Json json;
  json["exercise"] = it.exercise;
  if (!it.variant.empty()) json["variant"] = it.variant;
  if (it.conditions.eyes) json["eyes"] = to_string(*it.conditions.eyes);
  if (it.conditions.surface) json["surface"] = to_string(*it.conditions.surface);
  if (!it.conditions.footwear.empty()) json["footwear"] = it.conditions.footwear;
  if (it.conditions.load_kg > 0) json["load_kg"] = rounded(it.conditions.load_kg);
  const movement::Metric metric = movement::metric_of(it.metric, it.formula);
  json["metric"] = it.metric;
  json["words"] = metric.words;
  json["unit"] = metric.unit;
  json["side"] = to_string(it.side);
  json["formula"] = it.formula;
  json["better"] = to_string(metric.better);
  put(json, "even", movement::even_of(metric.better));
  put(json, "mdc95", it.mdc95);
  put(json, "change", it.change);
  json["verdict"] = to_string(it.verdict);
  if (it.direction != session::Direction::neither) json["direction"] = to_string(it.direction);
  json["side_flips"] = it.flips;
  return json;
}

Json point_json(const TrendPoint& point) {
  Json json;
  json["session"] = point.session;
  json["started"] = point.started;
  json["value"] = rounded(point.value);
  put(json, "sd", point.sd);
  if (point.n) json["n"] = *point.n;
  if (const auto& baseline = point.baseline)
    json["baseline"] = {{"median", rounded(baseline->median)},
                        {"low", rounded(baseline->low)},
                        {"high", rounded(baseline->high)},
                        {"sessions", baseline->sessions}};
  if (point.flipped) json["flipped"] = true;
  return json;
}

}  // namespace

Json trend_json(const std::string& athlete, std::span<const Series> all) {
  Json list = Json::array();
  for (const Series& series : all) {
    Json json = series_json(series);
    json["points"] = Json::array();
    for (const TrendPoint& point : series.points) json["points"].push_back(point_json(point));
    list.push_back(std::move(json));
  }
  return {{"schema", "poise.trend/1"}, {"athlete", athlete}, {"series", std::move(list)}};
}

Json group_json(std::span<const session::GroupRow> rows) {
  Json list = Json::array();
  for (const session::GroupRow& row : rows) {
    Json json;
    json["athlete"] = row.athlete;
    json.update(series_json(row.series));
    json["sessions"] = row.series.points.size();
    json["last"] = point_json(row.series.points.back());
    json["days_since"] = rounded(row.days_since);
    list.push_back(std::move(json));
  }
  return {{"schema", "poise.group/1"}, {"rows", std::move(list)}};
}

}  // namespace poise::report
