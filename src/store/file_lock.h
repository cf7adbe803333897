#pragma once

#include <filesystem>
#include <optional>

#include "base/error.h"

namespace poise::store {

/// An exclusive flock on a file of its own. The kernel drops it when the process ends, however it ends, which
/// tells a live owner from a dead one without process ids. The file is removed when the owner lets go.
class FileLock {
 public:
  /// ErrorCode::busy when a living process (or another FileLock of this one) holds it.
  static Expected<FileLock> take(const std::filesystem::path& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  FileLock(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_ = -1;
  std::filesystem::path path_;
};

}  // namespace poise::store
