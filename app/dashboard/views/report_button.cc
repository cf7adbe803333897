#include "views/report_button.h"

namespace poise::dashboard {
namespace {

/// Of the report of this session, if it is the last one that was written; else empty.
std::filesystem::path file_of(const std::string& session, const Frame& frame) {
  const auto& report = frame.shelf.report;
  return report && report->session == session ? report->file : std::filesystem::path();
}

}  // namespace

void report_button(Ui& ui, const Rect& rect, const std::string& session, const Frame& frame,
                   Commands& commands) {
  if (button(ui, "report", rect, "Report", "P")) commands.library.emplace_back(engine::MakeReport{session});
  const auto file = file_of(session, frame);
  tip(ui, file.empty() ? "Writes the pages to print or to hand over, as PDF, and opens them"
                       : "It is in " + file.string());
}

void report_line(Ui& ui, const Rect& rect, const std::string& session, const Frame& frame) {
  const auto file = file_of(session, frame);
  if (file.empty()) return;
  for (const std::string& words :
       {"in " + file.string(), "in reports/" + file.filename().string(), std::string("written")})
    if (text_width(ui, Type::small, words) <= rect.w)
      return (void)text(ui, rect, words, {Type::small, ui.colour().muted, Align::right});
}

}  // namespace poise::dashboard
