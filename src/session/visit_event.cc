#include "session/visit_event.h"

#include <toml++/toml.h>

#include <array>
#include <sstream>

#include "base/toml_fields.h"

namespace poise::session {
namespace {

using namespace toml_fields;
using Kind = VisitEvent::Kind;

constexpr std::array kKinds = {
    std::pair{Kind::pain, "pain"},
    std::pair{Kind::red_flag, "red-flag"},
    std::pair{Kind::exertion, "exertion"},
    std::pair{Kind::note, "note"},
    std::pair{Kind::begin, "begin"},
    std::pair{Kind::start, "start"},
    std::pair{Kind::set_done, "set-done"},
    std::pair{Kind::set_failed, "set-failed"},
    std::pair{Kind::skip, "skip"},
    std::pair{Kind::skip_exercise, "skip-exercise"},
    std::pair{Kind::repeat, "repeat"},
    std::pair{Kind::redo, "redo"},
    std::pair{Kind::go, "go"},
    std::pair{Kind::pause, "pause"},
    std::pair{Kind::go_on, "go-on"},
    std::pair{Kind::stop, "stop"},
    std::pair{Kind::end, "end"},
};

constexpr std::array kSides = {Side::left, Side::right, Side::both};

void put(toml::table& table, const char* key, const std::optional<double>& value) {
  if (value) table.insert(key, *value);
}

toml::table table_of(const SetResult& result) {
  toml::table table{{"session", result.session},
                    {"outcome", movement::to_string(result.outcome)},
                    {"duration_s", result.duration_s},
                    {"asymmetry_formula", result.asymmetry_formula}};
  put(table, "asymmetry_pct", result.asymmetry_pct);
  put(table, "left_share_pct", result.left_share_pct);
  put(table, "standing_weight_n", result.standing_weight_n);
  for (const Side side : kSides) {
    const SideResult& did = result.of(side);
    if (did == SideResult{}) continue;
    toml::table one{{"reps", did.reps}};
    put(one, "hold_s", did.hold_s);
    put(one, "size", did.size);
    table.insert(poise::to_string(side), std::move(one));
  }
  return table;
}

SetResult result_from(const toml::table& table) {
  SetResult result;
  result.session = table["session"].value_or("");
  result.outcome =
      movement::outcome_from(table["outcome"].value_or("")).value_or(movement::Outcome::ended_early);
  result.duration_s = table["duration_s"].value_or(0.0);
  result.asymmetry_formula = table["asymmetry_formula"].value_or("");
  result.asymmetry_pct = table["asymmetry_pct"].value<double>();
  result.left_share_pct = table["left_share_pct"].value<double>();
  result.standing_weight_n = table["standing_weight_n"].value<double>();
  for (const Side side : kSides) {
    const auto one = table[poise::to_string(side)];
    SideResult& did = result.of(side);
    did.reps = one["reps"].value_or(0);
    did.hold_s = one["hold_s"].value<double>();
    did.size = one["size"].value<double>();
  }
  return result;
}

Expected<VisitEvent> event_from(const toml::table& table, const std::string& where) {
  const std::string word = table["what"].value_or("");
  const auto known =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& each) { return word == each.second; });
  if (known == kKinds.end())
    return refuse(where, table.source(),
                  "an event of the kind \"" + word + "\", which this Poise does not know");
  VisitEvent event;
  event.kind = known->first;
  event.at_us = table["at_us"].value_or(std::int64_t{0});
  event.value = table["value"].value_or(0.0);
  event.text = table["text"].value_or("");
  if (const toml::table* result = table["result"].as_table()) event.result = result_from(*result);
  if (event.kind == Kind::set_done && !event.result)
    return refuse(where, table.source(), "a set without its result");
  return event;
}

}  // namespace

const char* to_string(RedFlag flag) {
  switch (flag) {
    case RedFlag::numbness:
      return "numbness";
    case RedFlag::bladder:
      return "bladder";
    case RedFlag::night_pain:
      return "night-pain";
    case RedFlag::trauma:
      return "trauma";
  }
  return "";
}

std::optional<RedFlag> red_flag_from(std::string_view word) {
  for (const RedFlag flag : kRedFlags)
    if (word == to_string(flag)) return flag;
  return std::nullopt;
}

const char* in_words(RedFlag flag) {
  switch (flag) {
    case RedFlag::numbness:
      return "numbness or weakness in a leg, or numbness where one sits on a saddle";
    case RedFlag::bladder:
      return "a change of bladder or bowel control";
    case RedFlag::night_pain:
      return "pain at night that lying still does not ease";
    case RedFlag::trauma:
      return "a fall, a blow or an accident shortly before it began";
  }
  return "";
}

const char* to_string(VisitEvent::Kind kind) {
  for (const auto& [known, name] : kKinds)
    if (known == kind) return name;
  return "";
}

std::string to_text(std::span<const VisitEvent> events) {
  toml::array list;
  for (const VisitEvent& event : events) {
    toml::table table{{"at_us", event.at_us}, {"what", to_string(event.kind)}};
    if (event.kind == Kind::pain || event.kind == Kind::exertion) table.insert("value", event.value);
    if (!event.text.empty()) table.insert("text", event.text);
    if (event.result) table.insert("result", table_of(*event.result));
    list.push_back(std::move(table));
  }
  std::ostringstream text;
  text << toml::table{{"event", std::move(list)}} << '\n';
  return text.str();
}

Expected<std::vector<VisitEvent>> events_from_text(std::string_view text, const std::string& where) {
  const auto file = toml_fields::parse(text, where);
  if (!file) return tl::make_unexpected(file.error());
  std::vector<VisitEvent> events;
  const toml::array* list = file->get_as<toml::array>("event");
  if (!list) return events;
  for (const toml::node& node : *list) {
    const toml::table* table = node.as_table();
    if (!table) return refuse(where, node.source(), "an event that is no table");
    auto event = event_from(*table, where);
    if (!event) return tl::make_unexpected(std::move(event.error()));
    events.push_back(std::move(*event));
  }
  return events;
}

}  // namespace poise::session
