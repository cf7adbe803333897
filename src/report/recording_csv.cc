#include "report/recording_csv.h"

#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <optional>

#include "base/limits.h"
#include "base/printable.h"
#include "report/csv_reader.h"
#include "report/recording_columns.h"

namespace poise::report {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLargestValue = 1e12;
constexpr std::int64_t kLargestInteger = 1'000'000'000'000'000;  ///< 31 years in microseconds
constexpr std::int32_t kLargestCount = (1 << 23) - 1;            ///< int24

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// A stranger's text, short enough for an error.
std::string shown(std::string_view text) { return one_line(text, 40); }

/// Reads one file: the header once, then row after row into the recording.
class Parser {
 public:
  explicit Parser(std::istream& input) : reader_(input) {}

  Expected<CsvRecording> run() {
    if (auto header = read_header(); !header) return tl::make_unexpected(header.error());
    while (true) {
      const auto more = reader_.next();
      if (!more) return tl::make_unexpected(more.error());
      if (!*more) break;
      if (auto row = read_row(); !row) return tl::make_unexpected(row.error());
    }
    if (recording_.time_s.empty())
      return fail(ErrorCode::bad_data,
                  "there is a header, but no row of values below it: record something first");
    finish();
    return CsvRecording{std::move(recording_), std::move(warnings_)};
  }

 private:
  /// A column of numbers in newtons, millimetres or percent.
  struct ValueColumn {
    std::size_t field;
    std::vector<double>* values;
    std::string_view name;
  };
  /// Where the columns of what the mat sent stand.
  struct RawColumns {
    std::size_t sequence, device_us, flags;
    std::array<std::size_t, kMaxCells> counts;
  };

  tl::unexpected<Error> at_line(const std::string& what) const {
    return fail(ErrorCode::bad_data, fmt::format("line {}: {}", reader_.line(), what));
  }

  Expected<void> read_header();
  Expected<void> choose_columns();
  bool add_set(std::initializer_list<std::string_view> names,
               std::initializer_list<std::vector<double>*> values);
  bool add_cells(int cell_count);
  void find_raw_columns();
  Expected<void> read_row();
  Expected<double> read_number(std::size_t field, std::string_view name);
  Expected<std::int64_t> read_integer(std::size_t field, std::string_view name);
  Expected<RawFrame> read_raw(double time_s);
  Expected<void> read_counts(RawFrame& frame);
  bool advances(double time_s, Expected<void>& problem);
  void finish();

  CsvReader reader_;
  Recording recording_;
  std::vector<std::string> warnings_;

  char separator_ = ',';
  std::size_t field_count_ = 0;
  std::map<std::string, std::size_t, std::less<>> fields_by_name_;
  std::size_t time_field_ = 0;
  std::vector<ValueColumn> columns_;
  std::optional<RawColumns> raw_columns_;

  const std::vector<std::string_view>* fields_ = nullptr;  ///< of the present row
  std::vector<double> row_, previous_row_;
  std::size_t same_time_ = 0, same_values_ = 0;
  bool any_lost_ = false;
};

Expected<void> Parser::read_header() {
  const auto found = reader_.next();
  if (!found) return tl::make_unexpected(found.error());
  if (!*found)
    return fail(ErrorCode::bad_data, "the file is empty: it needs a header row and rows of values");
  const std::string_view header = reader_.record();
  if (header.find('\0') != std::string_view::npos)
    return fail(ErrorCode::bad_data, "this is no text in UTF-8: save it as \"CSV UTF-8\" and try again");
  std::size_t most = 0;
  for (const char separator : {',', ';', '\t'}) {
    const std::size_t count = reader_.split(separator).size();
    if (count <= most) continue;
    most = count;
    separator_ = separator;
  }
  const auto& names = reader_.split(separator_);
  field_count_ = names.size();
  for (std::size_t field = 0; field < names.size(); ++field) {
    const std::string name(trimmed(names[field]));
    if (!fields_by_name_.emplace(name, field).second && !name.empty())
      return at_line(fmt::format("the column \"{}\" is there twice: rename one of them", shown(name)));
  }
  return choose_columns();
}

Expected<void> Parser::choose_columns() {
  const auto time = fields_by_name_.find("time_s");
  if (time == fields_by_name_.end())
    return at_line(
        "there is no column time_s (seconds): name the columns in the first row as samples.csv does");
  time_field_ = time->second;

  bool enough = add_cells(kMaxCells) || add_cells(kCellsPerPlate);
  Recording& r = recording_;
  enough |= add_set({"left_n", "right_n"}, {&r.left_n, &r.right_n});
  enough |= add_set({"total_n"}, {&r.total_n});
  enough |= add_set({"left_cop_x_mm", "left_cop_y_mm", "right_cop_x_mm", "right_cop_y_mm"},
                    {&r.left_cop_x_mm, &r.left_cop_y_mm, &r.right_cop_x_mm, &r.right_cop_y_mm});
  enough |= add_set({"cop_x_mm", "cop_y_mm"}, {&r.cop_x_mm, &r.cop_y_mm});
  if (!enough)
    return at_line(
        "beside time_s there must be one of these sets of columns: l_fl_n … r_rr_n (eight cells) or p_fl_n … "
        "p_rr_n (four); left_n, right_n; total_n; left_cop_x_mm, left_cop_y_mm, right_cop_x_mm, "
        "right_cop_y_mm; cop_x_mm, cop_y_mm");
  add_set({"left_share_pct"}, {&r.left_share_pct});
  find_raw_columns();
  row_.resize(columns_.size());
  return {};
}

/// Reads these columns when all are there; warns when some are.
bool Parser::add_set(std::initializer_list<std::string_view> names,
                     std::initializer_list<std::vector<double>*> values) {
  std::string missing, present;
  for (const std::string_view name : names)
    ((fields_by_name_.contains(name) ? present : missing) += " ") += name;
  if (!missing.empty() && !present.empty())
    warnings_.push_back(fmt::format("The columns{} are not used, as{} is missing.", present, missing));
  if (!missing.empty()) return false;
  auto into = values.begin();
  for (const std::string_view name : names) {
    const auto column = fields_by_name_.find(name);
    columns_.push_back({column->second, *into++, column->first});
  }
  return true;
}

bool Parser::add_cells(int cell_count) {
  std::array<std::string, kMaxCells> names;
  for (std::size_t cell = 0; cell < static_cast<std::size_t>(cell_count); ++cell)
    names[cell] = std::string(cell_name(cell_count, cell)) + "_n";
  auto& c = recording_.cell_n;
  const bool complete =
      cell_count == kMaxCells
          ? add_set({names[0], names[1], names[2], names[3], names[4], names[5], names[6], names[7]},
                    {&c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6], &c[7]})
          : add_set({names[0], names[1], names[2], names[3]}, {&c[0], &c[1], &c[2], &c[3]});
  if (complete) recording_.cell_count = cell_count;
  return complete;
}

/// What the mat sent is read when it is there completely, as in our own samples.csv.
void Parser::find_raw_columns() {
  const auto field = [&](const std::string& name) -> std::optional<std::size_t> {
    const auto found = fields_by_name_.find(name);
    if (found == fields_by_name_.end()) return std::nullopt;
    return found->second;
  };
  const auto sequence = field("seq"), device_us = field("device_us"), flags = field("flags");
  if (!sequence || !device_us || !flags || recording_.cell_count == 0) return;
  RawColumns columns{*sequence, *device_us, *flags, {}};
  for (std::size_t cell = 0; cell < static_cast<std::size_t>(recording_.cell_count); ++cell) {
    const auto counts = field(std::string(cell_name(recording_.cell_count, cell)) + "_counts");
    if (!counts) return;
    columns.counts[cell] = *counts;
  }
  raw_columns_ = columns;
}

/// NaN for an empty cell.
Expected<double> Parser::read_number(std::size_t field, std::string_view name) {
  const std::string_view text = trimmed((*fields_)[field]);
  if (text.empty()) return kNaN;
  std::string_view digits = text;
  if (digits.starts_with('+') && !digits.starts_with("+-"))
    digits.remove_prefix(1);  // from_chars takes no plus
  char with_point[64];
  if (separator_ != ',' && digits.size() < sizeof with_point) {
    if (const auto comma = digits.find(','); comma != std::string_view::npos) {
      digits.copy(with_point, digits.size());
      with_point[comma] = '.';
      digits = std::string_view(with_point, digits.size());
    }
  }
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = end == digits.data() + digits.size();
  if (whole && (error == std::errc::result_out_of_range || std::abs(value) > kLargestValue) &&
      !std::isinf(value))
    return at_line(
        fmt::format("\"{}\" in column {} is far too large or small a number: correct it", shown(text), name));
  if (!whole || error != std::errc{} || !std::isfinite(value))
    return at_line(
        fmt::format("\"{}\" in column {} is not a number: correct it, or leave the cell empty for a missing "
                    "value",
                    shown(text), name));
  return value;
}

Expected<std::int64_t> Parser::read_integer(std::size_t field, std::string_view name) {
  const std::string_view text = trimmed((*fields_)[field]);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    return at_line(
        fmt::format("\"{}\" in column {} is not a whole number: the file was changed by hand or by a "
                    "spreadsheet, export the session again",
                    shown(text), name));
  if (value > kLargestInteger || value < -kLargestInteger)
    return at_line(
        fmt::format("\"{}\" in column {} is far too large: export the session again", shown(text), name));
  return value;
}

Expected<void> Parser::read_row() {
  fields_ = &reader_.split(separator_);
  std::size_t fields = fields_->size();
  while (fields > field_count_ && trimmed((*fields_)[fields - 1]).empty()) --fields;
  if (fields != field_count_)
    return at_line(
        fmt::format("{} cells, but the header has {}: the file may have been cut off or changed by hand",
                    fields, field_count_));
  if (recording_.size() >= limits::kSamples)
    return at_line(fmt::format("more than {} rows, as many as a recording can have: split the file", limits::kSamples));

  const auto time = read_number(time_field_, "time_s");
  if (!time) return tl::make_unexpected(time.error());
  if (std::isnan(*time)) return at_line("the time is missing: every row needs a time_s");
  bool lost = true;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto value = read_number(columns_[i].field, columns_[i].name);
    if (!value) return tl::make_unexpected(value.error());
    row_[i] = *value;
    lost = lost && std::isnan(*value);
  }
  Expected<void> problem;
  if (!advances(*time, problem)) return problem;

  if (raw_columns_) {
    const auto frame = read_raw(*time);
    if (!frame) return tl::make_unexpected(frame.error());
    lost = frame->cell_count == 0;
    recording_.raw.push_back(*frame);
  }
  recording_.time_s.push_back(*time);
  recording_.lost.push_back(lost);
  any_lost_ = any_lost_ || lost;
  for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].values->push_back(row_[i]);
  previous_row_ = row_;
  return {};
}

/// Whether the row is later than the one before it. One that is not is left out, or a problem.
bool Parser::advances(double time_s, Expected<void>& problem) {
  if (recording_.time_s.empty()) return true;
  const bool repeated = row_ == previous_row_;
  const double previous_s = recording_.time_s.back();
  if (time_s > previous_s) {
    same_values_ += repeated;
    return true;
  }
  if (time_s == previous_s)
    ++same_time_;
  else
    problem = at_line(
        fmt::format("time runs backwards from {} s to {} s: sort the rows, or split the file where a new "
                    "recording begins",
                    previous_s, time_s));
  return false;
}

Expected<RawFrame> Parser::read_raw(double time_s) {
  RawFrame frame;
  const auto sequence = read_integer(raw_columns_->sequence, "seq");
  if (!sequence) return tl::make_unexpected(sequence.error());
  frame.sequence = *sequence;
  if (!recording_.raw.empty() && frame.sequence <= recording_.raw.back().sequence)
    return at_line(fmt::format("seq runs backwards from {} to {}: export the session again",
                               recording_.raw.back().sequence, frame.sequence));
  if (!recording_.raw.empty() &&
      frame.sequence - recording_.raw.front().sequence >= static_cast<std::int64_t>(limits::kSamples))
    return at_line(fmt::format("seq {} is more than {} samples from the first: export the session again",
                               frame.sequence, limits::kSamples));
  if (trimmed((*fields_)[raw_columns_->flags])
          .empty()) {  // a lost sample: its device time is the expected one
    const double elapsed_s = recording_.raw.empty() ? 0 : time_s - recording_.time_s.front();
    const std::int64_t first_us = recording_.raw.empty() ? 0 : recording_.raw.front().device_us;
    frame.device_us = frame.arrival_us = first_us + std::llround(elapsed_s * 1e6);
    return frame;
  }
  const auto device_us = read_integer(raw_columns_->device_us, "device_us");
  if (!device_us) return tl::make_unexpected(device_us.error());
  const auto flags = read_integer(raw_columns_->flags, "flags");
  if (!flags) return tl::make_unexpected(flags.error());
  if (*flags < 0 || *flags > 255) return at_line("flags must be from 0 to 255: export the session again");
  frame.device_us = frame.arrival_us = *device_us;
  frame.flags = static_cast<std::uint8_t>(*flags);
  frame.cell_count = static_cast<std::uint8_t>(recording_.cell_count);
  if (!recording_.raw.empty() && frame.device_us <= recording_.raw.back().device_us)
    return at_line(fmt::format("device_us does not advance from {} to {}: export the session again",
                               recording_.raw.back().device_us, frame.device_us));
  if (auto counts = read_counts(frame); !counts) return tl::make_unexpected(counts.error());
  return frame;
}

/// An empty cell: the mat said that this cell gave nothing.
Expected<void> Parser::read_counts(RawFrame& frame) {
  for (std::size_t cell = 0; cell < frame.cell_count; ++cell) {
    const std::size_t field = raw_columns_->counts[cell];
    if (trimmed((*fields_)[field]).empty()) {
      frame.fault_mask = static_cast<std::uint8_t>(frame.fault_mask | (1U << cell));
      continue;
    }
    const auto counts = read_integer(field, "counts");
    if (!counts) return tl::make_unexpected(counts.error());
    if (*counts > kLargestCount || *counts < -kLargestCount - 1)
      return at_line(
          fmt::format("{} counts cannot come from a 24 bit converter: export the session again", *counts));
    frame.counts[cell] = static_cast<std::int32_t>(*counts);
  }
  return {};
}

void Parser::finish() {
  // A mat's own record knows of every loss; in a foreign one "none" means "none known".
  if (!any_lost_ && !raw_columns_) recording_.lost.clear();
  if (same_time_ > 0)
    warnings_.push_back(
        fmt::format("{} rows have the time of the row before them and were left out.", same_time_));
  if (same_values_ > 0)
    warnings_.push_back(
        fmt::format("{} rows repeat the values of the row before them; they were kept.", same_values_));
}

}  // namespace

Expected<CsvRecording> read_recording_csv(std::istream& input, const std::string& name) {
  auto read = Parser(input).run();
  if (read) return read;
  return tl::make_unexpected(Error{read.error().code, read.error().what, name});
}

Expected<CsvRecording> read_recording_csv(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    return fail(ErrorCode::not_found, "there is no such file: check the path", path.string());
  if (std::filesystem::is_directory(path, ignored))
    return fail(ErrorCode::bad_data, "this is a folder, not a file: give the samples.csv in it",
                path.string());
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return fail(ErrorCode::permission_denied, "the file cannot be read: see who owns it", path.string());
  return read_recording_csv(file, path.string());
}

}  // namespace poise::report
