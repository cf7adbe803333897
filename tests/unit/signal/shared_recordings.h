#pragma once

#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "test_paths.h"

namespace poise::signal::testing {

using Columns = std::map<std::string, std::vector<double>>;

inline std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',')
      cells.emplace_back();
    else if (c != '\r')
      cells.back() += c;
  }
  return cells;
}

/// A plain CSV of numbers with one header row, from the folder of real recordings; empty when it is not
/// there.
inline Columns read_shared_recording(const std::string& name) {
  std::ifstream file(std::filesystem::path(POISE_SHARED_DATA_DIR) / name);
  std::string line;
  if (!std::getline(file, line)) return {};
  const auto names = split(line);
  Columns columns;
  while (std::getline(file, line)) {
    const auto cells = split(line);
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) {
      double value = 0;
      std::from_chars(cells[i].data(), cells[i].data() + cells[i].size(), value);
      columns[names[i]].push_back(value);
    }
  }
  return columns;
}

}  // namespace poise::signal::testing
