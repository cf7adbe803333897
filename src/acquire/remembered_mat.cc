#include "acquire/remembered_mat.h"

#include <fmt/format.h>

#include <fstream>

#include "base/printable.h"

namespace poise::acquire {

std::string usb_identity(const PortInfo& port) {
  if (!port.vid || !port.pid) return {};
  return fmt::format("{:04x}:{:04x}:{}", *port.vid, *port.pid, port.usb_serial);
}

std::optional<RememberedMat> load_remembered(const std::filesystem::path& file) {
  std::ifstream in(file);
  RememberedMat mat;
  for (std::string line; std::getline(in, line);) {
    const auto equals = line.find('=');
    if (equals == std::string::npos) continue;
    const std::string key = line.substr(0, equals), value = line.substr(equals + 1);
    if (key == "unique_id") mat.unique_id = value;
    if (key == "port") mat.port = value;
    if (key == "usb") mat.usb = value;
  }
  if (mat.unique_id.empty() || mat.port.empty()) return std::nullopt;
  return mat;
}

void save_remembered(const std::filesystem::path& file, const RememberedMat& mat) {
  std::error_code ignored;
  std::filesystem::create_directories(file.parent_path(), ignored);
  std::filesystem::path fresh = file;
  fresh += ".new";  // then renamed: a reader finds the old file or the new one
  {
    std::ofstream out(fresh, std::ios::trunc);
    // A USB device says what it likes of itself, line ends included.
    out << fmt::format("unique_id={}\nport={}\nusb={}\n", one_line(mat.unique_id), one_line(mat.port), one_line(mat.usb));
    if (!out.flush()) return;
  }
  std::filesystem::rename(fresh, file, ignored);
}

}  // namespace poise::acquire
