#include "acquire/byte_link.h"

#include <condition_variable>
#include <mutex>

namespace poise::acquire {

bool sleep_for(std::chrono::microseconds pause, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, pause, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace poise::acquire
