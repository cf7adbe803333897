#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "engine/min_max_tree.h"
#include "movement/analysis.h"
#include "session/session.h"
#include "store/store.h"

/// What screens show of the store, and what they may ask of it. Plain data: Library (library.h) fills it in.
namespace poise::engine {

/// A repetition's forces on a time of its own: from its start (0 %) to its end (100 %).
struct RepCurve {
  static constexpr std::size_t kPoints = 101;
  int rep = 0;
  Side side = Side::both;
  std::array<float, kPoints> left_n{}, right_n{};  ///< NaN: nothing there
};

/// One kept session, worked out and made ready to draw.
struct OpenSession {
  session::SessionInfo info;
  session::SessionState state = session::SessionState::finished;
  movement::Analysis analysis;         ///< with what people said about its repetitions
  std::vector<movement::RepEdit> edits;  ///< all of them, oldest first
  std::vector<double> time_s;          ///< one row a sample, as the columns below
  MinMaxTree left_n, right_n, total_n;
  std::vector<float> cop_x_mm, cop_y_mm;
  std::vector<std::uint8_t> lost;      ///< 1: a lost sample; may be empty
  std::vector<RepCurve> curves;        ///< of the repetitions of `analysis`
};

/// One figure of one session, for trends.
struct TrendValue {
  std::string metric;   ///< "depth", "left_share", "mean_force asymmetry"
  std::string formula;  ///< in words, with its source where it has one
  std::string unit;
  Side side = Side::both;
  double value = 0;
  movement::Maybe sd{}; ///< between the session's repetitions
  int n = 0;            ///< repetitions behind it
  /// A value on a line from left to right, whose change of sign (about `even`) is a change of side.
  std::optional<double> even{};
};
struct TrendPoint {
  std::string session, started;
  std::int64_t started_wall_us = 0;
  std::vector<TrendValue> values;
};
struct Trend {
  std::string athlete, exercise;
  std::vector<TrendPoint> points;  ///< oldest first
  int to_come = 0;                 ///< sessions not looked at yet
};

/// A report that was asked for and is written.
struct MadeReport {
  std::string session;
  std::filesystem::path file;
};

struct PortLine {
  std::string name, description;
  bool likely_mat = false;
};

/// Everything that a screen may show of the store, at one instant; never changed once published.
struct Shelf {
  std::vector<store::SessionSummary> sessions;  ///< newest first
  std::vector<store::Athlete> athletes;
  std::vector<std::shared_ptr<const OpenSession>> open;  ///< the newest request last; the last few are kept
  std::shared_ptr<const Trend> trend;
  std::optional<MadeReport> report;  ///< the last one
  int reports_made = 0;
  std::vector<PortLine> ports;
  std::optional<Error> error;  ///< of the last request that failed
  bool loaded = false;         ///< the lists have been read once
  bool busy = false;

  const OpenSession* find(const std::string& id) const {
    for (const auto& session : open)
      if (session->info.id == id) return session.get();
    return nullptr;
  }
};

// -- requests --
struct RefreshShelf {};  ///< sessions, athletes and ports anew
struct OpenKept {
  std::string session;
};
/// Replaces what was said about the repetition; everything absent and no reason: back to the automatic one.
struct EditRep {
  std::string session;
  movement::RepEdit edit;
};
/// Writes the report of a session into the folder "reports" beside the store, as <id>.pdf; an earlier one is replaced.
struct MakeReport {
  std::string session;
};
struct AddAthlete {
  store::Athlete athlete;
};
struct UpdateAthlete {
  store::Athlete athlete;
};
struct FollowTrend {
  std::string athlete, exercise;
};
using LibraryRequest = std::variant<RefreshShelf, OpenKept, EditRep, MakeReport, AddAthlete, UpdateAthlete, FollowTrend>;

}  // namespace poise::engine
