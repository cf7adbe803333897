#include "acquire/mat_conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "fake_mat.h"

namespace poise::acquire {
namespace {

using State = MatConversation::State;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;

/// A conversation and a mat with a line between them, on a time of their own. What comes from the mat arrives
/// in pieces of `piece` bytes.
struct Line {
  FakeMat mat;
  MatConversation conversation;
  std::int64_t now_us = 0;
  std::size_t piece = 7;
  std::vector<std::uint8_t> stream;

  explicit Line(std::optional<std::string> expected_id = {},
                MatConversation::Purpose purpose = MatConversation::Purpose::stream,
                std::int64_t listen_until_us = 0)
      : conversation(purpose, std::move(expected_id), 0, listen_until_us) {}

  void run_ms(int ms) {
    for (int i = 0; i < ms && !conversation.error(); ++i) {
      now_us += 1000;
      mat.receive(conversation.take_output());
      mat.run_until(now_us);
      deliver(mat.take());
    }
  }

  void deliver(const std::vector<std::uint8_t>& wire) {
    for (std::size_t begin = 0; begin < wire.size(); begin += piece) {
      const std::size_t end = std::min(wire.size(), begin + piece);
      ByteChunk chunk{now_us,
                      {wire.begin() + static_cast<std::ptrdiff_t>(begin),
                       wire.begin() + static_cast<std::ptrdiff_t>(end)}};
      conversation.receive(chunk);
      stream.insert(stream.end(), chunk.bytes.begin(), chunk.bytes.end());
    }
    conversation.advance(now_us);
  }

  int count(std::uint8_t command) const {
    return static_cast<int>(std::count(mat.commands.begin(), mat.commands.end(), command));
  }
};

std::vector<int> numbers_from(int first, std::size_t count) {
  std::vector<int> numbers(count);
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

TEST(MatConversation, GreetsChecksAndStartsAMat) {
  Line line;
  line.run_ms(1000);
  EXPECT_EQ(line.conversation.state(), State::streaming);
  EXPECT_THAT(line.mat.commands, ElementsAre(POISE_HELLO, POISE_STOP, POISE_TEST_PATTERN, POISE_START));
  ASSERT_TRUE(line.conversation.identity());
  EXPECT_EQ(line.conversation.identity()->unique_id, "0102030405060708");
  EXPECT_EQ(line.conversation.identity()->firmware_minor, 2);
  EXPECT_EQ(line.conversation.identity()->cell_count, 8);
}

TEST(MatConversation, SaysNothingToABootloaderUntilTheMatHasBooted) {
  Line line({}, MatConversation::Purpose::stream, 2'000'000);
  line.run_ms(850);
  EXPECT_TRUE(line.mat.commands.empty());
  line.mat.boot(POISE_BOOT_EXTERNAL);
  line.run_ms(3);
  EXPECT_EQ(line.count(POISE_HELLO), 1);
  line.run_ms(100);
  EXPECT_EQ(line.conversation.state(), State::streaming);
}

TEST(MatConversation, GreetsAMatThatDoesNotBootOnceItHasListenedLongEnough) {
  Line line({}, MatConversation::Purpose::stream, 2'000'000);
  line.mat.mute = true;
  line.run_ms(1999);
  EXPECT_LT(line.conversation.next_deadline_us(), 2'000'001);
  EXPECT_TRUE(line.conversation.take_output().empty());
  line.run_ms(2000);
  line.mat.mute = false;
  line.run_ms(500);
  EXPECT_EQ(line.conversation.state(), State::streaming);
}

TEST(MatConversation, HandsOnEverySampleAndNothingOfTheHandshake) {
  for (const std::size_t piece : {1, 2, 7, 36, 1000}) {
    Line line;
    line.piece = piece;
    line.run_ms(1000);
    const auto numbers = sample_numbers(line.stream);
    ASSERT_GE(numbers.size(), 75u) << piece;
    EXPECT_EQ(numbers, numbers_from(0, numbers.size())) << piece;
  }
}

TEST(MatConversation, AcceptsAMatOfOnePlate) {
  Line line;
  line.mat.hello.cell_count = 4;
  line.run_ms(100);
  EXPECT_EQ(line.conversation.state(), State::streaming);
}

TEST(MatConversation, RepeatsHelloEveryQuarterSecondWhileABoardBoots) {
  Line line;
  line.mat.mute = true;
  line.run_ms(1900);
  line.mat.mute = false;
  line.mat.boot(POISE_BOOT_EXTERNAL);
  line.run_ms(200);
  EXPECT_EQ(line.conversation.state(), State::streaming);
  EXPECT_EQ(line.count(POISE_HELLO), 1);  // it heard the eighth
}

TEST(MatConversation, SendsTwelveHellosInThreeSecondsAndGivesUp) {
  Line line;
  line.mat.mute = true;
  int hellos = 0;
  for (int ms = 0; ms < 3500; ++ms) {
    line.now_us += 1000;
    hellos += line.conversation.take_output().empty() ? 0 : 1;
    line.conversation.advance(line.now_us);
  }
  EXPECT_EQ(hellos, 12);
  ASSERT_TRUE(line.conversation.error());
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::no_answer);
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("nothing answers HELLO"));
}

TEST(MatConversation, StreamsAfterTheLossOfAnySingleReply) {
  for (int reply = 0; reply < 4; ++reply) {
    Line line;
    line.mat.lost_replies = {reply};
    line.run_ms(1000);
    EXPECT_EQ(line.conversation.state(), State::streaming) << reply;
    const auto numbers = sample_numbers(line.stream);
    ASSERT_FALSE(numbers.empty());
    EXPECT_EQ(numbers, numbers_from(0, numbers.size())) << reply;
  }
}

TEST(MatConversation, AsksForTheTestPatternAgainWhenItWasLost) {
  Line line;
  line.mat.lose_pattern_once = true;
  line.run_ms(1000);
  EXPECT_EQ(line.conversation.state(), State::streaming);
  EXPECT_EQ(line.count(POISE_TEST_PATTERN), 2);
}

TEST(MatConversation, GivesAMatUpAfterThreeRepetitionsWithoutAnAnswer) {
  Line line;
  line.mat.lost_replies = {1, 2, 3, 4};  // everything that STOP was answered with
  line.run_ms(1500);
  ASSERT_TRUE(line.conversation.error());
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::disconnected);
  EXPECT_EQ(line.count(POISE_STOP), 4);
  EXPECT_EQ(line.now_us, 1'001'000);  // greeted at once, then four times 250 ms
}

TEST(MatConversation, StopsAMatThatStillStreamsToSomebodyElse) {
  Line line;
  line.mat.streaming = true;
  line.mat.next_sample = 500;
  line.run_ms(1000);
  EXPECT_EQ(line.conversation.state(), State::streaming);
  const auto numbers = sample_numbers(line.stream);
  ASSERT_FALSE(numbers.empty());
  EXPECT_THAT(numbers, Each(Ge(500)));
}

TEST(MatConversation, RefusesAnotherMajorVersionAndSaysWhichSideToUpdate) {
  Line newer;
  newer.mat.hello.protocol_major = 2;
  newer.run_ms(100);
  ASSERT_TRUE(newer.conversation.error());
  EXPECT_EQ(newer.conversation.error()->code, ErrorCode::wrong_version);
  EXPECT_THAT(newer.conversation.error()->what, HasSubstr("protocol 2.0"));
  EXPECT_THAT(newer.conversation.error()->what, HasSubstr("speaks 1.0"));
  EXPECT_THAT(newer.conversation.error()->what, HasSubstr("update Poise"));
  EXPECT_EQ(newer.count(POISE_START), 0);

  Line older;
  older.mat.hello.protocol_major = 0;
  older.mat.hello.protocol_minor = 9;
  older.run_ms(100);
  ASSERT_TRUE(older.conversation.error());
  EXPECT_THAT(older.conversation.error()->what, HasSubstr("update the mat's firmware"));
}

TEST(MatConversation, AcceptsALargerMinorVersion) {
  Line line;
  line.mat.hello.protocol_minor = 7;
  line.run_ms(100);
  EXPECT_EQ(line.conversation.state(), State::streaming);
}

TEST(MatConversation, RefusesAWrongTestPatternAndNeverStarts) {
  Line line;
  line.mat.pattern_error = 1;
  line.run_ms(1000);
  ASSERT_TRUE(line.conversation.error());
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::wrong_identity);
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("test pattern"));
  EXPECT_EQ(line.count(POISE_START), 0);
}

TEST(MatConversation, RefusesAMatOfSevenCells) {
  Line line;
  line.mat.hello.cell_count = 7;
  line.run_ms(100);
  ASSERT_TRUE(line.conversation.error());
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::unsupported);
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("7 cells"));
}

TEST(MatConversation, RefusesAMatOfAnImpossibleRate) {
  for (const int rate_hz : {0, 4001, 65'535}) {
    Line line;
    line.mat.hello.rate_hz = static_cast<std::uint16_t>(rate_hz);
    line.run_ms(500);
    EXPECT_EQ(line.conversation.state(), State::failed);
    EXPECT_EQ(line.conversation.error()->code, ErrorCode::unsupported);
    EXPECT_THAT(line.conversation.error()->what, HasSubstr("samples a second"));
  }
}

TEST(MatConversation, GivesUpAMatThatSendsSamplesOfAnotherNumberOfCells) {
  Line line;
  line.run_ms(500);
  ASSERT_EQ(line.conversation.state(), State::streaming);
  line.mat.send_as_cells = 4;
  line.run_ms(60);
  EXPECT_EQ(line.conversation.state(), State::streaming) << "a few may be damage";
  line.run_ms(100);
  EXPECT_EQ(line.conversation.state(), State::failed);
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("8 cells and sends samples of 4"));
}

TEST(MatConversation, GivesUpAMatThatSendsFarMoreThanItSays) {
  for (const int times : {3, 100}) {
    Line line;
    line.mat.times_as_many = times;
    line.run_ms(10'000);
    EXPECT_EQ(line.conversation.state(), State::failed) << times;
    EXPECT_THAT(line.conversation.error()->what, HasSubstr("says it takes 80 samples a second and sends more"));
    EXPECT_LT(sample_numbers(line.stream).size(), 1000u) << "before it fills anything";
  }
}

TEST(MatConversation, BearsAClockThatIsOffAndALineThatHoldsBytesBack) {
  Line line;
  line.run_ms(500);
  for (int i = 0; i < 20; ++i) {
    line.now_us += 2'000'000;  // the driver had them: all at once
    line.mat.run_until(line.now_us);
    line.deliver(line.mat.take());
  }
  EXPECT_EQ(line.conversation.state(), State::streaming);
}

TEST(MatConversation, RefusesAnotherMatThanTheOneInUse) {
  Line line("ffffffffffffffff");
  line.run_ms(100);
  ASSERT_TRUE(line.conversation.error());
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::wrong_identity);
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("0102030405060708"));
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("ffffffffffffffff"));

  Line same("0102030405060708");
  same.run_ms(100);
  EXPECT_EQ(same.conversation.state(), State::streaming);
}

TEST(MatConversation, OnlyAsksForTheIdentityWhenThatIsItsPurpose) {
  Line line({}, MatConversation::Purpose::identify);
  line.run_ms(100);
  EXPECT_EQ(line.conversation.state(), State::identified);
  EXPECT_THAT(line.mat.commands, ElementsAre(POISE_HELLO));
}

TEST(MatConversation, TellsNoiseFromSilence) {
  Line line;
  line.mat.mute = true;
  std::mt19937 random(1);
  for (int i = 0; i < 100 && !line.conversation.error(); ++i) {
    std::vector<std::uint8_t> noise(30);
    for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
    line.now_us += 50'000;
    line.deliver(noise);
  }
  ASSERT_TRUE(line.conversation.error());
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::bad_data);
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("noise instead of frames"));
  EXPECT_TRUE(line.stream.empty());
}

TEST(MatConversation, TakesALineThatEchoesForNoise) {
  Line line;
  line.mat.mute = true;
  while (!line.conversation.error()) {
    line.now_us += 10'000;
    line.deliver(line.conversation.take_output());
  }
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::bad_data);
}

TEST(MatConversation, TellsAMatThatDoesNotHearUs) {
  Line line;
  line.mat.streaming = true;
  line.mat.deaf = true;
  line.run_ms(3500);
  ASSERT_TRUE(line.conversation.error());
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::no_answer);
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("does not hear us"));
}

TEST(MatConversation, SurvivesNoiseBeforeTheAnswer) {
  Line line;
  line.deliver({0x41, 0x42, 0xFF, 0x00, 0x05, 0x01});
  line.run_ms(500);
  EXPECT_EQ(line.conversation.state(), State::streaming);
}

TEST(MatConversation, IsStaleAfterASecondWithoutASampleAndFreshWithTheNext) {
  Line line;
  line.run_ms(100);
  line.mat.mute = true;
  line.run_ms(900);
  EXPECT_FALSE(line.conversation.stale());
  line.run_ms(150);
  EXPECT_TRUE(line.conversation.stale());
  EXPECT_FALSE(line.conversation.error());
  line.mat.mute = false;
  line.run_ms(50);
  EXPECT_FALSE(line.conversation.stale());
  line.run_ms(5000);
  EXPECT_EQ(line.conversation.state(), State::streaming);
}

TEST(MatConversation, GivesUpAStaleMatThatNoLongerAnswers) {
  Line line;
  line.run_ms(100);
  line.mat.mute = true;
  line.run_ms(2500);
  ASSERT_TRUE(line.conversation.error());
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::disconnected);
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("stopped answering"));
}

TEST(MatConversation, StartsAgainAMatThatAnswersButSendsNoSamples) {
  Line line;
  line.run_ms(100);
  line.mat.paused = true;
  line.run_ms(1500);
  ASSERT_TRUE(line.conversation.error());
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("stopped sending samples"));
}

TEST(MatConversation, NoticesARestartOfTheMat) {
  Line line;
  line.run_ms(100);
  line.mat.boot(POISE_BOOT_BROWN_OUT);
  line.run_ms(10);
  ASSERT_TRUE(line.conversation.error());
  EXPECT_EQ(line.conversation.error()->code, ErrorCode::disconnected);
  EXPECT_THAT(line.conversation.error()->what, HasSubstr("supply voltage dipped"));
}

TEST(MatConversation, KeepsOneCommandInFlight) {
  Line line;
  line.run_ms(100);
  const std::vector<std::uint8_t> word{'h', 'i'};
  line.conversation.send(light(10, 20), line.now_us);
  line.conversation.send(buzz(440, 200), line.now_us);
  line.conversation.send(ping(word), line.now_us);
  line.mat.receive(line.conversation.take_output());
  EXPECT_EQ(line.mat.commands.back(), POISE_LIGHT);
  line.run_ms(20);
  const auto results = line.conversation.take_results();
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].type, POISE_LIGHT);
  EXPECT_EQ(results[2].data, word);
  EXPECT_EQ(line.mat.arguments[5], (std::vector<std::uint8_t>{0xB8, 0x01, 200, 0}));  // 440 Hz, little endian
}

TEST(MatConversation, RepeatsACommandWhoseAnswerWasLost) {
  Line line;
  line.mat.lost_replies = {4, 5};
  line.run_ms(100);
  line.conversation.send(buzz(440, 200), line.now_us);
  line.run_ms(600);
  EXPECT_EQ(line.count(POISE_BUZZ), 3);
  EXPECT_EQ(line.conversation.take_results().size(), 1u);
  EXPECT_EQ(line.conversation.state(), State::streaming);
}

TEST(MatConversation, SendsOnlyTheNewestOfTheLampSettingsThatWait) {
  Line line;
  line.run_ms(100);
  for (std::uint8_t level = 0; level < 100; ++level) line.conversation.send(light(level, level), line.now_us);
  line.run_ms(20);
  EXPECT_EQ(line.count(POISE_LIGHT), 2);
  EXPECT_THAT(line.mat.arguments.back(), ElementsAre(99, 99));
}

TEST(MatConversation, DoesNotAskAMatForWhatItCannotDo) {
  Line line;
  line.mat.hello.capabilities = 0;
  line.run_ms(100);
  line.conversation.send(light(1, 2), line.now_us);
  line.conversation.send(rate(10), line.now_us);
  line.run_ms(20);
  EXPECT_EQ(line.count(POISE_LIGHT) + line.count(POISE_RATE), 0);
}

TEST(MatConversation, StopsTheMatWhenLeavingThoughACommandIsInFlight) {
  Line line;
  line.run_ms(100);
  line.conversation.send(light(1, 2), line.now_us);
  line.conversation.leave(line.now_us);
  line.mat.receive(line.conversation.take_output());
  EXPECT_EQ(line.mat.commands.back(), POISE_STOP);
}

TEST(MatConversation, HandsOnTheStatusOfARefusedCommand) {
  Line line;
  line.mat.command_status = POISE_BAD_ARGUMENT;
  line.run_ms(100);
  line.conversation.send(buzz(1, 1), line.now_us);
  line.run_ms(20);
  const auto results = line.conversation.take_results();
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].status, POISE_BAD_ARGUMENT);
}

TEST(MatConversation, KeepsGoingThroughDamagedFramesInTheStream) {
  Line line;
  line.run_ms(100);
  std::mt19937 random(2);
  for (int ms = 0; ms < 2000; ++ms) {
    line.now_us += 1000;
    line.mat.receive(line.conversation.take_output());
    line.mat.run_until(line.now_us);
    auto wire = line.mat.take();
    if (!wire.empty() && random() % 4 == 0) wire[random() % wire.size()] ^= 0x10;
    line.deliver(wire);
  }
  EXPECT_EQ(line.conversation.state(), State::streaming);
  EXPECT_THAT(sample_numbers(line.stream), Contains(-1));  // the damage is the decoder's to count
}

}  // namespace
}  // namespace poise::acquire
