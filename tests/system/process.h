#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

/// Running the program as others do: as a process, of which only words, streams and signals are known.
namespace poise::testing {

/// How a process ended and what it said.
struct Finished {
  int status = -1;    ///< exit status, or 128 + signal
  long peak_kb = 0;   ///< the most memory that it had in use (resident)
  std::string out, err;
};

struct ProcessOptions {
  std::filesystem::path folder;                ///< working directory, HOME, TMPDIR and XDG_DATA_HOME
  std::vector<std::string> environment;        ///< "NAME=value", beside the test's own
  std::optional<std::uintmax_t> largest_file;  ///< RLIMIT_FSIZE: stands in for a full disk
  std::optional<std::string> typed{};          ///< standard input is a terminal at which this was typed; absent: nothing
};

/// A child process with its output collected. Killed by the destructor if it still runs.
class Process {
 public:
  Process(const std::vector<std::string>& words, const ProcessOptions& options);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// Presses keys at its terminal; only where it has one.
  void type(const std::string& keys) const;
  /// Waits for its end; kills it after `patience`, which shows as status 137.
  Finished wait(std::chrono::seconds patience = std::chrono::seconds(50));
  /// Waits until a line of standard output or standard error begins with `beginning`, and gives the rest of
  /// that line. Absent when the process ends first or does not say it within `patience`.
  std::optional<std::string> wait_for_line(const std::string& beginning,
                                           std::chrono::seconds patience = std::chrono::seconds(15));

 private:
  void collect(int timeout_ms);
  int open_terminal(const std::string& typed);

  pid_t pid_ = -1;
  int keyboard_ = -1, out_ = -1, err_ = -1;
  Finished finished_;
};

/// Context switches of all threads of a process so far that it made by itself: how often it woke up.
long wake_ups(pid_t pid);

}  // namespace poise::testing
