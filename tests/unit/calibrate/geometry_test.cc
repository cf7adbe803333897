#include "calibrate/geometry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "test_paths.h"

namespace poise::calibrate {
namespace {

using testing::ElementsAre;
using testing::Eq;
using testing::HasSubstr;

const std::filesystem::path kMats = std::filesystem::path(POISE_SOURCE_DIR) / "hardware" / "mats";

/// A good file for one plate, one key a line; tests spoil one line of it.
const std::string kGood =
    "name = \"test\"\n"         // line 1
    "model = 7\n"               // line 2
    "[[cell]]\n"                // line 3
    "name = \"p_fl\"\n"         // line 4
    "x_mm = -100\n"             // line 5
    "y_mm = 200.5\n"            // line 6
    "capacity_n = 500\n"        // line 7
    "counts_per_newton = 10\n"  // line 8
    "[[cell]]\n"                // line 9
    "name = \"p_fr\"\nx_mm = 100\ny_mm = 200\ncapacity_n = 500\ncounts_per_newton = 10\n"
    "[[cell]]\n"  // line 15
    "name = \"p_rl\"\nx_mm = -100\ny_mm = -200\ncapacity_n = 500\ncounts_per_newton = 10\n"
    "[[cell]]\n"  // line 21
    "name = \"p_rr\"\nx_mm = 100\ny_mm = -200\ncapacity_n = 500\ncounts_per_newton = 10\n";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

void expect_refused(const std::string& toml, const std::string& where, const std::string& part_of_what) {
  const auto geometry = parse_geometry(toml, "mat.toml");
  ASSERT_FALSE(geometry.has_value()) << toml;
  EXPECT_EQ(geometry.error().code, ErrorCode::bad_data);
  EXPECT_EQ(geometry.error().where, where);
  EXPECT_THAT(geometry.error().what, HasSubstr(part_of_what));
  EXPECT_EQ(geometry.error().what.find('\n'), std::string::npos);
}

TEST(ParseGeometry, RefusesFactorsThatWouldMakeNoNumbersOfLoads) {
  const std::string good = shipped_geometries()[0].toml;
  for (const char* factor : {"1e-320", "1e300", "-4277", "0"}) {
    std::string text = good;
    const auto at = text.find("counts_per_newton = ", text.find("[[cell]]"));
    text.replace(at, text.find('\n', at) - at, std::string("counts_per_newton = ") + factor);
    const auto geometry = parse_geometry(text, "mat.toml");
    ASSERT_FALSE(geometry) << factor;
    EXPECT_THAT(geometry.error().what, ::testing::HasSubstr("counts_per_newton")) << factor;
  }
}

TEST(Geometry, ReadsTheReferenceMatAsTheContractHasIt) {
  const auto mat = load_geometry(kMats / "reference.toml");
  ASSERT_TRUE(mat.has_value()) << to_line(mat.error());
  EXPECT_EQ(mat->model, 1);
  ASSERT_EQ(mat->cells.size(), 8u);
  EXPECT_TRUE(mat->two_plates());
  const char* names[] = {"l_fl", "l_fr", "l_rl", "l_rr", "r_fl", "r_fr", "r_rl", "r_rr"};
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(mat->cells[i].name, names[i]);
    EXPECT_EQ(mat->cells[i].x_mm, (i < 4 ? -160 : 160) + (i % 2 == 0 ? -130 : 130));
    EXPECT_EQ(mat->cells[i].y_mm, i % 4 < 2 ? 230 : -230);
    EXPECT_EQ(mat->cells[i].capacity_n, 980.665);
    EXPECT_EQ(mat->cells[i].counts_per_newton, 4277);
  }
  ASSERT_EQ(mat->plates.size(), 2u);
  EXPECT_EQ(mat->plates[0].x_mm, -160);
  EXPECT_EQ(mat->plates[1].x_mm, 160);
  EXPECT_EQ(mat->plates[1].width_mm, 300);
  EXPECT_EQ(mat->plates[1].depth_mm, 500);
}

TEST(Geometry, EveryShippedFileIsGoodAndBuiltIn) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kMats)) {
    if (entry.path().extension() != ".toml") continue;
    ++files;
    const auto mat = load_geometry(entry.path());
    EXPECT_TRUE(mat.has_value()) << to_line(mat.error());
  }
  EXPECT_EQ(shipped_geometries().size(), files);
}

TEST(Geometry, TheVirtualMatPlaysTheReferenceMat) {
  const auto virtual_mat = find_shipped_geometry(0, 8);
  ASSERT_TRUE(virtual_mat.has_value());
  EXPECT_EQ(virtual_mat->name, find_shipped_geometry(1, 8)->name);
  EXPECT_EQ(virtual_mat->cells.size(), 8u);
}

TEST(Geometry, AVirtualMatOfFourCellsIsOnePlate) {
  const auto mat = find_shipped_geometry(0, 4);
  ASSERT_TRUE(mat.has_value());
  EXPECT_FALSE(mat->two_plates());
  ASSERT_EQ(mat->plates.size(), 1u);
  EXPECT_EQ(mat->plates[0].depth_mm, 500);
}

TEST(Geometry, AMatThatNobodyDescribedIsNotFound) {
  EXPECT_FALSE(find_shipped_geometry(99, 8).has_value());
  EXPECT_FALSE(find_shipped_geometry(1, 6).has_value());
}

TEST(Geometry, KeepsTheTextItWasReadFrom) {
  const auto mat = parse_geometry(kGood, "mat.toml");
  ASSERT_TRUE(mat.has_value()) << to_line(mat.error());
  EXPECT_EQ(mat->toml, kGood);
  const auto again = parse_geometry(mat->toml, "kept");
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->cells[0].y_mm, 200.5);
}

TEST(Geometry, DrawsTheBoxAroundTheCellsWhereNoOutlineIsGiven) {
  const auto mat = parse_geometry(with(kGood, "200.5", "200"), "mat.toml");
  ASSERT_TRUE(mat.has_value());
  ASSERT_EQ(mat->plates.size(), 1u);
  EXPECT_EQ(mat->plates[0].name, "plate");
  EXPECT_EQ(mat->plates[0].width_mm, 200);
  EXPECT_EQ(mat->plates[0].depth_mm, 400);
  EXPECT_EQ(mat->plates[0].y_mm, 0);
}

TEST(Geometry, NamesTheLineOfWhatIsNotToml) {
  expect_refused("name = \"x\"\nmodel = = 3\n", "mat.toml:2", "TOML");
}

TEST(Geometry, NamesTheLineOfAnUnknownKey) {
  expect_refused(with(kGood, "x_mm", "x_cm"), "mat.toml:5", "unknown key `x_cm`");
  expect_refused("colour = 1\n" + kGood, "mat.toml:1", "unknown key `colour`");
  expect_refused(kGood + "[[plate]]\nwidth = 3\n", "mat.toml:28", "unknown key `width`");
}

TEST(Geometry, NamesTheTableThatLacksAKey) {
  expect_refused(with(kGood, "capacity_n = 500\n", ""), "mat.toml:3", "`capacity_n` is missing");
  expect_refused(with(kGood, "model = 7\n", ""), "mat.toml:1", "`model` is missing");
}

TEST(Geometry, RefusesFactorsAndCapacitiesThatAreNotPositive) {
  expect_refused(with(kGood, "counts_per_newton = 10", "counts_per_newton = 0"), "mat.toml:8",
                 "greater than 0");
  expect_refused(with(kGood, "capacity_n = 500", "capacity_n = -1"), "mat.toml:7", "greater than 0");
}

TEST(Geometry, RefusesWhatIsNoFiniteNumber) {
  expect_refused(with(kGood, "x_mm = -100", "x_mm = nan"), "mat.toml:5", "plain number");
  expect_refused(with(kGood, "x_mm = -100", "x_mm = inf"), "mat.toml:5", "plain number");
  expect_refused(with(kGood, "x_mm = -100", "x_mm = \"-100\""), "mat.toml:5", "plain number");
  expect_refused(with(kGood, "x_mm = -100", "x_mm = -100000"), "mat.toml:5", "millimetres");
}

TEST(Geometry, RefusesAModelThatHelloCannotSay) {
  expect_refused(with(kGood, "model = 7", "model = 256"), "mat.toml:2", "0 to 255");
  expect_refused(with(kGood, "model = 7", "model = 1.5"), "mat.toml:2", "0 to 255");
}

TEST(Geometry, RefusesAnotherNumberOfCells) {
  expect_refused("name = \"x\"\nmodel = 1\n", "mat.toml:1", "this file has 0 [[cell]] tables");
  const std::string fifth =
      "[[cell]]\nname = \"p_x\"\nx_mm = 0\ny_mm = 0\ncapacity_n = 5\ncounts_per_newton = 1\n";
  expect_refused(kGood + fifth, "mat.toml:27", "this file has 5 [[cell]] tables");
  expect_refused("cell = 3\n" + kGood.substr(0, kGood.find("[[cell]]")), "mat.toml:1", "[[cell]] tables");
}

TEST(Geometry, RefusesCellsOutOfWireOrder) {
  expect_refused(with(kGood, "p_fl", "p_fr"), "mat.toml:3",
                 "cell 1 is called `p_fr` where `p_fl` must stand");
  expect_refused(with(kGood, "p_rl", "l_rl"), "mat.toml:15", "`p_rl` must stand");
}

TEST(Geometry, RefusesCellsOnOneLineAndPositionsInMetres) {
  std::string line =
      with(with(kGood, "x_mm = 100\ny_mm = 200", "x_mm = 100\ny_mm = 200.5"), "y_mm = -200", "y_mm = 200.5");
  line = with(line, "y_mm = -200", "y_mm = 200.5");
  expect_refused(line, "mat.toml:3", "one line");
  std::string metres = kGood;
  for (const auto& [from, to] : {std::pair{"x_mm = -100", "x_mm = -0.1"}, {"x_mm = 100", "x_mm = 0.1"}})
    for (int i = 0; i < 2; ++i) metres = with(metres, from, to);
  for (const auto& [from, to] : {std::pair{"200.5", "0.2"}, {"y_mm = 200", "y_mm = 0.2"}})
    metres = with(metres, from, to);
  for (int i = 0; i < 2; ++i) metres = with(metres, "y_mm = -200", "y_mm = -0.2");
  expect_refused(metres, "mat.toml:3", "millimetres");
}

TEST(Geometry, RefusesLeftAndRightOrFrontAndRearSwapped) {
  std::string mirrored = kGood;
  mirrored = with(with(mirrored, "x_mm = -100", "x_mm = 99"), "x_mm = 100", "x_mm = -99");
  mirrored = with(with(mirrored, "x_mm = -100", "x_mm = 99"), "x_mm = 100", "x_mm = -99");
  expect_refused(mirrored, "mat.toml:3", "`p_fl` must be left of `p_fr`");
  std::string turned = kGood;
  turned = with(with(turned, "y_mm = 200.5", "y_mm = -199"), "y_mm = 200", "y_mm = -199");
  turned = with(with(turned, "y_mm = -200", "y_mm = 199"), "y_mm = -200", "y_mm = 199");
  expect_refused(turned, "mat.toml:15", "`p_rl` must be behind `p_fl`");
}

TEST(Geometry, RefusesAReferenceMatWithItsPlatesOnTheWrongSides) {
  std::string text = load_geometry(kMats / "reference.toml")->toml;
  // The right plate's cells, moved over to the left of the left plate.
  for (const auto& [from, to] :
       {std::pair{"x_mm = 30.0", "x_mm = -890.0"}, {"x_mm = 290.0", "x_mm = -630.0"}})
    for (int i = 0; i < 2; ++i) text = with(text, from, to);
  const auto mat = parse_geometry(text, "mat.toml");
  ASSERT_FALSE(mat.has_value());
  EXPECT_THAT(mat.error().what, HasSubstr("left of every cell of the right plate"));
}

TEST(Geometry, RefusesPlatesThatDoNotFitTheCells) {
  const std::string plate = "[[plate]]\nname = \"left\"\nx_mm = 0\ny_mm = 0\nwidth_mm = 1\ndepth_mm = 1\n";
  expect_refused(kGood + plate, "mat.toml:27", "`plate` must stand");
  expect_refused(kGood + with(plate, "left", "plate") + plate, "mat.toml:33", "there are 2");
  expect_refused(kGood + with(plate, "width_mm = 1", "width_mm = 0"), "mat.toml:31", "greater than 0");
}

TEST(Geometry, SaysWhatIsWrongWithTheFileItself) {
  const auto missing = load_geometry("/no/such/mat.toml");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_EQ(missing.error().where, "/no/such/mat.toml");
  const auto directory = load_geometry(kMats);
  ASSERT_FALSE(directory.has_value());
  EXPECT_EQ(directory.error().code, ErrorCode::bad_data);
}

TEST(Geometry, RefusesDamagedFilesWithoutFalling) {
  const std::string good = load_geometry(kMats / "reference.toml")->toml;
  for (std::size_t length = 0; length < good.size(); ++length) {
    const auto mat = parse_geometry(std::string_view(good).substr(0, length), "cut.toml");
    // Only the very last number, cut short, is still a number.
    ASSERT_TRUE(!mat || length >= good.size() - std::string("277.0\n").size()) << length;
  }
  for (std::size_t at = 0; at < good.size(); at += 3) {
    std::string flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x11);
    (void)parse_geometry(flipped, "flipped.toml");
  }
}

}  // namespace
}  // namespace poise::calibrate
