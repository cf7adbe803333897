#include "engine/own_noise.h"

#include <algorithm>

#include "engine/session_report.h"
#include "movement/reliability.h"

namespace poise::engine {

void add_own_noise(store::Store& store, const session::Session& session, SessionPass& pass) {
  if (pass.analysis.asymmetry.empty() || session.info.athlete.empty()) return;
  const auto trends = trends_up_to(store, session, pass);
  if (!trends) return;
  for (movement::Asymmetry& asymmetry : pass.analysis.asymmetry) {
    const std::string metric = "asymmetry." + asymmetry.metric + ".value_pct";
    const auto series = std::find_if(trends->begin(), trends->end(), [&](const session::Series& it) {
      return it.metric == metric && it.formula == asymmetry.formula;
    });
    if (series == trends->end()) continue;
    std::vector<double> values_pct;
    for (const session::TrendPoint& point : series->points) values_pct.push_back(point.value);
    asymmetry.mdc95_pct = movement::minimal_detectable_change_95(values_pct);
  }
}

}  // namespace poise::engine
