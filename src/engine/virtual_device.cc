#include "engine/virtual_device.h"

#include <fmt/format.h>

#include <charconv>

namespace poise::engine {
namespace {

constexpr std::string_view kSim = "sim:";

/// What stands before the mark; the mark and what precedes it are taken off `rest`.
std::string_view take_until(std::string_view& rest, char mark) {
  const std::string_view taken = rest.substr(0, rest.find(mark));
  rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
  return taken;
}

}  // namespace

std::string VirtualDevice::text(std::string_view key) const {
  const auto found = keys.find(std::string(key));
  return found == keys.end() ? "" : found->second;
}

std::optional<double> VirtualDevice::number(std::string_view key) const {
  const std::string digits = text(key);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<VirtualDevice> virtual_device(std::string_view device) {
  if (!device.starts_with(kSim)) return std::nullopt;
  std::string_view rest = device.substr(kSim.size());
  VirtualDevice parts{std::string(take_until(rest, '?')), {}};
  while (!rest.empty()) {
    std::string_view value = take_until(rest, '&');
    const std::string key(take_until(value, '='));
    parts.keys[key] = value;
  }
  return parts;
}

std::string keys_of(const VirtualDevice& device) {
  std::string text;
  for (const auto& [key, value] : device.keys) text += fmt::format("{}{}={}", text.empty() ? "" : "&", key, value);
  return text;
}

std::string to_string(const VirtualDevice& device) {
  const std::string keys = keys_of(device);
  return std::string(kSim) + device.exercise + (keys.empty() ? "" : "?" + keys);
}

}  // namespace poise::engine
