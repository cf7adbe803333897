#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "movement/metrics.h"
#include "report/method_notes.h"
#include "report/pages.h"
#include "report/reference_sample.h"
#include "report/rep_figures.h"
#include "report/rep_measures.h"
#include "report/rep_table.h"
#include "report/words.h"

namespace poise::report {
namespace {

using movement::Analysis;
using movement::Rep;

constexpr double kTop = 74;
constexpr double kGap = 14;

/// Something that stands on a page as a whole.
struct Block {
  double height = 0;
  std::function<void(Canvas& canvas, double y)> draw;
  double gap = kGap;  ///< below it
};

struct Line {
  std::string label, value;
};

std::vector<Line> sway_lines(const Analysis& analysis) {
  std::vector<Line> lines;
  for (const auto& field : movement::kSwayFields) {
    const Maybe& value = (*analysis.sway).*field.value;
    if (!value) continue;
    const std::string unit = movement::unit_in_print(movement::unit_of(field.key));
    lines.push_back({sentence(std::string(field.words)),
                     figure(value, std::abs(*value) < 10 ? 2 : 1) + (unit.empty() ? "" : " " + unit)});
  }
  return lines;
}

/// Labels and values in three columns, each read downwards.
Block block_of_sway(const Analysis& analysis) {
  constexpr int kColumns = 3;
  constexpr double kRow = 10.5, kColumnGap = 18;
  const auto lines = sway_lines(analysis);
  const std::size_t rows = (lines.size() + kColumns - 1) / kColumns;
  return {
      18 + static_cast<double>(rows) * kRow, [=](Canvas& canvas, double y) {
        const double top = draw_heading(canvas, {kMargin, y}, kWidth, "Sway",
                                        "of the longest hold");
        const double width = (kWidth - kColumnGap * (kColumns - 1)) / kColumns;
        for (std::size_t i = 0; i < lines.size(); ++i) {
          const std::size_t column = i / rows, row = i % rows;
          const double x = kMargin + static_cast<double>(column) * (width + kColumnGap);
          const double baseline = top + static_cast<double>(row) * kRow + 7;
          const double used = canvas.text({x + width, baseline}, lines[i].value, type::kTable, Align::right);
          canvas.text({x, baseline}, lines[i].label, type::kCaption, Align::left, width - used - 6);
        }
      }};
}

Block block_of_table(std::string heading, std::string remark, std::vector<TableColumn> columns,
                     std::vector<TableRow> rows, double row_pt) {
  const double height = 12 + table_height(rows.size(), row_pt);
  return {height, [heading = std::move(heading), remark = std::move(remark), columns = std::move(columns),
                   rows = std::move(rows), row_pt](Canvas& canvas, double y) {
            draw_heading(canvas, {kMargin, y}, kWidth, heading, remark);
            draw_table(canvas, {kMargin, y + 12}, kWidth, columns, rows, row_pt);
          }};
}

Block block_of_text(Canvas& measure, std::string text, const TextStyle& style) {
  const double height = measure.height_of(kWidth, text, style) + 1;
  return {height,
          [text = std::move(text), style](Canvas& canvas, double y) {
            canvas.paragraph({kMargin, y}, kWidth, text, style);
          },
          2};
}

Block block_of_heading(std::string text) {
  return {18,
          [text = std::move(text)](Canvas& canvas, double y) { draw_heading(canvas, {kMargin, y}, kWidth, text); },
          0};
}

/// "depth -0.40 %, time +1.20 %": a repetition.
std::string fatigue_in_words(const movement::Fatigue& fatigue) {
  std::string text;
  for (const auto& field : movement::kFatigueFields) {
    const Maybe& value = fatigue.*field.value;
    if (!value) continue;
    std::string name(field.words);
    for (const std::string_view around : {"fatigue: ", " a repetition"})
      if (const auto at = name.find(around); at != std::string::npos) name.erase(at, around.size());
    const bool points = field.key.find("points") != std::string_view::npos;
    text += fmt::format("{}{} {}{} {}", text.empty() ? "" : ", ", name, *value > 0 ? "+" : "",
                        figure(value, 2), points ? "points" : "%");
  }
  return text.empty()
             ? ""
             : "From repetition to repetition, by the straight line through the valid ones: " + text + ".";
}

std::string quality_in_words(const Analysis& analysis) {
  const movement::Quality& quality = analysis.quality;
  std::string text =
      fmt::format("{} samples in {} s at {} Hz, {}.", analysis.samples, figure(analysis.duration_s, 1),
                  figure(analysis.sampling_hz, 1), gaps_in_words(analysis));
  const auto add = [&](std::string_view before, const Maybe& value, int decimals, std::string_view unit) {
    if (value) text += fmt::format(" {} {} {}.", before, figure(value, decimals), unit);
  };
  add("Quiet scatter of the total force (SD)", analysis.body.quiet_sd_n, 2, "N");
  add("Drift of the empty mat", quality.drift_n, 2, "N");
  add("Sway speed that the mat's own noise makes", quality.noise_floor_mm_s, 1, "mm/s");
  add("Stood still before for", quality.still_before_s, 1, "s");
  text += fmt::format(" Samples at the end of a cell's range: {} saturated, {} overloaded.",
                      quality.saturated_samples, quality.overload_samples);
  if (quality.touches > 0)
    text += fmt::format(" The free foot came down {}.",
                        counted(quality.touches, "time"));
  return text;
}

std::string rest_in_words(const movement::Body& body) {
  if (!body.rest_left_n || !body.rest_right_n) return "";
  return fmt::format("At rest in position: left {} N, right {} N.", figure(body.rest_left_n, 1),
                     figure(body.rest_right_n, 1));
}

/// Text of people, which may be long: in pieces that fit on a page, cut between words.
void add_long_text(std::vector<Block>& blocks, Canvas& measure, std::string_view text,
                   const TextStyle& style) {
  constexpr std::size_t kPiece = 2000;
  while (!text.empty()) {
    const std::size_t length = length_before_cut(text, kPiece);
    blocks.push_back(block_of_text(measure, std::string(text.substr(0, length)), style));
    text.remove_prefix(length);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
}

void add_bullets(std::vector<Block>& blocks, Canvas& measure, const std::vector<std::string>& notes,
                 const TextStyle& style) {
  for (const std::string& note : notes) add_long_text(blocks, measure, "•  " + note, style);
}

/// What people changed about repetitions, and why.
std::vector<std::string> corrections_of(const Analysis& analysis) {
  std::vector<std::string> notes;
  for (const Rep& rep : analysis.reps) {
    if (!rep.correction) continue;
    const movement::Correction& by_hand = *rep.correction;
    std::string what;
    if (rep.start_s != by_hand.automatic_start_s || rep.end_s != by_hand.automatic_end_s)
      what = fmt::format("times set to {} to {} s, found were {} to {} s", figure(rep.start_s, 2),
                         figure(rep.end_s, 2), figure(by_hand.automatic_start_s, 2),
                         figure(by_hand.automatic_end_s, 2));
    if (by_hand.excluded) what += what.empty() ? "taken out" : ", taken out";
    if (rep.valid && !by_hand.automatic_valid) what += what.empty() ? "counted" : ", counted";
    notes.push_back(fmt::format("Repetition {}, by hand on {}: {}{}.", rep.index, date_in_words(by_hand.made),
                                what, by_hand.reason.empty() ? "" : "; reason: " + by_hand.reason));
  }
  return notes;
}

void add_quality(std::vector<Block>& blocks, Canvas& measure, const ReportContent& report,
                 const TextStyle& style) {
  const Analysis& analysis = report.analysis;
  blocks.push_back(block_of_heading("Quality and calibration"));
  std::string text = quality_in_words(analysis);
  for (const std::string& more :
       {rest_in_words(analysis.body), analysis.fatigue ? fatigue_in_words(*analysis.fatigue) : ""})
    if (!more.empty()) text += " " + more;
  add_long_text(blocks, measure, text, style);
  add_bullets(blocks, measure, analysis.quality.notes, style);
  add_bullets(blocks, measure, corrections_of(analysis), style);
  blocks.back().gap = kGap;
  if (report.info.surroundings.notes.empty()) return;
  blocks.push_back(block_of_heading("Notes"));
  add_long_text(blocks, measure, report.info.surroundings.notes, style);
  blocks.back().gap = kGap;
}

/// The notes in two columns of about equal height.
Block block_of_methods(Canvas& measure, const Analysis& analysis, const TextStyle& style) {
  constexpr double kColumnGap = 18, kWidthOfOne = (kWidth - kColumnGap) / 2;
  std::vector<std::string> notes;
  for (const MethodNote& note : method_notes(analysis)) notes.push_back(note.about + ": " + note.text);
  std::vector<double> heights;
  double all = 0;
  for (const std::string& note : notes)
    all += heights.emplace_back(measure.height_of(kWidthOfOne, note, style) + 2);
  double left = 0;
  std::size_t in_left = 0;
  while (in_left < notes.size() && left + heights[in_left] / 2 < all / 2) left += heights[in_left++];
  return {18 + std::max(left, all - left), [=](Canvas& canvas, double y) {
            const double top = draw_heading(canvas, {kMargin, y}, kWidth, "How the figures are found");
            double at = top;
            for (std::size_t i = 0; i < notes.size(); ++i) {
              if (i == in_left) at = top;
              const double x = i < in_left ? kMargin : kMargin + kWidthOfOne + kColumnGap;
              at += canvas.paragraph({x, at}, kWidthOfOne, notes[i], style) + 2;
            }
          }};
}

/// Small pictures of how share and measures went from repetition to repetition.
Block block_of_course(const Analysis& analysis) {
  constexpr double kHeight = 132, kColumnGap = 18;
  constexpr std::size_t kMost = 3;
  auto measures = measures_in(analysis);
  measures.resize(std::min(measures.size(), kMost));
  return {kHeight, [=, &analysis](Canvas& canvas, double y) {
            const double top = draw_heading(canvas, {kMargin, y}, kWidth, "From repetition to repetition",
                                            "line: mean; hollow: not counted");
            const double width = (kWidth - kColumnGap * (kMost - 1)) / kMost;
            for (std::size_t i = 0; i < measures.size(); ++i) {
              const double x = kMargin + static_cast<double>(i) * (width + kColumnGap);
              canvas.text({x, top + 7}, measures[i]->name, type::kTableStrong, Align::left, width);
              draw_measure_by_rep(canvas, {x, top + 10, width, kHeight - 28}, analysis, *measures[i], 1,
                                  movement::unit_in_print(measures[i]->unit));
            }
          }};
}

/// What stands below the table of repetitions.
std::vector<Block> blocks_below(Canvas& measure, const ReportContent& report, bool roomy) {
  const Analysis& analysis = report.analysis;
  std::vector<Block> blocks;
  if (Table holds = hold_table(analysis); !holds.rows.empty())
    blocks.push_back(block_of_table("Holds", "", holds.columns, holds.rows, 12));
  if (analysis.sway) blocks.push_back(block_of_sway(analysis));
  if (const auto others = reference_sample(analysis, report.info.surroundings)) {
    blocks.back().gap = 6;
    blocks.push_back(block_of_text(measure, *others, type::kTable));
    blocks.back().gap = kGap;
  }
  add_quality(blocks, measure, report, roomy ? type::kTable : type::kFine);
  blocks.push_back(block_of_methods(measure, analysis, roomy ? type::kCaption : type::kFine));
  return blocks;
}

double height_of(const std::vector<Block>& blocks) {
  double height = 0;
  for (const Block& block : blocks) height += block.height + block.gap;
  return height - (blocks.empty() ? 0 : blocks.back().gap);
}

constexpr double kPageRoom = kPageBottom - kTop;
constexpr double kUsualRow = 13;

double height_of_table(std::size_t rows, double row_pt) { return 12 + table_height(rows, row_pt); }

/// The table of repetitions: whole where it goes on one page with all else, in smaller rows if need be; else
/// as many pages of it as it takes.
std::vector<Block> blocks_of_reps(const Table& table, double height_below, bool all_counted) {
  constexpr double kLeastRow = 7.0, kRowOfLong = 10;
  const std::string remark = std::string(all_counted ? "all counted; " : "") +
                             "ML, AP: range of the CoP; more measures in reps.csv of the export";
  std::vector<Block> blocks;
  if (table.rows.empty()) return blocks;
  const double row_pt = std::min(
      (kPageRoom - height_below - kGap - height_of_table(0, 0)) / static_cast<double>(table.rows.size()),
      kUsualRow);
  if (row_pt >= kLeastRow) {
    blocks.push_back(block_of_table("Repetitions", remark, table.columns, table.rows, row_pt));
    return blocks;
  }
  const auto on_a_page = static_cast<std::size_t>((kPageRoom - height_of_table(0, 0)) / kRowOfLong);
  for (std::size_t begin = 0; begin < table.rows.size(); begin += on_a_page) {
    const auto from = table.rows.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to =
        table.rows.begin() + static_cast<std::ptrdiff_t>(std::min(begin + on_a_page, table.rows.size()));
    blocks.push_back(block_of_table(begin == 0 ? "Repetitions" : "Repetitions, continued", remark,
                                    table.columns, {from, to}, kRowOfLong));
  }
  return blocks;
}

/// All blocks in their order. Where few repetitions leave room, the methods are set larger and pictures come
/// in.
std::vector<Block> all_blocks(Canvas& measure, const ReportContent& report) {
  const Table table = rep_table(report.analysis);
  const double of_table = table.rows.empty() ? 0 : height_of_table(table.rows.size(), kUsualRow) + kGap;
  std::vector<Block> below = blocks_below(measure, report, true);
  if (of_table + height_of(below) > kPageRoom) below = blocks_below(measure, report, false);
  std::vector<Block> blocks = blocks_of_reps(table, height_of(below), all_plainly_counted(report.analysis));
  if (valid_reps(report.analysis) > 1) {
    Block course = block_of_course(report.analysis);
    if (of_table + course.height + kGap + height_of(below) <= kPageRoom) blocks.push_back(std::move(course));
  }
  blocks.insert(blocks.end(), below.begin(), below.end());
  return blocks;
}

void draw_head(Canvas& canvas, const ReportContent& report) {
  canvas.text({kMargin, 56},
              fmt::format("{}, {}", exercise_in_words(report.analysis), side_in_words(report.analysis)),
              type::kBodyStrong, Align::left, kWidth * 0.5);
  const double used =
      canvas.text({kMargin + kWidth, 56}, date_in_words(report.info.started), type::kBody, Align::right);
  canvas.text({kMargin + kWidth - used - 12, 56}, report.info.athlete, type::kBodyStrong, Align::right,
              kWidth * 0.3);
  canvas.line({kMargin, 64}, {kMargin + kWidth, 64}, 0.7, ink::kText);
}

}  // namespace

std::vector<DrawPage> detail_pages(Canvas& measure, const PageContent& content) {
  std::vector<std::vector<std::pair<double, Block>>> pages(1);
  double y = kTop;
  for (Block& block : all_blocks(measure, content.report)) {
    if (y + block.height > kPageBottom + 0.5 && !pages.back().empty()) {
      pages.emplace_back();
      y = kTop;
    }
    const double next = y + block.height + block.gap;
    pages.back().emplace_back(y, std::move(block));
    y = next;
  }
  std::vector<DrawPage> drawn;
  drawn.reserve(pages.size());
  for (auto& placed : pages)
    drawn.push_back([&content, placed = std::move(placed)](Canvas& canvas) {
      draw_head(canvas, content.report);
      for (const auto& [at, block] : placed) block.draw(canvas, at);
    });
  return drawn;
}

}  // namespace poise::report
