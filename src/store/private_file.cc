#include "store/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "store/sqlite_error.h"

namespace poise::store {

Expected<void> make_private_folders(const std::filesystem::path& folder) {
  if (folder.empty() || std::filesystem::is_directory(folder)) return {};
  if (auto parent = make_private_folders(folder.parent_path()); !parent) return parent;
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return tl::make_unexpected(error_from_errno(errno, folder));
  return {};
}

Expected<void> make_private_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return tl::make_unexpected(error_from_errno(errno, path));
  close(descriptor);
  return {};
}

}  // namespace poise::store
