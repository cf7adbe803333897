#include <CLI/CLI.hpp>

#include "base/version.h"
#include "console.h"
#include "verbs.h"

namespace {

using namespace poise::cli;

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Poise: left/right balance from a two-plate mat.\n"
      "Try it without a mat:  poise record --device \"sim:squat?reps=5\" --exercise squat\n"};
  app.set_version_flag("--version", std::string("poise ") + poise::kVersion);
  app.require_subcommand(1);
  app.fallthrough();

  Common common;
  common.store = default_store();
  app.add_option("--store", common.store, "The file in which sessions are kept")->type_name("FILE");
  app.add_flag("--json", common.json, "Machine-readable result on standard output");

  int status = kDone;
  const auto verb = [&](const char* name, const char* help) { return app.add_subcommand(name, help); };

  RecordWords record_words;
  CLI::App* record_verb = verb("record", "Record a session: zero, weigh, go, result");
  record_verb->add_option("--device", record_words.device,
                          "auto, a port (/dev/ttyACM0), sim:EXERCISE?key=value&... or replay:SESSION")->type_name("DEVICE");
  record_verb->add_option("--exercise", record_words.exercise, "See: poise exercises")->required()->type_name("NAME");
  record_verb->add_option("--side", record_words.side, "left, right or both (one leg, then the other)")->type_name("SIDE");
  record_verb->add_option("--variant", record_words.variant, "Variant of the exercise")->type_name("NAME");
  record_verb->add_option("--athlete", record_words.athlete, "A pseudonym, never a name")->type_name("WHO");
  record_verb->add_option("--reps", record_words.reps, "End after so many repetitions on a side")->check(CLI::Range(1, 1000))->type_name("N");
  record_verb->add_option("--seconds", record_words.seconds, "End after so long")->check(CLI::Range(0.1, 86400.0))->type_name("T");
  record_verb->add_option("--body-weight-n", record_words.body_weight_n, "Body weight in newtons, instead of weighing")->check(CLI::Range(50.0, 5000.0))->type_name("N");
  record_verb->add_option("--mat", record_words.mat_file, "The mat's geometry file; remembered for this mat")->type_name("FILE.toml");
  record_verb->add_option("--export", record_words.export_to, "Write the session's CSV files and report there")->type_name("DIR");
  record_verb->add_flag("--unattended", record_words.unattended, "No key press, no countdown (the default without a terminal)");
  record_verb->add_flag("--probe-all", record_words.probe_all, "auto: also open ports of unknown identity");
  record_verb->callback([&] { status = record(common, record_words); });

  AnalyzeWords analyze_words;
  CLI::App* analyze_verb = verb("analyze", "Analyse a CSV file as a live session would be");
  analyze_verb->add_option("file", analyze_words.file, "time_s and cells, sides, total or centre of pressure")->required()->type_name("FILE.csv");
  analyze_verb->add_option("--exercise", analyze_words.exercise, "See: poise exercises")->required()->type_name("NAME");
  analyze_verb->add_option("--side", analyze_words.side, "left, right or both")->type_name("SIDE");
  analyze_verb->add_option("--variant", analyze_words.variant, "Variant of the exercise")->type_name("NAME");
  analyze_verb->add_option("--body-weight-n", analyze_words.body_weight_n, "Body weight in newtons, instead of finding it")->check(CLI::Range(50.0, 5000.0))->type_name("N");
  analyze_verb->add_option("--filter-hz", analyze_words.filter_hz, "Low-pass cut-off; 0 = no filter; default 10")->check(CLI::Range(0.0, 1000.0))->type_name("F");
  analyze_verb->add_option("--mat", analyze_words.mat_file, "Geometry of the mat, for a file of cells")->type_name("FILE.toml");
  analyze_verb->callback([&] { status = analyze(common, analyze_words); });

  SimulateWords simulate_words;
  CLI::App* simulate_verb = verb("simulate", "Be a virtual mat on a pseudo-terminal until ended");
  simulate_verb->add_option("scenario", simulate_words.scenario, "sim:EXERCISE?key=value&...")->required()->type_name("SIM");
  simulate_verb->add_option("--link", simulate_words.link, "Keep a symbolic link to the port there")->type_name("PATH");
  simulate_verb->add_option("--truth", simulate_words.truth, "Write what the virtual person does, as JSON")->type_name("FILE");
  simulate_verb->callback([&] { status = simulate(simulate_words); });

  bool probe_all = false;
  CLI::App* devices_verb = verb("devices", "List ports, and which of them are mats");
  devices_verb->add_flag("--probe-all", probe_all, "Also open ports of unknown identity (may reset a board)");
  devices_verb->callback([&] { status = devices(common, probe_all); });

  verb("exercises", "List the exercises")->callback([&] { status = exercises(common); });
  verb("sessions", "List the sessions")->callback([&] { status = sessions(common); });

  std::string session = "last";
  const auto takes_session = [&](CLI::App* which) {
    which->add_option("session", session, "A session's id, or last")->required()->type_name("SESSION");
  };
  CLI::App* show_verb = verb("show", "Show a session's result");
  takes_session(show_verb);
  show_verb->callback([&] { status = show(common, session); });

  std::filesystem::path folder;
  bool spreadsheet = false;
  CLI::App* export_verb = verb("export", "Write a session's CSV files and report");
  takes_session(export_verb);
  export_verb->add_option("--out", folder, "The folder to write")->required()->type_name("DIR");
  export_verb->add_flag("--spreadsheet", spreadsheet, "Semicolons and decimal commas, for spreadsheets in such countries");
  export_verb->callback([&] { status = export_session(common, session, folder, spreadsheet); });

  CLI::App* import_verb = verb("import", "Take back a folder that export wrote");
  import_verb->add_option("folder", folder, "The session's folder")->required()->type_name("DIR");
  import_verb->callback([&] { status = import_session(common, folder); });

  CLI::App* replay_verb = verb("replay", "Run a kept session through the chain again and compare");
  takes_session(replay_verb);
  replay_verb->add_option("--export", folder, "Write the session's CSV files and report there")->type_name("DIR");
  replay_verb->callback([&] { status = replay(common, session, folder); });

  std::string pseudonym, note;
  CLI::App* athletes_verb = verb("athletes", "List athletes (pseudonyms), or add one");
  CLI::App* add_verb = athletes_verb->add_subcommand("add", "Add an athlete");
  add_verb->add_option("pseudonym", pseudonym, "How they are called here; never a name")->required()->type_name("WHO");
  add_verb->add_option("--note", note, "Anything worth remembering")->type_name("TEXT");
  athletes_verb->callback([&] {
    status = *add_verb ? add_athlete(common, pseudonym, note) : athletes(common);
  });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    std::cerr << "poise: " << error.what() << ". See poise --help\n";
    return kWrongWords;
  }
  return status;
}
