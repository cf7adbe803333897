#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "movement/catalogue.h"
#include "report/analysis_json.h"
#include "verbs.h"

namespace poise::cli {

int exercises(const Common& common) {
  if (common.json) {
    auto list = nlohmann::ordered_json::array();
    for (const movement::Exercise& exercise : movement::catalogue())
      list.push_back({{"id", exercise.id},
                      {"name", exercise.name},
                      {"one_leg", exercise.one_leg},
                      {"placement", exercise.placement},
                      {"measures", exercise.measures},
                      {"counted", exercise.counted},
                      {"cannot_see", exercise.cannot_see}});
    fmt::print("{}\n", report::json_text(list));
    return 0;
  }
  for (const movement::Exercise& exercise : movement::catalogue())
    fmt::print("{}\n  feet      {}\n  measures  {}\n  counted   {}\n  not seen  {}\n", exercise.id,
               exercise.placement, exercise.measures, exercise.counted, exercise.cannot_see);
  return 0;
}

}  // namespace poise::cli
