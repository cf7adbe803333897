#include "base/latest.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace poise {
namespace {

TEST(Latest, HoldsAnEmptyValueBeforeTheFirst) {
  const Latest<std::vector<int>> latest;
  ASSERT_NE(latest.read(), nullptr);
  EXPECT_TRUE(latest.read()->empty());
}

TEST(Latest, GivesTheNewestValue) {
  Latest<int> latest;
  latest.publish(1);
  latest.publish(2);
  EXPECT_EQ(*latest.read(), 2);
}

TEST(Latest, AReaderKeepsWhatItGot) {
  Latest<int> latest;
  latest.publish(1);
  const auto kept = latest.read();
  latest.publish(2);
  EXPECT_EQ(*kept, 1);
}

TEST(Latest, AReaderNeverSeesHalfAValueNorAnOlderOne) {
  constexpr int kValues = 5'000;
  Latest<std::vector<int>> latest;
  std::jthread writer([&] {
    for (int i = 1; i <= kValues; ++i) latest.publish(std::vector<int>(16, i));
  });
  int newest = 0;
  while (newest < kValues) {
    const auto value = latest.read();
    if (value->empty()) continue;
    ASSERT_GE(value->front(), newest);
    for (const int element : *value) ASSERT_EQ(element, value->front());
    newest = value->front();
  }
}

}  // namespace
}  // namespace poise
