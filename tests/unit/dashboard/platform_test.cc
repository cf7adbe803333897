#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "platform/feedback.h"
#include "platform/latency.h"
#include "platform/settings_file.h"
#include "temporary_folder.h"
#include "views/live_history.h"
#include "views/tempo.h"
#include "widgets/cop_trail.h"

namespace poise::dashboard {
namespace {

class ASettingsFile : public testing::Test {
 protected:
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "poise" / "dashboard.toml";
};

TEST_F(ASettingsFile, IsReadBackAsItWasWritten) {
  Remembered remembered;
  remembered.settings.scale = 1.5F;
  remembered.settings.dark = true;
  remembered.settings.units = {ForceUnit::kilogram, LengthUnit::millimetre};
  remembered.settings.target_pct = 48;
  remembered.settings.corridor_pct = 7;
  remembered.settings.metronome = Metronome::heard;
  remembered.settings.tempo = {3, 0, 1.5, 2};
  remembered.settings.rest_s = 90;
  remembered.settings.lamps = false;
  remembered.settings.store = "/somewhere/\"odd\"/p.db";
  remembered.window = WindowPlace{-10, 20, 1280, 800};
  ASSERT_TRUE(save_settings(path, remembered));
  EXPECT_EQ(load_settings(path), remembered);
}

TEST_F(ASettingsFile, ThatIsMissingOrBrokenGivesTheDefaults) {
  EXPECT_EQ(load_settings(path), Remembered{});
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << "scale = = 2";
  EXPECT_EQ(load_settings(path), Remembered{});
}

TEST_F(ASettingsFile, WithAFigureOutOfRangeKeepsTheDefaultForIt) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << "scale = 40\ncorridor_pct = 9\nrest_s = \"long\"\nmetronome = \"loud\"\ntempo_there_s = 0\n";
  const auto remembered = load_settings(path);
  EXPECT_EQ(remembered.settings.scale, 0);
  EXPECT_EQ(remembered.settings.corridor_pct, 9);
  EXPECT_EQ(remembered.settings.rest_s, 60);
  EXPECT_EQ(remembered.settings.metronome, Metronome::off);
  EXPECT_EQ(remembered.settings.tempo, Tempo{});
}

TEST(WindowPlaces, AreMovedOntoAMonitorThatIsThere) {
  const WindowPlace monitors[] = {{0, 0, 1920, 1080}, {1920, 0, 1280, 800}};
  EXPECT_EQ(clamp_to_monitors({100, 100, 800, 600}, monitors), (WindowPlace{100, 100, 800, 600}));
  EXPECT_EQ(clamp_to_monitors({3000, 500, 800, 600}, monitors), (WindowPlace{2400, 200, 800, 600}));
  EXPECT_EQ(clamp_to_monitors({9000, 9000, 800, 600}, monitors), (WindowPlace{560, 240, 800, 600}));
  EXPECT_EQ(clamp_to_monitors({0, 0, 4000, 3000}, monitors), (WindowPlace{0, 0, 1920, 1080}));
  EXPECT_EQ(clamp_to_monitors({5, 6, 70, 80}, {}), (WindowPlace{5, 6, 70, 80}));
}

TEST(LampFeedback, SendsOnlyChangesAndNotMoreThanFiveASecond) {
  LampFeedback lamps;
  const auto first = lamps.update(-1, true, 0);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->left, 255);
  EXPECT_EQ(first->right, 0);
  EXPECT_FALSE(lamps.update(-1, true, 1'000'000));
  EXPECT_TRUE(lamps.update(1, true, 1'000'001));
  EXPECT_FALSE(lamps.update(0, true, 1'100'000));
  EXPECT_TRUE(lamps.update(0, true, 1'300'000));
}

TEST(LampFeedback, GoesDarkWithoutACueOrWhenSwitchedOff) {
  LampFeedback lamps;
  EXPECT_FALSE(lamps.update(std::nullopt, true, 0));
  EXPECT_TRUE(lamps.update(0, true, 0));
  const auto dark = lamps.update(0, false, 300'000);
  ASSERT_TRUE(dark);
  EXPECT_EQ(dark->left, 0);
}

TEST(ToneFeedback, IsLowForTooMuchOnTheLeftAndSilentInTheCorridor) {
  ToneFeedback tones;
  EXPECT_FALSE(tones.corridor(0, true, 0));
  EXPECT_EQ(tones.corridor(1, true, 0), ToneFeedback::Tone::low);
  EXPECT_FALSE(tones.corridor(1, true, 500'000));
  EXPECT_EQ(tones.corridor(-1, true, 600'000), ToneFeedback::Tone::high);
  EXPECT_FALSE(tones.corridor(-1, false, 9'000'000));
}

TEST(ToneFeedback, TicksOnceForEachBeat) {
  ToneFeedback tones;
  const Tempo tempo{2, 1, 2, 1};
  int ticks = 0;
  for (int ms = 0; ms < 12'000; ms += 10) ticks += tones.tick(beat_at(tempo, ms / 1000.0)) ? 1 : 0;
  EXPECT_EQ(ticks, 8);
  EXPECT_FALSE(tones.tick(std::nullopt));
  EXPECT_TRUE(tones.tick(beat_at(tempo, 0)));
}

TEST(Tempo, GoesThereHoldsAndComesBack) {
  const Tempo tempo{2, 1, 3, 0.5};
  EXPECT_EQ(beat_at(tempo, 1).part, TempoPart::there);
  EXPECT_DOUBLE_EQ(beat_at(tempo, 1).travel, 0.5);
  EXPECT_DOUBLE_EQ(beat_at(tempo, 1.5).left_s, 0.5);
  EXPECT_EQ(beat_at(tempo, 2.25).part, TempoPart::hold);
  EXPECT_DOUBLE_EQ(beat_at(tempo, 2.25).travel, 1);
  EXPECT_EQ(beat_at(tempo, 4.5).part, TempoPart::back);
  EXPECT_DOUBLE_EQ(beat_at(tempo, 4.5).travel, 0.5);
  EXPECT_EQ(beat_at(tempo, 6.25).part, TempoPart::pause);
  EXPECT_DOUBLE_EQ(beat_at(tempo, 6.25).travel, 0);
  EXPECT_EQ(beat_at(tempo, 6.5).part, TempoPart::there);
  EXPECT_EQ(beat_at(tempo, 6.5).number, 4);
  EXPECT_NEAR(cycle_of(tempo, beat_at(tempo, 6.5 * 7 + 4.5)), 4.5 / 6.5, 1e-9);
}

TEST(Tempo, LeavesOutPartsWithoutLength) {
  const Tempo tempo{2, 0, 2, 0};
  EXPECT_EQ(beat_at(tempo, 2).part, TempoPart::back);
  EXPECT_EQ(beat_at(tempo, 2).number, 1);
  EXPECT_EQ(beat_at(tempo, 4).part, TempoPart::there);
  EXPECT_EQ(beat_at(tempo, 4).number, 2);
  EXPECT_EQ(beat_at({0, 0, 0, 0}, 5).number, 0);
}

TEST(Latency, TellsMeanMostAndNinetyNineOfAHundred) {
  Latency latency;
  for (int i = 0; i < 99; ++i) latency.add(10'200);
  latency.add(80'000);
  EXPECT_NEAR(latency.mean_ms(), 10.898, 1e-3);
  EXPECT_EQ(latency.most_ms(), 80);
  EXPECT_EQ(latency.ms_of_99_pct(), 10.5);
  latency.add(700'000);
  EXPECT_EQ(latency.most_ms(), 700);
}

TEST(CopTrail, HasTheEllipseOfAKnownSpread) {
  CopTrail trail;
  // Two sines in quadrature: variances A^2/2 and B^2/2, no covariance.
  for (int i = 0; i < 2400; ++i) {
    const double t = i / 80.0;
    trail.add(t, 10 * std::sin(2 * 3.14159265 * t), 4 * std::cos(2 * 3.14159265 * t));
  }
  const auto ellipse = ellipse_of(trail, 0);
  ASSERT_TRUE(ellipse);
  EXPECT_NEAR(ellipse->area_mm2, 3.14159265 * 5.991 * 10 * 4 / 2, 4);
  EXPECT_NEAR(ellipse->angle_rad, 0, 0.02);
  EXPECT_LE(trail.dots().size(), static_cast<std::size_t>(CopTrail::kKept_s / CopTrail::kSlot_s) + 1);
}

TEST(LiveHistory, StaysTheSameSizeOverADayOfEightHours) {
  LiveHistory history;
  engine::PlotPoint point;
  point.left_n = point.right_n = 350;
  point.total_n = 700;
  point.cop = point.left_cop = point.right_cop = {1, 1};
  std::size_t after_a_minute = 0;
  for (int i = 0; i < 8 * 3600 * 80; ++i) {
    point.time_s = i / 80.0;
    history.add(point);
    if (i == 70 * 80) after_a_minute = history.strip.slots().size() + history.cop.dots().size();
  }
  EXPECT_LE(history.strip.slots().size() + history.cop.dots().size(), after_a_minute + 2);
}

TEST(CopTrail, TheWobbleIsTheMeanSidewaysSpeed) {
  CopTrail trail;
  for (int i = 0; i < 800; ++i) trail.add(i / 80.0, std::fmod(i / 80.0, 2) < 1 ? 0.0 : 10.0, 0);
  const auto wobble = wobble_of(trail, 4);
  ASSERT_TRUE(wobble);
  EXPECT_NEAR(wobble->speed_mm_s, 10, 2.6);  // four steps of 10 mm in 4 s, or three where one is at the edge
  EXPECT_EQ(wobble->least_mm, 0);
  EXPECT_EQ(wobble->most_mm, 10);
  for (int i = 0; i < 80; ++i) trail.add(10 + i / 80.0, std::nan(""), std::nan(""));
  EXPECT_FALSE(wobble_of(trail, 4));
}

}  // namespace
}  // namespace poise::dashboard
