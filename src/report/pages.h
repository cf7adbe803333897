#pragma once

#include <functional>
#include <vector>

#include "report/canvas.h"
#include "report/pdf_report.h"
#include "report/rep_curves.h"

/// The single pages of a report. Each draws on a fresh A4 page.
namespace poise::report {

inline constexpr double kPageWidth = 595.276, kPageHeight = 841.89;
inline constexpr double kMargin = 46;
inline constexpr double kWidth = kPageWidth - 2 * kMargin;
inline constexpr double kPageBottom = kPageHeight - 84;  ///< what stands above the footer ends here

struct PageNumber {
  int page = 1, pages = 1;
};

/// What a page is drawn from.
struct PageContent {
  const ReportContent& report;
  const SmoothRecord& record;
};

void draw_athlete_page(Canvas& canvas, const PageContent& content);
/// Result, left and right, figures.
void draw_result_page(Canvas& canvas, const PageContent& content);
/// Tables, quality, methods on one page, or on as many as they need. `measure`: to find what fits, not drawn
/// on; `content` outlives them.
using DrawPage = std::function<void(Canvas&)>;
std::vector<DrawPage> detail_pages(Canvas& measure, const PageContent& content);

/// Session, version, number of the page, what this is not; and where characters could not be drawn, that.
void draw_footer(Canvas& canvas, const PageContent& content, PageNumber number);
/// Why a report has no trend to show.
const char* why_no_trend(const ReportContent& report);
/// A heading, a remark at its right; returns where what belongs to it begins.
double draw_heading(Canvas& canvas, At at, double width, std::string_view text, std::string_view remark = {});

}  // namespace poise::report
