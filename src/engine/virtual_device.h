#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

/// The words of a virtual mat taken apart, "sim:squat?reps=3&noise=0". Nothing is checked: what is wrong in them
/// the virtual mat says itself, when it is opened (engine/virtual_source.h). Pure functions.
namespace poise::engine {

struct VirtualDevice {
  std::string exercise;                     ///< "squat"; empty: a person who does as a programme asks
  std::map<std::string, std::string> keys;  ///< a key without "=" has an empty value

  /// The value of a key as it was written; empty: not given.
  std::string text(std::string_view key) const;
  /// The value of a key; absent: not given, or no number.
  std::optional<double> number(std::string_view key) const;
};

/// Absent: the device is none that begins with "sim:".
std::optional<VirtualDevice> virtual_device(std::string_view device);

/// The words again, keys by their names.
std::string to_string(const VirtualDevice& device);

/// "reps=3&noise=0"; empty without keys.
std::string keys_of(const VirtualDevice& device);

}  // namespace poise::engine
