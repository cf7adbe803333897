#include "platform/open_file.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace poise::dashboard {

void open_with_desktop(const std::filesystem::path& file) {
  // The shell goes at once and leaves the viewer to init, so that nobody has to wait for it.
  std::string command = "xdg-open \"$1\" >/dev/null 2>&1 &", name = "poise", path = file.string(),
              shell = "sh", option = "-c";
  char* const words[] = {shell.data(), option.data(), command.data(), name.data(), path.data(), nullptr};
  pid_t process = 0;
  if (posix_spawnp(&process, shell.c_str(), nullptr, nullptr, words, environ) != 0) return;
  int status = 0;
  waitpid(process, &status, 0);
}

}  // namespace poise::dashboard
