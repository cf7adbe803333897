#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/stages.h"
#include "movement/catalogue.h"
#include "session/surroundings.h"

/// A programme: what is to be done in one visit, as plain data. Each is a TOML file with these keys
/// (programme_file.h); those of the program stand in src/session/programmes, a person adds own ones.
namespace poise::session {

enum class ProgrammeKind : std::uint8_t {
  training,  ///< it is meant to tire: rest and next steps are advised
  test,      ///< it measures: no next step follows from it
};
const char* to_string(ProgrammeKind kind);

enum class Role : std::uint8_t {
  warm_up,   ///< easy, in no trend
  practice,  ///< to learn the movement, in no trend
  work,
};
const char* to_string(Role role);

/// How long the parts of a repetition are meant to take; for a bridge up comes first.
struct Tempo {
  double down_s = 0, hold_s = 0, up_s = 0;
};

/// What may grow once a block goes well (advice.h, rule next-step).
struct Progression {
  enum class By : std::uint8_t { nothing, reps, seconds, load, exercise };
  By by = By::nothing;
  double step = 0;              ///< repetitions, seconds or kg
  std::optional<double> limit;  ///< no further than this
  std::string exercise;         ///< the one to do instead
};
const char* to_string(Progression::By by);

struct Range {
  double low = 0, high = 0;
};

/// One exercise of a programme. Of repetitions and seconds at least one is given; repetitions, where both
/// are, end a set that did not run out of time.
struct Block {
  const movement::Exercise* exercise = nullptr;  ///< never null
  std::string variant;      ///< where the file names none and there are some: the usual one
  Side side = Side::both;   ///< of a one-side exercise: which; both: one after the other, in every set
  Side first = Side::left;  ///< which of both comes first
  Role role = Role::work;
  int sets = 1;
  std::optional<int> reps;        ///< a side and set; a set ends with them
  std::optional<int> least_reps;  ///< fewer than this is not done as asked; absent: `reps`
  std::optional<double> seconds;
  std::optional<double> load_kg;
  std::optional<Tempo> tempo;
  double rest_s = 60;                   ///< after each set, the last too
  std::optional<Range> left_share_pct;  ///< the corridor that left's share should stay in
  std::optional<Eyes> eyes;
  std::optional<Surface> surface;
  Progression progression;
  std::string cue;     ///< what to look at while doing it
  std::string reason;  ///< why it is in the programme
};

struct Programme {
  std::string id, name;
  std::string purpose;  ///< one sentence
  std::string source;   ///< where it comes from
  ProgrammeKind kind = ProgrammeKind::training;
  std::vector<Block> blocks;  ///< never empty
  std::string toml;           ///< the text it was read from, kept with every visit
  bool shipped = false;       ///< the program's own
};

/// "Squat", "Lunge (lateral)".
std::string name_of(const Block& block);
/// The same with what tells it from others in a list: "Squat (warm-up)", "Quiet stand, eyes closed, foam".
std::string label_of(const Block& block);
/// What is asked in a set, on one line: "10 to 15 repetitions, 2 s down, 2 s up; with 5 kg; left's share 45
/// to 55 %".
std::string task_of(const Block& block);
/// Whether a load stands on the mat together with the body; else it lies on the hips, or where the mat is not.
bool carries_load(const movement::Exercise& exercise);
/// How long a set takes as asked, without rest: repetitions at their tempo, or at 4 s each.
double expected_set_s(const Block& block);
/// Of all sets and the rests between them, with 20 s to get ready for each set.
double expected_duration_s(const Programme& programme);

/// The program's own, in the order in which they are shown.
const std::vector<Programme>& shipped_programmes();

/// $XDG_CONFIG_HOME/poise/programmes, or under ~/.config: where a person's own are looked for.
std::filesystem::path own_programmes_folder();

struct ProgrammeList {
  std::vector<Programme> programmes;  ///< the program's own, then those of the folder by file name
  std::vector<Error> left_out;        ///< files that cannot be used, and why
};
ProgrammeList list_programmes(const std::filesystem::path& own_folder);

/// By its id, or by the path of a file that ends in .toml.
Expected<Programme> find_programme(const std::string& id_or_path, const std::filesystem::path& own_folder);

}  // namespace poise::session
