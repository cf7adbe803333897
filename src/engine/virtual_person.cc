#include "engine/virtual_person.h"

#include <fmt/format.h>

#include <charconv>
#include <map>

namespace poise::engine {
namespace {

constexpr std::string_view kSim = "sim:";
constexpr double kUsualBody_kg = 72;  // the virtual mat's own
constexpr double kHoldsLonger_s = 3;  // than asked: the set ends while the person still stands

/// The keys behind "sim:?", in order.
std::map<std::string, std::string> keys_of(std::string_view device) {
  std::map<std::string, std::string> keys;
  const std::size_t question = device.find('?');
  if (question == std::string_view::npos) return keys;
  std::string_view rest = device.substr(question + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    const std::size_t equals = pair.find('=');
    keys[std::string(pair.substr(0, equals))] =
        equals == std::string_view::npos ? "" : pair.substr(equals + 1);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return keys;
}

}  // namespace

bool is_virtual_person(std::string_view device) { return device == kSim || device.starts_with("sim:?"); }

std::optional<double> number_in(std::string_view device, std::string_view key) {
  const auto keys = keys_of(device);
  const auto found = keys.find(std::string(key));
  if (found == keys.end()) return std::nullopt;
  double value = 0;
  const auto [end, error] =
      std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  if (error != std::errc{} || *end != '\0') return std::nullopt;
  return value;
}

std::string virtual_mat_for(const session::Block& block, int block_number, int set, std::string_view device) {
  std::map<std::string, std::string> keys;
  const movement::Exercise& does = movement::closest_shipped(*block.exercise);
  if (!block.variant.empty() && does.find_variant(block.variant)) keys["variant"] = block.variant;
  if (does.one_side()) keys["side"] = to_string(block.side);
  if (block.reps && !does.holds()) keys["reps"] = fmt::format("{}", *block.reps);
  if (block.seconds && does.holds()) keys["hold_s"] = fmt::format("{:g}", *block.seconds + kHoldsLonger_s);
  if (block.tempo) {
    keys["tempo_s"] = fmt::format("{:g}", block.tempo->down_s + block.tempo->up_s);
    keys["hold_s"] = fmt::format("{:g}", block.tempo->hold_s);
  }
  for (auto& [key, value] : keys_of(device)) keys[key] = value;
  keys["seed"] = fmt::format("{:g}", 1000 * number_in(device, "seed").value_or(1) + 10 * block_number + set);
  if (block.load_kg.value_or(0) > 0 && session::carries_load(does))
    keys["body_kg"] =
        fmt::format("{:g}", number_in(device, "body_kg").value_or(kUsualBody_kg) + *block.load_kg);
  std::string text = fmt::format("sim:{}", does.id);
  for (const auto& [key, value] : keys)
    text += fmt::format("{}{}={}", text.find('?') == std::string::npos ? '?' : '&', key, value);
  return text;
}

}  // namespace poise::engine
