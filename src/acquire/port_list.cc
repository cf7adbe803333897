#include "acquire/port_list.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <grp.h>
#include <libserialport.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>

namespace poise::acquire {

namespace {

struct KnownUsb {
  std::uint16_t vid, pid;
  const char* board;
  bool likely_mat;
};

// The reference mat is an Arduino Mega 2560, official or a clone with a CH340 or CH341. The other bridges are
// on so many strangers' devices, which opening may reset, that they are named but not opened unasked.
constexpr KnownUsb kKnownUsb[] = {
    {0x2341, 0x0042, "Arduino Mega 2560", true},
    {0x2341, 0x0010, "Arduino Mega 2560", true},
    {0x2A03, 0x0042, "Arduino Mega 2560", true},
    {0x2A03, 0x0010, "Arduino Mega 2560", true},
    {0x1A86, 0x7523, "CH340 (Arduino Mega 2560 clone)", true},
    {0x1A86, 0x5523, "CH341 (Arduino Mega 2560 clone)", true},
    {0x10C4, 0xEA60, "CP210x USB bridge", false},
    {0x0403, 0x6001, "FTDI USB bridge", false},
    {0x0403, 0x6015, "FTDI USB bridge", false},
};

std::string text_or_empty(const char* text) { return text ? text : ""; }

PortInfo info_of(const sp_port* port) {
  PortInfo info;
  info.name = text_or_empty(sp_get_port_name(port));
  info.description = text_or_empty(sp_get_port_description(port));
  int vid = 0, pid = 0;
  if (sp_get_port_transport(port) == SP_TRANSPORT_USB && sp_get_port_usb_vid_pid(port, &vid, &pid) == SP_OK) {
    info.vid = static_cast<std::uint16_t>(vid);
    info.pid = static_cast<std::uint16_t>(pid);
    info.usb_serial = text_or_empty(sp_get_port_usb_serial(port));
  }
  recognise(info);
  return info;
}

std::string group_name(gid_t gid) {
  std::array<char, 1024> buffer;
  group entry{};
  group* found = nullptr;
  if (getgrgid_r(gid, &entry, buffer.data(), buffer.size(), &found) == 0 && found) return found->gr_name;
  return fmt::format("{}", gid);
}

bool is_number(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_open(const std::filesystem::path& process, const std::filesystem::path& node) {
  std::error_code ignored;
  for (std::filesystem::directory_iterator fd(process / "fd", ignored), end; !ignored && fd != end;
       fd.increment(ignored)) {
    std::error_code unreadable;
    if (std::filesystem::read_symlink(fd->path(), unreadable) == node) return true;
  }
  return false;
}

}  // namespace

void recognise(PortInfo& port) {
  const auto known = std::find_if(std::begin(kKnownUsb), std::end(kKnownUsb), [&](const KnownUsb& usb) {
    return port.vid == usb.vid && port.pid == usb.pid;
  });
  if (known == std::end(kKnownUsb)) return;
  port.board = known->board;
  port.likely_mat = known->likely_mat;
  port.resets_when_opened = true;  // every bridge of the table pulls the reset line of the boards it is on
}

std::vector<PortInfo> list_ports() {
  std::vector<PortInfo> ports;
  sp_port** list = nullptr;
  if (sp_list_ports(&list) != SP_OK) return ports;
  for (sp_port** port = list; *port; ++port) ports.push_back(info_of(*port));
  sp_free_port_list(list);
  std::sort(ports.begin(), ports.end(), [](const PortInfo& a, const PortInfo& b) { return a.name < b.name; });
  return ports;
}

std::string enumerate(const std::vector<PortInfo>& ports) {
  if (ports.empty()) return "none";
  std::vector<std::string> words;
  words.reserve(ports.size());
  for (const PortInfo& port : ports) {
    words.push_back(port.board.empty() ? port.name : fmt::format("{} ({})", port.name, port.board));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::optional<Error> port_trouble(const std::string& path) {
  struct stat node {};
  if (stat(path.c_str(), &node) != 0) {
    if (errno == EACCES) {
      return Error{ErrorCode::permission_denied,
                   "a folder on the way there may not be entered: check the path", path};
    }
    return Error{
        ErrorCode::not_found,
        fmt::format("no such port (ports here: {}): plug the mat in and check the name; 'poise devices' "
                    "lists what there is",
                    enumerate(list_ports())),
        path};
  }
  if (S_ISDIR(node.st_mode)) {
    return Error{ErrorCode::not_found,
                 "that is a directory, not a serial port: 'poise devices' lists the ports", path};
  }
  if (!S_ISCHR(node.st_mode)) {
    return Error{ErrorCode::not_found, "that is a file, not a serial port: 'poise devices' lists the ports",
                 path};
  }
  if (access(path.c_str(), R_OK | W_OK) == 0) return std::nullopt;
  constexpr mode_t kGroupMay = S_IRGRP | S_IWGRP;
  return no_permission(path, group_name(node.st_gid), (node.st_mode & kGroupMay) == kGroupMay);
}

Error no_permission(const std::string& path, const std::string& group, bool group_may) {
  if (!group_may || group == "root") {
    return {ErrorCode::permission_denied,
            "you may not use this port, and no group may: install hardware/udev/70-poise.rules (its first "
            "lines say how) and plug the mat in again",
            path};
  }
  return {
      ErrorCode::permission_denied,
      fmt::format("you may not use this port, group '{0}' may: run 'sudo usermod -aG {0} $USER', log out and "
                  "in again; or install hardware/udev/70-poise.rules",
                  group),
      path};
}

std::vector<std::string> holders(const std::string& path) {
  std::error_code error;
  const auto node = std::filesystem::canonical(path, error);
  std::vector<std::string> names;
  if (error) return names;
  for (std::filesystem::directory_iterator process("/proc", error), end; !error && process != end;
       process.increment(error)) {
    const std::string pid = process->path().filename().string();
    if (!is_number(pid) || !has_open(process->path(), node)) continue;
    std::string name;
    std::getline(std::ifstream(process->path() / "comm"), name);
    names.push_back(fmt::format("{} (process {})", name.empty() ? "a program" : name, pid));
  }
  return names;
}

Error port_busy(const std::string& path) {
  const std::vector<std::string> names = holders(path);
  if (!names.empty()) {
    return {ErrorCode::busy,
            fmt::format("the port is in use by {}: close that first", fmt::join(names, ", ")), path};
  }
  return {ErrorCode::busy,
          "the port is in use by another program that we cannot see, often ModemManager: close it ('sudo "
          "systemctl "
          "stop ModemManager'), or install hardware/udev/70-poise.rules, which keeps it away",
          path};
}

}  // namespace poise::acquire
