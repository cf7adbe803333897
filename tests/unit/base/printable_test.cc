#include "base/printable.h"

#include <gtest/gtest.h>

namespace poise {
namespace {

TEST(Printable, LeavesWhatPeopleWrite) {
  for (const char* text : {"", "left knee, 3 of 10", "Grüße – 左脚 ‰ 😀", "two\nlines\tand a tab"}) EXPECT_EQ(printable(text), text);
}

TEST(Printable, TakesTheTeethOutOfTerminalSequences) {
  EXPECT_EQ(printable("\x1b[2Jgone\x07"), "?[2Jgone?");
  EXPECT_EQ(printable("\x1b]0;title\x1b\\"), "?]0;title?\\");
  EXPECT_EQ(printable("over\rwritten"), "over?written");
  EXPECT_EQ(printable("\xc2\x9b" "31m red"), "?31m red") << "CSI as one character of C1";
  EXPECT_EQ(printable(std::string("a\0b\x7f", 4)), "a?b?");
}

TEST(Printable, DoesNotLetTextTurnTheDirectionOfALine) {
  EXPECT_EQ(printable("safe\u202egpj.exe"), "safe?gpj.exe");
  EXPECT_EQ(printable("\u2066x\u2069"), "?x?");
}

TEST(Printable, PutsAQuestionMarkForEachByteThatIsNoUtf8) {
  EXPECT_EQ(printable("\xff"), "?");
  EXPECT_EQ(printable("caf\xe9"), "caf?") << "Latin-1";
  EXPECT_EQ(printable("\xc0\xaf"), "??") << "an overlong slash";
  EXPECT_EQ(printable("\xed\xa0\x80"), "???") << "half a surrogate pair";
  EXPECT_EQ(printable("\xe2\x82"), "??") << "cut off";
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "????") << "beyond the last character";
}

TEST(OneLine, HasNoLineEndsAndIsNeverLong) {
  EXPECT_EQ(one_line("a\nb\tc"), "a b c");
  EXPECT_EQ(one_line("12345", 5), "12345");
  EXPECT_EQ(one_line("123456", 5), "12345…");
  EXPECT_EQ(one_line("1234ä", 5), "1234…") << "no half character at the cut";
}

}  // namespace
}  // namespace poise
