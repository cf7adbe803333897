#pragma once

#include <malloc.h>
#include <unistd.h>

#include <fstream>

namespace poise::testing {

/// Memory of this process that is in use and in RAM, in MB.
inline double memory_in_use_mb() {
  malloc_trim(0);  // what was freed goes back, so that it is not taken for a leak
  std::ifstream statm("/proc/self/statm");
  double pages = 0, resident_pages = 0;
  statm >> pages >> resident_pages;
  return resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// A sanitizer keeps what was freed, so that it cannot be told from a leak.
inline constexpr bool kFreedMemoryIsKept =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    true;
#else
    false;
#endif

}  // namespace poise::testing
