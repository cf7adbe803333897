#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/stages.h"
#include "session/surroundings.h"

/// What others showed in the same test, to set a figure beside. Valid for their people, device and filter only: a
/// reference, which judges nobody. Poise brings one along (src/session/norms); a person adds own ones as TOML files:
///
///     name = "Our volleyball squad"
///     source = "Own measurements, spring 2026, this mat"
///     exercise = "single-leg-squat"
///     [[group]]
///     who = "24 players, 18 to 30 years"
///     side = "left"                        # of an exercise of one leg; left out: either
///     eyes = "open"                        # left out: whatever was said; so for surface = "firm"
///     bands = { "reps.depth_mm" = [180, 240, 310] }   # 5th, 50th and 95th percentile; poise trend --figures lists keys
///
/// `least_hold_s` and `filter_hz`, where they are given, have to hold of a session.
namespace poise::session {

/// Percentiles of one figure.
struct NormBand {
  std::string metric;  ///< its key, "sway.mean_velocity_mm_s"
  double p5 = 0, p50 = 0, p95 = 0;
};

struct NormGroup {
  std::string who;            ///< "87 people under 60 years"
  Side side = Side::both;     ///< both: either
  std::optional<Eyes> eyes;   ///< absent: any
  std::optional<Surface> surface;
  std::vector<NormBand> bands;

  const NormBand* find(std::string_view metric) const;
};

struct Norm {
  std::string name, source, exercise;
  double least_hold_s = 0;
  std::optional<double> filter_hz;
  std::vector<NormGroup> groups;
};

/// `where` names the file in errors, which say the line and what to write.
Expected<Norm> parse_norm(std::string_view text, const std::string& where);

/// All that are known. Not to be called while add_norms() runs.
const std::vector<Norm>& norms();

/// $XDG_CONFIG_HOME/poise/norms, or under ~/.config.
std::filesystem::path own_norms_folder();

/// Adds those of the folder, at the start of a program. Returns what is wrong with those it left out.
std::vector<std::string> add_norms(const std::filesystem::path& folder);

/// A group that was measured in the same way.
struct Reference {
  const Norm* norm = nullptr;
  const NormGroup* group = nullptr;
};

/// Eyes and surface that were not said count as open and firm.
std::vector<Reference> references_for(std::string_view exercise, Side side, std::optional<Eyes> eyes,
                                      std::optional<Surface> surface);

}  // namespace poise::session
