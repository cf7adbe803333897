#include "report/pdf_report.h"

#include <cairo-pdf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>

#include "base/printable.h"
#include "report/pages.h"
#include "report/surface.h"
#include "report/words.h"

namespace poise::report {
namespace {

/// What was drawn on a context.
struct Drawn {
  int pages = 0, unknown_characters = 0;
};

std::vector<DrawPage> pages_for(Canvas& canvas, const PageContent& content, Audience audience) {
  std::vector<DrawPage> pages;
  if (audience != Audience::professional)
    pages.push_back([&content](Canvas& page) { draw_athlete_page(page, content); });
  if (audience == Audience::athlete) return pages;
  pages.push_back([&content](Canvas& page) { draw_result_page(page, content); });
  for (DrawPage& page : detail_pages(canvas, content)) pages.push_back(std::move(page));
  return pages;
}

/// Draws all pages; `turn` goes from one to the next.
Drawn draw(cairo_t* cr, const PageContent& content, Audience audience, const std::function<void()>& turn) {
  Canvas canvas(cr);
  const std::vector<DrawPage> pages = pages_for(canvas, content, audience);
  const int count = static_cast<int>(pages.size());
  for (int page = 0; page < count; ++page) {
    if (page > 0) turn();
    pages[static_cast<std::size_t>(page)](canvas);
    draw_footer(canvas, content, {page + 1, count});
  }
  return {count, canvas.unknown_characters()};
}

void describe(cairo_surface_t* surface, const ReportContent& content) {
  const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
    cairo_pdf_surface_set_metadata(surface, what, one_line(text).c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, fmt::format("Poise report: {}, {}{}", exercise_in_words(content.analysis),
                                            date_in_words(content.info.started),
                                            content.info.athlete.empty() ? "" : ", " + content.info.athlete));
  set(CAIRO_PDF_METADATA_SUBJECT, "Session " + content.info.id);
  set(CAIRO_PDF_METADATA_CREATOR, "Poise " + content.info.poise_version);
  // Never the clock's: cairo leaves a date out that it cannot read.
  set(CAIRO_PDF_METADATA_CREATE_DATE, content.info.started);
}

Expected<Report> finished(std::string bytes, const Drawn& drawn, cairo_status_t status) {
  if (status == CAIRO_STATUS_SUCCESS) return Report{std::move(bytes), drawn.pages, drawn.unknown_characters};
  return fail(ErrorCode::unsupported, fmt::format("the report could not be drawn ({}): nothing was written",
                                                  cairo_status_to_string(status)));
}

tl::unexpected<Error> nothing_to_report(const ReportContent& content) {
  return fail(ErrorCode::bad_data,
              fmt::format("session {} has no samples, so there is nothing to report; nothing was written",
                          content.info.id));
}

}  // namespace

std::optional<Audience> audience_from(std::string_view word) {
  if (word == "athlete") return Audience::athlete;
  if (word == "professional") return Audience::professional;
  return std::nullopt;
}

Expected<Report> pdf_report(const ReportContent& content, Audience audience) {
  if (content.recording.size() == 0) return nothing_to_report(content);
  const SmoothRecord record = smooth_record(content.recording, content.analysis.filter_hz);
  std::string bytes;
  const Surface surface(cairo_pdf_surface_create_for_stream(append_bytes, &bytes, kPageWidth, kPageHeight));
  describe(surface.get(), content);
  const Context cr(cairo_create(surface.get()));
  const Drawn drawn = draw(cr.get(), {content, record}, audience, [&] { cairo_show_page(cr.get()); });
  cairo_show_page(cr.get());
  cairo_surface_finish(surface.get());
  return finished(std::move(bytes), drawn, cairo_surface_status(surface.get()));
}

Expected<Report> png_report(const ReportContent& content, Audience audience) {
  if (content.recording.size() == 0) return nothing_to_report(content);
  const SmoothRecord record = smooth_record(content.recording, content.analysis.filter_hz);
  // First recorded, as only then it is known how many pages there are.
  const Surface recorded(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nullptr));
  const Context pen(cairo_create(recorded.get()));
  const Drawn drawn =
      draw(pen.get(), {content, record}, audience, [&] { cairo_translate(pen.get(), 0, kPageHeight); });
  constexpr double kTallest = 32'700;  // pixels that cairo can draw
  const double scale = std::min(kPngDpi / 72, kTallest / (kPageHeight * drawn.pages));
  const Surface picture(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(kPageWidth * scale),
                                                   static_cast<int>(kPageHeight * scale * drawn.pages)));
  const Context cr(cairo_create(picture.get()));
  cairo_set_source_rgb(cr.get(), 1, 1, 1);
  cairo_paint(cr.get());
  cairo_scale(cr.get(), scale, scale);
  cairo_set_source_surface(cr.get(), recorded.get(), 0, 0);
  cairo_paint(cr.get());
  std::string bytes;
  const cairo_status_t written = cairo_surface_write_to_png_stream(picture.get(), append_bytes, &bytes);
  return finished(std::move(bytes), drawn,
                  written != CAIRO_STATUS_SUCCESS ? written : cairo_status(cr.get()));
}

}  // namespace poise::report
