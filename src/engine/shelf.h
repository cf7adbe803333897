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
#include "engine/kept_visit.h"
#include "base/min_max_tree.h"
#include "movement/analysis.h"
#include "session/session.h"
#include "session/trend.h"
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

/// How a person's figures of one exercise have gone.
struct Trend {
  std::string athlete, exercise;
  std::vector<session::Series> series;  ///< session/trend.h; the figures that say most first
  int to_come = 0;                      ///< sessions that are still being worked out
};

/// A session that was written out as files.
struct Written {
  std::string session, folder;
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
  std::vector<store::KeptCalibration> calibrations;  ///< of every mat, oldest first
  std::vector<store::KeptSpotCheck> spot_checks;     ///< likewise
  std::vector<std::shared_ptr<const OpenSession>> open;  ///< the newest request last; the last few are kept
  std::shared_ptr<const Trend> trend;
  std::optional<MadeReport> report;  ///< the last one
  int reports_made = 0;
  std::vector<PortLine> ports;
  std::optional<Written> written;  ///< the last one
  std::vector<session::Programme> programmes;
  std::shared_ptr<const LedVisit> visit;        ///< led through here, or just ended; null: none
  std::vector<session::Advice> visit_warnings;  ///< of its begin: too soon after the last one
  std::optional<store::Visit> unfinished;       ///< the newest visit that was left and can be resumed
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
/// Writes the session's folder, CSV files and report, into `folder` under the session's id.
struct WriteKept {
  std::string session, folder;
};
/// A round of a programme, of this id.
struct BeginVisit {
  std::string programme, athlete;
};
struct ResumeVisit {
  std::string id;
};
/// `at_us` of the event is filled in by the library.
struct VisitHappened {
  session::VisitEvent event;
};
/// No more of the visit; one that has not ended can be resumed.
struct CloseVisit {};
using LibraryRequest = std::variant<RefreshShelf, OpenKept, EditRep, MakeReport, WriteKept, AddAthlete, UpdateAthlete, FollowTrend, BeginVisit, ResumeVisit, VisitHappened, CloseVisit>;

}  // namespace poise::engine
