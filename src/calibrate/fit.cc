#include "calibrate/fit.h"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <vector>

namespace poise::calibrate {
namespace {

using Eigen::Matrix4d;
using Eigen::MatrixXd;
using Eigen::Vector4d;
using Eigen::VectorXd;

constexpr double kGainPrior = 0.05, kMatrixPrior = 0.05;     // SD, of the gain and of a row's element
constexpr double kForcePart = 0.0005, kForceFloor_n = 0.02;  // SD of a mass's reading
constexpr double kPlace_mm = 1;                              // SD of where a mass stands
constexpr double kPersonPart = 0.002;                        // SD of a tenth of a second of a person's weight
constexpr double kCorrelated = 2;  // a person's trembling lasts longer than the tenth: fewer are independent
constexpr double kAbsurdGain = 0.2;
constexpr double kForceOutlier = 0.01, kCopOutlier_mm = 10, kOutlierTimes = 3;
constexpr std::size_t kFewestMarks = 5;
constexpr double kLeastReach = 0.25;

Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }

/// Rows of a weighted least-squares problem in some unknowns, each divided by its SD.
class Rows {
 public:
  explicit Rows(Eigen::Index unknowns) : unknowns_(unknowns) {}

  void add(const VectorXd& coefficients, double value, double sd) {
    rows_.push_back(coefficients / sd);
    values_.push_back(value / sd);
  }

  struct Solution {
    VectorXd values;
    MatrixXd covariance;
  };
  Solution solve() const {
    MatrixXd matrix(index(rows_.size()), unknowns_);
    VectorXd right(index(rows_.size()));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      matrix.row(index(i)) = rows_[i];
      right(index(i)) = values_[i];
    }
    return {matrix.colPivHouseholderQr().solve(right), (matrix.transpose() * matrix).inverse()};
  }

 private:
  Eigen::Index unknowns_;
  std::vector<VectorXd> rows_;
  std::vector<double> values_;
};

/// The places of a plate's cells, about their middle.
struct PlatePlaces {
  PlatePlaces(const Geometry& geometry, int plate) {
    const auto first = static_cast<std::size_t>(plate) * kCellsPerPlate;
    for (std::size_t i = 0; i < kCellsPerPlate; ++i) {
      x_mm(index(i)) = geometry.cells[first + i].x_mm;
      y_mm(index(i)) = geometry.cells[first + i].y_mm;
      counts_per_newton(index(i)) = geometry.cells[first + i].counts_per_newton;
    }
    middle = {x_mm.mean(), y_mm.mean()};
    x_mm.array() -= middle.x_mm;
    y_mm.array() -= middle.y_mm;
    half_x_mm = x_mm.cwiseAbs().mean();
    half_y_mm = y_mm.cwiseAbs().mean();
  }
  /// Counts as newtons by the nominal factors, which keeps all numbers near each other.
  Vector4d nominal_n(const CellsOfPlate& counts) const {
    return Vector4d(counts.data()).cwiseQuotient(counts_per_newton);
  }

  Vector4d x_mm, y_mm, counts_per_newton;
  Point middle;
  double half_x_mm = 0, half_y_mm = 0;
};

struct Reading {
  std::size_t mass;  ///< index among all masses
  Vector4d load_n;   ///< of the cells, nominal
  double force_n;
  std::optional<Point> at;  ///< about the plate's middle
};

std::vector<Reading> readings_of(const PlatePlaces& places, std::span<const PlacedMass> masses, int plate) {
  std::vector<Reading> readings;
  for (std::size_t i = 0; i < masses.size(); ++i) {
    if (masses[i].plate != plate) continue;
    Reading reading{i, places.nominal_n(masses[i].counts), masses[i].mass_kg * kGravity_m_s2, {}};
    if (masses[i].mark)
      reading.at =
          Point{masses[i].mark->x_mm - places.middle.x_mm, masses[i].mark->y_mm - places.middle.y_mm};
    readings.push_back(reading);
  }
  return readings;
}

double force_sd_n(double force_n) { return kForcePart * force_n + kForceFloor_n; }

/// Gains relative to the nominal ones that no cell can have.
std::optional<FitProblem> absurd(const Geometry& geometry, int plate, const Vector4d& gains) {
  for (std::size_t i = 0; i < kCellsPerPlate; ++i) {
    const double off = gains(index(i)) - 1;
    if (std::abs(off) <= kAbsurdGain) continue;
    const Cell& cell = geometry.cells[static_cast<std::size_t>(plate) * kCellsPerPlate + i];
    return FitProblem{
        fmt::format(
            "a newton on cell {} would be {:.0f} counts, where its data sheet gives {:.0f}: no cell is "
            "{:.0f} % off; look at its feet and screws, and at counts_per_newton in the geometry file",
            cell_in_words(cell), cell.counts_per_newton / gains(index(i)), cell.counts_per_newton,
            std::abs(100 * off)),
        std::nullopt};
  }
  return std::nullopt;
}

std::optional<FitProblem> too_few(const Geometry& geometry, int plate, const PlatePlaces& places,
                                  const std::vector<Reading>& readings) {
  double left = 0, right = 0, rear = 0, front = 0;
  for (const Reading& reading : readings) {
    left = std::min(left, reading.at->x_mm / places.half_x_mm);
    right = std::max(right, reading.at->x_mm / places.half_x_mm);
    rear = std::min(rear, reading.at->y_mm / places.half_y_mm);
    front = std::max(front, reading.at->y_mm / places.half_y_mm);
  }
  if (readings.size() < kFewestMarks)
    return FitProblem{
        fmt::format("there are {} marks of the {} with a mass, and a full calibration wants at least {}",
                    readings.size(), plate_in_words(geometry, plate), kFewestMarks),
        std::nullopt};
  if (std::min({-left, right, -rear, front}) >= kLeastReach) return std::nullopt;
  return FitProblem{
      fmt::format("the masses on the {} stood too near to one line or to the middle: marks on all four sides "
                  "are wanted",
                  plate_in_words(geometry, plate)),
      std::nullopt};
}

// -- full --

struct PlateFit {
  Vector4d gains;                      ///< relative to nominal: true load over nominal load
  std::array<Rows::Solution, 3> rows;  ///< of the matrix, from nominal newtons, about the plate's middle
};

Vector4d fit_gains(const PlatePlaces& places, const std::vector<Reading>& readings) {
  Rows rows(4);
  for (Eigen::Index i = 0; i < 4; ++i) rows.add(Vector4d::Unit(i), 1, kGainPrior);
  for (const Reading& reading : readings) {
    rows.add(reading.load_n, reading.force_n, force_sd_n(reading.force_n));
    const double moment_sd = reading.force_n * kPlace_mm;
    rows.add(reading.load_n.cwiseProduct(places.x_mm), reading.force_n * reading.at->x_mm, moment_sd);
    rows.add(reading.load_n.cwiseProduct(places.y_mm), reading.force_n * reading.at->y_mm, moment_sd);
  }
  return rows.solve().values;
}

PlateFit fit_plate(const PlatePlaces& places, const std::vector<Reading>& readings) {
  PlateFit fit;
  fit.gains = fit_gains(places, readings);
  const std::array<Vector4d, 3> expected{fit.gains, fit.gains.cwiseProduct(places.x_mm),
                                         fit.gains.cwiseProduct(places.y_mm)};
  const std::array<double, 3> arm{1, places.half_x_mm, places.half_y_mm};
  for (std::size_t row = 0; row < 3; ++row) {
    Rows rows(4);
    for (Eigen::Index i = 0; i < 4; ++i)
      rows.add(Vector4d::Unit(i), expected[row](i), kMatrixPrior * arm[row]);
    for (const Reading& reading : readings) {
      const double at_mm = row == 0 ? 1 : row == 1 ? reading.at->x_mm : reading.at->y_mm;
      const double sd = row == 0 ? force_sd_n(reading.force_n) : reading.force_n * kPlace_mm;
      rows.add(reading.load_n, reading.force_n * at_mm, sd);
    }
    fit.rows[row] = rows.solve();
  }
  return fit;
}

/// What the fit makes of a mass.
struct Found {
  double force_off_n;
  Point off_mm;
};

Found found(const PlateFit& fit, const Reading& reading) {
  const double force_n = fit.rows[0].values.dot(reading.load_n);
  return {force_n - reading.force_n,
          {fit.rows[1].values.dot(reading.load_n) / force_n - reading.at->x_mm,
           fit.rows[2].values.dot(reading.load_n) / force_n - reading.at->y_mm}};
}

/// The same of a fit without that mass (PRESS residuals: Allen 1974, Technometrics 16:125): a corner pulls
/// the fit towards itself, so that what it is off by shows little there.
Found found_without(const PlateFit& fit, const Reading& reading) {
  const auto free_part = [&](std::size_t row, double sd) {
    return 1 - reading.load_n.dot(fit.rows[row].covariance * reading.load_n) / (sd * sd);
  };
  const Found off = found(fit, reading);
  const double moment_sd = reading.force_n * kPlace_mm;
  return {off.force_off_n / free_part(0, force_sd_n(reading.force_n)),
          {off.off_mm.x_mm / free_part(1, moment_sd), off.off_mm.y_mm / free_part(2, moment_sd)}};
}

double distance_mm(const Point& at) { return std::hypot(at.x_mm, at.y_mm); }

/// What the masses but one are usually off from each other (median). With that one they would all seem off.
double usual_off_mm(const PlatePlaces& places, std::vector<Reading> readings, std::size_t but) {
  readings.erase(readings.begin() + static_cast<std::ptrdiff_t>(but));
  const PlateFit fit = fit_plate(places, readings);
  std::vector<double> off_mm;
  off_mm.reserve(readings.size());
  for (const Reading& reading : readings) off_mm.push_back(distance_mm(found_without(fit, reading).off_mm));
  const auto middle = off_mm.begin() + static_cast<std::ptrdiff_t>(off_mm.size() / 2);
  std::nth_element(off_mm.begin(), middle, off_mm.end());
  return *middle;
}

/// The one mass that disagrees most with the others, if it does so plainly.
std::optional<FitProblem> outlier(const Geometry& geometry, int plate, const PlatePlaces& places,
                                  const PlateFit& fit, const std::vector<Reading>& readings) {
  std::vector<double> off_mm, off_part;
  for (const Reading& reading : readings) {
    const Found off = found_without(fit, reading);
    off_mm.push_back(distance_mm(off.off_mm));
    off_part.push_back(std::abs(off.force_off_n) / reading.force_n);
  }
  const auto largest = [](const std::vector<double>& values) {
    return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
  };
  const auto problem = [&](std::size_t i, const std::string& what) {
    return FitProblem{
        fmt::format("the {:g} kg on the {}, {:+.0f} mm right and {:+.0f} mm forward of its middle, {}",
                    readings[i].force_n / kGravity_m_s2, plate_in_words(geometry, plate), readings[i].at->x_mm,
                    readings[i].at->y_mm, what),
        readings[i].mass};
  };
  const std::size_t farthest = largest(off_mm), heaviest = largest(off_part);
  if (off_mm[farthest] > kCopOutlier_mm &&
      off_mm[farthest] > kOutlierTimes * usual_off_mm(places, readings, farthest))
    return problem(farthest,
                   fmt::format("disagrees with the other masses by {:.0f} mm: put it on its mark again",
                               off_mm[farthest]));
  if (off_part[heaviest] > kForceOutlier)
    return problem(
        heaviest,
        fmt::format("reads {:.1f} % differently from the other masses: does it stand freely, and is it the "
                    "mass that was given?",
                    100 * off_part[heaviest]));
  return std::nullopt;
}

/// Fills in how far each mass is off, and the figures over all of them.
void note_residuals(Calibration& calibration) {
  double force = 0, place = 0;
  std::size_t marks = 0;
  for (const PlacedMass& mass : calibration.masses) {
    const double part = 100 * mass.force_off_n / (mass.mass_kg * kGravity_m_s2);
    force += part * part;
    calibration.force_worst_pct = std::max(calibration.force_worst_pct, std::abs(part));
    if (!mass.cop_off_mm) continue;
    const double off_mm = distance_mm(*mass.cop_off_mm);
    place += off_mm * off_mm;
    ++marks;
    calibration.cop_worst_mm = std::max(calibration.cop_worst_mm.value_or(0), off_mm);
  }
  calibration.force_rms_pct = std::sqrt(force / static_cast<double>(calibration.masses.size()));
  if (marks > 0) calibration.cop_rms_mm = std::sqrt(place / static_cast<double>(marks));
}

/// Sums of squares of what a fit leaves open, over the plates, as SD of force and place of a load like the
/// masses.
struct Doubts {
  double force = 0, place = 0;
  double force_chi = 0, place_chi = 0, freedom = 0;
  int loads = 0;
};

void note_doubts(Doubts& doubts, const PlateFit& fit, const std::vector<Reading>& readings) {
  for (const Reading& reading : readings) {
    const auto variance = [&](std::size_t row) {
      return reading.load_n.dot(fit.rows[row].covariance * reading.load_n) /
             (reading.force_n * reading.force_n);
    };
    const Found off = found(fit, reading);
    doubts.force += variance(0);
    doubts.place += variance(1) + variance(2);
    doubts.force_chi += std::pow(off.force_off_n / force_sd_n(reading.force_n), 2);
    doubts.place_chi += std::pow(distance_mm(off.off_mm) / kPlace_mm, 2) / 2;
    ++doubts.loads;
  }
  doubts.freedom += static_cast<double>(readings.size()) - 4;
}

PlateMatrix matrix_in_mat_axes(const PlatePlaces& places, const PlateFit& fit) {
  PlateMatrix matrix{};
  for (std::size_t i = 0; i < kCellsPerPlate; ++i) {
    const double per_count = 1 / places.counts_per_newton(index(i));
    const double force = fit.rows[0].values(index(i)) * per_count;
    matrix[0][i] = force;
    matrix[1][i] = fit.rows[1].values(index(i)) * per_count + places.middle.x_mm * force;
    matrix[2][i] = fit.rows[2].values(index(i)) * per_count + places.middle.y_mm * force;
  }
  return matrix;
}

void take_gains(Calibration& calibration, const PlatePlaces& places, int plate, const Vector4d& gains) {
  for (std::size_t i = 0; i < kCellsPerPlate; ++i)
    calibration.counts_per_newton[static_cast<std::size_t>(plate) * kCellsPerPlate + i] =
        places.counts_per_newton(index(i)) / gains(index(i));
}

Calibration begun(const Geometry& geometry, Method method, std::span<const PlacedMass> masses) {
  Calibration calibration;
  calibration.method = method;
  calibration.geometry = geometry.name;
  calibration.cell_count = static_cast<int>(geometry.cells.size());
  calibration.masses.assign(masses.begin(), masses.end());
  return calibration;
}

}  // namespace

void ShiftSums::add(const CellsOfPlate& block_counts) {
  ++blocks;
  for (std::size_t i = 0; i < kCellsPerPlate; ++i) {
    counts[i] += block_counts[i];
    for (std::size_t j = 0; j < kCellsPerPlate; ++j) products[i][j] += block_counts[i] * block_counts[j];
  }
}

Fit fit_full(const Geometry& geometry, std::span<const PlacedMass> masses) {
  Calibration calibration = begun(geometry, Method::full, masses);
  Doubts doubts;
  for (int plate = 0; plate < calibration.plates(); ++plate) {
    const PlatePlaces places(geometry, plate);
    std::vector<Reading> readings = readings_of(places, masses, plate);
    std::erase_if(readings, [](const Reading& reading) { return !reading.at; });
    if (auto problem = too_few(geometry, plate, places, readings)) return tl::unexpected(*problem);
    const PlateFit fit = fit_plate(places, readings);
    // A mass in a wrong place bends the gains as well, so it is looked for first.
    if (auto problem = outlier(geometry, plate, places, fit, readings)) return tl::unexpected(*problem);
    if (auto problem = absurd(geometry, plate, fit.gains)) return tl::unexpected(*problem);
    take_gains(calibration, places, plate, fit.gains);
    calibration.matrices.push_back(matrix_in_mat_axes(places, fit));
    for (const Reading& reading : readings) {
      const Found off = found(fit, reading);
      calibration.masses[reading.mass].force_off_n = off.force_off_n;
      calibration.masses[reading.mass].cop_off_mm = off.off_mm;
    }
    note_doubts(doubts, fit, readings);
  }
  note_residuals(calibration);
  // Masses that agree less well than was taken for granted: so much larger is the doubt (Birge 1932, Phys Rev
  // 40:207).
  const auto birge = [&](double chi) {
    return std::sqrt(std::max(1.0, chi / std::max(1.0, doubts.freedom)));
  };
  calibration.force_doubt_pct = 100 * std::sqrt(doubts.force / doubts.loads) * birge(doubts.force_chi);
  calibration.cop_doubt_mm = std::sqrt(doubts.place / doubts.loads) * birge(doubts.place_chi);
  return calibration;
}

// -- quick --

namespace {

struct GainFit {
  Vector4d gains;
  Matrix4d covariance;
};

/// Gains of one plate from mass, shifting person and prior. `person_sd_n`: of a tenth of a second of the
/// weight.
GainFit fit_plate_gains(const std::vector<Reading>& readings, const Matrix4d& scatter_n2,
                        double person_sd_n) {
  Rows rows(4);
  for (Eigen::Index i = 0; i < 4; ++i) rows.add(Vector4d::Unit(i), 1, kGainPrior);
  for (const Reading& reading : readings)
    rows.add(reading.load_n, reading.force_n, force_sd_n(reading.force_n));
  // Σ over time of ((c − mean)·g)² is gᵀ S g: as four rows, the square root of S.
  const Eigen::SelfAdjointEigenSolver<Matrix4d> root(scatter_n2);
  for (Eigen::Index i = 0; i < 4; ++i) {
    const double size = std::sqrt(std::max(0.0, root.eigenvalues()(i)));
    rows.add(size * root.eigenvectors().col(i), 0, person_sd_n * std::sqrt(kCorrelated));
  }
  const Rows::Solution solution = rows.solve();
  return {solution.values, solution.covariance};
}

}  // namespace

Fit fit_quick(const Geometry& geometry, std::span<const PlacedMass> masses,
              std::span<const ShiftSums> shifts) {
  Calibration calibration = begun(geometry, Method::quick, masses);
  double variance = 0;
  int loads = 0;
  for (int plate = 0; plate < calibration.plates(); ++plate) {
    const PlatePlaces places(geometry, plate);
    const std::vector<Reading> readings = readings_of(places, masses, plate);
    const auto shift =
        std::find_if(shifts.begin(), shifts.end(), [&](const ShiftSums& s) { return s.plate == plate; });
    if (readings.empty() || shift == shifts.end() || shift->blocks < 5)
      return tl::unexpected(
          FitProblem{fmt::format("the {} wants a known mass and a person who shifts their weight on it",
                                 plate_in_words(geometry, plate)),
                     {}});
    // Mean and scatter of the person's nominal loads.
    const double blocks = shift->blocks;
    const Vector4d mean_n = places.nominal_n(shift->counts) / blocks;
    Matrix4d scatter_n2;
    for (Eigen::Index i = 0; i < 4; ++i)
      for (Eigen::Index j = 0; j < 4; ++j)
        scatter_n2(i, j) = shift->products[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] /
                               (places.counts_per_newton(i) * places.counts_per_newton(j)) -
                           blocks * mean_n(i) * mean_n(j);
    const double usual_n = kPersonPart * mean_n.sum();
    GainFit fit = fit_plate_gains(readings, scatter_n2, usual_n);
    const double left_over_n = std::sqrt(std::max(0.0, fit.gains.dot(scatter_n2 * fit.gains)) / blocks);
    if (left_over_n > usual_n) fit = fit_plate_gains(readings, scatter_n2, left_over_n);
    if (auto problem = absurd(geometry, plate, fit.gains)) return tl::unexpected(*problem);
    take_gains(calibration, places, plate, fit.gains);
    for (const Reading& reading : readings)
      calibration.masses[reading.mass].force_off_n = fit.gains.dot(reading.load_n) - reading.force_n;
    // A load over each cell in turn at three quarters, one quarter on the opposite one: like a foot near a
    // corner.
    for (Eigen::Index i = 0; i < 4; ++i) {
      const Vector4d load = 0.75 * Vector4d::Unit(i) + 0.25 * Vector4d::Unit(3 - i);
      variance += load.dot(fit.covariance * load);
      ++loads;
    }
  }
  note_residuals(calibration);
  calibration.force_doubt_pct = 100 * std::sqrt(variance / loads);
  return calibration;
}

}  // namespace poise::calibrate
