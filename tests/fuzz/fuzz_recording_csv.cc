#include <cmath>
#include <sstream>

#include "fuzz.h"
#include "movement/analysis.h"
#include "movement/catalogue.h"
#include "report/analysis_json.h"
#include "report/recording_csv.h"
#include "signal/balance.h"

/// A table that somebody made, and its analysis: the first byte says as which exercise.
namespace poise {
namespace {

using fuzz::must;

void check_column(const std::vector<double>& column, const Recording& recording) {
  must(column.empty() || column.size() == recording.size(), "columns are of one length");
  for (const double value : column) must(!std::isinf(value), "a value is a number or missing");
}

void check(const Recording& recording) {
  must(recording.size() > 0, "what was read has rows");
  for (std::size_t row = 1; row < recording.size(); ++row)
    must(recording.time_s[row] > recording.time_s[row - 1], "time advances");
  for (const auto& column : recording.cell_n) check_column(column, recording);
  for (const auto column :
       {&Recording::left_n, &Recording::right_n, &Recording::total_n, &Recording::left_cop_x_mm,
        &Recording::left_cop_y_mm, &Recording::right_cop_x_mm, &Recording::right_cop_y_mm,
        &Recording::cop_x_mm, &Recording::cop_y_mm, &Recording::left_share_pct})
    check_column(recording.*column, recording);
}

}  // namespace
}  // namespace poise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  fuzz::Input input(data, size);
  const std::uint8_t choice = input.byte();
  const auto table = input.rest();
  std::istringstream stream(std::string(fuzz::text_of(table.data(), table.size())));
  auto read = report::read_recording_csv(stream, "table");
  if (!read) {
    fuzz::must(!read.error().what.empty(), "a refusal has a reason");
    return 0;
  }
  check(read->recording);
  signal::derive_columns(read->recording, {});
  movement::AnalysisOptions options;
  const auto exercises = movement::catalogue();
  options.exercise = &exercises[choice % exercises.size()];
  if (choice & 0x80) options.filter_hz = 0;
  (void)report::json_text(report::analysis_json(movement::analyze(read->recording, options), "fuzz"));
  return 0;
}
