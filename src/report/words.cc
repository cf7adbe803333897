#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "movement/catalogue.h"
#include "movement/metrics.h"
#include "report/csv_number.h"

namespace poise::report {
namespace {

using movement::Outcome;

/// Whether `text` begins as `pattern` does, where 0 stands for any digit.
bool looks_like(std::string_view text, std::string_view pattern) {
  return text.size() >= pattern.size() &&
         std::equal(pattern.begin(), pattern.end(), text.begin(),
                    [](char p, char c) { return p == '0' ? c >= '0' && c <= '9' : p == c; });
}

/// `letters`: of the month's name, at most.
std::string date_with_month(const std::string& iso8601, std::size_t letters) {
  constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};
  if (!looks_like(iso8601, "0000-00-00")) return iso8601;
  const auto number = [&](std::size_t at) { return (iso8601[at] - '0') * 10 + iso8601[at + 1] - '0'; };
  const int month = number(5);
  if (month < 1 || month > 12) return iso8601;
  const std::string_view name = kMonths[static_cast<std::size_t>(month - 1)];
  return fmt::format("{} {} {}", number(8), name.substr(0, letters), iso8601.substr(0, 4));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

std::string figure(double value, int decimals) {
  std::string text;
  append_number(text, value, decimals);
  return text.empty() ? "--" : text;
}

std::string figure(const Maybe& value, int decimals) { return value ? figure(*value, decimals) : "--"; }

std::string counted(std::int64_t n, std::string_view thing) {
  return fmt::format("{} {}{}", n, thing, n == 1 ? "" : "s");
}

std::string exercise_in_words(const movement::Analysis& analysis) {
  const movement::Exercise* exercise = movement::find_exercise(analysis.exercise);
  const std::string name = exercise ? std::string(exercise->name) : analysis.exercise;
  return analysis.variant.empty() ? name : fmt::format("{} ({})", name, analysis.variant);
}

std::string limb_of(std::string_view exercise) {
  const movement::Exercise* known = movement::find_exercise(exercise);
  return known ? known->limb : "leg";
}

std::string with_limb(std::string text, std::string_view exercise) {
  const std::string limb = limb_of(exercise);
  if (limb != "leg") replace_all(text, " leg", " " + limb);
  return text;
}

std::string side_in_words(const movement::Analysis& analysis) {
  const std::string limb = limb_of(analysis.exercise);
  if (analysis.side != Side::both) return fmt::format("{} {}", to_string(analysis.side), limb);
  const movement::Exercise* exercise = movement::find_exercise(analysis.exercise);
  return exercise && exercise->one_side() ? fmt::format("one {}, then the other", limb)
                                          : fmt::format("both {}s", limb);
}

std::string outcome_in_words(Outcome outcome) {
  switch (outcome) {
    case Outcome::complete:
      return "complete";
    case Outcome::ended_early:
      return "ended early";
    case Outcome::stepped_off:
      return "ended when the person stepped off";
    case Outcome::link_lost:
      return "cut short, the link to the mat was lost";
    case Outcome::no_movement:
      return "no movement seen";
  }
  return "";
}

std::string metric_in_words(const std::string& metric) {
  return movement::metric_of("asymmetry." + metric).words;
}

std::string reason_in_words(std::string reason) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"partial", "half a repetition"},      {"hand_support", "hands took weight"},
      {"touch", "free foot came down"},      {"gap", "samples missing"},
      {"overload", "a cell was overloaded"}, {"excluded", "taken out by hand"},
  };
  for (const auto& [id, words] : kWords)
    if (id == reason) return std::string(words);
  std::replace(reason.begin(), reason.end(), '_', ' ');
  return reason;
}

std::string_view definition_of(std::string_view formula) {
  if (formula == "symmetry_index_total") return " = 100 |L - R| / (L + R)";
  if (formula == "percent_difference_to_better") return " = 100 |L - R| / larger of the two";
  if (formula == "lsi") return " = 100 involved / other leg";
  return "";
}

std::string verdict_in_words(std::string_view verdict) {
  if (verdict == "real") return "more than the scatter of the repetitions explains";
  if (verdict == "within_noise") return "within the scatter of the repetitions";
  return "cannot be told from scatter with so little data";
}

std::string date_in_words(const std::string& iso8601) { return date_with_month(iso8601, std::string::npos); }

std::string short_date(const std::string& iso8601) { return date_with_month(iso8601, 3); }

std::string time_in_words(const std::string& iso8601) {
  return looks_like(iso8601, "0000-00-00T00:00") ? iso8601.substr(11, 5) : "";
}

std::string gaps_in_words(const movement::Analysis& analysis) {
  constexpr std::size_t kFew = 5;
  if (analysis.lost_samples == 0 && analysis.gaps.empty()) return "none lost";
  if (analysis.gaps.empty())
    return fmt::format("{} lost, never more than two together", analysis.lost_samples);
  if (analysis.gaps.size() > kFew)
    return fmt::format("{} lost in {} gaps", analysis.lost_samples, analysis.gaps.size());
  std::string text = fmt::format("{} lost", analysis.lost_samples);
  for (const movement::Gap& gap : analysis.gaps)
    text += fmt::format("{} {}-{} s", &gap == &analysis.gaps.front() ? " at" : ",", figure(gap.start_s, 2),
                        figure(gap.end_s, 2));
  return text;
}

std::size_t length_before_cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  if (const auto space = text.rfind(' ', most); space != std::string_view::npos && space > most / 2)
    return space;
  std::size_t length = most;
  while (length > 1 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return length;
}

std::string shortened(std::string_view text, std::size_t most) {
  const std::size_t length = length_before_cut(text, most);
  return std::string(text.substr(0, length)) + (length < text.size() ? " …" : "");
}

std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

const char* const kNotAMedicalDevice =
    "Not a medical device. For training and information, not for diagnosis or treatment decisions; not a "
    "scale for trade or for weighing patients. The figures depend on calibration and protocol.";

const char* const kWeightIsAReference =
    "Body weight is a reference for normalisation, not a clinical weight.";

}  // namespace poise::report
