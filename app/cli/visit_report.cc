#include "visit_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/wrapped.h"

namespace poise::cli {
namespace {

using report::wrapped;
using session::Advice;
using Json = nlohmann::ordered_json;

const session::Rule* rule_of(std::string_view id) {
  for (const session::Rule& rule : session::advice_rules())
    if (rule.id == id) return &rule;
  return nullptr;
}

/// "Squat, set 2".
std::string title_of(const session::DoneSet& set) {
  const bool several = set.block->sets > 1 || set.place.set > 1;
  return label_of(*set.block) + (several ? fmt::format(", set {}", set.place.set) : "");
}

std::string what_was_said(const session::VisitRecord& record) {
  std::string text;
  if (record.pain_before)
    text += fmt::format("Pain {} of {} before", *record.pain_before, session::kWorstPain);
  if (record.pain_after) text += fmt::format("{}{} after", text.empty() ? "Pain " : ", ", *record.pain_after);
  if (!text.empty()) text += ". ";
  if (record.exertion)
    text += fmt::format("Exertion {:g} of {:g}.", *record.exertion, session::kGreatestExertion);
  return text;
}

Json set_json(const session::DoneSet& set) {
  const session::SetResult& result = set.result;
  Json json{{"block", set.place.block},
            {"set", set.place.set},
            {"role", set.place.role},
            {"exercise", set.block->exercise->id},
            {"variant", set.block->variant},
            {"session", result.session},
            {"outcome", movement::to_string(result.outcome)}};
  for (const Side side : session::sides_of(*set.block)) {
    const session::SideResult& did = result.of(side);
    Json one{{"side", to_string(side)}, {"reps", did.reps}};
    if (did.hold_s) one["hold_s"] = *did.hold_s;
    json["sides"].push_back(std::move(one));
  }
  if (result.left_share_pct) json["left_share_pct"] = *result.left_share_pct;
  if (result.asymmetry_pct) {
    json["asymmetry_pct"] = *result.asymmetry_pct;
    json["asymmetry_formula"] = result.asymmetry_formula;
  }
  return json;
}

}  // namespace

std::string duration_in_words(double seconds) {
  return seconds < 90 ? fmt::format("{:.0f} s", seconds) : fmt::format("{:.0f} min", std::ceil(seconds / 60));
}

std::string advice_in_words(const std::vector<Advice>& advice) {
  std::string text, rules;
  for (const Advice& each : advice) {
    text += wrapped(fmt::format("- {} [{}]", each.says, each.rule), "  ");
    const session::Rule* rule = rule_of(each.rule);
    if (rule && rules.find(fmt::format("[{}]", rule->id)) == std::string::npos)
      rules += wrapped(fmt::format("[{}] {} Source: {}.", rule->id, rule->says, rule->source), "  ");
  }
  if (advice.empty()) text = "Nothing to advise.\n";
  return text + (rules.empty() ? "" : "\nThe rules:\n" + rules) + "\n" + wrapped(session::kNoDiagnosis, "");
}

void print_visit(const store::Visit& visit, const session::ProgrammeRunner& runner) {
  fmt::print("VISIT {}  {}{}\n", visit.id, runner.programme().name,
             visit.athlete.empty() ? "" : ", athlete " + visit.athlete);
  fmt::print("{}{}\n\n", visit.started, visit.ended ? "" : "  (unfinished: poise programmes resume)");
  const auto sets = runner.done_sets();
  for (const session::DoneSet& set : sets)
    fmt::print("{}", wrapped(fmt::format("{:<30} {}", title_of(set), in_words(*set.block, set.result)),
                             std::string(31, ' ')));
  if (sets.empty()) fmt::print("No set was done.\n");
  if (const std::string said = what_was_said(runner.record()); !said.empty()) fmt::print("\n{}\n", said);
  if (visit.ended) fmt::print("\nADVICE\n{}", advice_in_words(runner.advice()));
}

Json visit_json(const store::Visit& visit, const session::ProgrammeRunner& runner) {
  const session::VisitRecord record = runner.record();
  Json json{{"schema", "poise.visit/1"},    {"id", visit.id},
            {"started", visit.started},     {"athlete", visit.athlete},
            {"programme", visit.programme}, {"ended", visit.ended}};
  if (record.pain_before) json["pain_before"] = *record.pain_before;
  if (record.pain_after) json["pain_after"] = *record.pain_after;
  if (record.exertion) json["exertion"] = *record.exertion;
  json["sets"] = Json::array();
  for (const session::DoneSet& set : runner.done_sets()) json["sets"].push_back(set_json(set));
  json["advice"] = Json::array();
  if (visit.ended)
    for (const Advice& each : runner.advice())
      json["advice"].push_back({{"kind", to_string(each.kind)}, {"rule", each.rule}, {"says", each.says}});
  return json;
}

}  // namespace poise::cli
