#include "store/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "store/sqlite_error.h"

namespace poise::store {
namespace {

/// Whether the name still leads to the file that is open: its last owner may have removed it in between.
bool still_named(int descriptor, const std::filesystem::path& path) {
  struct stat opened {
  }, named{};
  return fstat(descriptor, &opened) == 0 && stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

Expected<FileLock> FileLock::take(const std::filesystem::path& path) {
  while (true) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return tl::make_unexpected(error_from_errno(errno, path));
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const int reason = errno;
      close(descriptor);
      if (reason == EINTR) continue;
      if (reason == EWOULDBLOCK)
        return fail(ErrorCode::busy, "another program is writing this session", path.string());
      return tl::make_unexpected(error_from_errno(reason, path));
    }
    if (still_named(descriptor, path)) return FileLock(descriptor, path);
    close(descriptor);
  }
}

FileLock::FileLock(FileLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

FileLock::~FileLock() {
  if (descriptor_ < 0) return;
  unlink(path_.c_str());  // before letting go, so that nobody locks a name about to vanish
  close(descriptor_);
}

}  // namespace poise::store
