#include "virtual-mat/serve.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "host.h"

namespace poise::virtual_mat {
namespace {

using namespace std::chrono_literals;

/// A directory of its own for each test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "poise-pty-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// The far side of a pseudo-terminal, opened as a program would open a serial port.
class FarSide {
 public:
  explicit FarSide(const std::string& name) : file_(::open(name.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK)) {}
  ~FarSide() { ::close(file_); }
  bool is_open() const { return file_ >= 0; }
  void send(const std::vector<std::uint8_t>& bytes) {
    EXPECT_EQ(::write(file_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  /// Appends what is there; false when the port is gone.
  bool read(std::vector<std::uint8_t>& into, std::chrono::milliseconds at_most) {
    pollfd poll_for{file_, POLLIN, 0};
    if (::poll(&poll_for, 1, static_cast<int>(at_most.count())) <= 0) return true;
    std::uint8_t buffer[4096];
    const ssize_t got = ::read(file_, buffer, sizeof buffer);
    if (got > 0) into.insert(into.end(), buffer, buffer + got);
    return got > 0;
  }

 private:
  int file_;
};

std::vector<std::uint8_t> bytes(std::size_t count) { return std::vector<std::uint8_t>(count, 0x55); }

TEST(PtyPort, CarriesBytesBothWaysUnchanged) {
  PtyPort port;
  ASSERT_TRUE(port.plug_in());
  FarSide far(port.name());
  std::vector<std::uint8_t> all(256), got;
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
  port.write(all);
  while (got.size() < all.size() && far.read(got, 1000ms)) {
  }
  EXPECT_EQ(got, all);
  got.clear();
  far.send(all);
  port.wait(1s);
  port.read(got);
  EXPECT_EQ(got, all);
}

TEST(PtyPort, DropsWhatNobodyHasOpenedItFor) {
  PtyPort port;
  ASSERT_TRUE(port.plug_in());
  EXPECT_FALSE(port.is_open());
  port.write(bytes(100));
  EXPECT_EQ(port.dropped_bytes(), 100u);
  {
    FarSide far(port.name());
    EXPECT_TRUE(port.is_open());
    port.write(bytes(50));
  }
  EXPECT_FALSE(port.is_open());
  port.write(bytes(7));
  EXPECT_EQ(port.dropped_bytes(), 107u);
  FarSide again(port.name());
  port.write({});
  std::vector<std::uint8_t> got;
  again.read(got, 20ms);
  EXPECT_TRUE(got.empty()) << "left over from the one before: " << got.size();
}

TEST(PtyPort, BoundsItsBacklogAndDropsWholeWrites) {
  PtyPort port;
  ASSERT_TRUE(port.plug_in());
  FarSide far(port.name());
  for (int i = 0; i < 2000; ++i) port.write(bytes(100));
  EXPECT_LE(port.backlog_bytes(), PtyPort::kBacklogBytes);
  EXPECT_GT(port.dropped_bytes(), 0u);
  EXPECT_EQ(port.dropped_bytes() % 100, 0u);
  std::vector<std::uint8_t> got, ignored;
  while (got.size() + port.dropped_bytes() < 200'000 && far.read(got, 100ms)) port.read(ignored);
  EXPECT_EQ(got.size() + port.dropped_bytes(), 200'000u);
}

TEST(PtyPort, KeepsALinkAndRemovesIt) {
  Folder folder;
  const std::string link = folder / "mat";
  PtyPort port(link);
  ASSERT_TRUE(port.plug_in());
  EXPECT_EQ(std::filesystem::read_symlink(link), port.name());
  EXPECT_TRUE(FarSide(link).is_open());
  port.unplug();
  EXPECT_FALSE(std::filesystem::is_symlink(link));
}

TEST(PtyPort, ReplacesALinkLeftOverButNothingElse) {
  Folder folder;
  std::filesystem::create_symlink(folder / "nowhere", folder / "dangling");
  EXPECT_TRUE(PtyPort(folder / "dangling").plug_in());
  std::filesystem::create_symlink("/dev/pts/987654", folder / "stale");
  EXPECT_TRUE(PtyPort(folder / "stale").plug_in());
  std::ofstream(folder / "file") << "precious";
  const auto refused = PtyPort(folder / "file").plug_in();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("something else"), std::string::npos);
  EXPECT_TRUE(std::filesystem::is_regular_file(folder / "file"));
  EXPECT_FALSE(PtyPort(folder / "no/such/folder").plug_in());
}

/// Reads until there are so many samples, or the port is gone, or 5 s have passed.
Heard read_samples(FarSide& far, std::size_t wanted, bool& gone) {
  std::vector<std::uint8_t> wire;
  Heard heard;
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  while (heard.samples.size() < wanted && !gone && std::chrono::steady_clock::now() < deadline) {
    gone = !far.read(wire, 100ms);
    heard = decode(wire);
  }
  return heard;
}

TEST(Serve, StreamsThroughThePortAndUnplugsIt) {
  Folder folder;
  const std::string link = folder / "mat";
  VirtualMat mat(scenario("sim:squat?speed=50&drop_at_s=10&return_after_s=20"));
  PtyPort port(link);
  std::atomic<bool> stop = false;
  std::atomic<int> plugged = 0;
  std::jthread server([&] { EXPECT_TRUE(serve(mat, port, stop, [&](const std::string&) { ++plugged; })); });
  const auto open = [&](int times) {
    while (plugged < times) std::this_thread::sleep_for(1ms);
    return FarSide(link);
  };
  {
    FarSide far = open(1);
    far.send(command(POISE_START));
    bool gone = false;
    const Heard heard = read_samples(far, 100'000, gone);
    EXPECT_TRUE(gone);
    EXPECT_EQ(heard.damaged, 0);
    EXPECT_GT(heard.samples.size(), 700u);  // 10 s at 80 a second, some of the last lost with the port
  }
  {
    FarSide far = open(2);
    far.send(command(POISE_START));
    bool gone = false;
    EXPECT_EQ(read_samples(far, 100, gone).sample_seqs.at(0), 0);
    EXPECT_FALSE(gone);
  }
  stop = true;
}

TEST(Serve, WithSpeedZeroLosesNothingHoweverFast) {
  VirtualMat mat(scenario("sim:squat?speed=0"));
  PtyPort port;
  std::atomic<bool> stop = false, ready = false;
  std::jthread server(
      [&] { EXPECT_TRUE(serve(mat, port, stop, [&](const std::string&) { ready = true; })); });
  while (!ready) std::this_thread::sleep_for(1ms);
  FarSide far(port.name());
  far.send(command(POISE_START));
  std::this_thread::sleep_for(200ms);  // not reading: the mat must wait for us
  bool gone = false;
  const Heard heard = read_samples(far, 5000, gone);
  stop = true;
  ASSERT_GE(heard.samples.size(), 5000u);
  for (std::size_t i = 0; i < heard.samples.size(); ++i) ASSERT_EQ(heard.sample_seqs[i], i);
}

}  // namespace
}  // namespace poise::virtual_mat
