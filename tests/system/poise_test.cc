#include "poise_test.h"

#include <stdlib.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>

#include "test_paths.h"

namespace poise::testing {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

int lines_in(const std::string& text) { return static_cast<int>(std::count(text.begin(), text.end(), '\n')); }

Table::Table(const fs::path& path) {
  std::istringstream file(read_text(path));
  const auto split = [](const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
    }
    return cells;
  };
  std::string line;
  if (std::getline(file, line)) names_ = split(line);
  while (std::getline(file, line)) rows_.push_back(split(line));
}

bool Table::has(const std::string& column) const {
  return std::find(names_.begin(), names_.end(), column) != names_.end();
}

std::string Table::cell(std::size_t row, const std::string& column) const {
  EXPECT_TRUE(has(column)) << column;
  const auto at = static_cast<std::size_t>(std::find(names_.begin(), names_.end(), column) - names_.begin());
  return at < rows_.at(row).size() ? rows_[row][at] : "";
}

double Table::number(std::size_t row, const std::string& column) const {
  const std::string text = cell(row, column);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  EXPECT_TRUE(error == std::errc() && end == text.data() + text.size()) << column << ": " << text;
  return value;
}

PoiseTest::PoiseTest() {
  std::string pattern = (fs::temp_directory_path() / "poise-system-XXXXXX").string();
  folder_ = mkdtemp(pattern.data());
}

PoiseTest::~PoiseTest() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::unique_ptr<Process> PoiseTest::start(Words words, ProcessOptions process_options) const {
  words.insert(words.begin(), POISE_BINARY);
  return std::make_unique<Process>(words, process_options);
}

Json PoiseTest::json_of(Words words) const {
  words.push_back("--json");
  const Finished finished = run(std::move(words));
  EXPECT_EQ(finished.status, 0) << finished.err;
  const Json json = Json::parse(finished.out, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << finished.out;
  return json;
}

Json PoiseTest::record(const std::string& simulation, const Words& more) const {
  const std::string speed = simulation.find('?') == std::string::npos ? "?speed=0" : "&speed=0";
  Words words{"record", "--device", "sim:" + simulation + speed, "--exercise",
              simulation.substr(0, simulation.find('?'))};
  words.insert(words.end(), more.begin(), more.end());
  return json_of(std::move(words));
}

void expect_failure(const Finished& finished, const std::string& part) {
  EXPECT_EQ(finished.status, 1) << finished.err;
  EXPECT_EQ(lines_in(finished.err), 1) << finished.err;
  EXPECT_THAT(finished.err, ::testing::StartsWith("poise: "));
  EXPECT_THAT(finished.err, ::testing::HasSubstr(part));
  EXPECT_EQ(finished.out, "");
}

void expect_wrong_words(const Finished& finished, const std::string& part) {
  EXPECT_EQ(finished.status, 2) << finished.err;
  EXPECT_EQ(lines_in(finished.err), 1) << finished.err;
  EXPECT_THAT(finished.err, ::testing::StartsWith("poise: "));
  EXPECT_THAT(finished.err, ::testing::HasSubstr(part));
  EXPECT_EQ(finished.out, "");
}

}  // namespace poise::testing
