#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "session/surroundings.h"

/// The verbs of `poise`. Each takes its words as main.cc read them and returns the exit status.
namespace poise::cli {

struct Common {
  std::filesystem::path store;
  bool json = false;
};

/// What is said of a session on the command line, and when it counts as started.
struct SurroundingsWords {
  session::Surroundings said;
  std::string eyes, surface;  ///< as typed; `said` gets them once they are checked
  std::string date;           ///< ISO 8601; empty: now
};

struct RecordWords {
  SurroundingsWords surroundings;
  std::string device = "auto", exercise, side, variant, athlete;
  std::optional<std::string> mat_file;
  std::optional<int> reps;
  std::optional<double> seconds, body_weight_n;
  int sets = 1;
  double rest_s = 60;
  bool last_weight = false;  ///< body weight from the athlete's latest session instead of weighing
  bool unattended = false, probe_all = false;
  std::filesystem::path export_to;
};
int record(const Common& common, const RecordWords& words);

struct ProgrammeWords {
  std::string programme;  ///< id or file to run; the visit to resume, empty for the latest unfinished one
  SurroundingsWords surroundings;
  std::vector<std::string> red_flags;
  std::string device = "auto", athlete;
  std::optional<std::string> mat_file;
  bool unattended = false, probe_all = false;
};
int programmes(const Common& common);
int show_programme(const Common& common, const std::string& id_or_path);
int advice_rules(const Common& common);
int visits(const Common& common, const std::string& visit);
int run_programme(const Common& common, const ProgrammeWords& words);
int resume_programme(const Common& common, const ProgrammeWords& words);

struct CheckWords {
  std::string device = "auto";
  std::optional<std::string> mat_file;
  bool steps = false, no_steps = false;  ///< somebody stands on each plate; neither: at a terminal
  bool corners = false, probe_all = false;
};
int check(const Common& common, const CheckWords& words);

struct CalibrateWords {
  std::string device = "auto";
  std::optional<std::string> mat_file;
  bool probe_all = false;
  std::vector<double> masses_kg;  ///< the first one on every mark, the others on the middles
  std::string made_by;
  bool anew = false;  ///< does not go on with one that was left
  bool ask = false;   ///< before it is kept, also without a terminal
  std::string id;     ///< of a kept calibration, "last", or "nominal"
};
int calibrate_mat(const Common& common, const CalibrateWords& words, bool full);
int calibrate_spot(const Common& common, const CalibrateWords& words);
int calibrate_marks(const Common& common, const CalibrateWords& words);
int calibrate_list(const Common& common);
int calibrate_show(const Common& common, const std::string& id);
int calibrate_restore(const Common& common, const std::string& id);

struct AnalyzeWords {
  bool all = false;  ///< every kept session again, instead of a file
  std::filesystem::path file;
  std::string exercise, side, variant;
  std::optional<std::string> mat_file;
  std::optional<double> body_weight_n, filter_hz, seconds;
};
int analyze(const Common& common, const AnalyzeWords& words);

struct TrendWords {
  std::optional<std::string> athlete;
  std::string exercise, metric, side;
  bool group = false, figures = false, spreadsheet = false;
  std::filesystem::path csv, png, roll_up;
};
int trend(const Common& common, const TrendWords& words);

struct SimulateWords {
  std::string scenario, link;
  std::filesystem::path truth;
};
int simulate(const SimulateWords& words);

struct ReportWords {
  std::vector<std::string> sessions;
  std::string athlete;
  bool all = false;
  std::filesystem::path out;
  std::string audience;
};
int report(const Common& common, const ReportWords& words);

int devices(const Common& common, bool probe_all);
/// The list; with a name that exercise's file.
int exercises(const Common& common, const std::string& name);
int sessions(const Common& common);
int show(const Common& common, const std::string& session);
/// `recalibrate`: absent: as it was recorded; empty: with the calibration now in force; else with that one.
/// `session` may be "all": of a damaged store too, without changing it.
int export_session(const Common& common, const std::string& session, const std::filesystem::path& out,
                   bool spreadsheet, const std::optional<std::string>& recalibrate);
/// `date`: when the session counts as started, ISO 8601; empty: as the folder says.
int import_session(const Common& common, const std::filesystem::path& folder, const std::string& date);
int replay(const Common& common, const std::string& session, const std::filesystem::path& export_to,
           const std::optional<std::string>& recalibrate);
int athletes(const Common& common);
int back_up(const Common& common, const std::filesystem::path& to);
int restore(const Common& common, const std::filesystem::path& from, bool force);
int add_athlete(const Common& common, const std::string& pseudonym, const std::string& note);

}  // namespace poise::cli
