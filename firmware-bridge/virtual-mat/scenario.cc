#include "virtual-mat/scenario.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "virtual-mat/motion_shapes.h"
#include "virtual-mat/timeline.h"

namespace poise::virtual_mat {
namespace {

using Problem = std::optional<std::string>;  // what is wrong with a value; none: it is good

constexpr std::array kExercises = {
    Exercise::empty,            Exercise::walk_across, Exercise::masses,           Exercise::quiet_stand,
    Exercise::single_leg_stand, Exercise::squat,       Exercise::single_leg_squat, Exercise::lunge,
    Exercise::bridge,           Exercise::single_leg_bridge,
    Exercise::sit_to_stand,     Exercise::plank,       Exercise::side_plank,       Exercise::russian_twist,
    Exercise::bicycle_crunch};
constexpr std::array<std::string_view, 8> kCells = {"l_fl", "l_fr", "l_rl", "l_rr",
                                                    "r_fl", "r_fr", "r_rl", "r_rr"};

std::string quoted(std::string_view word) { return "'" + std::string(word) + "'"; }

template <typename Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string plain(double value) {
  std::array<char, 32> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

Problem read_real(std::string_view text, double low, double high, double& into) {
  const auto value = number<double>(text);
  if (!value || !(*value >= low && *value <= high))
    return "takes a number from " + plain(low) + " to " + plain(high) + ", not " + quoted(text);
  into = *value;
  return std::nullopt;
}

Problem read_real(std::string_view text, double low, double high, std::optional<double>& into) {
  return read_real(text, low, high, into.emplace());
}

Problem read_whole(std::string_view text, int low, int high, int& into) {
  const auto value = number<int>(text);
  if (!value || *value < low || *value > high)
    return "takes a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ", not " +
           quoted(text);
  into = *value;
  return std::nullopt;
}

Problem read_whole(std::string_view text, int low, int high, std::optional<int>& into) {
  return read_whole(text, low, high, into.emplace());
}

template <typename Enum, std::size_t kSize>
Problem read_word(std::string_view text, const std::array<Enum, kSize>& values, Enum& into) {
  std::string words;
  for (const Enum value : values) {
    if (text == to_string(value)) {
      into = value;
      return std::nullopt;
    }
    words += words.empty() ? "" : ", ";
    words += to_string(value);
  }
  return "is one of " + words + ", not " + quoted(text);
}

/// A cell by its index in wire order, or by its name in samples.csv.
std::optional<int> cell_index(std::string_view text) {
  for (std::size_t i = 0; i < kCells.size(); ++i)
    if (text == kCells[i]) return static_cast<int>(i);
  const auto index = number<int>(text);
  return index && *index >= 0 && *index < static_cast<int>(kCells.size()) ? index : std::nullopt;
}

Problem read_fault(std::string_view text, Fault& fault) {
  const std::string help =
      "is dead:CELL, stuck:CELL, saturated:CELL, reversed:CELL (CELL 0 to 7 or l_fl to r_rr), "
      "swapped:CELL:CELL or drift:N_PER_MIN, not " +
      quoted(text);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return help;
  const std::string_view kind = text.substr(0, colon), detail = text.substr(colon + 1);
  if (kind == "drift") {
    fault.kind = Fault::Kind::drift;
    return read_real(detail, -1000, 1000, fault.n_per_min) ? Problem(help) : std::nullopt;
  }
  if (kind == "dead")
    fault.kind = Fault::Kind::dead;
  else if (kind == "stuck")
    fault.kind = Fault::Kind::stuck;
  else if (kind == "saturated")
    fault.kind = Fault::Kind::saturated;
  else if (kind == "reversed")
    fault.kind = Fault::Kind::reversed;
  else if (kind == "swapped")
    fault.kind = Fault::Kind::swapped;
  else
    return help;
  const bool two = fault.kind == Fault::Kind::swapped;
  const std::size_t second = two ? detail.find(':') : std::string_view::npos;
  const auto cell = cell_index(detail.substr(0, second));
  const auto other = second == std::string_view::npos ? cell : cell_index(detail.substr(second + 1));
  if (!cell || !other || (two && cell == other)) return help;
  fault.cell = *cell;
  fault.other = *other;
  return std::nullopt;
}

/// "KG@X:Y" or "shift@PLATE", several separated by commas.
Problem read_handling(std::string_view text, std::vector<Handling>& into) {
  const std::string help = "is a list of KG@X_MM:Y_MM (a mass) and shift@left or shift@right (a person), separated by "
                           "commas, not " + quoted(text);
  for (;;) {
    const std::size_t comma = text.find(',');
    const std::string_view item = text.substr(0, comma);
    const std::size_t at = item.find('@'), colon = item.find(':');
    if (at == std::string_view::npos) return help;
    Handling handling;
    if (item.substr(0, at) == "shift") {
      handling.shift = true;
      if (read_word(item.substr(at + 1), std::array{Side::left, Side::right}, handling.plate)) return help;
    } else {
      if (colon == std::string_view::npos || read_real(item.substr(0, at), 0.01, 500, handling.kg) ||
          read_real(item.substr(at + 1, colon - at - 1), -1000, 1000, handling.x_mm) ||
          read_real(item.substr(colon + 1), -1000, 1000, handling.y_mm))
        return help;
      handling.plate = handling.x_mm < 0 ? Side::left : Side::right;
    }
    into.push_back(handling);
    if (comma == std::string_view::npos) return std::nullopt;
    text.remove_prefix(comma + 1);
  }
}

/// Values that were given; what the exercise decides stays absent until then.
struct Given {
  std::optional<Side> side;
  std::optional<Variant> variant;
  std::optional<double> depth_mm, tempo_s, hold_s, pause_s;
};

using Reader = std::function<Problem(std::string_view, Scenario&, Given&)>;

const std::vector<std::pair<std::string_view, Reader>>& keys() {
  using Text = std::string_view;
  static const std::vector<std::pair<std::string_view, Reader>> table = {
      {"side",
       [](Text t, Scenario&, Given& g) {
         return read_word(t, std::array{Side::left, Side::right, Side::both}, g.side.emplace());
       }},
      {"variant",
       [](Text t, Scenario&, Given& g) {
         return read_word(t, std::array{Variant::forward, Variant::reverse, Variant::lateral}, g.variant.emplace());
       }},
      {"reps", [](Text t, Scenario& s, Given&) { return read_whole(t, 0, 1000, s.reps); }},
      {"sets", [](Text t, Scenario& s, Given&) { return read_whole(t, 1, 100, s.sets); }},
      {"seed",
       [](Text t, Scenario& s, Given&) {
         const auto value = number<std::uint64_t>(t);
         s.seed = value.value_or(0);
         return value ? Problem() : Problem("takes a whole number from 0, not " + quoted(t));
       }},
      {"rate_hz",
       [](Text t, Scenario& s, Given&) { return read_whole(t, kLowestRateHz, kHighestRateHz, s.rate_hz); }},
      {"body_kg", [](Text t, Scenario& s, Given&) { return read_real(t, 10, 300, s.body_kg); }},
      {"left_share_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 5, 95, s.left_share_pct); }},
      {"depth_mm", [](Text t, Scenario&, Given& g) { return read_real(t, 1, 900, g.depth_mm); }},
      {"tempo_s", [](Text t, Scenario&, Given& g) { return read_real(t, 0.3, 60, g.tempo_s); }},
      {"hold_s", [](Text t, Scenario&, Given& g) { return read_real(t, 0, 3600, g.hold_s); }},
      {"pause_s", [](Text t, Scenario&, Given& g) { return read_real(t, 0, 600, g.pause_s); }},
      {"shape",
       [](Text t, Scenario& s, Given&) {
         return read_word(t, std::array{Shape::minimum_jerk, Shape::skewed, Shape::two_phase}, s.shape);
       }},
      {"noise", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 20, s.noise); }},
      {"loss_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 100, s.loss_pct); }},
      {"corrupt_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 100, s.corrupt_pct); }},
      {"byte_flip_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 30, s.byte_flip_pct); }},
      {"byte_loss_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 30, s.byte_loss_pct); }},
      {"byte_double_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 30, s.byte_double_pct); }},
      {"reset_at_s", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 1e6, s.reset_at_s); }},
      {"jitter_ms", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 10000, s.jitter_ms); }},
      {"drop_at_s", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 1e6, s.drop_at_s); }},
      {"return_after_s",
       [](Text t, Scenario& s, Given&) { return read_real(t, 0.001, 1e6, s.return_after_s); }},
      {"fault", [](Text t, Scenario& s, Given&) { return read_fault(t, s.fault); }},
      {"fault_at_s", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 1e6, s.fault_at_s); }},
      {"speed", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 1000, s.speed); }},
      {"clock_slow_pct", [](Text t, Scenario& s, Given&) { return read_real(t, -5, 5, s.clock_slow_pct); }},
      {"cells",
       [](Text t, Scenario& s, Given&) {
         return t == "4" || t == "8" ? read_whole(t, 4, 8, s.cells) : Problem("is 4 or 8, not " + quoted(t));
       }},
      {"touch", [](Text t, Scenario& s, Given&) { return read_whole(t, 1, 100000, s.touch); }},
      {"half_rep", [](Text t, Scenario& s, Given&) { return read_whole(t, 1, 100000, s.half_rep); }},
      {"support_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 80, s.support_pct); }},
      {"stumble", [](Text t, Scenario& s, Given&) { return read_whole(t, 1, 100000, s.stumble); }},
      {"step_off", [](Text t, Scenario& s, Given&) { return read_whole(t, 1, 100000, s.step_off); }},
      {"fidget", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 5, s.fidget); }},
      {"sag_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 60, s.sag_pct); }},
      {"bounces", [](Text t, Scenario& s, Given&) { return read_whole(t, 0, 20, s.bounces); }},
      {"swing_left_share_pct",
       [](Text t, Scenario& s, Given&) { return read_real(t, 0, 100, s.swing_left_share_pct); }},
      {"zero_n", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 100, s.zero_n); }},
      {"gain_error_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 50, s.gain_error_pct); }},
      {"crosstalk_pct", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 20, s.crosstalk_pct); }},
      {"do", [](Text t, Scenario& s, Given&) { return read_handling(t, s.handling); }},
      {"start_s", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 3600, s.start_s); }},
      {"on_s", [](Text t, Scenario& s, Given&) { return read_real(t, 1, 3600, s.on_s); }},
      {"off_s", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 3600, s.off_s); }},
      {"place_off_mm", [](Text t, Scenario& s, Given&) { return read_real(t, 0, 100, s.place_off_mm); }},
  };
  return table;
}

Problem read_exercise(std::string_view word, Exercise& into) {
  if (const Problem problem = read_word(word, kExercises, into))
    return "the exercise after 'sim:' " + *problem;
  return std::nullopt;
}

Problem read_pair(std::string_view pair, std::set<std::string_view>& seen, Scenario& scenario, Given& given) {
  const std::size_t equals = pair.find('=');
  const std::string_view key = pair.substr(0, equals);
  std::string known;
  for (const auto& [name, read] : keys()) {
    known += known.empty() ? "" : ", ";
    known += name;
    if (name != key) continue;
    if (equals == std::string_view::npos) return quoted(key) + " needs a value: " + std::string(key) + "=…";
    if (!seen.insert(key).second) return quoted(key) + " is given twice";
    const Problem problem = read(pair.substr(equals + 1), scenario, given);
    return problem ? Problem(quoted(key) + " " + *problem) : std::nullopt;
  }
  return "unknown key " + quoted(key) + " after 'sim:'; there are " + known;
}

double usual_tempo_s(Exercise exercise) {
  switch (exercise) {
    case Exercise::single_leg_squat:
    case Exercise::sit_to_stand:
      return 3.2;  // on one leg 1.5-2 s down, 1-1.5 s up
    case Exercise::bridge:
    case Exercise::single_leg_bridge:
      return 2.6;  // 0.6-1.5 s up, 1-2 s down
    case Exercise::russian_twist:
      return 1.2;
    case Exercise::bicycle_crunch:
      return 1.5;
    default:
      return 3.0;
  }
}

double usual_depth_mm(Exercise exercise) {
  switch (exercise) {
    case Exercise::squat:
      return 350;
    case Exercise::single_leg_squat:
      return 200;
    case Exercise::lunge:
      return 250;
    case Exercise::sit_to_stand:
      return 380;
    default:
      return 0;
  }
}

double usual_hold_s(Exercise exercise) {
  switch (exercise) {
    case Exercise::quiet_stand:
      return 30;
    case Exercise::masses:
      return 45;
    case Exercise::single_leg_stand:
    case Exercise::plank:
    case Exercise::side_plank:
      return 20;
    case Exercise::sit_to_stand:
      return 1;
    case Exercise::bridge:
    case Exercise::single_leg_bridge:
      return 2;
    default:
      return 0;
  }
}

/// Puts in what was not given, and refuses what does not go with the exercise.
Problem settle(Scenario& s, const Given& given) {
  const std::string name = to_string(s.exercise);
  const bool moves_body = is_squat(s.exercise) || s.exercise == Exercise::sit_to_stand;
  if (given.side && *given.side != Side::both && !is_one_side(s.exercise))
    return "'" + name + "' is not done on one side: leave 'side' out";
  if (given.variant && s.exercise != Exercise::lunge) return "'variant' does not exist for '" + name + "': leave it out";
  if (given.depth_mm && !moves_body) return "'depth_mm' is the way of the centre of mass, not for '" + name + "'";
  if (s.touch && s.exercise != Exercise::single_leg_squat) return "'touch' is for single-leg-squat only";
  if (s.support_pct > 0 && !is_squat(s.exercise)) return std::string("'support_pct' is for squats only");
  if (s.stumble && !is_squat(s.exercise)) return std::string("'stumble' is for squats only");
  if (s.bounces > 0 && !is_bridge(s.exercise)) return std::string("'bounces' is for bridges only");
  if (s.sag_pct > 0 && !is_bridge(s.exercise) && !is_plank(s.exercise))
    return std::string("'sag_pct' is for bridges and planks only");
  if (s.swing_left_share_pct && s.exercise != Exercise::bridge)
    return std::string("'swing_left_share_pct' is for the bridge on both legs only");
  if ((s.step_off || s.fidget > 0) && (is_plank(s.exercise) || is_twist(s.exercise)))
    return std::string("'step_off' and 'fidget' are not for planks and twists");
  const bool breaks_later = s.fault.kind == Fault::Kind::dead || s.fault.kind == Fault::Kind::stuck ||
                            s.fault.kind == Fault::Kind::saturated;
  if (s.fault_at_s > 0 && !breaks_later) return std::string("'fault_at_s' is for a 'fault' that is dead, stuck or saturated");
  if (s.return_after_s && !s.drop_at_s) return std::string("'return_after_s' needs 'drop_at_s'");
  if (s.handling.empty() != (s.exercise != Exercise::masses))
    return "'do' says what is put on the mat: it belongs to sim:masses, which needs it";
  if (std::max(s.fault.cell, s.fault.other) >= s.cells) return "'fault' names a cell that a mat of 4 does not have";
  s.side = given.side.value_or(is_one_side(s.exercise) ? Side::left : Side::both);
  const bool both_sides = (is_one_side(s.exercise) && s.side == Side::both) || is_twist(s.exercise);
  const int reps = s.reps * s.sets * (both_sides ? 2 : 1);
  if (s.touch.value_or(0) > reps || s.half_rep.value_or(0) > reps)
    return "'touch' and 'half_rep' name a repetition, and there are " + std::to_string(reps) + " in all";
  s.variant = given.variant.value_or(Variant::forward);
  s.depth_mm = given.depth_mm.value_or(usual_depth_mm(s.exercise));
  s.pause_s = given.pause_s.value_or(is_twist(s.exercise) ? 0 : 1);
  s.tempo_s = given.tempo_s.value_or(usual_tempo_s(s.exercise));
  s.hold_s = given.hold_s.value_or(usual_hold_s(s.exercise));
  if (!moves_body) return std::nullopt;
  const double shortest_s = 2 * shortest_way_s(s, s.depth_mm);
  if (s.tempo_s < shortest_s)
    return "a way of " + plain(s.depth_mm) + " mm in " + plain(s.tempo_s) +
           " s would have to fall faster than gravity: make 'tempo_s' at least " +
           plain(std::ceil(shortest_s * 100) / 100) + " or 'depth_mm' smaller";
  return std::nullopt;
}

}  // namespace

const char* to_string(Exercise exercise) {
  switch (exercise) {
    case Exercise::empty:
      return "empty";
    case Exercise::walk_across:
      return "walk-across";
    case Exercise::masses:
      return "masses";
    case Exercise::quiet_stand:
      return "quiet-stand";
    case Exercise::single_leg_stand:
      return "single-leg-stand";
    case Exercise::squat:
      return "squat";
    case Exercise::single_leg_squat:
      return "single-leg-squat";
    case Exercise::lunge:
      return "lunge";
    case Exercise::bridge:
      return "bridge";
    case Exercise::single_leg_bridge:
      return "single-leg-bridge";
    case Exercise::sit_to_stand:
      return "sit-to-stand";
    case Exercise::plank:
      return "plank";
    case Exercise::side_plank:
      return "side-plank";
    case Exercise::russian_twist:
      return "russian-twist";
    case Exercise::bicycle_crunch:
      return "bicycle-crunch";
  }
  return "";
}

bool is_one_plate(Exercise exercise) {
  return exercise == Exercise::single_leg_stand || exercise == Exercise::single_leg_squat ||
         exercise == Exercise::single_leg_bridge || exercise == Exercise::side_plank;
}

bool is_one_side(Exercise exercise) { return is_one_plate(exercise) || exercise == Exercise::lunge; }

bool is_squat(Exercise exercise) {
  return exercise == Exercise::squat || exercise == Exercise::single_leg_squat || exercise == Exercise::lunge;
}

bool is_plank(Exercise exercise) { return exercise == Exercise::plank || exercise == Exercise::side_plank; }

bool is_twist(Exercise exercise) {
  return exercise == Exercise::russian_twist || exercise == Exercise::bicycle_crunch;
}

bool is_bridge(Exercise exercise) {
  return exercise == Exercise::bridge || exercise == Exercise::single_leg_bridge;
}

const char* to_string(Variant variant) {
  switch (variant) {
    case Variant::forward:
      return "forward";
    case Variant::reverse:
      return "reverse";
    case Variant::lateral:
      return "lateral";
  }
  return "";
}

const char* to_string(Side side) {
  return side == Side::left ? "left" : side == Side::right ? "right" : "both";
}

const char* to_string(Shape shape) {
  switch (shape) {
    case Shape::minimum_jerk:
      return "minimum-jerk";
    case Shape::skewed:
      return "skewed";
    case Shape::two_phase:
      return "two-phase";
  }
  return "";
}

tl::expected<Scenario, std::string> parse_scenario(std::string_view text) {
  constexpr std::string_view kPrefix = "sim:";
  if (!text.starts_with(kPrefix))
    return tl::unexpected("a virtual mat is written sim:EXERCISE?key=value&…, not " + quoted(text));
  text.remove_prefix(kPrefix.size());
  const std::size_t question = text.find('?');
  Scenario scenario;
  Given given;
  if (const Problem problem = read_exercise(text.substr(0, question), scenario.exercise))
    return tl::unexpected(*problem);
  std::string_view rest = question == std::string_view::npos ? std::string_view() : text.substr(question + 1);
  std::set<std::string_view> seen;
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    if (const Problem problem = read_pair(rest.substr(0, end), seen, scenario, given))
      return tl::unexpected(*problem);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  if (const Problem problem = settle(scenario, given)) return tl::unexpected(*problem);
  return scenario;
}

}  // namespace poise::virtual_mat
