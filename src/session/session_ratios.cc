#include "session/session_ratios.h"

#include <cstdlib>
#include <string_view>

namespace poise::session {
namespace {

struct Compared {
  std::string_view metric, ending;
};
constexpr Compared kCompared[] = {
    {"sway.mean_velocity_mm_s", "mean_velocity"},
    {"sway.prediction_ellipse_area_mm2", "area"},
};

std::string_view day_of(const MeasuredSession& session) { return std::string_view(session.started).substr(0, 10); }

/// The session nearest in time on the same day, of those in `wanted` conditions.
const MeasuredSession* partner_of(const MeasuredSession& session, const Conditions& wanted,
                                  std::span<const MeasuredSession> sessions) {
  const MeasuredSession* nearest = nullptr;
  std::int64_t least_us = 0;
  for (const MeasuredSession& other : sessions) {
    if (!in_trends(other) || other.exercise != session.exercise || other.variant != session.variant || other.side != session.side ||
        day_of(other) != day_of(session) || conditions_of(other.surroundings) != wanted)
      continue;
    const std::int64_t apart_us = std::llabs(other.started_wall_us - session.started_wall_us);
    if (nearest && apart_us >= least_us) continue;
    nearest = &other;
    least_us = apart_us;
  }
  return nearest;
}

const Measure* find(const MeasuredSession& session, const Measure& like) {
  for (const Measure& measure : session.measures)
    if (measure.metric == like.metric && measure.side == like.side && measure.formula == like.formula) return &measure;
  return nullptr;
}

std::vector<Measure> divided(const MeasuredSession& over, const MeasuredSession& under, const std::string& prefix,
                             const char* formula) {
  std::vector<Measure> ratios;
  for (const Measure& measure : over.measures) {
    for (const Compared& compared : kCompared) {
      if (measure.metric != compared.metric) continue;
      const Measure* other = find(under, measure);
      if (!other || !(other->value > 0)) continue;
      ratios.push_back({.metric = prefix + std::string(compared.ending),
                        .side = measure.side,
                        .formula = formula,
                        .value = measure.value / other->value});
    }
  }
  return ratios;
}

}  // namespace

std::vector<MeasuredSession> ratios_of(std::span<const MeasuredSession> sessions) {
  std::vector<MeasuredSession> ratios;
  const auto add = [&](MeasuredSession session, const Conditions& wanted, const char* prefix, const char* formula) {
    const MeasuredSession* partner = partner_of(session, wanted, sessions);
    if (!partner) return;
    session.measures = divided(session, *partner, prefix, formula);
    if (!session.measures.empty()) ratios.push_back(std::move(session));
  };
  for (const MeasuredSession& session : sessions) {
    if (!in_trends(session)) continue;
    const Conditions own = conditions_of(session.surroundings);
    if (own.eyes == Eyes::closed) {
      Conditions wanted = own;
      wanted.eyes = Eyes::open;
      MeasuredSession ratio = session;
      ratio.surroundings.eyes.reset();
      add(std::move(ratio), wanted, "eyes_closed_to_open.", "romberg_quotient");
    }
    if (own.surface == Surface::foam) {
      Conditions wanted = own;
      wanted.surface = Surface::firm;
      MeasuredSession ratio = session;
      ratio.surroundings.surface.reset();
      add(std::move(ratio), wanted, "foam_to_firm.", "foam_over_firm");
    }
  }
  return ratios;
}

}  // namespace poise::session
