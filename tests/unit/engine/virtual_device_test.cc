#include "engine/virtual_device.h"

#include <gtest/gtest.h>

namespace poise::engine {
namespace {

TEST(VirtualDevice, IsTakenApartAndPutTogetherAgain) {
  const auto device = virtual_device("sim:squat?reps=3&noise=0");
  ASSERT_TRUE(device);
  EXPECT_EQ(device->exercise, "squat");
  EXPECT_EQ(device->text("noise"), "0");
  EXPECT_EQ(device->text("side"), "");
  EXPECT_EQ(keys_of(*device), "noise=0&reps=3");
  EXPECT_EQ(to_string(*device), "sim:squat?noise=0&reps=3");
  EXPECT_EQ(to_string(*virtual_device("sim:bridge")), "sim:bridge");
  EXPECT_EQ(to_string(*virtual_device("sim:?")), "sim:");
}

TEST(VirtualDevice, IsNoOtherDevice) {
  for (const char* device : {"auto", "/dev/ttyACM0", "replay:last", "SIM:squat", ""}) EXPECT_FALSE(virtual_device(device)) << device;
}

TEST(VirtualDevice, HasANumberWhereItIsOne) {
  const auto device = virtual_device("sim:?body_kg=80.5&speed=fast&seed=&reps=3x&loud");
  EXPECT_EQ(device->number("body_kg"), 80.5);
  for (const char* key : {"speed", "seed", "reps", "loud", "hold_s"}) EXPECT_EQ(device->number(key), std::nullopt) << key;
}

}  // namespace
}  // namespace poise::engine
