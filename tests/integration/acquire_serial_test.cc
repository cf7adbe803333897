// The serial link over real pseudo-terminals, with the virtual mat at the other end. Real time, so the tests
// are short; what needs no terminal is tested in tests/unit/acquire.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include "acquire/connection.h"
#include "acquire/serial_source.h"
#include "base/clock.h"
#include "decode/frame_decoder.h"
#include "virtual-mat/pty_port.h"
#include "virtual-mat/serve.h"

namespace poise::acquire {
namespace {

using Kind = LinkChange::Kind;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using virtual_mat::PtyPort;
using virtual_mat::VirtualMat;

std::string link_name() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  return std::filesystem::temp_directory_path() /
         ("poise_" + std::string(test->name()) + std::to_string(getpid()));
}

/// A virtual mat on a pseudo-terminal, served by a thread of its own.
class ServedMat {
 public:
  explicit ServedMat(const std::string& scenario)
      : mat_(virtual_mat::parse_scenario(scenario).value()), port_(link_name()) {
    EXPECT_TRUE(port_.plug_in());
    thread_ = std::jthread([this] { (void)virtual_mat::serve(mat_, port_, stop_); });
  }
  ~ServedMat() { stop_ = true; }
  std::string path() const { return link_name(); }

 private:
  VirtualMat mat_;
  PtyPort port_;
  std::atomic<bool> stop_ = false;
  std::jthread thread_;
};

/// Counts what a link is asked for.
class CountingLink final : public ByteLink {
 public:
  CountingLink(std::unique_ptr<ByteLink> link, std::atomic<int>& reads)
      : link_(std::move(link)), reads_(reads) {}
  Expected<ByteChunk> read(milliseconds timeout, std::stop_token stop) override {
    ++reads_;
    return link_->read(timeout, stop);
  }
  Expected<void> write(std::span<const std::uint8_t> bytes) override { return link_->write(bytes); }

 private:
  std::unique_ptr<ByteLink> link_;
  std::atomic<int>& reads_;
};

/// A connection on a thread of its own, with what it reported.
struct Session {
  std::atomic<int> reads = 0, opens = 0;
  std::mutex mutex;
  std::vector<LinkChange> changes;
  std::vector<RawFrame> frames;
  decode::FrameDecoder decoder;
  std::unique_ptr<Connection> connection;
  std::jthread thread;

  explicit Session(const std::string& path) {
    SerialOptions options;
    options.open = [this](const std::string& name) -> Expected<std::unique_ptr<ByteLink>> {
      ++opens;
      auto link = open_serial_link(name);
      if (!link) return link;
      return std::make_unique<CountingLink>(std::move(*link), reads);
    };
    connection = std::make_unique<Connection>(serial_source(path, options), [this](LinkItem&& item) {
      std::lock_guard lock(mutex);
      if (auto* change = std::get_if<LinkChange>(&item)) {
        decoder.on_link(*change);
        changes.push_back(*change);
      }
      if (auto* chunk = std::get_if<ByteChunk>(&item)) decoder.push(*chunk, frames);
    });
    thread = std::jthread([this](std::stop_token stop) { connection->run(stop); });
  }

  /// Waits until something is so; false after five seconds.
  bool until(const std::function<bool()>& so) {
    for (int i = 0; i < 1000; ++i) {
      {
        std::lock_guard lock(mutex);
        if (so()) return true;
      }
      std::this_thread::sleep_for(milliseconds(5));
    }
    return false;
  }
  /// The newest change; only inside until().
  bool is(Kind kind) const { return !changes.empty() && changes.back().kind == kind; }
  std::vector<Kind> kinds() {
    std::lock_guard lock(mutex);
    std::vector<Kind> kinds;
    for (const LinkChange& change : changes) kinds.push_back(change.kind);
    return kinds;
  }
};

TEST(AcquireSerial, GoesOnWithTheSameMatWhenTheCableWasPulled) {
  const ServedMat mat("sim:quiet-stand?drop_at_s=0.3&return_after_s=0.5");
  Session session(mat.path());
  ASSERT_TRUE(session.until([&] { return session.is(Kind::lost); }));
  const int reads = session.reads, opens = session.opens;
  ASSERT_TRUE(session.until([&] { return session.is(Kind::streaming); }));
  EXPECT_LE(session.opens - opens, 5);   // half a second, four looks a second
  EXPECT_LE(session.reads - reads, 30);  // the handshake, and no spinning on the dead end
  ASSERT_TRUE(session.until([&] { return session.frames.size() > 40; }));
  EXPECT_THAT(session.kinds(),
              ElementsAre(Kind::searching, Kind::streaming, Kind::lost, Kind::searching, Kind::streaming));
  EXPECT_EQ(session.changes[4].identity->unique_id, session.changes[1].identity->unique_id);
  EXPECT_THAT(session.changes[2].error->what, HasSubstr("unplugged"));
}

TEST(AcquireSerial, KeepsEvenDeviceTimeThroughSixteenMillisecondBursts) {
  const ServedMat mat("sim:quiet-stand?jitter_ms=16");
  Session session(mat.path());
  ASSERT_TRUE(session.until([&] { return session.frames.size() >= 40; }));
  std::lock_guard lock(session.mutex);
  for (std::size_t i = 1; i < session.frames.size(); ++i) {
    EXPECT_EQ(session.frames[i].device_us - session.frames[i - 1].device_us, 12'500);
    EXPECT_EQ(session.frames[i].sequence - session.frames[i - 1].sequence, 1);
  }
  EXPECT_EQ(session.decoder.counters().bad_crc + session.decoder.counters().bad_cobs, 0u);
}

TEST(AcquireSerial, StopsTheMatAndReturnsAtOnceWhenStopped) {
  const ServedMat mat("sim:quiet-stand");
  Session session(mat.path());
  ASSERT_TRUE(session.until([&] { return session.frames.size() > 5; }));
  const std::int64_t before_us = SystemClock().steady_us();
  session.thread.request_stop();
  session.thread.join();
  EXPECT_LT(SystemClock().steady_us() - before_us, 1'000'000);
}

TEST(SerialLink, IsForOneProgramAloneAndSaysWhoHasIt) {
  PtyPort port(link_name());
  ASSERT_TRUE(port.plug_in());
  const auto first = open_serial_link(link_name());
  ASSERT_TRUE(first);
  const auto second = open_serial_link(port.name());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::busy);
  EXPECT_THAT(second.error().what, HasSubstr(std::to_string(getpid())));
}

TEST(SerialLink, CanBeOpenedAgainAfterItWasClosed) {
  PtyPort port;
  ASSERT_TRUE(port.plug_in());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(open_serial_link(port.name()));
}

TEST(SerialLink, CarriesEveryByteBothWays) {
  PtyPort port;
  ASSERT_TRUE(port.plug_in());
  const auto link = open_serial_link(port.name());
  ASSERT_TRUE(link);
  std::vector<std::uint8_t> all(256);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
  ASSERT_TRUE((*link)->write(all));
  std::vector<std::uint8_t> heard;
  while (heard.size() < all.size()) port.read(heard);
  EXPECT_EQ(heard, all);

  port.write(all);
  std::vector<std::uint8_t> read;
  while (read.size() < all.size()) {
    const auto chunk = (*link)->read(milliseconds(1000), {});
    ASSERT_TRUE(chunk);
    ASSERT_FALSE(chunk->bytes.empty());
    read.insert(read.end(), chunk->bytes.begin(), chunk->bytes.end());
  }
  EXPECT_EQ(read, all);
}

TEST(SerialLink, ReportsTheFarEndClosedOnceAndForAll) {
  PtyPort port;
  ASSERT_TRUE(port.plug_in());
  const auto link = open_serial_link(port.name());
  ASSERT_TRUE(link);
  EXPECT_TRUE((*link)->read(milliseconds(5), {}));  // a read is pending now
  port.unplug();
  for (int i = 0; i < 3; ++i) {
    const auto chunk = (*link)->read(milliseconds(1000), {});
    ASSERT_FALSE(chunk);
    EXPECT_EQ(chunk.error().code, ErrorCode::disconnected);
  }
  EXPECT_FALSE((*link)->write(std::vector<std::uint8_t>{1}));
}

TEST(SerialLink, SleepsOnAnIdlePort) {
  PtyPort port;
  ASSERT_TRUE(port.plug_in());
  const auto link = open_serial_link(port.name());
  ASSERT_TRUE(link);
  const std::clock_t cpu = std::clock();
  const std::int64_t before_us = SystemClock().steady_us();
  const auto chunk = (*link)->read(milliseconds(200), {});
  EXPECT_GE(SystemClock().steady_us() - before_us, 199'000);
  EXPECT_LT(std::clock() - cpu, CLOCKS_PER_SEC / 20);
  ASSERT_TRUE(chunk);
  EXPECT_TRUE(chunk->bytes.empty());
}

TEST(SerialLink, WakesFromAReadWhenStopped) {
  PtyPort port;
  ASSERT_TRUE(port.plug_in());
  const auto link = open_serial_link(port.name());
  ASSERT_TRUE(link);
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(milliseconds(30));
    stop.request_stop();
  });
  const std::int64_t before_us = SystemClock().steady_us();
  EXPECT_TRUE((*link)->read(milliseconds(20'000), stop.get_token()));
  EXPECT_LT(SystemClock().steady_us() - before_us, 5'000'000);
  EXPECT_TRUE((*link)->read(milliseconds(20'000), stop.get_token()));  // and does not begin to wait again
}

}  // namespace
}  // namespace poise::acquire
