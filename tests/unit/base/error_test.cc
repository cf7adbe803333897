#include "base/error.h"

#include <gtest/gtest.h>

namespace poise {
namespace {

TEST(Error, IsOneLineWithThePlaceInFront) {
  EXPECT_EQ(to_line({ErrorCode::not_found, "no such port", "/dev/ttyX"}), "/dev/ttyX: no such port");
  EXPECT_EQ(to_line({ErrorCode::not_found, "no mat was found", ""}), "no mat was found");
}

TEST(Error, TravelsInsteadOfAValue) {
  const Expected<int> failed = fail(ErrorCode::busy, "in use", "port");
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, ErrorCode::busy);
  EXPECT_EQ(failed.error().where, "port");
}

}  // namespace
}  // namespace poise
