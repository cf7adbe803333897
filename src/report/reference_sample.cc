#include "report/reference_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "movement/metrics.h"
#include "report/rep_measures.h"
#include "report/words.h"
#include "session/norms.h"

namespace poise::report {
namespace {

using session::Eyes;
using session::Reference;
using session::Surface;

bool was_measured_alike(const movement::Analysis& analysis, const session::Norm& norm) {
  const auto holds = longest_holds(analysis);
  const double held_s = holds.empty() ? 0 : holds.front()->hold_s.value_or(0);
  return held_s >= norm.least_hold_s && (!norm.filter_hz || analysis.filter_hz == *norm.filter_hz);
}

std::string in_words(const session::NormGroup& group) {
  std::string text = group.who;
  for (const session::NormBand& band : group.bands) {
    const movement::Metric metric = movement::metric_of(band.metric);
    text += fmt::format("{} {} {} ({} to {}) {}", &band == &group.bands.front() ? ":" : ",", metric.words,
                        figure(band.p50, metric.decimals), figure(band.p5, metric.decimals),
                        figure(band.p95, metric.decimals), movement::unit_in_print(metric.unit));
  }
  return text;
}

/// "eyes open, firm ground", of what the groups tell apart.
std::string conditions(const std::vector<Reference>& references, const session::Surroundings& surroundings) {
  const auto any = [&](auto told) { return std::any_of(references.begin(), references.end(), told); };
  const bool eyes = any([](const Reference& each) { return each.group->eyes.has_value(); });
  const bool surface = any([](const Reference& each) { return each.group->surface.has_value(); });
  std::string text;
  if (eyes) text += fmt::format(", eyes {}", to_string(surroundings.eyes.value_or(Eyes::open)));
  if (surface) text += surroundings.surface.value_or(Surface::firm) == Surface::firm ? ", firm ground" : ", foam";
  const bool guessed = (eyes && !surroundings.eyes) || (surface && !surroundings.surface);
  return guessed ? text + " (taken for granted where it was not said)" : text;
}

}  // namespace

std::vector<Reference> references_of(const movement::Analysis& analysis, Side side,
                                     const session::Surroundings& surroundings) {
  auto references = session::references_for(analysis.exercise, side, surroundings.eyes, surroundings.surface);
  std::erase_if(references, [&](const Reference& each) { return !was_measured_alike(analysis, *each.norm); });
  return references;
}

std::optional<std::string> reference_sample(const movement::Analysis& analysis,
                                            const session::Surroundings& surroundings) {
  const auto references = references_of(analysis, analysis.side, surroundings);
  if (references.empty()) return std::nullopt;
  std::string text =
      fmt::format("Reference sample{}, median (5th to 95th percentile)", conditions(references, surroundings));
  std::string sources;
  for (std::size_t i = 0; i < references.size(); ++i) {
    text += (i == 0 ? ": " : "; ") + in_words(*references[i].group);
    if (i == 0 || references[i].norm != references[i - 1].norm) sources += " " + references[i].norm->source + ".";
  }
  return text + "." + sources + " A reference sample, not a norm.";
}

}  // namespace poise::report
