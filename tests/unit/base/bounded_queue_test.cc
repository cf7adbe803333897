#include "base/bounded_queue.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace poise {
namespace {

using namespace std::chrono_literals;

TEST(BoundedQueue, HandsOnInOrder) {
  BoundedQueue<int> queue(3);
  for (const int item : {1, 2, 3}) EXPECT_TRUE(queue.try_push(item));
  for (const int item : {1, 2, 3}) EXPECT_EQ(queue.try_pop(), item);
  EXPECT_EQ(queue.try_pop(), std::nullopt);
}

TEST(BoundedQueue, CountsWhatDoesNotFit) {
  BoundedQueue<int> queue(2);
  EXPECT_TRUE(queue.try_push(1));
  EXPECT_TRUE(queue.try_push(2));
  EXPECT_FALSE(queue.try_push(3));
  EXPECT_FALSE(queue.try_push(4));
  EXPECT_EQ(queue.dropped(), 2u);
  EXPECT_EQ(queue.try_pop(), 1);
  EXPECT_TRUE(queue.try_push(5));
  EXPECT_EQ(queue.dropped(), 2u);
}

TEST(BoundedQueue, CarriesWhatCanOnlyBeMoved) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  EXPECT_TRUE(queue.try_push(std::make_unique<int>(7)));
  EXPECT_EQ(**queue.try_pop(), 7);
}

TEST(BoundedQueue, AStoppedReaderStillGetsWhatIsLeft) {
  BoundedQueue<int> queue(2);
  queue.try_push(1);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(queue.pop(stop.get_token()), 1);
  EXPECT_EQ(queue.pop(stop.get_token()), std::nullopt);
}

TEST(BoundedQueue, AStopWakesAWaitingReaderAndAWaitingWriter) {
  BoundedQueue<int> empty(1), full(1);
  full.try_push(1);
  std::optional<int> popped = 0;
  bool pushed = true;
  {
    std::jthread reader([&](std::stop_token stop) { popped = empty.pop(stop); });
    std::jthread writer([&](std::stop_token stop) { pushed = full.push(2, stop); });
  }  // both are asked to stop and joined
  EXPECT_EQ(popped, std::nullopt);
  EXPECT_FALSE(pushed);
  EXPECT_EQ(full.dropped(), 0u);
}

TEST(BoundedQueue, AWaitForAnItemComesToAnEnd) {
  BoundedQueue<int> queue(1);
  EXPECT_EQ(queue.pop_for(1ms, {}), std::nullopt);
  queue.try_push(1);
  EXPECT_EQ(queue.pop_for(1h, {}), 1);
}

TEST(BoundedQueue, LosesNothingBetweenAWriterAndAReaderThatWait) {
  constexpr int kItems = 20'000;
  BoundedQueue<int> queue(4);
  std::vector<int> received;
  std::jthread reader([&](std::stop_token stop) {
    while (const auto item = queue.pop(stop)) {
      received.push_back(*item);
      if (*item == kItems - 1) return;
    }
  });
  for (int i = 0; i < kItems; ++i) ASSERT_TRUE(queue.push(i, {}));
  reader.join();
  ASSERT_EQ(received.size(), static_cast<std::size_t>(kItems));
  for (int i = 0; i < kItems; ++i) ASSERT_EQ(received[static_cast<std::size_t>(i)], i);
}

}  // namespace
}  // namespace poise
