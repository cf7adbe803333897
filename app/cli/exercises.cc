#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "console.h"
#include "movement/catalogue.h"
#include "report/analysis_json.h"
#include "verbs.h"

namespace poise::cli {
namespace {

nlohmann::ordered_json json_of(const movement::Exercise& exercise) {
  nlohmann::ordered_json json = {{"id", exercise.id},
                                 {"name", exercise.name},
                                 {"pattern", to_string(exercise.pattern)},
                                 {"sides", to_string(exercise.sides)},
                                 {"one_side", exercise.one_side()},
                                 {"placement", exercise.placement},
                                 {"measures", exercise.measures},
                                 {"counted", exercise.counted},
                                 {"cannot_see", exercise.cannot_see},
                                 {"variants", nlohmann::ordered_json::array()},
                                 {"own", !movement::text_to_keep(exercise).empty()}};
  for (const movement::Variant& variant : exercise.variants)
    json["variants"].push_back({{"name", variant.name}, {"placement", variant.placement}});
  return json;
}

void print_exercise(const movement::Exercise& exercise) {
  const bool own = !movement::text_to_keep(exercise).empty();
  print("{}{}\n  placement {}\n", exercise.id, own ? "  (your own)" : "", exercise.placement);
  for (const movement::Variant& variant : exercise.variants)
    print("  {:<9} {}\n", variant.name, variant.placement);
  print("  measures  {}\n  counted   {}\n  not seen  {}\n", exercise.measures, exercise.counted,
             exercise.cannot_see);
}

}  // namespace

int exercises(const Common& common, const std::string& name) {
  if (!name.empty()) {
    const auto known = check_words(name, "", "");
    if (!known) return report_error(known.error());
    fmt::print("{}", known->exercise->toml);
    return kDone;
  }
  if (!common.json) {
    for (const movement::Exercise& exercise : movement::catalogue()) print_exercise(exercise);
    return kDone;
  }
  auto list = nlohmann::ordered_json::array();
  for (const movement::Exercise& exercise : movement::catalogue()) list.push_back(json_of(exercise));
  fmt::print("{}\n", report::json_text(list));
  return kDone;
}

}  // namespace poise::cli
