#include "acquire/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_mat.h"

namespace poise::acquire {
namespace {

using Kind = LinkChange::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A mat on a line that a test unplugs, in a time that runs only while somebody reads or waits.
struct World {
  FakeMat mat;
  std::int64_t now_us = 0;
  std::vector<std::pair<std::int64_t, std::function<void()>>> plan;  ///< what happens when
  std::int64_t end_us = 10'000'000;                                  ///< the test stops here
  std::stop_source stop;
  bool plugged = true;
  ErrorCode open_error = ErrorCode::not_found;
  bool exhausted = false;
  int opened = 0, wake_ups = 0;
  std::vector<std::optional<std::string>> asked_for;
  std::vector<MatIdentity> accepted;

  /// Moves time on by at most `us`, stopping where something is planned.
  void pass(std::int64_t us) {
    std::int64_t until_us = now_us + us;
    for (const auto& [at_us, what] : plan) {
      if (at_us > now_us) until_us = std::min(until_us, at_us);
    }
    now_us = until_us;
    for (auto& [at_us, what] : plan) {
      if (at_us == now_us) what();
    }
    if (now_us >= end_us) stop.request_stop();
  }
};

class WorldLink : public ByteLink {
 public:
  explicit WorldLink(World& world) : world_(world) {}
  Expected<ByteChunk> read(std::chrono::milliseconds timeout, std::stop_token stop) override {
    ++world_.wake_ups;
    const std::int64_t until_us = world_.now_us + timeout.count() * 1000;
    std::vector<std::uint8_t> bytes;
    do {  // an answer takes at least a millisecond, so that every state of the handshake lasts
      world_.pass(1000);
      world_.mat.run_until(world_.now_us);
      bytes = world_.mat.take();
    } while (bytes.empty() && world_.now_us < until_us && world_.plugged && !stop.stop_requested());
    if (!world_.plugged) return fail(ErrorCode::disconnected, "unplugged");
    return ByteChunk{world_.now_us, std::move(bytes)};
  }
  Expected<void> write(std::span<const std::uint8_t> bytes) override {
    if (!world_.plugged) return fail(ErrorCode::disconnected, "unplugged");
    world_.mat.receive(bytes);
    return {};
  }

 private:
  World& world_;
};

class WorldSource : public LinkSource {
 public:
  explicit WorldSource(World& world) : world_(world) {}
  Expected<std::unique_ptr<ByteLink>> open(const std::optional<std::string>& unique_id,
                                           std::stop_token) override {
    ++world_.opened;
    world_.asked_for.push_back(unique_id);
    if (!world_.plugged) return fail(world_.open_error, "no mat here");
    world_.mat.take();  // nobody heard it
    return std::make_unique<WorldLink>(world_);
  }
  bool wait(std::chrono::milliseconds pause, std::stop_token stop) override {
    ++world_.wake_ups;
    world_.pass(pause.count() * 1000);
    return !stop.stop_requested();
  }
  std::int64_t now_us() const override { return world_.now_us; }
  std::string name() const override { return "world"; }
  void accepted(const MatIdentity& identity) override { world_.accepted.push_back(identity); }
  bool ended() const override { return world_.exhausted; }

 private:
  World& world_;
};

struct Outcome {
  std::vector<LinkChange> changes;
  std::vector<std::uint8_t> bytes;
  std::vector<Kind> kinds() const {
    std::vector<Kind> kinds;
    for (const auto& change : changes) kinds.push_back(change.kind);
    return kinds;
  }
};

Outcome run(World& world, std::function<void(Connection&, const LinkItem&)> also = {}) {
  Outcome outcome;
  Connection* self = nullptr;
  Connection connection(std::make_unique<WorldSource>(world), [&](LinkItem&& item) {
    if (also) also(*self, item);
    if (auto* change = std::get_if<LinkChange>(&item)) outcome.changes.push_back(*change);
    if (auto* chunk = std::get_if<ByteChunk>(&item)) {
      EXPECT_FALSE(chunk->bytes.empty());
      outcome.bytes.insert(outcome.bytes.end(), chunk->bytes.begin(), chunk->bytes.end());
    }
  });
  self = &connection;
  connection.run(world.stop.get_token());
  return outcome;
}

TEST(Connection, SearchesThenStreams) {
  World world;
  world.end_us = 2'000'000;
  const Outcome result = run(world);
  EXPECT_THAT(result.kinds(), ElementsAre(Kind::searching, Kind::streaming));
  EXPECT_EQ(result.changes[1].identity->unique_id, "0102030405060708");
  EXPECT_EQ(result.changes[1].device, "world");
  EXPECT_FALSE(result.changes[0].error);
  EXPECT_GE(sample_numbers(result.bytes).size(), 150u);
  EXPECT_EQ(world.accepted.size(), 1u);
}

TEST(Connection, TellsTheMatToStopWhenItEnds) {
  World world;
  world.end_us = 1'000'000;
  run(world);
  EXPECT_EQ(world.mat.commands.back(), POISE_STOP);
  EXPECT_FALSE(world.mat.streaming);
}

TEST(Connection, TakesAMatThatLiedOnlyOnce) {
  World world;
  world.mat.times_as_many = 10;
  world.end_us = 20'000'000;
  const Outcome result = run(world);
  EXPECT_THAT(result.kinds(), ElementsAre(Kind::searching, Kind::streaming, Kind::lost, Kind::refused))
      << "and not on and off for ever";
  ASSERT_TRUE(result.changes.back().error);
  EXPECT_THAT(result.changes.back().error->what, testing::HasSubstr("more than twice as many"));
}

TEST(Connection, GoesOnWithTheSameMatAfterAnUnplug) {
  World world;
  world.plan = {{2'000'000, [&] { world.plugged = false; }}, {4'000'000, [&] {
                                                                world.plugged = true;
                                                                world.mat.boot(POISE_BOOT_POWER_ON);
                                                              }}};
  const Outcome result = run(world);
  EXPECT_THAT(result.kinds(),
              ElementsAre(Kind::searching, Kind::streaming, Kind::lost, Kind::searching, Kind::streaming));
  EXPECT_EQ(result.changes[2].error->code, ErrorCode::disconnected);
  EXPECT_EQ(result.changes[2].error->where, "world");
  EXPECT_EQ(world.asked_for.front(), std::nullopt);
  EXPECT_EQ(world.asked_for.back(), "0102030405060708");
  EXPECT_LE(result.changes[4].arrival_us, 4'300'000);  // found within the quarter second
}

TEST(Connection, GoesOnAfterAnUnplugInEveryStateOfTheConversation) {
  for (std::int64_t at_us = 1000; at_us < 30'000; at_us += 1000) {
    World world;
    world.end_us = 2'000'000;
    world.plan = {{at_us, [&] { world.plugged = false; }}, {at_us + 300'000, [&] {
                                                              world.plugged = true;
                                                              world.mat.boot(POISE_BOOT_POWER_ON);
                                                            }}};
    const Outcome result = run(world);
    EXPECT_EQ(result.changes.back().kind, Kind::streaming) << at_us;
  }
}

TEST(Connection, RefusesAnotherMatAndKeepsLookingForItsOwn) {
  World world;
  world.end_us = 20'000'000;
  world.plan = {{1'000'000, [&] { world.plugged = false; }},
                {2'000'000,
                 [&] {
                   world.plugged = true;
                   world.mat.boot(POISE_BOOT_POWER_ON);
                   world.mat.hello.unique_id[0] = 99;
                 }},
                {9'000'000, [&] { world.mat.hello.unique_id[0] = 1; }}};
  const Outcome result = run(world);
  EXPECT_THAT(result.kinds(), ElementsAre(Kind::searching, Kind::streaming, Kind::lost, Kind::searching,
                                          Kind::refused, Kind::streaming));
  EXPECT_EQ(result.changes[4].error->code, ErrorCode::wrong_identity);
}

TEST(Connection, WakesUpLessThanTenTimesASecondWhileNoPortIsThere) {
  World world;
  world.plugged = false;
  run(world);
  EXPECT_LT(world.wake_ups, 100);  // in ten seconds
  EXPECT_GE(world.opened, 35);     // and yet looks four times a second
}

TEST(Connection, WakesUpLessThanTenTimesASecondWhileNothingAnswers) {
  World world;
  world.mat.mute = true;
  run(world);
  EXPECT_LT(world.wake_ups, 100);
}

TEST(Connection, WakesUpLessThanTenTimesASecondWhileAMatIsStale) {
  World world;
  world.mat.hello.rate_hz = 80;
  world.plan = {{1'000'000, [&] { world.mat.mute = true; }}};
  world.end_us = 1'000'000;
  run(world);
  const int before = world.wake_ups;
  World longer;
  longer.plan = {{1'000'000, [&] { longer.mat.mute = true; }}};
  longer.end_us = 11'000'000;
  run(longer);
  EXPECT_LT(longer.wake_ups - before, 100);
}

TEST(Connection, ReportsEachReasonOnce) {
  World world;
  world.plugged = false;
  world.plan = {{3'000'000, [&] { world.open_error = ErrorCode::permission_denied; }}};
  const Outcome result = run(world);
  ASSERT_THAT(result.kinds(), ElementsAre(Kind::searching, Kind::searching, Kind::searching));
  EXPECT_FALSE(result.changes[0].error);
  EXPECT_EQ(result.changes[1].error->code, ErrorCode::not_found);
  EXPECT_EQ(result.changes[2].error->code, ErrorCode::permission_denied);
}

TEST(Connection, ReportsARefusedMatOnceThoughItTriesAgain) {
  World world;
  world.mat.hello.protocol_major = 3;
  const Outcome result = run(world);
  ASSERT_THAT(result.kinds(), ElementsAre(Kind::searching, Kind::refused));
  EXPECT_THAT(result.changes[1].error->what, HasSubstr("protocol 3.0"));
  EXPECT_FALSE(waiting_helps(*result.changes[1].error));
  EXPECT_GE(world.opened, 4);
  EXPECT_LE(world.opened, 6);  // each opening may reset a board
}

TEST(Connection, ReportsStalenessAndComesBack) {
  World world;
  world.plan = {{1'000'000, [&] { world.mat.mute = true; }}, {2'300'000, [&] { world.mat.mute = false; }}};
  world.end_us = 4'000'000;
  const Outcome result = run(world);
  EXPECT_THAT(result.kinds(), ElementsAre(Kind::searching, Kind::streaming, Kind::stale));
  EXPECT_NEAR(static_cast<double>(result.changes[2].arrival_us), 2e6, 20e3);
  EXPECT_GT(sample_numbers(result.bytes).size(), 200u);
}

TEST(Connection, GreetsAMatAgainThatRestartedByItself) {
  World world;
  world.plan = {{1'000'000, [&] { world.mat.boot(POISE_BOOT_WATCHDOG); }}};
  world.end_us = 3'000'000;
  const Outcome result = run(world);
  EXPECT_THAT(result.kinds(), ElementsAre(Kind::searching, Kind::streaming, Kind::lost, Kind::streaming));
}

TEST(Connection, EndsWithItsSourceWithoutCallingThatALoss) {
  World world;
  world.plan = {{1'000'000, [&] { world.plugged = false, world.exhausted = true; }}};
  const Outcome result = run(world);
  EXPECT_THAT(result.kinds(), ElementsAre(Kind::searching, Kind::streaming, Kind::ended));
  EXPECT_FALSE(world.stop.stop_requested());
}

TEST(Connection, SendsCommandsToAStreamingMat) {
  World world;
  world.end_us = 2'000'000;
  bool sent = false;
  run(world, [&](Connection& connection, const LinkItem& item) {
    if (std::holds_alternative<ByteChunk>(item) && !std::exchange(sent, true)) connection.send(light(7, 8));
  });
  EXPECT_THAT(world.mat.arguments[4], ElementsAre(7, 8));
}

TEST(Connection, KnowsWhichReasonsWaitingHelps) {
  EXPECT_TRUE(waiting_helps({ErrorCode::busy, {}, {}}));
  EXPECT_TRUE(waiting_helps({ErrorCode::disconnected, {}, {}}));
  for (const auto code : {ErrorCode::not_found, ErrorCode::permission_denied, ErrorCode::no_answer,
                          ErrorCode::bad_data, ErrorCode::wrong_version, ErrorCode::wrong_identity}) {
    EXPECT_FALSE(waiting_helps({code, {}, {}}));
  }
}

}  // namespace
}  // namespace poise::acquire
