#include "report/csv_reader.h"

#include <gmock/gmock.h>

#include <sstream>

namespace poise::report {
namespace {

using testing::ElementsAre;

using Rows = std::vector<std::vector<std::string>>;

Expected<Rows> rows_of(const std::string& text) {
  std::stringstream input(text);
  CsvReader reader(input);
  Rows rows;
  while (true) {
    const auto more = reader.next();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) return rows;
    const auto& fields = reader.split(',');
    rows.emplace_back(fields.begin(), fields.end());
  }
}

TEST(CsvReader, TakesLfCrlfAndALastLineWithoutAnEnd) {
  EXPECT_THAT(*rows_of("a,b\r\n1,2\n3,4"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2"), ElementsAre("3", "4")));
}

TEST(CsvReader, SkipsTheByteOrderMarkBlankLinesAndComments) {
  EXPECT_THAT(*rows_of("\xEF\xBB\xBF# it's 5\" long\n\n  \na\n#x\nb\n"),
              ElementsAre(ElementsAre("a"), ElementsAre("b")));
}

TEST(CsvReader, UnderstandsQuotes) {
  EXPECT_THAT(*rows_of("\"a,\nb\",\"say \"\"x\"\"\",\"\"\n1,\"2\"3,4\n"),
              ElementsAre(ElementsAre("a,\nb", "say \"x\"", ""), ElementsAre("1", "23", "4")));
}

TEST(CsvReader, KeepsEmptyCells) { EXPECT_THAT(*rows_of(",,\n"), ElementsAre(ElementsAre("", "", ""))); }

TEST(CsvReader, CountsTheLinesOfTheFile) {
  std::stringstream input("# c\na\n\"x\ny\"\nb\n");
  CsvReader reader(input);
  std::vector<std::size_t> lines;
  while (*reader.next()) lines.push_back(reader.line());
  EXPECT_THAT(lines, ElementsAre(2, 3, 5));
}

TEST(CsvReader, RefusesALineThatNeverEnds) {
  const auto rows = rows_of("a\n" + std::string(1'000'000, 'x'));
  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().what, testing::HasSubstr("line 2 is longer"));
}

TEST(CsvReader, RefusesAQuoteThatIsNeverClosed) {
  for (const std::size_t length : {3U, 1'000'000U}) {
    const auto rows = rows_of("a\n\"" + std::string(length, '\n'));
    ASSERT_FALSE(rows);
    EXPECT_THAT(rows.error().what, testing::HasSubstr("line 2: a quotation mark"));
  }
}

TEST(CsvReader, ReadsLinesAcrossItsBlocks) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + ",x\n";
  const auto rows = rows_of(text);
  ASSERT_EQ(rows->size(), 50'000U);
  for (std::size_t i = 0; i < rows->size(); ++i) ASSERT_EQ((*rows)[i][0], std::to_string(i));
}

}  // namespace
}  // namespace poise::report
