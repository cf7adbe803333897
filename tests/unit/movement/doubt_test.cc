#include "movement/doubt.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

namespace poise::movement {
namespace {

constexpr double kRate_hz = 80;

std::vector<double> white_noise(double sd, std::size_t count, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, sd);
  std::vector<double> values(count);
  for (double& value : values) value = noise(random);
  return values;
}

/// A wander of that band and SD 1: waves of equal power, as the virtual person has it but drawn anew.
std::vector<double> wander(const WanderBand& band, std::size_t count, unsigned seed, double rate_hz = kRate_hz) {
  constexpr int kWaves = 40;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> turn(0, 2 * M_PI), jitter(0, 1);
  const auto frequencies = frequencies_hz(band, kWaves + 1);
  std::vector<double> values(count);
  for (std::size_t wave = 0; wave < kWaves; ++wave) {
    const double phase = turn(random);
    const double f_hz = frequencies[wave] * std::pow(frequencies[wave + 1] / frequencies[wave], jitter(random));
    for (std::size_t i = 0; i < count; ++i)
      values[i] += std::sqrt(2.0 / kWaves) * std::sin(phase + 2 * M_PI * f_hz * static_cast<double>(i) / rate_hz);
  }
  return values;
}

TEST(FrequenciesOfABand, PartItsPowerEqually) {
  const auto frequencies = frequencies_hz(kShareWander, 1000);
  EXPECT_NEAR(frequencies[499], 0.12, 0.001);
  EXPECT_NEAR(frequencies[949], 0.55, 0.005);
  EXPECT_GT(frequencies.front(), 0.01);
  EXPECT_LT(frequencies.back(), 1.2);
}

TEST(WhiteDensity, IsTheVarianceOverHalfTheRate) {
  EXPECT_NEAR(*white_density(white_noise(2, 20'000), kRate_hz), 4 / (kRate_hz / 2), 0.008);
}

TEST(WhiteDensity, IsNotFooledByTremblingMovementAndSteps) {
  auto raw = white_noise(0.1, 8000);
  const auto trembling = wander(kTotalTremble, raw.size(), 2);
  for (std::size_t i = 0; i < raw.size(); ++i)
    raw[i] += trembling[i] + 50 * std::sin(2 * M_PI * 0.5 * static_cast<double>(i) / kRate_hz) + (i < 4000 ? 0 : 300);
  EXPECT_NEAR(*white_density(raw, kRate_hz), 0.01 / 40, 0.01 / 40 * 0.15);
}

TEST(WhiteDensity, SkipsHolesAndNeedsAFewSamples) {
  auto raw = white_noise(2, 20'000);
  for (std::size_t i = 0; i < raw.size(); i += 40) raw[i] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NEAR(*white_density(raw, kRate_hz), 0.1, 0.008);
  EXPECT_FALSE(white_density(white_noise(2, 24), kRate_hz));
  EXPECT_TRUE(white_density(white_noise(2, 25), kRate_hz));
}

TEST(AppendPieces, CutsAStretchEvenlyAndKeepsItsMean) {
  const std::vector<double> values = {1, 2, 3, 4, 5, 6, 7};
  std::vector<Piece> pieces;
  append_pieces(values, 10, 0.5, 1.6, pieces);
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].start_s, 10);
  EXPECT_EQ(pieces[0].end_s, pieces[1].start_s);
  EXPECT_EQ(pieces[1].end_s, 13.5);
  EXPECT_NEAR(pieces[0].mean * (pieces[0].end_s - 10) + pieces[1].mean * (13.5 - pieces[1].start_s), 4 * 3.5, 1e-12);
  append_pieces(values, 20, 0.5, 100, pieces);
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[2].mean, 4);
}

/// How often the interval around the mean of `signal(seed)` holds 0.
double covered_pct(const std::function<std::vector<double>(unsigned)>& signal, const WanderBand& band, double piece_s,
                   double white) {
  int inside = 0;
  constexpr int kTries = 400;
  for (unsigned seed = 1; seed <= kTries; ++seed) {
    const auto values = signal(seed);
    std::vector<Piece> pieces;
    append_pieces(values, 0, 1 / kRate_hz, piece_s, pieces);
    double mean = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    inside += std::abs(mean) <= mean_doubt(pieces, band, white)->doubt;
  }
  return 100.0 * inside / kTries;
}

TEST(MeanDoubt, HoldsTheMeanOfAWanderThatItSaw) {
  const double pct = covered_pct([](unsigned seed) { return wander(kShareWander, 2400, seed); }, kShareWander, 2, 0);
  EXPECT_GE(pct, 93);
  EXPECT_LE(pct, 97.5);
}

TEST(MeanDoubt, HoldsTheMeanOfWhiteNoise) {
  const double pct =
      covered_pct([](unsigned seed) { return white_noise(1, 2400, seed); }, kShareWander, 2, 1 / (kRate_hz / 2));
  EXPECT_GE(pct, 93);
  EXPECT_LE(pct, 97.5);
}

TEST(MeanDoubt, OfWhiteNoiseAloneIsItsStandardError) {
  std::vector<Piece> pieces;
  append_pieces(std::vector<double>(800, 5.0), 0, 1 / kRate_hz, 1, pieces);
  const auto found = mean_doubt(pieces, kShareWander, 1 / (kRate_hz / 2));
  EXPECT_NEAR(found->doubt, 1.96 / std::sqrt(800.0), 1e-9);
  EXPECT_EQ(found->wander_sd, 0);
}

TEST(MeanDoubt, FindsHowMuchTheWeightWanders) {
  double mean_sd = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::vector<Piece> pieces;
    append_pieces(wander(kShareWander, 9600, seed), 0, 1 / kRate_hz, 2, pieces);
    mean_sd += mean_doubt(pieces, kShareWander, 0)->wander_sd / 20;
  }
  EXPECT_NEAR(mean_sd, 1, 0.1);
}

TEST(MeanDoubt, IsAbsentWhereTheWanderCannotHaveShown) {
  std::vector<Piece> pieces;
  append_pieces(std::vector<double>{1, 2, 3, 4}, 0, 0.02, 0.04, pieces);  // 80 ms of a wander of seconds
  EXPECT_EQ(pieces.size(), 2u);
  EXPECT_FALSE(mean_doubt(pieces, kShareWander, 0));
  pieces.resize(1);
  EXPECT_FALSE(mean_doubt(pieces, kShareWander, 0));
}

TEST(SumSd, IsTheScatterOfTheSumsThatItSpeaksOf) {
  std::vector<double> weights(160);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = std::abs(static_cast<double>(i) - 79.5) - 40;
  const auto scatter_of = [&](const std::function<std::vector<double>(unsigned)>& signal) {
    double squares = 0;
    constexpr int kTries = 1000;
    for (unsigned seed = 1; seed <= kTries; ++seed) {
      double sum = 0;
      const auto values = signal(seed);
      for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * values[i];
      squares += sum * sum / kTries;
    }
    return std::sqrt(squares);
  };
  const double of_white = scatter_of([&](unsigned seed) { return white_noise(2, weights.size(), seed); });
  EXPECT_NEAR(sum_sd(weights, 1 / kRate_hz, kTotalTremble, 0, 4 / (kRate_hz / 2)), of_white, 0.08 * of_white);
  const double of_wander = scatter_of([&](unsigned seed) { return wander(kTotalTremble, weights.size(), seed); });
  EXPECT_NEAR(sum_sd(weights, 1 / kRate_hz, kTotalTremble, 1, 0), of_wander, 0.08 * of_wander);
}

TEST(SumOfPiecesSd, OfAPieceAndTheOppositeOfItsNeighbourIsLessThanOfOneFarAway) {
  const double alone = sum_of_pieces_sd(std::vector<WeightedPiece>{{0, 1, 1}}, kShareWander, 2, 0);
  EXPECT_NEAR(alone, 2, 0.2);
  EXPECT_LT(sum_of_pieces_sd(std::vector<WeightedPiece>{{0, 1, 1}, {1, 2, -1}}, kShareWander, 2, 0),
            0.75 * std::sqrt(2.0) * alone);
  EXPECT_NEAR(sum_of_pieces_sd(std::vector<WeightedPiece>{{0, 1, 1}, {100, 101, -1}}, kShareWander, 2, 0),
              std::sqrt(2.0) * alone, 0.3);
  EXPECT_NEAR(sum_of_pieces_sd(std::vector<WeightedPiece>{{0, 1, 1}, {1, 5, 2}}, kShareWander, 0, 3),
              std::sqrt(1.5 * (1 + 4.0 / 4)), 1e-12);
}

TEST(MatDoubts, AgreeWithHandComputedValues) {
  EXPECT_NEAR(drift_doubt(-3), 1.96 * std::sqrt(3.0), 1e-12);
  EXPECT_NEAR(gain_share_doubt_pct(50, 1), 1.96 * std::sqrt(2.0) / 4, 1e-12);
  EXPECT_NEAR(gain_total_doubt_n(700, 50.0, 1), 1.96 * 7 / std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(gain_total_doubt_n(700, std::nullopt, 1), 1.96 * 7, 1e-12);
  EXPECT_NEAR(combined(3, 4), 5, 1e-12);
}

}  // namespace
}  // namespace poise::movement
