#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "base/version.h"
#include "command_line.h"
#include "console.h"
#include "movement/catalogue.h"
#include "session/norms.h"

namespace {

using namespace poise::cli;

/// The one line for words that are no command.
std::string what_is_wrong(const CLI::App& app, const CLI::ParseError& error) {
  if (!app.get_subcommands().empty())
    return std::string(error.what()) + ". See: poise " + app.get_subcommands()[0]->get_name() + " --help";
  std::string verbs;
  for (const CLI::App* verb : app.get_subcommands({}))
    verbs += (verbs.empty() ? "" : ", ") + verb->get_name();
  const std::vector<std::string> unknown = app.remaining();
  if (unknown.empty()) return std::string(error.what()) + ". See: poise --help";
  if (unknown[0].starts_with("-")) return "there is no option \"" + unknown[0] + "\". See: poise --help";
  return "there is no verb \"" + unknown[0] + "\"; there are " + verbs + ". See: poise --help";
}

int run(int argc, char** argv) {
  CLI::App app{
      "Poise: left/right balance from a mat of two plates.\n"
      "Try it without a mat:  poise record --device \"sim:squat?reps=5\" --exercise squat\n",
      "poise"};
  app.get_formatter()->column_width(28);
  app.get_formatter()->label("SUBCOMMAND", "VERB");
  app.get_formatter()->label("REQUIRED", "(needed)");
  app.footer(
      "\n'poise VERB --help' tells the rest. Exit status: 0 done, 1 failed (one line says why), 2 wrong "
      "words.");
  app.set_version_flag("--version", std::string("poise ") + poise::kVersion, "Print the version");
  app.set_help_flag("-h,--help", "Print this help");
  app.fallthrough();

  CommandLine words;
  words.common.store = default_store();
  app.add_option("--store", words.common.store,
                 "The file in which sessions are kept\n(default: " + words.common.store.string() + ")")
      ->type_name("FILE");
  app.add_flag("--json", words.common.json,
               "The result as JSON on standard output; all else goes to standard error");
  words.exercises_folder = poise::movement::own_exercises_folder();
  app.add_option("--exercises", words.exercises_folder,
                 "The folder of your own exercises\n(default: " + words.exercises_folder.string() + ")")
      ->check(CLI::Validator(CLI::ExistingDirectory).description(""))
      ->type_name("DIR");
  // Runs before the verb does.
  app.parse_complete_callback([&] {
    for (const std::string& warning : poise::movement::add_exercises(words.exercises_folder)) say("poise: " + warning);
    for (const std::string& warning : poise::session::add_norms(poise::session::own_norms_folder())) say("poise: " + warning);
  });
  add_verbs(app, words);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return report_error({poise::ErrorCode::usage, what_is_wrong(app, error), {}});
  }
  if (app.get_subcommands().empty())
    return report_error({poise::ErrorCode::usage,
                         "say what to do, as in: poise record --exercise squat. See: poise --help",
                         {}});
  return words.status;
}

}  // namespace

int main(int argc, char** argv) {
  int status = kFailed;
  try {
    status = run(argc, argv);
    if (std::fflush(stdout) == 0) return status;
    std::perror("poise: the result could not be written to standard output");
  } catch (const std::exception& error) {
    report_error(
        {poise::ErrorCode::unsupported,
         std::string("something that should not happen did (") + error.what() + "): please report it",
         {}});
  }
  return kFailed;
}
