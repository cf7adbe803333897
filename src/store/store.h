#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "calibrate/calibration.h"
#include "calibrate/spot_check.h"
#include "session/session.h"
#include "session/trend.h"

namespace poise::store {

struct Athlete {
  std::string pseudonym;  ///< never a name: it stands in exports
  std::string created;    ///< ISO 8601
  std::string note;
  std::string involved_side{};  ///< "left", "right", "both"; empty: none, or not said
  bool archived = false;        ///< left out of lists to choose from; the sessions stay
  std::string merged_into{};    ///< another pseudonym of the same person, under which its sessions are listed
};

/// A session as a list shows it.
struct SessionSummary {
  std::string id, started;
  std::string athlete;  ///< whom the pseudonym in the session was merged into
  std::string exercise, variant;
  Side side = Side::both;
  std::optional<movement::Outcome>
      outcome;   ///< absent: being recorded, or not analysed since its writer died
  int reps = 0;  ///< valid ones
  session::SessionState state = session::SessionState::recording;
  std::optional<double> exertion{}, load_kg{};  ///< as in session::Surroundings
  std::optional<session::Eyes> eyes{};
  std::optional<session::Surface> surface{};
  std::string visit{}, role{};  ///< as in session::VisitPlace; empty: not part of a programme
};

/// What the analysis of a session leaves in the store.
struct KeptAnalysis {
  movement::Outcome outcome = movement::Outcome::complete;
  int valid_reps = 0;
  std::string json;
  std::vector<session::Measure> measures;
};

/// Whose figures are asked for, of which exercise, and which. Absent and empty: all.
struct MeasureQuery {
  std::optional<std::string> athlete{};  ///< with everybody merged into them; "": nobody in particular
  std::string exercise{};
  std::string metric{};
};

/// A round of a programme as it is kept. Its sets are sessions that name it.
struct Visit {
  std::string id;  ///< as of a session
  std::int64_t started_wall_us = 0;
  std::string started;         ///< ISO 8601
  std::string athlete;         ///< pseudonym; may be empty. As read: whom it was merged into
  std::string programme;       ///< its id
  std::string programme_toml;  ///< its text as it was
  std::string events;          ///< session/visit_event.h
  bool ended = false;
};

/// What is remembered of a mat between programs.
struct KnownMat {
  std::string unique_id;
  std::string geometry_toml;  ///< empty: none given yet
  std::string device;         ///< the port where it was last used
};

/// A calibration as the store lists it.
struct KeptCalibration {
  calibrate::Calibration calibration;
  std::string toml;       ///< as it was kept: what sessions are given
  bool in_force = false;  ///< for its mat, now
};

/// One plate's reading of a daily check.
struct KeptSpotCheck {
  std::string mat_unique_id;
  std::string calibration;  ///< id of the one in force then; empty: nominal factors
  std::int64_t made_wall_us = 0;
  std::string made;     ///< ISO 8601
  std::string made_by;  ///< initials; may be empty
  calibrate::SpotReading reading;
};

/// The file of everything that is kept; FORMAT.md describes it. A Store is one connection: use it from one
/// thread at a time. Several Stores, also of several programs, may be open on one file. Nothing in it is ever
/// deleted, and only what can be worked out again, or comes whole, is replaced. Every failure is one line that names the file; an operation that failed has changed nothing.
class Store {
 public:
  /// Opens the file, or makes it (mode 0600) and its folder (0700). An older schema is brought up to date.
  /// Refused and left as it was: a file that is no store, or one of a newer version.
  static Expected<Store> open(const std::filesystem::path& path);
  /// Opens a store that is there without changing anything, for one that is damaged. Refused: one of an older version too.
  static Expected<Store> open_to_read(const std::filesystem::path& path);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();  ///< sessions begun here and not finished count as left behind from now on

  const std::filesystem::path& path() const;

  // -- athletes --
  Expected<void> add_athlete(const Athlete& athlete);
  Expected<std::vector<Athlete>> athletes();
  /// Replaces note, involved side, archived and merged_into of an athlete. Refused: merging into somebody
  /// unknown, or in a circle.
  Expected<void> update_athlete(const Athlete& athlete);

  // -- sessions, read --
  Expected<std::vector<SessionSummary>> sessions();  ///< oldest first
  /// Ids of all sessions that can still be found in a damaged store, sorted; `complete`: it has no others.
  struct FoundSessions {
    std::vector<std::string> ids;
    bool complete = true;
  };
  Expected<FoundSessions> find_sessions();
  /// `id_or_last`: an id, or "last" for the one that started last. What is damaged is left out, and named in `damage`.
  Expected<session::Session> load(const std::string& id_or_last);
  /// The analysis kept with the session; absent when there is none.
  Expected<std::optional<std::string>> analysis_json(const std::string& id);

  /// Sessions that have ended, with their figures, oldest first; see sessions_to_measure.
  Expected<std::vector<session::MeasuredSession>> measured_sessions(const MeasureQuery& query);
  /// Those among them whose figures are missing or out of date (an older program kept them, somebody corrected a
  /// repetition since): they have to be analysed again. Oldest first.
  Expected<std::vector<std::string>> sessions_to_measure(const MeasureQuery& query);
  /// What there are figures of: metric, side and formula of each kind, without values.
  Expected<std::vector<session::Measure>> kinds_of_measures(const MeasureQuery& query);
  /// Ids of the exercises that sessions have been kept of, the most frequent first.
  Expected<std::vector<std::string>> exercises_done();

  // -- sessions, write --
  /// What a person says about a repetition; load() gives it with the session.
  Expected<void> add_rep_edit(const std::string& id, const movement::RepEdit& edit);
  /// Makes the session, in state recording, and holds its lock until finish_session or the Store's end. An
  /// athlete not known yet is added.
  Expected<void> begin_session(const session::SessionInfo& info);
  /// Replaces everything but the id: what became known while recording (body weight, calibration).
  Expected<void> update_session(const session::SessionInfo& info);
  /// Replaces what people said of the session.
  Expected<void> set_surroundings(const std::string& id, const session::Surroundings& surroundings);
  /// Adds samples and events behind those there are, all or nothing.
  Expected<void> append(const std::string& id, std::span<const RawFrame> frames,
                        std::span<const Event> events);
  /// Keeps the result. State recording becomes finished; a recovered session stays recovered.
  Expected<void> finish_session(const std::string& id, const KeptAnalysis& analysis);
  /// Marks sessions whose writer died as recovered and returns their ids, oldest first; they have no analysis
  /// yet.
  Expected<std::vector<std::string>> recover_unfinished();
  /// A whole session from elsewhere, with its analysis where there is one. Refused when its id is taken, unless what is
  /// kept under it was recovered and is a part of it: then it is completed.
  Expected<void> import_session(const session::Session& session, const std::optional<KeptAnalysis>& analysis);

  // -- visits --
  Expected<std::vector<Visit>> visits();  ///< oldest first
  /// Makes the visit and holds its lock until the Store's end.
  Expected<void> begin_visit(const Visit& visit);
  /// The visit, with its lock held as by begin_visit. Busy: another program leads through it.
  Expected<Visit> resume_visit(const std::string& id);
  /// Lets go of its lock.
  void leave_visit(const std::string& id);
  /// Replaces what happened in it; one that has ended is let go.
  Expected<void> save_visit(const std::string& id, const std::string& events, bool ended);

  // -- remembered --
  Expected<std::optional<KnownMat>> mat(const std::string& unique_id);
  Expected<std::optional<KnownMat>> last_mat();
  /// Remembers the mat as the one last used. An empty geometry or device leaves the remembered one.
  Expected<void> remember_mat(const KnownMat& mat);

  // -- calibrations (store_calibrations.cc) --
  /// Keeps a calibration, and puts it in force for its mat from `since` (ISO 8601) on.
  Expected<void> add_calibration(const calibrate::Calibration& calibration, const std::string& since);
  /// Oldest first; of one mat, or of all when `mat_unique_id` is empty. What cannot be read is left out, and
  /// `warnings`, where given, gets a sentence for each.
  Expected<std::vector<KeptCalibration>> calibrations(const std::string& mat_unique_id,
                                                      std::vector<std::string>* warnings = nullptr);
  /// Absent: the mat has its nominal factors. An error: it has one that cannot be read.
  Expected<std::optional<KeptCalibration>> calibration_in_force(const std::string& mat_unique_id);
  /// `id` empty: the nominal factors. Refused: not a calibration of this mat.
  Expected<void> put_in_force(const std::string& mat_unique_id, const std::string& id,
                              const std::string& since);

  /// A calibration on its way, one a mat; empty text: there is none (any more).
  Expected<std::string> calibration_begun(const std::string& mat_unique_id);
  Expected<void> keep_calibration_begun(const std::string& mat_unique_id, const std::string& toml);

  Expected<void> add_spot_checks(std::span<const KeptSpotCheck> checks);               ///< all or none
  Expected<std::vector<KeptSpotCheck>> spot_checks(const std::string& mat_unique_id);  ///< oldest first; empty: of all

  Expected<std::optional<std::string>> setting(const std::string& key);
  Expected<void> set_setting(const std::string& key, const std::string& value);

 private:
  class Connection;
  explicit Store(std::unique_ptr<Connection> connection);

  std::unique_ptr<Connection> connection_;
};

}  // namespace poise::store
