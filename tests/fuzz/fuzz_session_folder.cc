#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "base/version.h"
#include "engine/session_export.h"
#include "fuzz.h"
#include "report/analysis_json.h"
#include "report/session_folder_reader.h"

/// A stranger's session folder, imported as `poise import` does: an input is session.json, samples.csv and
/// events.csv, one after the other, with a line of five equals signs between them. What is taken and exported
/// can be imported again and gives the same result.
namespace poise {
namespace {

namespace fs = std::filesystem;
using fuzz::must;

/// A folder of our own, in memory where that is possible; goes away with the program.
class Folder {
 public:
  Folder() {
    std::error_code ignored;
    std::string name = (fs::exists("/dev/shm", ignored) ? "/dev/shm" : fs::temp_directory_path().string()) +
                       "/poise-fuzz-XXXXXX";
    must(mkdtemp(name.data()) != nullptr, "there is a place for temporary files");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write_parts(const fs::path& folder, std::string_view input) {
  constexpr std::string_view kSeparator = "\n=====\n";
  for (const char* name : {"session.json", "samples.csv", "events.csv"}) {
    const std::string_view part = input.substr(0, input.find(kSeparator));
    input.remove_prefix(std::min(part.size() + kSeparator.size(), input.size()));
    std::ofstream(folder / name, std::ios::binary) << part << '\n';
  }
}

std::string result_of(const engine::SessionPass& pass) {
  return report::json_text(report::analysis_json(pass.analysis, kVersion));
}

}  // namespace
}  // namespace poise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  static const Folder folder;
  const fs::path in = folder.path() / "in", out = folder.path() / "out";
  fs::create_directories(in);
  write_parts(in, fuzz::text_of(data, size));
  const auto imported = report::read_session_folder(in);
  if (!imported) {
    must(!imported.error().what.empty(), "a refusal has a reason");
    return 0;
  }
  const auto pass = engine::pass_over(imported->session);
  if (!pass) return 0;
  must(engine::export_session(imported->session, *pass, out, size % 2 == 1).has_value(), "it can be exported");
  const auto again = report::read_session_folder(out);
  must(again.has_value(), "what was exported can be imported");
  const auto pass_again = engine::pass_over(again->session);
  must(pass_again && result_of(*pass_again) == result_of(*pass), "and gives the same result");
  return 0;
}
