#include "process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace poise::testing {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> all;
  for (const std::string& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

std::vector<std::string> environment_of(const ProcessOptions& options) {
  std::vector<std::string> all = options.environment;
  const auto add_unless_given = [&all](const std::string& text) {
    const std::string name = text.substr(0, text.find('=') + 1);
    for (const std::string& given : all)
      if (given.starts_with(name)) return;
    all.push_back(text);
  };
  for (const char* name : {"XDG_DATA_HOME=", "HOME=", "TMPDIR="}) add_unless_given(name + options.folder.string());
  for (char** variable = environ; *variable; ++variable) add_unless_given(*variable);
  return all;
}

/// Reads what is there; closes `fd` and sets it to -1 at its end.
void read_some(int& fd, std::string& into) {
  char buffer[65536];
  const ssize_t n = read(fd, buffer, sizeof buffer);
  if (n > 0) {
    into.append(buffer, static_cast<std::size_t>(n));
  } else if (n == 0 || errno != EINTR) {
    close(fd);
    fd = -1;
  }
}

std::optional<std::string> rest_of_line(const std::string& text, const std::string& beginning) {
  for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    if (text.compare(at, beginning.size(), beginning) == 0)
      return text.substr(at + beginning.size(), end - at - beginning.size());
  return std::nullopt;
}

}  // namespace

Process::Process(const std::vector<std::string>& words, const ProcessOptions& options) {
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const std::vector<std::string> environment = environment_of(options);
  const int in = options.typed ? open_terminal(*options.typed) : open("/dev/null", O_RDONLY | O_CLOEXEC);
  const auto arguments = pointers(words), variables = pointers(environment);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("no process");
  if (pid_ == 0) {  // nothing here that allocates
    if (!options.folder.empty() && chdir(options.folder.c_str()) != 0) _exit(125);
    dup2(in, STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    if (options.largest_file) {
      const rlimit limit{*options.largest_file, *options.largest_file};
      setrlimit(RLIMIT_FSIZE, &limit);
      ::signal(SIGXFSZ, SIG_IGN);  // a write that fails, as on a full disk, instead of a death
    }
    execve(arguments[0], arguments.data(), variables.data());
    _exit(126);
  }
  close(in);
  close(out[1]);
  close(err[1]);
  out_ = out[0];
  err_ = err[0];
}

/// The program's end of a terminal; the other one stays open, or the program would see the end of its input.
int Process::open_terminal(const std::string& typed) {
  keyboard_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (keyboard_ < 0 || grantpt(keyboard_) != 0 || unlockpt(keyboard_) != 0) throw std::runtime_error("no terminal");
  const int in = open(ptsname(keyboard_), O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (in < 0) throw std::runtime_error("no terminal");
  type(typed);
  return in;
}

Process::~Process() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (keyboard_ >= 0) close(keyboard_);
  if (out_ >= 0) close(out_);
  if (err_ >= 0) close(err_);
}

void Process::signal(int number) const { kill(pid_, number); }

void Process::type(const std::string& keys) const {
  if (write(keyboard_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) throw std::runtime_error("no terminal");
}

void Process::collect(int timeout_ms) {
  pollfd fds[] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}};
  if (poll(fds, 2, timeout_ms) <= 0) return;
  if (out_ >= 0 && fds[0].revents) read_some(out_, finished_.out);
  if (err_ >= 0 && fds[1].revents) read_some(err_, finished_.err);
}

Finished Process::wait(std::chrono::seconds patience) {
  const auto until = Clock::now() + patience;
  while (out_ >= 0 || err_ >= 0) {
    collect(100);
    if (Clock::now() > until) signal(SIGKILL);
  }
  int status = 0;
  rusage usage{};
  wait4(pid_, &status, 0, &usage);
  finished_.peak_kb = usage.ru_maxrss;
  pid_ = -1;
  finished_.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return finished_;
}

std::optional<std::string> Process::wait_for_line(const std::string& beginning,
                                                  std::chrono::seconds patience) {
  const auto until = Clock::now() + patience;
  while (true) {
    for (const std::string* text : {&finished_.out, &finished_.err})
      if (auto rest = rest_of_line(*text, beginning)) return rest;
    if ((out_ < 0 && err_ < 0) || Clock::now() > until) return std::nullopt;
    collect(100);
  }
}

long wake_ups(pid_t pid) {
  long sum = 0;
  const std::filesystem::path tasks = "/proc/" + std::to_string(pid) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks)) {
    std::ifstream status(task.path() / "status");
    for (std::string word; status >> word;) {
      long count = 0;
      if (word == "voluntary_ctxt_switches:" && status >> count) sum += count;
    }
  }
  return sum;
}

}  // namespace poise::testing
