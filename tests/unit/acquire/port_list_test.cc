#include "acquire/port_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "acquire/serial_link.h"

namespace poise::acquire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

PortInfo port(std::uint16_t vid, std::uint16_t pid) {
  PortInfo info;
  info.name = "/dev/ttyACM0";
  info.vid = vid;
  info.pid = pid;
  recognise(info);
  return info;
}

TEST(PortList, KnowsTheBoardsOfTheReferenceMat) {
  EXPECT_TRUE(port(0x2341, 0x0042).likely_mat);
  EXPECT_TRUE(port(0x2341, 0x0010).likely_mat);
  EXPECT_TRUE(port(0x1A86, 0x7523).likely_mat);
  EXPECT_EQ(port(0x2341, 0x0042).board, "Arduino Mega 2560");
}

TEST(PortList, NamesCommonBridgesButDoesNotTakeThemForMats) {
  EXPECT_FALSE(port(0x0403, 0x6001).likely_mat);
  EXPECT_FALSE(port(0x0403, 0x6001).board.empty());
  EXPECT_FALSE(port(0x10C4, 0xEA60).likely_mat);
  EXPECT_TRUE(port(0x1234, 0x5678).board.empty());
}

TEST(PortList, KnowsWhichBoardsMayBeginInABootloader) {
  EXPECT_TRUE(port(0x2341, 0x0042).resets_when_opened);
  EXPECT_TRUE(port(0x0403, 0x6001).resets_when_opened);
  EXPECT_FALSE(port(0x1234, 0x5678).resets_when_opened);
}

TEST(PortList, ListsWithoutOpeningAnything) {
  for (const PortInfo& info : list_ports()) EXPECT_THAT(info.name, HasSubstr("/"));
}

TEST(PortList, PutsNamesAndBoardsInOneLine) {
  PortInfo plain;
  plain.name = "/dev/ttyS0";
  EXPECT_EQ(enumerate({port(0x2341, 0x0042), plain}), "/dev/ttyACM0 (Arduino Mega 2560), /dev/ttyS0");
  EXPECT_EQ(enumerate({}), "none");
}

TEST(PortTrouble, NamesTheGroupAndTheCommand) {
  const Error error = no_permission("/dev/ttyUSB0", "plugdev", true);
  EXPECT_EQ(error.code, ErrorCode::permission_denied);
  EXPECT_EQ(error.where, "/dev/ttyUSB0");
  EXPECT_THAT(error.what, HasSubstr("sudo usermod -aG plugdev $USER"));
  EXPECT_THAT(error.what, HasSubstr("log out and in"));
  EXPECT_THAT(error.what, HasSubstr("hardware/udev/70-poise.rules"));
}

TEST(PortTrouble, DoesNotSendAnybodyIntoAGroupThatMayNotEither) {
  EXPECT_THAT(no_permission("/dev/ttyUSB0", "root", true).what, Not(HasSubstr("usermod")));
  EXPECT_THAT(no_permission("/dev/ttyUSB0", "dialout", false).what, Not(HasSubstr("usermod")));
}

TEST(PortTrouble, IsOneLineForWhateverIsNotAPort) {
  const auto file = std::filesystem::temp_directory_path() / ("poise_port_" + std::to_string(getpid()));
  std::ofstream(file) << "x";
  for (const std::string& path : {std::string("/nowhere/ttyACM0"), std::string("COM3"), std::string("/tmp"),
                                  file.string(), std::string("/dev/null")}) {
    const auto link = open_serial_link(path);
    ASSERT_FALSE(link) << path;
    EXPECT_EQ(link.error().code, ErrorCode::not_found) << path;
    EXPECT_EQ(link.error().where, path);
    EXPECT_THAT(link.error().what, Not(HasSubstr("\n")));
    EXPECT_THAT(link.error().what, HasSubstr("poise devices"));
  }
  std::filesystem::remove(file);
}

TEST(PortTrouble, NamesTheProgramThatHasAFileOpen) {
  const auto file = std::filesystem::temp_directory_path() / ("poise_held_" + std::to_string(getpid()));
  EXPECT_THAT(port_busy(file).what, HasSubstr("ModemManager"));
  std::ofstream held(file);
  const Error error = port_busy(file);
  EXPECT_EQ(error.code, ErrorCode::busy);
  EXPECT_THAT(error.what, HasSubstr("unit_acquire (process " + std::to_string(getpid()) + ")"));
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace poise::acquire
