#pragma once

#include <SQLiteCpp/Exception.h>

#include <filesystem>
#include <type_traits>
#include <utility>

#include "base/error.h"

namespace poise::store {

/// SQLite's exception as one line for people, naming the store's file.
Error error_from(const SQLite::Exception& exception, const std::filesystem::path& path);

/// What errno says about opening or creating a file there, with what to do next.
Error error_from_errno(int error_number, const std::filesystem::path& path);

/// Runs `work`, turning what SQLite throws into an Error. `work` returns a value, nothing, or an Expected.
template <class Work>
auto guarded(const std::filesystem::path& path, Work&& work) {
  using Result = std::invoke_result_t<Work>;
  if constexpr (std::is_void_v<Result>) {
    try {
      work();
      return Expected<void>{};
    } catch (const SQLite::Exception& exception) {
      return Expected<void>{tl::make_unexpected(error_from(exception, path))};
    }
  } else if constexpr (tl::detail::is_expected<Result>::value) {
    try {
      return work();
    } catch (const SQLite::Exception& exception) {
      return Result{tl::make_unexpected(error_from(exception, path))};
    }
  } else {
    try {
      return Expected<Result>{work()};
    } catch (const SQLite::Exception& exception) {
      return Expected<Result>{tl::make_unexpected(error_from(exception, path))};
    }
  }
}

}  // namespace poise::store
