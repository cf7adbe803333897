#include "base/toml_fields.h"

#include <gmock/gmock.h>

#include <array>

namespace poise::toml_fields {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::array<std::string_view, 4> kKnown = {"name", "placement", "least_depth_mm", "x_mm"};

std::string refusal_of(std::string_view text) {
  const auto file = parse(text, "my.toml");
  const auto checked = file ? check_keys(*file, kKnown, "my.toml") : tl::make_unexpected(file.error());
  return checked ? "(accepted)" : to_line(checked.error());
}

TEST(TomlFields, NameFileLineAndTheNearestKeyOfAMisspeltOne) {
  EXPECT_EQ(refusal_of("name = 'a'\nx_mm = 3\n"), "(accepted)");
  EXPECT_THAT(refusal_of("name = 'a'\nplacment = 'b'\n"),
              AllOf(HasSubstr("my.toml:2"), HasSubstr("`placment`"), HasSubstr("perhaps `placement` is meant")));
  EXPECT_THAT(refusal_of("least_depth = 3"), HasSubstr("perhaps `least_depth_mm` is meant"));
  EXPECT_THAT(refusal_of("colour = 3"), AllOf(HasSubstr("`colour`"), Not(HasSubstr("perhaps"))));
}

TEST(TomlFields, SayWhereAFileIsNoToml) {
  EXPECT_THAT(refusal_of("name = 'a'\nname ="), AllOf(HasSubstr("my.toml:2"), HasSubstr("not TOML")));
}

TEST(TomlFields, TakeTextsThatAreNotEmptyAndPlainNumbers) {
  const auto file = parse("a = 'x'\nb = ''\nc = 3\nd = nan\ne = 2.5\n", "my.toml");
  EXPECT_EQ(*read_text(*file, "a", "my.toml"), "x");
  EXPECT_EQ(*read_number(*file, "c", "my.toml"), 3);
  EXPECT_EQ(*read_number(*file, "e", "my.toml"), 2.5);
  EXPECT_THAT(to_line(read_text(*file, "b", "my.toml").error()), HasSubstr("my.toml:2"));
  EXPECT_FALSE(read_text(*file, "c", "my.toml"));
  EXPECT_FALSE(read_number(*file, "d", "my.toml"));
  EXPECT_FALSE(read_number(*file, "a", "my.toml"));
  EXPECT_THAT(read_text(*file, "z", "my.toml").error().what, HasSubstr("`z` is missing"));
}

TEST(TomlFields, RefuseMoreThanAnybodyWrites) {
  // A hundred thousand tables, each within the one before, exceed the stack when they are taken down.
  std::string dotted = "a = 1\nb";
  for (int i = 0; i < 100'000; ++i) dotted += ".b";
  EXPECT_THAT(refusal_of(dotted + " = 1\n"), AllOf(HasSubstr("my.toml:2"), HasSubstr("dots")));
  EXPECT_THAT(refusal_of("[" + dotted.substr(6) + "]\n"), HasSubstr("dots"));
  EXPECT_THAT(refusal_of("name = '" + std::string(300'000, 'x') + "'\n"), HasSubstr("262144"));
  EXPECT_EQ(refusal_of("name = '" + std::string(900, '.') + "'\n"), "(accepted)");
}

TEST(TomlFields, TakeLettersOfAnyScriptInTextsAndNowhereElse) {
  const auto file = parse("\xEF\xBB\xBF" "name = 'Kn\u00fc ~7E; \u5f20' # \u00e9\nplacement = \"\"\"\n\u00e9 \\u00e9\"\"\"\nlist = ['\u0410']\n", "my.toml");
  ASSERT_TRUE(file) << to_line(file.error());
  EXPECT_EQ(*read_text(*file, "name", "my.toml"), "Kn\u00fc ~7E; \u5f20");
  EXPECT_EQ(*read_text(*file, "placement", "my.toml"), "\u00e9 \u00e9");
  EXPECT_EQ((*file)["list"][0].value<std::string>(), "\u0410");
  // These take toml++ 3.1, as they are, to code that must not be reached.
  EXPECT_THAT(refusal_of("# \u00e9\n rol\u0410n = 3\n"), AllOf(HasSubstr("my.toml:2"), HasSubstr("in quotes")));
  EXPECT_THAT(refusal_of("x_mm = 1'go\xEF\xBB\xBF'\n"), AllOf(HasSubstr("my.toml:1"), HasSubstr("in quotes")));
  EXPECT_THAT(refusal_of("name = 'a'\nx_mm = = 3\n"), AllOf(HasSubstr("my.toml:2"), Not(HasSubstr("in quotes"))));
  EXPECT_THAT(refusal_of("'n\u00e4me' = 3"), HasSubstr("`n\u00e4me`"));
  EXPECT_THAT(refusal_of("name = 'a'\nplacement = 'b\xFF'\n"), AllOf(HasSubstr("my.toml:2"), HasSubstr("UTF-8")));
}

TEST(Nearest, CountsLettersChangedAddedAndLeftOut) {
  EXPECT_EQ(nearest("nme", kKnown), "name");
  EXPECT_EQ(nearest("mx_mm", kKnown), "x_mm");
  EXPECT_EQ(nearest("y_cm", kKnown), "x_mm");
  EXPECT_EQ(nearest("height", kKnown), "");
}

}  // namespace
}  // namespace poise::toml_fields
