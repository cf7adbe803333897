#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "console.h"
#include "report/analysis_json.h"
#include "verbs.h"

namespace poise::cli {

int athletes(const Common& common) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto all = store->athletes();
  if (!all) return report_error(all.error());
  if (common.json) {
    auto list = nlohmann::ordered_json::array();
    for (const store::Athlete& athlete : *all)
      list.push_back(
          {{"pseudonym", athlete.pseudonym}, {"created", athlete.created}, {"note", athlete.note}});
    fmt::print("{}\n", report::json_text(list));
    return kDone;
  }
  if (all->empty()) say("No athletes yet. Add one with: poise athletes add PSEUDONYM");
  for (const store::Athlete& athlete : *all)
    print("{:<24} since {}  {}\n", athlete.pseudonym, athlete.created, athlete.note);
  return kDone;
}

int add_athlete(const Common& common, const std::string& pseudonym, const std::string& note) {
  auto store = open_store(common.store);
  if (!store) return report_error(store.error());
  const auto added = store->add_athlete({pseudonym, iso8601_local(SystemClock().wall_us()), note});
  if (!added) return report_error(added.error());
  say(fmt::format("Added {}.", pseudonym));
  return kDone;
}

}  // namespace poise::cli
