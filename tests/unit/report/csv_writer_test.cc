#include "report/csv_writer.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "temporary_folder.h"
#include "files.h"

namespace poise::report {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST(WriteWholeFile, WritesToWhatIsNoPlainFileAndSaysWhenItTakesNoMore) {
  EXPECT_TRUE(write_whole_file("/dev/null", "a\n"));
  EXPECT_TRUE(fs::is_character_file("/dev/null")) << "and it is what it was";
  const auto full = write_whole_file("/dev/full", std::string(100'000, 'a'));
  ASSERT_FALSE(full);
  EXPECT_THAT(to_line(full.error()), HasSubstr("/dev/full"));
}

TEST(WriteWholeFile, LeavesALinkALinkAndAFolderAFolder) {
  const TemporaryFolder folder;
  fs::create_symlink("there.csv", folder / "link.csv");
  ASSERT_TRUE(write_whole_file(folder / "there.csv", "old"));
  ASSERT_TRUE(write_whole_file(folder / "link.csv", "new"));
  EXPECT_TRUE(fs::is_symlink(folder / "link.csv"));
  EXPECT_EQ(content_of(folder / "there.csv"), "new");
  fs::create_directory(folder / "folder");
  const auto refused = write_whole_file(folder / "folder", "x");
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_line(refused.error()), HasSubstr("there is a folder of that name"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / ""), {}), 3) << "no drafts are left";
}

}  // namespace
}  // namespace poise::report
