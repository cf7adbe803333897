#include "acquire/serial_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <mutex>

#include "acquire/remembered_mat.h"
#include "fake_mat.h"

namespace poise::acquire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A link to a mat in a time of its own, which only reads move on.
class FakeLink : public ByteLink {
 public:
  explicit FakeLink(FakeMat& mat) : mat_(mat) {}
  Expected<ByteChunk> read(std::chrono::milliseconds timeout, std::stop_token) override {
    auto bytes = mat_.take();
    if (bytes.empty()) now_us_ += timeout.count() * 1000;
    return ByteChunk{now_us_, std::move(bytes)};
  }
  Expected<void> write(std::span<const std::uint8_t> bytes) override {
    mat_.receive(bytes);
    return {};
  }

 private:
  FakeMat& mat_;
  std::int64_t now_us_ = 0;
};

/// The ports of a machine, with a mat (perhaps a mute one) on each.
struct Machine {
  std::vector<PortInfo> ports;
  std::map<std::string, std::unique_ptr<FakeMat>> mats;
  std::map<std::string, Error> errors;
  std::mutex mutex;
  std::vector<std::string> opened;
  std::filesystem::path remembered =
      std::filesystem::temp_directory_path() / ("poise_remembered_" + std::to_string(getpid()));

  Machine() { std::filesystem::remove(remembered); }
  ~Machine() { std::filesystem::remove(remembered); }

  FakeMat& add(const std::string& name, std::uint16_t vid, std::uint16_t pid, std::uint8_t id = 1,
               const std::string& usb_serial = {}) {
    PortInfo port;
    port.name = name;
    port.vid = vid;
    port.pid = pid;
    port.usb_serial = usb_serial;
    recognise(port);
    ports.push_back(port);
    mats[name] = std::make_unique<FakeMat>();
    mats[name]->hello.unique_id[0] = id;
    return *mats[name];
  }
  FakeMat& add_mega(const std::string& name, std::uint8_t id, const std::string& usb_serial = {}) {
    return add(name, 0x2341, 0x0042, id, usb_serial);
  }
  void unplug(const std::string& name) {
    std::erase_if(ports, [&](const PortInfo& port) { return port.name == name; });
    mats.erase(name);
  }

  SerialOptions options(bool probe_all = false) {
    SerialOptions options;
    options.remembered_mat = remembered;
    options.probe_all = probe_all;
    options.list = [this] { return ports; };
    options.open = [this](const std::string& path) -> Expected<std::unique_ptr<ByteLink>> {
      std::lock_guard lock(mutex);
      opened.push_back(path);
      if (errors.count(path)) return tl::make_unexpected(errors.at(path));
      if (!mats.count(path)) return fail(ErrorCode::not_found, "no such port", path);
      return std::make_unique<FakeLink>(*mats.at(path));
    };
    return options;
  }
};

MatIdentity identity(std::uint8_t first) {
  MatIdentity identity;
  identity.unique_id = first == 1 ? "0102030405060708" : "0202030405060708";
  return identity;
}

TEST(AutoSource, TakesTheOnlyKnownPortOnWhichAMatAnswers) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1);
  machine.add_mega("/dev/ttyACM1", 2).mute = true;
  auto source = auto_source(machine.options());
  ASSERT_TRUE(source->open({}, {}));
  EXPECT_EQ(source->name(), "/dev/ttyACM0");
}

TEST(AutoSource, LeavesPortsOfUnknownIdentityAloneUnlessAskedToProbeAll) {
  Machine machine;
  machine.add("/dev/ttyUSB0", 0x1234, 0x5678);
  auto source = auto_source(machine.options());
  auto link = source->open({}, {});
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, ErrorCode::not_found);
  EXPECT_THAT(link.error().what, HasSubstr("/dev/ttyUSB0"));
  EXPECT_TRUE(machine.opened.empty());

  EXPECT_TRUE(auto_source(machine.options(true))->open({}, {}));
}

TEST(AutoSource, SaysThatNoPortIsThere) {
  Machine machine;
  const auto link = auto_source(machine.options())->open({}, {});
  ASSERT_FALSE(link);
  EXPECT_THAT(link.error().what, HasSubstr("ports here: none"));
  EXPECT_THAT(link.error().what, HasSubstr("sim:"));
}

TEST(AutoSource, ListsSeveralMatsAndTakesNone) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1);
  machine.add_mega("/dev/ttyACM1", 2);
  const auto link = auto_source(machine.options())->open({}, {});
  ASSERT_FALSE(link);
  EXPECT_THAT(link.error().what, HasSubstr("/dev/ttyACM0 (0102030405060708)"));
  EXPECT_THAT(link.error().what, HasSubstr("/dev/ttyACM1 (0202030405060708)"));
  EXPECT_THAT(link.error().what, HasSubstr("--device"));
}

TEST(AutoSource, RefusesTwoMatsWithOneIdentity) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1);
  machine.add_mega("/dev/ttyACM1", 1);
  auto source = auto_source(machine.options());
  EXPECT_FALSE(source->open({}, {}));
  EXPECT_FALSE(source->open("0102030405060708", {}));
}

TEST(AutoSource, PrefersTheMatUsedLastAndDisturbsNoOther) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1, "A");
  machine.add_mega("/dev/ttyACM1", 2, "B");
  {
    auto used = serial_source("/dev/ttyACM1", machine.options());
    ASSERT_TRUE(used->open({}, {}));
    used->accepted(identity(2));
  }
  machine.opened.clear();
  auto source = auto_source(machine.options());
  ASSERT_TRUE(source->open({}, {}));
  EXPECT_EQ(source->name(), "/dev/ttyACM1");
  EXPECT_THAT(machine.opened, ElementsAre("/dev/ttyACM1"));
}

TEST(AutoSource, FindsTheMatUsedLastUnderAnotherPortName) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1, "A");
  machine.add_mega("/dev/ttyACM5", 2, "B");
  save_remembered(machine.remembered, {"0202030405060708", "/dev/ttyACM1", "2341:0042:B"});
  auto source = auto_source(machine.options());
  ASSERT_TRUE(source->open({}, {}));
  EXPECT_EQ(source->name(), "/dev/ttyACM5");
  EXPECT_THAT(machine.opened, ElementsAre("/dev/ttyACM5"));
}

TEST(AutoSource, TakesAnotherMatWhenTheOneUsedLastIsNotThere) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1);
  save_remembered(machine.remembered, {"0202030405060708", "/dev/ttyACM1", "2341:0042:"});
  EXPECT_TRUE(auto_source(machine.options())->open({}, {}));
}

TEST(AutoSource, LooksForTheSameMatAfterALoss) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1, "A");
  auto source = auto_source(machine.options());
  ASSERT_TRUE(source->open({}, {}));
  source->accepted(identity(1));

  machine.unplug("/dev/ttyACM0");
  machine.add_mega("/dev/ttyACM1", 2, "B");
  auto other = source->open("0102030405060708", {});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::wrong_identity);
  const auto disturbed = machine.opened.size();
  EXPECT_FALSE(source->open("0102030405060708", {}));
  EXPECT_EQ(machine.opened.size(), disturbed);  // left in peace

  machine.add_mega("/dev/ttyACM2", 1, "A");
  ASSERT_TRUE(source->open("0102030405060708", {}));
  EXPECT_EQ(source->name(), "/dev/ttyACM2");
}

TEST(AutoSource, DoesNotResetASilentBoardAgainAndAgain) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1).mute = true;
  auto source = auto_source(machine.options());
  for (int i = 0; i < 5; ++i) {
    const auto link = source->open({}, {});
    ASSERT_FALSE(link);
    EXPECT_EQ(link.error().code, ErrorCode::no_answer);
  }
  EXPECT_EQ(machine.opened.size(), 1u);

  machine.unplug("/dev/ttyACM0");
  EXPECT_FALSE(source->open({}, {}));
  machine.add_mega("/dev/ttyACM0", 1);
  EXPECT_TRUE(source->open({}, {}));  // who comes back is asked again
}

TEST(AutoSource, TriesAPortInUseAgainAtOnce) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1);
  machine.errors["/dev/ttyACM0"] = {ErrorCode::busy, "in use", "/dev/ttyACM0"};
  auto source = auto_source(machine.options());
  EXPECT_EQ(source->open({}, {}).error().code, ErrorCode::busy);
  machine.errors.clear();
  EXPECT_TRUE(source->open({}, {}));
}

TEST(AutoSource, GivesTheMostTellingReasonOfSeveral) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1).mute = true;
  machine.add_mega("/dev/ttyACM1", 2).hello.protocol_major = 2;
  EXPECT_EQ(auto_source(machine.options())->open({}, {}).error().code, ErrorCode::wrong_version);
}

TEST(SerialSource, FindsItsMatWhenThePortGetsAnotherName) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1, "A");
  auto source = serial_source("/dev/ttyACM0", machine.options());
  ASSERT_TRUE(source->open({}, {}));
  source->accepted(identity(1));

  machine.unplug("/dev/ttyACM0");
  machine.add_mega("/dev/ttyACM4", 3, "C");
  EXPECT_FALSE(source->open("0102030405060708", {}));
  machine.add_mega("/dev/ttyACM1", 1, "A");
  ASSERT_TRUE(source->open("0102030405060708", {}));
  EXPECT_EQ(source->name(), "/dev/ttyACM1");
  EXPECT_THAT(machine.opened, ::testing::Not(::testing::Contains("/dev/ttyACM4")));
}

TEST(SerialSource, DoesNotRememberAPseudoTerminal) {
  Machine machine;
  machine.mats["/dev/pts/7"] = std::make_unique<FakeMat>();
  auto source = serial_source("/dev/pts/7", machine.options());
  ASSERT_TRUE(source->open({}, {}));
  source->accepted(identity(1));
  EXPECT_FALSE(load_remembered(machine.remembered));
}

TEST(RememberedMat, IsWrittenAndReadBack) {
  Machine machine;
  save_remembered(machine.remembered, {"0102030405060708", "/dev/ttyACM0", "2341:0042:S"});
  const auto mat = load_remembered(machine.remembered);
  ASSERT_TRUE(mat);
  EXPECT_EQ(mat->unique_id, "0102030405060708");
  EXPECT_EQ(mat->port, "/dev/ttyACM0");
  EXPECT_EQ(mat->usb, "2341:0042:S");
}

TEST(RememberedMat, IsNothingWhenTheFileIsDamagedOrCannotBeWritten) {
  Machine machine;
  EXPECT_FALSE(load_remembered(machine.remembered));
  std::ofstream(machine.remembered) << "garbage\nport=\n\0\xFF";
  EXPECT_FALSE(load_remembered(machine.remembered));
  save_remembered("/proc/nowhere/file", {"1", "2", "3"});  // does nothing, says nothing
}

TEST(ProbePorts, TellsWhoIsOnEachPort) {
  Machine machine;
  machine.add_mega("/dev/ttyACM0", 1);
  machine.add_mega("/dev/ttyACM1", 2).mute = true;
  machine.add_mega("/dev/ttyACM2", 3).hello.protocol_major = 9;
  machine.add_mega("/dev/ttyACM3", 4);
  machine.errors["/dev/ttyACM3"] = {ErrorCode::busy, "in use", ""};
  const OpenPort open = machine.options().open;
  const auto probed = probe_ports(machine.ports, open, {});
  ASSERT_EQ(probed.size(), 4u);
  ASSERT_TRUE(probed[0].identity);
  EXPECT_EQ(probed[0].identity->firmware_major, 1);
  EXPECT_TRUE(probed[0].link);
  EXPECT_EQ(probed[1].error->code, ErrorCode::no_answer);
  EXPECT_EQ(probed[2].error->code, ErrorCode::wrong_version);
  EXPECT_EQ(probed[3].error->code, ErrorCode::busy);
}

}  // namespace
}  // namespace poise::acquire
