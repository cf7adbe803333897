#include "fuzz.h"
#include "report/analysis_json.h"
#include "report/session_json.h"

/// A stranger's session.json. What is taken, and written again, is the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  const auto json = nlohmann::json::parse(data, data + size, nullptr, false);
  const auto session = report::session_from_json(json);
  if (!session) {
    fuzz::must(!session.error().what.empty(), "a refusal has a reason");
    return 0;
  }
  const std::string written = report::json_text(report::session_json(*session, std::nullopt, 10));
  const auto again = report::session_from_json(nlohmann::json::parse(written));
  fuzz::must(again.has_value(), "what was written can be read");
  fuzz::must(report::json_text(report::session_json(*again, std::nullopt, 10)) == written,
             "and is the same when it is written again");
  return 0;
}
