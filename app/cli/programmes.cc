#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "console.h"
#include "engine/kept_visit.h"
#include "report/analysis_json.h"
#include "report/wrapped.h"
#include "session/programme.h"
#include "verbs.h"
#include "visit_report.h"

namespace poise::cli {
namespace {

using report::wrapped;
using session::Block;
using session::Programme;
using Json = nlohmann::ordered_json;

int sets_of(const Programme& programme) {
  int sets = 0;
  for (const Block& block : programme.blocks) sets += block.sets;
  return sets;
}

Json block_json(const Block& block) {
  Json json{{"exercise", block.exercise->id},
            {"variant", block.variant},
            {"side", to_string(block.side)},
            {"role", to_string(block.role)},
            {"sets", block.sets}};
  if (block.exercise->one_side()) json["first"] = to_string(block.first);
  if (block.reps) json["reps"] = *block.reps;
  if (block.least_reps) json["least_reps"] = *block.least_reps;
  if (block.seconds) json["seconds"] = *block.seconds;
  if (block.load_kg) json["load_kg"] = *block.load_kg;
  if (block.tempo)
    json["tempo"] = {
        {"down_s", block.tempo->down_s}, {"hold_s", block.tempo->hold_s}, {"up_s", block.tempo->up_s}};
  json["rest_s"] = block.rest_s;
  if (block.left_share_pct) json["left_share_pct"] = {block.left_share_pct->low, block.left_share_pct->high};
  if (block.eyes) json["eyes"] = to_string(*block.eyes);
  if (block.surface) json["surface"] = to_string(*block.surface);
  json["progression"] = to_string(block.progression.by);
  json["cue"] = block.cue;
  json["reason"] = block.reason;
  return json;
}

Json programme_json(const Programme& programme) {
  Json json{{"id", programme.id},
            {"name", programme.name},
            {"purpose", programme.purpose},
            {"source", programme.source},
            {"kind", to_string(programme.kind)},
            {"own", !programme.shipped},
            {"sets", sets_of(programme)},
            {"expected_duration_s", session::expected_duration_s(programme)},
            {"blocks", Json::array()}};
  for (const Block& block : programme.blocks) json["blocks"].push_back(block_json(block));
  return json;
}

std::string progression_in_words(const session::Progression& progression) {
  using enum session::Progression::By;
  const auto limit = progression.limit ? fmt::format(", {:g} at most", *progression.limit) : "";
  switch (progression.by) {
    case nothing:
      return "";
    case reps:
      return fmt::format("{:g} repetitions more{}", progression.step, limit);
    case seconds:
      return fmt::format("{:g} s more{}", progression.step, limit);
    case load:
      return fmt::format("{:g} kg more{}", progression.step, limit);
    case exercise:
      return movement::find_exercise(progression.exercise)->name + " instead";
  }
  return "";
}

}  // namespace

int programmes(const Common& common) {
  const auto list = session::list_programmes(session::own_programmes_folder());
  for (const Error& error : list.left_out) say("poise: " + to_line(error) + ". The programme is left out.");
  if (common.json) {
    auto json = Json::array();
    for (const Programme& programme : list.programmes) json.push_back(programme_json(programme));
    fmt::print("{}\n", report::json_text(json));
    return kDone;
  }
  for (const Programme& programme : list.programmes) {
    fmt::print("{:<17} {}, {} set{}, about {}{}\n", programme.id, to_string(programme.kind),
               sets_of(programme), sets_of(programme) == 1 ? "" : "s",
               duration_in_words(session::expected_duration_s(programme)),
               programme.shipped ? "" : "  (your own)");
    const std::string indent(18, ' ');
    fmt::print("{}", wrapped(indent + programme.purpose, indent));
  }
  return kDone;
}

int show_programme(const Common& common, const std::string& id_or_path) {
  const auto programme = session::find_programme(id_or_path, session::own_programmes_folder());
  if (!programme) return report_error(programme.error());
  if (common.json) {
    fmt::print("{}\n", report::json_text(programme_json(*programme)));
    return kDone;
  }
  fmt::print("{}  {}, about {}\n{}{}\n", programme->name, to_string(programme->kind),
             duration_in_words(session::expected_duration_s(*programme)), wrapped(programme->purpose, ""),
             programme->source.empty() ? "" : wrapped("Source: " + programme->source, "  "));
  for (std::size_t i = 0; i < programme->blocks.size(); ++i) {
    const Block& block = programme->blocks[i];
    fmt::print("{:>2}. {}{}\n", i + 1, label_of(block),
               block.sets > 1 ? fmt::format(", {} sets", block.sets) : "");
    fmt::print("{}", wrapped(fmt::format("    {}; rest {:g} s", task_of(block), block.rest_s), "    "));
    if (!block.cue.empty()) fmt::print("{}", wrapped("    " + block.cue + ".", "    "));
    if (!block.reason.empty()) fmt::print("{}", wrapped("    Why: " + block.reason + ".", "    "));
    if (const auto next = progression_in_words(block.progression); !next.empty())
      fmt::print("    Once it goes well: {}.\n", next);
  }
  return kDone;
}

int advice_rules(const Common& common) {
  auto json = Json::array();
  for (const session::Rule& rule : session::advice_rules()) {
    if (common.json)
      json.push_back({{"id", rule.id}, {"says", rule.says}, {"source", rule.source}});
    else
      fmt::print("{}\n{}{}\n", rule.id, wrapped("  " + std::string(rule.says), "  "),
                 wrapped(fmt::format("  Source: {}.", rule.source), "  "));
  }
  if (common.json)
    fmt::print("{}\n", report::json_text(json));
  else
    fmt::print("{}\n", session::kNoDiagnosis);
  return kDone;
}

int visits(const Common& common, const std::string& wanted) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto all = store->visits();
  if (!all) return report_error(all.error());
  if (!wanted.empty()) {
    const auto found = std::find_if(all->rbegin(), all->rend(), [&](const store::Visit& each) {
      return wanted == "last" || each.id == wanted;
    });
    if (found == all->rend())
      return report_error(
          {ErrorCode::not_found, "there is no such visit: poise programmes visits lists them", wanted});
    const auto runner = engine::runner_of(*store, *found);
    if (!runner) return report_error(runner.error());
    if (common.json)
      fmt::print("{}\n", report::json_text(visit_json(*found, *runner)));
    else
      print_visit(*found, *runner);
    return kDone;
  }
  if (common.json) {
    auto list = Json::array();
    for (const store::Visit& visit : *all)
      list.push_back({{"id", visit.id},
                      {"started", visit.started},
                      {"athlete", visit.athlete},
                      {"programme", visit.programme},
                      {"ended", visit.ended}});
    fmt::print("{}\n", report::json_text(list));
    return kDone;
  }
  if (all->empty()) say("No visits yet. Begin one with: poise programmes run glute-low-back");
  for (const store::Visit& visit : *all)
    fmt::print("{}  {}  {:<18} {:<11} {}\n", visit.id, visit.started, visit.programme,
               visit.ended ? "ended" : "unfinished", visit.athlete);
  return kDone;
}

}  // namespace poise::cli
