#include "engine/virtual_person.h"

#include <fmt/format.h>

#include "engine/virtual_device.h"

namespace poise::engine {
namespace {

constexpr double kUsualBody_kg = 72;  // the virtual mat's own
constexpr double kHoldsLonger_s = 3;  // than asked: the set ends while the person still stands

}  // namespace

bool is_virtual_person(std::string_view device) {
  const auto words = virtual_device(device);
  return words && words->exercise.empty();
}

std::string virtual_mat_for(const session::Block& block, int block_number, int set, std::string_view device) {
  const movement::Exercise& does = movement::closest_shipped(*block.exercise);
  const VirtualDevice asked = virtual_device(device).value_or(VirtualDevice{});
  VirtualDevice mat{std::string(does.id), {}};
  auto& keys = mat.keys;
  if (!block.variant.empty() && does.find_variant(block.variant)) keys["variant"] = block.variant;
  if (does.one_side()) keys["side"] = to_string(block.side);
  if (block.reps && !does.holds()) keys["reps"] = fmt::format("{}", *block.reps);
  if (block.seconds && does.holds()) keys["hold_s"] = fmt::format("{:g}", *block.seconds + kHoldsLonger_s);
  if (block.tempo) {
    keys["tempo_s"] = fmt::format("{:g}", block.tempo->down_s + block.tempo->up_s);
    keys["hold_s"] = fmt::format("{:g}", block.tempo->hold_s);
  }
  for (const auto& [key, value] : asked.keys) keys[key] = value;
  keys["seed"] = fmt::format("{:g}", 1000 * asked.number("seed").value_or(1) + 10 * block_number + set);
  if (block.load_kg.value_or(0) > 0 && session::carries_load(does))
    keys["body_kg"] =
        fmt::format("{:g}", asked.number("body_kg").value_or(kUsualBody_kg) + *block.load_kg);
  return to_string(mat);
}

}  // namespace poise::engine
