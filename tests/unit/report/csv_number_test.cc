#include "report/csv_number.h"

#include <gmock/gmock.h>

#include "files.h"

namespace poise::report {
namespace {

std::string number(double value, int decimals, CsvStyle style = kPlainCsv) {
  std::string line;
  append_number(line, value, decimals, style);
  return line;
}

std::string text(std::string_view value, CsvStyle style = kPlainCsv) {
  std::string line;
  append_text(line, value, style);
  return line;
}

TEST(CsvNumber, HasFixedDecimals) {
  EXPECT_EQ(number(1.5, 4), "1.5000");
  EXPECT_EQ(number(-0.12345, 4), "-0.1235");
  EXPECT_EQ(number(1e300, 1).size(), 303U);
}

TEST(CsvNumber, IsEmptyForWhatIsMissing) {
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN(), 4), "");
  EXPECT_EQ(number(std::numeric_limits<double>::infinity(), 4), "");
}

TEST(CsvNumber, HasNoNegativeZero) {
  EXPECT_EQ(number(-0.0, 4), "0.0000");
  EXPECT_EQ(number(-0.00001, 4), "0.0000");
}

TEST(CsvNumber, HasADecimalCommaForSpreadsheetsOnly) {
  const GermanNumbers german;
  EXPECT_EQ(number(1234.5, 1), "1234.5");
  EXPECT_EQ(number(1234.5, 1, kSpreadsheetCsv), "1234,5");
}

TEST(CsvNumber, KeepsEveryMicrosecondAfterTenHours) {
  EXPECT_EQ(number(36'000'000'001 / 1e6, 6), "36000.000001");
  EXPECT_EQ(number(36'000'123'456 / 1e6, 6), "36000.123456");
}

TEST(CsvText, IsQuotedWhereItMustBe) {
  EXPECT_EQ(text("plain"), "plain");
  EXPECT_EQ(text("a,b"), "\"a,b\"");
  EXPECT_EQ(text("a,b", kSpreadsheetCsv), "a,b");
  EXPECT_EQ(text("a;b", kSpreadsheetCsv), "\"a;b\"");
  EXPECT_EQ(text("say \"ouch\"\n"), "\"say \"\"ouch\"\"\n\"");
}

TEST(CsvText, CannotBeRunByASpreadsheet) {
  EXPECT_EQ(text("=1+1"), "'=1+1");
  EXPECT_EQ(text("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(text("-2+3"), "'-2+3");
  EXPECT_EQ(text("+49 30"), "'+49 30");
  EXPECT_EQ(text("\tx"), "'\tx");
  EXPECT_EQ(text("-12.5"), "-12.5");
}

TEST(CsvText, CannotBeRunByASpreadsheetThatExpectsAnotherSeparator) {
  EXPECT_EQ(guarded("knee;=cmd|' /C calc'!A0"), "knee;'=cmd|'' /C calc'!A0");
  EXPECT_EQ(guarded("a,@x"), "a,'@x");
  EXPECT_EQ(guarded("a\t+1\n-2"), "a\t'+1\n'-2");
  EXPECT_EQ(guarded("10 - 2, -5 V"), "10 - 2, -5 V");
}

TEST(CsvText, ComesBackAsItWas) {
  for (const auto* original : {"", "x", "=1", "'=1", "'", "''", "-5", "-5 kg", "@", "it's", "a\n\nb"})
    EXPECT_EQ(unguarded(guarded(original)), original);
  // Every text of up to five of the characters that matter.
  constexpr std::string_view kLetters = "='-,\ta";
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string text = texts[i];
    ASSERT_EQ(unguarded(guarded(text)), text);
    const bool runs = !text.empty() && std::string_view("=-\t").find(text[0]) != std::string_view::npos;
    if (runs) {
      ASSERT_EQ(guarded(text)[0], '\'') << text;
    }
    for (std::size_t k = 0; text.size() < 5 && k < kLetters.size(); ++k) texts.push_back(text + kLetters[k]);
  }
}

}  // namespace
}  // namespace poise::report
