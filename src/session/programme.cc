#include "session/programme.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "session/programme_file.h"
#include "session/shipped_programme_files.h"

namespace poise::session {
namespace {

namespace fs = std::filesystem;

constexpr double kUsualRep_s =
    4;  // 3 s of movement and a breath: what the virtual person and most people take
constexpr double kGetReady_s = 20;  // walking up, taking position, standing still

std::string reps_in_words(const Block& block) {
  if (block.least_reps && *block.least_reps < *block.reps)
    return fmt::format("{} to {} repetitions", *block.least_reps, *block.reps);
  return fmt::format("{} repetition{}", *block.reps, *block.reps == 1 ? "" : "s");
}

std::string sides_in_words(const Block& block) {
  const movement::Exercise& exercise = *block.exercise;
  if (exercise.sides == movement::Sides::alternating) return " to each side";
  if (!exercise.one_side()) return "";
  if (block.side != Side::both) return fmt::format(" on the {} {}", to_string(block.side), exercise.limb);
  return fmt::format(" on each {}, {} first", exercise.limb, to_string(block.first));
}

std::string tempo_in_words(const Tempo& tempo, bool up_first) {
  const std::string down = fmt::format("{:g} s down", tempo.down_s),
                    up = fmt::format("{:g} s up", tempo.up_s);
  const std::string hold = tempo.hold_s > 0 ? fmt::format(", {:g} s hold", tempo.hold_s) : "";
  return ", " + (up_first ? up : down) + hold + ", " + (up_first ? down : up);
}

}  // namespace

const char* to_string(ProgrammeKind kind) { return kind == ProgrammeKind::training ? "training" : "test"; }

const char* to_string(Role role) {
  switch (role) {
    case Role::warm_up:
      return "warm-up";
    case Role::practice:
      return "practice";
    case Role::work:
      return "work";
  }
  return "";
}

const char* to_string(Progression::By by) {
  switch (by) {
    case Progression::By::nothing:
      return "nothing";
    case Progression::By::reps:
      return "reps";
    case Progression::By::seconds:
      return "seconds";
    case Progression::By::load:
      return "load";
    case Progression::By::exercise:
      return "exercise";
  }
  return "";
}

std::string name_of(const Block& block) {
  return block.variant.empty() ? block.exercise->name
                               : fmt::format("{} ({})", block.exercise->name, block.variant);
}

std::string label_of(const Block& block) {
  std::string label = name_of(block);
  if (block.role != Role::work) label += fmt::format(" ({})", to_string(block.role));
  if (block.eyes) label += fmt::format(", eyes {}", to_string(*block.eyes));
  if (block.surface == Surface::foam) label += ", foam";
  return label;
}

std::string task_of(const Block& block) {
  std::string text = block.reps ? reps_in_words(block) : fmt::format("{:g} s", *block.seconds);
  if (block.reps && block.seconds) text += fmt::format(" or {:g} s", *block.seconds);
  text += sides_in_words(block);
  if (block.tempo) text += tempo_in_words(*block.tempo, block.exercise->pattern == movement::Pattern::bridge);
  if (block.load_kg.value_or(0) > 0) text += fmt::format("; with {:g} kg", *block.load_kg);
  if (block.left_share_pct)
    text +=
        fmt::format("; left's share {:g} to {:g} %", block.left_share_pct->low, block.left_share_pct->high);
  return text;
}

bool carries_load(const movement::Exercise& exercise) {
  using enum movement::Pattern;
  return exercise.pattern == stand || exercise.pattern == squat || exercise.pattern == sit_to_stand;
}

double expected_set_s(const Block& block) {
  const double rep_s =
      block.tempo ? block.tempo->down_s + block.tempo->hold_s + block.tempo->up_s : kUsualRep_s;
  const double side_s =
      block.reps ? std::min(*block.reps * rep_s, block.seconds.value_or(1e9)) : *block.seconds;
  const bool twice = block.exercise->sides == movement::Sides::alternating ||
                     (block.exercise->one_side() && block.side == Side::both);
  return twice ? 2 * side_s : side_s;
}

double expected_duration_s(const Programme& programme) {
  double total_s = 0;
  for (const Block& block : programme.blocks)
    total_s += block.sets * (expected_set_s(block) + std::max(kGetReady_s, block.rest_s));
  return total_s;
}

const std::vector<Programme>& shipped_programmes() {
  static const std::vector<Programme> all = [] {
    std::vector<Programme> programmes;
    for (const ShippedFile& file : shipped_programme_files()) {
      auto programme = parse_programme(file.toml, std::string(file.file));
      assert(programme && "a file of src/session/programmes is wrong; the unit tests say where");
      if (!programme) continue;
      programme->shipped = true;
      programmes.push_back(std::move(*programme));
    }
    return programmes;
  }();
  return all;
}

fs::path own_programmes_folder() { return movement::own_exercises_folder().parent_path() / "programmes"; }

ProgrammeList list_programmes(const fs::path& own_folder) {
  ProgrammeList list{shipped_programmes(), {}};
  std::vector<fs::path> files;
  std::error_code ignored;  // there need be no such folder
  for (const auto& entry : fs::directory_iterator(own_folder, ignored))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& path : files) {
    auto programme = load_programme(path);
    const auto same_id = [&](const Programme& other) { return programme && other.id == programme->id; };
    if (const auto other = std::find_if(list.programmes.begin(), list.programmes.end(), same_id);
        other != list.programmes.end())
      programme =
          fail(ErrorCode::bad_data,
               fmt::format("the id \"{}\" is that of {}: give it another", programme->id,
                           other->shipped ? "a programme that Poise brings along" : "another file of yours"),
               path.string());
    if (programme)
      list.programmes.push_back(std::move(*programme));
    else
      list.left_out.push_back(programme.error());
  }
  return list;
}

Expected<Programme> find_programme(const std::string& id_or_path, const fs::path& own_folder) {
  if (id_or_path.ends_with(".toml")) return load_programme(id_or_path);
  ProgrammeList list = list_programmes(own_folder);
  std::string ids;
  for (Programme& programme : list.programmes) {
    if (programme.id == id_or_path) return std::move(programme);
    ids += (ids.empty() ? "" : ", ") + programme.id;
  }
  // The one that is looked for may be among those that could not be read: its file is usually called like it.
  for (Error& error : list.left_out)
    if (fs::path(error.where.substr(0, error.where.rfind(".toml"))).filename() == id_or_path)
      return tl::make_unexpected(std::move(error));
  return fail(ErrorCode::usage, fmt::format("there is no programme \"{}\"; there are {}", id_or_path, ids));
}

}  // namespace poise::session
