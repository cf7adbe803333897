#include "report/session_json.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "base/limits.h"
#include "movement/catalogue.h"
#include "report/analysis_json.h"

namespace poise::report {
namespace {

using Json = nlohmann::ordered_json;
/// What is read, unlike what is written, is looked up by key, and may have any number of them.
using GivenJson = nlohmann::json;
using session::Session;
using session::SessionInfo;
using session::SessionState;

const char* word_of(SessionState state) {
  switch (state) {
    case SessionState::recording:
      return "recording";
    case SessionState::finished:
      return "finished";
    case SessionState::recovered:
      return "recovered";
  }
  return "";
}

Json mat_json(const MatIdentity& mat) {
  Json json = Json::object();
  json["unique_id"] = mat.unique_id;
  json["model"] = mat.model;
  json["protocol_major"] = mat.protocol_major;
  json["protocol_minor"] = mat.protocol_minor;
  json["firmware_major"] = mat.firmware_major;
  json["firmware_minor"] = mat.firmware_minor;
  json["firmware_patch"] = mat.firmware_patch;
  json["cell_count"] = mat.cell_count;
  json["adc_bits"] = mat.adc_bits;
  json["rate_hz"] = mat.rate_hz;
  json["capabilities"] = mat.capabilities;
  json["t_us"] = mat.t_us;
  return json;
}

Json surroundings_json(const session::Surroundings& it) {
  Json json = Json::object();
  if (it.pain_before) json["pain_before"] = *it.pain_before;
  if (it.pain_after) json["pain_after"] = *it.pain_after;
  if (!it.pain_where.empty()) json["pain_where"] = it.pain_where;
  if (it.exertion) json["exertion"] = *it.exertion;
  if (it.eyes) json["eyes"] = session::to_string(*it.eyes);
  if (it.surface) json["surface"] = session::to_string(*it.surface);
  if (!it.footwear.empty()) json["footwear"] = it.footwear;
  if (it.load_kg) json["load_kg"] = *it.load_kg;
  if (!it.operator_initials.empty()) json["operator_initials"] = it.operator_initials;
  if (!it.notes.empty()) json["notes"] = it.notes;
  return json;
}

Json place_json(const session::VisitPlace& place) {
  return {{"id", place.visit},
          {"programme", place.programme},
          {"block", place.block},
          {"set", place.set},
          {"role", place.role}};
}

Json rep_edits_json(const std::vector<movement::RepEdit>& edits) {
  Json list = Json::array();
  for (const auto& edit : edits) {
    Json json = Json::object();
    json["rep"] = edit.rep;
    if (edit.start_s) json["start_s"] = *edit.start_s;
    if (edit.end_s) json["end_s"] = *edit.end_s;
    if (edit.excluded) json["excluded"] = *edit.excluded;
    json["reason"] = edit.reason;
    json["made"] = edit.made;
    list.push_back(std::move(json));
  }
  return list;
}

/// Reads the keys of one object and keeps the first thing that is wrong.
class KeyReader {
 public:
  KeyReader(const GivenJson& json, std::optional<Error>& error) : json_(json), error_(error) {}

  /// Text of one line: it will stand in lists and in messages.
  void text(const char* key, std::string& into, bool required = false) {
    lines(key, into, required);
    if (std::any_of(into.begin(), into.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
      wrong(key, "text of one line");
  }

  void lines(const char* key, std::string& into, bool required = false) {
    const GivenJson* value = find(key, required);
    if (!value) return;
    if (!value->is_string() || value->get_ref<const std::string&>().size() > limits::kToml_bytes)
      return wrong(key, "text");
    into = value->get<std::string>();
  }

  void flag(const char* key, bool& into) {
    const GivenJson* value = find(key, false);
    if (!value) return;
    if (!value->is_boolean()) return wrong(key, "true or false");
    into = value->get<bool>();
  }

  void flag(const char* key, std::optional<bool>& into) {
    bool value = false;
    if (find(key, false)) flag(key, value), into = value;
  }

  template <class Integer>
  void integer(const char* key, Integer& into, bool required = false) {
    const GivenJson* value = find(key, required);
    if (!value) return;
    // Unsigned numbers beyond int64 would wrap when they are read as signed ones.
    const bool fits =
        value->is_number_integer() &&
        (!value->is_number_unsigned() || value->get<std::uint64_t>() <= std::uint64_t{INT64_MAX}) &&
        std::in_range<Integer>(value->get<std::int64_t>());
    if (!fits) return wrong(key, "a whole number that fits");
    into = static_cast<Integer>(value->get<std::int64_t>());
  }

  template <class Integer>
  void integer(const char* key, std::optional<Integer>& into) {
    Integer value = 0;
    if (find(key, false)) integer(key, value), into = value;
  }

  void real(const char* key, double& into) {
    const GivenJson* value = find(key, false);
    if (!value) return;
    if (!value->is_number() || !(std::abs(value->get<double>()) < 1e9))
      return wrong(key, "a number that can be true");
    into = value->get<double>();
  }

  void real(const char* key, std::optional<double>& into) {
    double value = 0;
    if (find(key, false)) real(key, value), into = value;
  }

  template <class Number>
  void between(const char* key, Number& into, double low, double high) {
    if constexpr (std::is_integral_v<Number>)
      integer(key, into);
    else
      real(key, into);
    const std::string expected = fmt::format("from {:g} to {:g}", low, high);
    if (find(key, false) && !(into >= low && into <= high)) wrong(key, expected.c_str());
  }

  template <class Number>
  void between(const char* key, std::optional<Number>& into, double low, double high) {
    Number value = 0;
    if (find(key, false)) between(key, value, low, high), into = value;
  }

  template <class Word>
  void word(const char* key, std::optional<Word>& into, std::optional<Word> (*known)(std::string_view),
            const char* words) {
    std::string given;
    text(key, given);
    if (given.empty()) return;
    into = known(given);
    if (!into) wrong(key, words);
  }

  void wrong(const char* key, const char* expected) {
    if (!error_)
      error_ = Error{ErrorCode::bad_data,
                     fmt::format("\"{}\" must be {}: the file was changed by hand, export the session again",
                                 key, expected),
                     {}};
  }

 private:
  const GivenJson* find(const char* key, bool required) {
    const auto found = json_.find(key);
    if (found != json_.end() && !found->is_null()) return &*found;
    if (required) wrong(key, "there");
    return nullptr;
  }

  const GivenJson& json_;
  std::optional<Error>& error_;
};

void read_mat(const GivenJson& json, std::optional<Error>& error, MatIdentity& mat) {
  KeyReader read(json, error);
  read.text("unique_id", mat.unique_id);
  read.integer("model", mat.model);
  read.integer("protocol_major", mat.protocol_major);
  read.integer("protocol_minor", mat.protocol_minor);
  read.integer("firmware_major", mat.firmware_major);
  read.integer("firmware_minor", mat.firmware_minor);
  read.integer("firmware_patch", mat.firmware_patch);
  read.integer("cell_count", mat.cell_count);
  read.integer("adc_bits", mat.adc_bits);
  read.between("rate_hz", mat.rate_hz, 0, limits::kFastestMat_hz);  // 0: not known
  read.integer("capabilities", mat.capabilities);
  read.integer("t_us", mat.t_us);
  if (mat.cell_count != kMaxCells && mat.cell_count != kCellsPerPlate) read.wrong("cell_count", "8 or 4");
}

void read_surroundings(const GivenJson& json, std::optional<Error>& error, session::Surroundings& it) {
  KeyReader read(json, error);
  read.between("pain_before", it.pain_before, 0, session::kWorstPain);
  read.between("pain_after", it.pain_after, 0, session::kWorstPain);
  read.text("pain_where", it.pain_where);
  read.between("exertion", it.exertion, 0, session::kGreatestExertion);
  read.word("eyes", it.eyes, session::eyes_from, "open or closed");
  read.word("surface", it.surface, session::surface_from, "firm or foam");
  read.text("footwear", it.footwear);
  read.between("load_kg", it.load_kg, 0, session::kHeaviestLoad_kg);
  read.text("operator_initials", it.operator_initials);
  read.lines("notes", it.notes);
}

void read_place(const GivenJson& json, std::optional<Error>& error, session::VisitPlace& place) {
  KeyReader read(json, error);
  read.text("id", place.visit, true);
  read.text("programme", place.programme, true);
  read.integer("block", place.block, true);
  read.integer("set", place.set, true);
  read.text("role", place.role);
}

std::vector<movement::RepEdit> read_rep_edits(const GivenJson& list, std::optional<Error>& error) {
  std::vector<movement::RepEdit> edits;
  for (const GivenJson& json : list) {
    KeyReader read(json, error);
    movement::RepEdit edit;
    read.integer("rep", edit.rep, true);
    read.real("start_s", edit.start_s);
    read.real("end_s", edit.end_s);
    read.flag("excluded", edit.excluded);
    read.text("reason", edit.reason);
    read.text("made", edit.made);
    if (edits.size() == limits::kRepEdits) read.wrong("rep_edits", "shorter");
    if (error) return {};
    edits.push_back(std::move(edit));
  }
  return edits;
}

void read_info(KeyReader& read, SessionInfo& info) {
  read.text("id", info.id, true);
  read.text("started", info.started, true);
  read.integer("started_wall_us", info.started_wall_us, true);
  read.text("athlete", info.athlete);
  read.text("exercise", info.exercise, true);
  read.text("variant", info.variant);
  read.between("reps_asked", info.reps_asked, 1, limits::kReps);
  read.between("seconds_asked", info.seconds_asked, limits::kShortestSet_s, limits::kLongestSet_s);
  read.between("sets_asked", info.sets_asked, 1, limits::kSets);
  read.between("rest_asked_s", info.rest_asked_s, 0, limits::kLongestRest_s);
  read.between("body_weight_n", info.body_weight_n, 1, 2 * limits::kHeaviest_n);  // also one that was weighed
  read.text("body_weight_source", info.body_weight_source);
  read.flag("unattended", info.unattended);
  read.text("device", info.device);
  read.lines("geometry_toml", info.geometry_toml);
  read.text("calibration", info.calibration);
  read.lines("calibration_toml", info.calibration_toml);
  read.text("poise_version", info.poise_version);
  std::string side;
  read.text("side", side, true);
  if (const auto known = side_from(side))
    info.side = *known;
  else
    read.wrong("side", "left, right or both");
  read.lines("exercise_toml", info.exercise_toml);
  const auto exercise = movement::exercise_of_session(info.exercise, info.exercise_toml);
  if (!exercise || (*exercise)->id != info.exercise) read.wrong("exercise", "one that poise exercises lists");
}

}  // namespace

Json session_json(const Session& session, const std::optional<std::array<double, kMaxCells>>& zero_counts,
                  double filter_hz) {
  const SessionInfo& info = session.info;
  Json json = Json::object();
  json["schema"] = kSessionSchema;
  json["poise_version"] = info.poise_version;
  json["id"] = info.id;
  json["started"] = info.started;
  json["started_wall_us"] = info.started_wall_us;
  json["athlete"] = info.athlete;
  json["exercise"] = info.exercise;
  json["variant"] = info.variant;
  if (!info.exercise_toml.empty()) json["exercise_toml"] = info.exercise_toml;
  json["side"] = to_string(info.side);
  if (info.reps_asked) json["reps_asked"] = *info.reps_asked;
  if (info.seconds_asked) json["seconds_asked"] = *info.seconds_asked;
  json["sets_asked"] = info.sets_asked;
  json["rest_asked_s"] = info.rest_asked_s;
  if (info.body_weight_n) json["body_weight_n"] = *info.body_weight_n;
  json["body_weight_source"] = info.body_weight_source;
  json["unattended"] = info.unattended;
  if (Json said = surroundings_json(info.surroundings); !said.empty()) json["surroundings"] = std::move(said);
  if (info.place) json["visit"] = place_json(*info.place);
  json["device"] = info.device;
  json["state"] = word_of(session.state);
  if (session.outcome) json["outcome"] = movement::to_string(*session.outcome);
  json["reps"] = session.reps;
  json["mat"] = mat_json(info.mat);
  json["geometry_toml"] = info.geometry_toml;
  json["calibration"] = info.calibration;
  if (!info.calibration_toml.empty()) json["calibration_toml"] = info.calibration_toml;
  if (zero_counts) {
    json["zero_counts"] = Json::array();
    for (std::size_t cell = 0; cell < info.mat.cell_count && cell < zero_counts->size(); ++cell)
      json["zero_counts"].push_back(rounded((*zero_counts)[cell]));
  }
  if (!session.rep_edits.empty()) json["rep_edits"] = rep_edits_json(session.rep_edits);
  json["filters"] = {
      {"low_pass_hz", rounded(filter_hz)},
      {"kind", filter_hz > 0 ? "zero-phase Butterworth, cut-off corrected for the two passes" : "none"}};
  return json;
}

Expected<Session> session_from_json(const GivenJson& json) {
  if (!json.is_object()) return fail(ErrorCode::bad_data, "this is no session: export the session again");
  const auto schema = json.find("schema");
  if (schema == json.end() || !schema->is_string())
    return fail(ErrorCode::bad_data, "\"schema\" is missing: this is no session exported by Poise");
  if (*schema != kSessionSchema)
    return fail(
        ErrorCode::wrong_version,
        fmt::format(
            "the session is of schema \"{}\", this Poise reads \"{}\": update the older of the two programs",
            schema->get<std::string>().substr(0, 40), kSessionSchema));
  Session session;
  std::optional<Error> error;
  KeyReader read(json, error);
  read_info(read, session.info);
  read.integer("reps", session.reps);
  const auto mat = json.find("mat");
  if (mat == json.end() || !mat->is_object())
    read.wrong("mat", "there");
  else
    read_mat(*mat, error, session.info.mat);
  if (const auto said = json.find("surroundings"); said != json.end() && said->is_object())
    read_surroundings(*said, error, session.info.surroundings);
  if (const auto visit = json.find("visit"); visit != json.end() && visit->is_object())
    read_place(*visit, error, session.info.place.emplace());
  if (const auto edits = json.find("rep_edits"); edits != json.end()) {
    if (edits->is_array())
      session.rep_edits = read_rep_edits(*edits, error);
    else
      read.wrong("rep_edits", "a list");
  }
  std::string state = "finished", outcome;
  read.text("state", state);
  read.text("outcome", outcome);
  session.state = state == "finished" ? SessionState::finished : SessionState::recovered;
  session.outcome = movement::outcome_from(outcome);
  if (!outcome.empty() && !session.outcome) read.wrong("outcome", "an outcome that this Poise knows");
  if (error) return tl::make_unexpected(std::move(*error));
  return session;
}

}  // namespace poise::report
