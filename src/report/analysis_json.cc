#include "report/analysis_json.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/printable.h"
#include "movement/metrics.h"

namespace poise::report {
namespace {

using Json = nlohmann::ordered_json;
using movement::Maybe;

void put(Json& json, std::string_view key, const Maybe& value) {
  if (value && std::isfinite(*value)) json[std::string(key)] = rounded(*value);
}

void put_text(Json& json, const char* key, const std::string& value) {
  if (!value.empty()) json[key] = value;
}

template <class Struct, class Fields>
void put_fields(Json& json, const Struct& from, const Fields& fields) {
  for (const auto& field : fields) put(json, field.key, from.*field.value);
}

template <class Struct, class Fields>
Json object_of(const Struct& from, const Fields& fields) {
  Json json = Json::object();
  put_fields(json, from, fields);
  return json;
}

template <class List, class Convert>
Json array_of(const List& list, Convert convert) {
  Json json = Json::array();
  for (const auto& item : list) json.push_back(convert(item));
  return json;
}

Json json_of(const movement::Gap& gap) {
  Json json = Json::object();
  put(json, "start_s", gap.start_s);
  put(json, "end_s", gap.end_s);
  return json;
}

Json json_of(const movement::Asymmetry& asymmetry) {
  Json json = Json::object();
  json["metric"] = asymmetry.metric;
  json["formula"] = asymmetry.formula;
  put(json, "value_pct", asymmetry.value_pct);
  put_text(json, "favours", asymmetry.favours);
  put(json, "left", asymmetry.left);
  put(json, "right", asymmetry.right);
  put_text(json, "unit", asymmetry.unit);
  json["n_left"] = asymmetry.n_left;
  json["n_right"] = asymmetry.n_right;
  put(json, "sd_pct", asymmetry.sd_pct);
  put(json, "doubt_pct", asymmetry.doubt_pct);
  put(json, "mdc95_pct", asymmetry.mdc95_pct);
  json["verdict"] = asymmetry.verdict;
  return json;
}

Json json_of(const movement::Rep& rep) {
  Json json = Json::object();
  json["index"] = rep.index;
  json["set"] = rep.set;
  json["side"] = to_string(rep.side);
  put(json, "start_s", rep.start_s);
  put(json, "bottom_s", rep.bottom_s);
  put(json, "end_s", rep.end_s);
  put_fields(json, rep, movement::kRepFields);
  json["valid"] = rep.valid;
  json["reasons"] = rep.reasons;
  if (const auto& correction = rep.correction) {
    Json& beside = json["correction"];
    put(beside, "automatic_start_s", correction->automatic_start_s);
    put(beside, "automatic_end_s", correction->automatic_end_s);
    beside["automatic_valid"] = correction->automatic_valid;
    put_text(beside, "reason", correction->reason);
    put_text(beside, "made", correction->made);
  }
  return json;
}

Json json_of(const movement::Hold& hold) {
  Json json = Json::object();
  json["index"] = hold.index;
  json["side"] = to_string(hold.side);
  put(json, "start_s", hold.start_s);
  put(json, "end_s", hold.end_s);
  put_fields(json, hold, movement::kHoldFields);
  return json;
}

Json json_of(const movement::Quality& quality) {
  Json json = Json::object();
  put(json, "noise_floor_mm_s", quality.noise_floor_mm_s);
  put(json, "drift_n", quality.drift_n);
  json["saturated_samples"] = quality.saturated_samples;
  json["overload_samples"] = quality.overload_samples;
  json["touches"] = quality.touches;
  put(json, "still_before_s", quality.still_before_s);
  json["notes"] = quality.notes;
  return json;
}

}  // namespace

double rounded(double value) {
  if (!std::isfinite(value)) return value;
  char text[400];
  const double magnitude = std::abs(value);
  const bool small = magnitude < 0.1 && magnitude > 0;
  const auto end = small
                       ? std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, 5).ptr
                       : std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 6).ptr;
  double result = value;
  std::from_chars(text, end, result);
  return result + 0.0;  // no "-0.0"
}

Json analysis_json(const movement::Analysis& analysis, std::string_view poise_version) {
  const auto convert = [](const auto& item) { return json_of(item); };
  Json json = Json::object();
  json["schema"] = "poise.analysis/1";
  json["poise_version"] = poise_version;
  json["exercise"] = analysis.exercise;
  json["side"] = to_string(analysis.side);
  put_text(json, "variant", analysis.variant);
  json["samples"] = analysis.samples;
  put(json, "sampling_hz", analysis.sampling_hz);
  put(json, "duration_s", analysis.duration_s);
  json["lost_samples"] = analysis.lost_samples;
  json["gaps"] = array_of(analysis.gaps, convert);
  put(json, "filter_hz", analysis.filter_hz);
  json["outcome"] = to_string(analysis.outcome);
  json["body"] = object_of(analysis.body, movement::kBodyFields);
  if (analysis.share) json["share"] = object_of(*analysis.share, movement::kShareFields);
  json["asymmetry"] = array_of(analysis.asymmetry, convert);
  if (analysis.sway) json["sway"] = object_of(*analysis.sway, movement::kSwayFields);
  json["reps"] = array_of(analysis.reps, convert);
  json["holds"] = array_of(analysis.holds, convert);
  if (analysis.fatigue) json["fatigue"] = object_of(*analysis.fatigue, movement::kFatigueFields);
  json["quality"] = json_of(analysis.quality);
  return json;
}

std::string json_text(const Json& json, int indent) {
  const std::string text = json.dump(indent, ' ', false, Json::error_handler_t::replace);
  // What a terminal obeys can only stand inside of texts, where an escape means the same. dump() leaves only C1, DEL
  // and what turns the direction of writing.
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character next = first_character(std::string_view(text).substr(at));
    if (is_harmless(next.code))
      safe.append(text, at, next.size);
    else
      safe += fmt::format("\\u{:04x}", static_cast<unsigned>(next.code));
    at += next.size;
  }
  return safe;
}

}  // namespace poise::report
