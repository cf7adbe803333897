#include "report/reference_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/rep_measures.h"
#include "report/words.h"

namespace poise::report {
namespace {

using session::Eyes;
using session::Surface;

constexpr double kShortestStand_s = 25, kFilter_hz = 10;

struct Percentiles {
  double p5, p50, p95;
};

struct Group {
  int people;
  bool old;  ///< 60 years or more
  Eyes eyes;
  Surface surface;
  Percentiles area_mm2, velocity_mm_s;
};

constexpr std::array kGroups = {
    Group{87, false, Eyes::open, Surface::firm, {67, 195, 593}, {5.2, 8.0, 15.1}},
    Group{87, false, Eyes::closed, Surface::firm, {75, 214, 681}, {5.8, 8.2, 17.5}},
    Group{87, false, Eyes::open, Surface::foam, {574, 1176, 2769}, {16.6, 22.2, 34.2}},
    Group{86, false, Eyes::closed, Surface::foam, {695, 1326, 2855}, {19.9, 29.3, 54.7}},
    Group{76, true, Eyes::open, Surface::firm, {85, 217, 552}, {6.9, 10.0, 20.7}},
    Group{76, true, Eyes::closed, Surface::firm, {79, 223, 523}, {6.2, 10.9, 22.2}},
    Group{73, true, Eyes::open, Surface::foam, {1180, 1833, 3069}, {26.1, 34.9, 48.4}},
    Group{72, true, Eyes::closed, Surface::foam, {1427, 2327, 4961}, {30.4, 42.0, 62.6}},
};

std::string in_words(const Group& group) {
  const auto& v = group.velocity_mm_s;
  const auto& a = group.area_mm2;
  return fmt::format("{} people {} 60 years: velocity {} ({} to {}) mm/s, ellipse {} ({} to {}) mm²",
                     group.people, group.old ? "from" : "under", figure(v.p50, 1), figure(v.p5, 1),
                     figure(v.p95, 1), figure(a.p50, 0), figure(a.p5, 0), figure(a.p95, 0));
}

}  // namespace

std::optional<std::string> reference_sample(const movement::Analysis& analysis,
                                            const session::Surroundings& surroundings) {
  const auto holds = longest_holds(analysis);
  if (analysis.exercise != "quiet-stand" || !analysis.sway || holds.empty()) return std::nullopt;
  if (holds.front()->hold_s.value_or(0) < kShortestStand_s || analysis.filter_hz != kFilter_hz)
    return std::nullopt;
  const Eyes eyes = surroundings.eyes.value_or(Eyes::open);
  const Surface surface = surroundings.surface.value_or(Surface::firm);
  const bool said = surroundings.eyes && surroundings.surface;
  std::string text = fmt::format("Reference sample, eyes {}, {}{}, median (5th to 95th percentile)",
                                 session::to_string(eyes), surface == Surface::firm ? "firm ground" : "foam",
                                 said ? "" : " (taken for granted where it was not said)");
  for (const Group& group : kGroups)
    if (group.eyes == eyes && group.surface == surface) text += (group.old ? "; " : ": ") + in_words(group);
  return text + ". Santos & Duarte 2016, 60 s, another device: a reference sample, not a norm.";
}

}  // namespace poise::report
