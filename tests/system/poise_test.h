#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "process.h"

namespace poise::testing {

using Json = nlohmann::ordered_json;
using Words = std::vector<std::string>;

std::string read_text(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, const std::string& text);
int lines_in(const std::string& text);

/// A CSV file by columns, as text; quoting does not occur in what is read with it.
class Table {
 public:
  explicit Table(const std::filesystem::path& path);
  std::size_t rows() const { return rows_.size(); }
  bool has(const std::string& column) const;
  /// Empty for a missing value; the test fails where there is no such column.
  std::string cell(std::size_t row, const std::string& column) const;
  double number(std::size_t row, const std::string& column) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> rows_;
};

/// Each test has a folder of its own with its own store, so that tests may run at the same time.
class PoiseTest : public ::testing::Test {
 protected:
  PoiseTest();
  ~PoiseTest() override;

  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  ProcessOptions options() const { return {folder_, {}, {}}; }
  std::unique_ptr<Process> start(Words words, ProcessOptions options) const;
  std::unique_ptr<Process> start(Words words) const { return start(std::move(words), options()); }
  Finished run(Words words) const { return start(std::move(words))->wait(); }

  /// The JSON of a command that has to succeed.
  Json json_of(Words words) const;
  /// `poise record --json` on a virtual mat as fast as possible; `more` goes behind.
  Json record(const std::string& simulation, const Words& more) const;
  /// `poise sessions --json`.
  Json sessions() const { return json_of({"sessions"}); }

 private:
  std::filesystem::path folder_;
};

/// Exit status 1 and exactly one line on standard error, in which `part` stands; nothing on standard output.
void expect_failure(const Finished& finished, const std::string& part);
/// Exit status 2 and exactly one line on standard error, in which `part` stands.
void expect_wrong_words(const Finished& finished, const std::string& part);

}  // namespace poise::testing
