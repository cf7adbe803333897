#include <fmt/format.h>

#include <csignal>
#include <cstdio>

#include "app.h"
#include "base/printable.h"

namespace poise::dashboard {
namespace {

/// Ctrl-C, or the desktop that logs out: the window closes as by its button, so that nothing is lost. A handler can
/// reach nothing but a variable like this one.
volatile std::sig_atomic_t asked_to_end = 0;

int run(Options options) {
  const bool stats = options.stats;
  WindowOptions look{options.width, options.height, options.scale, std::nullopt, options.state.settings.dark};
  if (!look.scale && options.state.settings.scale > 0) look.scale = options.state.settings.scale;
  if (options.width == 0) look.place = options.place;
  auto window = Window::open(look);
  if (!window) {
    fmt::print(stderr, "poise-dashboard: {}\n", one_line(to_line(window.error())));
    return 1;
  }
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { asked_to_end = 1; });
  App app(**window, std::move(options));
  const auto ended = app.run([] { return asked_to_end != 0; });
  if (stats) fmt::print(stderr, "{}\n", app.stats());
  if (ended) return 0;
  fmt::print(stderr, "poise-dashboard: {}\n", one_line(to_line(ended.error())));
  return 1;
}

}  // namespace
}  // namespace poise::dashboard

int main(int argc, char** argv) {
  using namespace poise::dashboard;
  auto parsed = parse_options(argc, argv, load_settings(settings_path()));
  if (const int* status = std::get_if<int>(&parsed)) return *status;
  return run(std::get<Options>(std::move(parsed)));
}
