#include <fmt/format.h>

#include "report/pages.h"
#include "report/words.h"

namespace poise::report {

const char* why_no_trend(const ReportContent& report) {
  if (!report.trends)
    return "This copy of the report is of the session alone; poise report compares it with earlier ones.";
  if (report.info.athlete.empty())
    return "The session belongs to no athlete, so there is nothing to compare it with.";
  return "There is no earlier session under the same conditions to compare with.";
}

double draw_heading(Canvas& canvas, At at, double width, std::string_view text, std::string_view remark) {
  const double used = canvas.text({at.x, at.y + 10}, text, type::kHeading);
  if (!remark.empty())
    canvas.text({at.x + width, at.y + 10}, remark, type::kFine, Align::right, width - used - 10);
  return at.y + 18;
}

void draw_footer(Canvas& canvas, const PageContent& content, PageNumber number) {
  const session::SessionInfo& info = content.report.info;
  const double top = kPageHeight - 72;
  canvas.line({kMargin, top}, {kMargin + kWidth, top}, 0.5, ink::kLine);
  std::string statement = fmt::format("{} {}", kNotAMedicalDevice, kWeightIsAReference);
  if (info.calibration == "nominal")
    statement =
        "Nominal calibration: the forces rest on the cells' rated sensitivity, not on a calibration of this "
        "mat. " +
        statement;
  if (canvas.unknown_characters() > 0)
    statement +=
        " No installed font has some of the characters on this page: boxes with their numbers stand in their "
        "place.";
  canvas.paragraph({kMargin, top + 4}, kWidth, statement, type::kFine);
  canvas.text({kMargin, kPageHeight - 22},
              fmt::format("Session {}  ·  Poise {}", info.id, info.poise_version), type::kFine);
  canvas.text({kMargin + kWidth, kPageHeight - 22}, fmt::format("Page {} of {}", number.page, number.pages),
              type::kFine, Align::right);
}

}  // namespace poise::report
