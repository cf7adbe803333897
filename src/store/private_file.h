#pragma once

#include <filesystem>

#include "base/error.h"

/// Files and folders that only their owner may read: what is kept is about people.
namespace poise::store {

/// Makes the missing folders, mode 0700.
Expected<void> make_private_folders(const std::filesystem::path& folder);

/// A new empty file of mode 0600; fails when there is something of that name.
Expected<void> make_private_file(const std::filesystem::path& path);

}  // namespace poise::store
