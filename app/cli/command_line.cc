#include "command_line.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "movement/catalogue.h"
#include "session/programme.h"

namespace poise::cli {
namespace {

constexpr const char* kCommonOptions =
    "\nAlso for every verb: --store FILE (where sessions are kept), --exercises DIR (your own exercises),\n"
    "--json (result as JSON on standard output)\n";

CLI::App* add_verb(CLI::App& app, const char* group, const char* name, const char* help,
                   const std::string& examples) {
  CLI::App* verb = app.add_subcommand(name, help);
  verb->group(group);
  verb->footer((examples.empty() ? "" : "Examples:\n" + examples) + kCommonOptions);
  return verb;
}

/// Checks a number, "nan" included, without a mark in the middle of the help.
template <class Number>
CLI::Validator between(Number low, Number high) {
  const auto check = [low, high](const std::string& text) -> std::string {
    Number value{};
    if (CLI::detail::lexical_cast(text, value) && value >= low && value <= high) return {};
    return fmt::format("takes a number from {} to {}, not \"{}\"", low, high, text);
  };
  return CLI::Validator(check, "");
}

CLI::Option* add_exercise_options(CLI::App* verb, std::string& exercise, std::string& side, std::string& variant) {
  CLI::Option* option = verb->add_option("--exercise", exercise, "What is done; 'poise exercises' lists them")
                            ->required()
                            ->type_name("NAME");
  verb->add_option("--side", side,
                   "Of an exercise for one side at a time: left, right or both (the default)")
      ->type_name("SIDE");
  verb->add_option("--variant", variant, "A variant of the exercise, where it has some")->type_name("NAME");
  return option;
}

void add_surroundings(CLI::App* verb, SurroundingsWords& words) {
  constexpr const char* kGroup = "Kept with it (never a name in any of them)";
  poise::session::Surroundings& it = words.said;
  const auto add = [&](const char* name, auto& into, const char* help, const char* type) {
    return verb->add_option(name, into, help)->group(kGroup)->type_name(type);
  };
  add("--pain-before", it.pain_before, "Pain before, 0 none to 10 the worst imaginable", "0-10")
      ->check(between(0, poise::session::kWorstPain));
  add("--pain-after", it.pain_after, "Pain after", "0-10")->check(between(0, poise::session::kWorstPain));
  add("--pain-where", it.pain_where, "Where it hurts", "TEXT");
  add("--exertion", it.exertion, "How hard it was: Borg CR10, 0 nothing, 5 strong, 10 extremely strong", "0-10")
      ->check(between(0.0, poise::session::kGreatestExertion));
  add("--eyes", words.eyes, "open or closed", "EYES");
  add("--surface", words.surface, "firm or foam", "SURFACE");
  add("--footwear", it.footwear, "barefoot, socks, shoes ...", "TEXT");
  add("--load-kg", it.load_kg, "Carried beside the body: a bar, dumbbells, a plate on the hips", "KG")
      ->check(between(0.0, poise::session::kHeaviestLoad_kg));
  add("--operator", it.operator_initials, "Who measures, as initials", "AB");
  add("--note", it.notes, "Anything worth remembering", "TEXT");
  add("--date", words.date, "When it counts as started, as 2026-03-05T14:07; for sim: and replay: only", "ISO");
}

/// Where the mat is, and what it is like.
void add_device(CLI::App* verb, std::string& device, std::optional<std::string>& mat_file, bool& probe_all) {
  verb->add_option("--device", device,
                   "Where the mat is: auto (the default) finds it; a port, as /dev/ttyACM0;\n"
                   "sim:EXERCISE?key=value&... is a virtual mat; replay:SESSION a recorded one")
      ->type_name("DEVICE");
  verb->add_option("--mat", mat_file, "The mat's geometry file; remembered for this mat")
      ->type_name("FILE.toml");
  verb->add_flag("--probe-all", probe_all, "auto: also open ports of unknown identity");
}

void add_session(CLI::App* verb, CommandLine& words) {
  verb->add_option("SESSION", words.session, "A session's id, or 'last'")->required()->type_name(" ");
}

void add_measuring(CLI::App& app, CommandLine& words) {
  constexpr const char* kGroup = "Measure";
  CLI::App* devices_verb =
      add_verb(app, kGroup, "devices", "List the serial ports, and which of them are mats", "");
  devices_verb->add_flag("--probe-all", words.probe_all,
                         "Also open ports of unknown identity (may reset a stranger's board)");
  devices_verb->callback([&] { words.status = devices(words.common, words.probe_all); });

  CLI::App* exercises_verb = add_verb(
      app, kGroup, "exercises", "List the exercises: where the feet go, what is measured, how it is counted",
      "  poise exercises\n"
      "  poise exercises --file squat > my-squat.toml       (to begin one of your own with)\n"
      "\nYour own exercises are TOML files in " + poise::movement::own_exercises_folder().string() + ".\n");
  exercises_verb->add_option("--file", words.exercise, "Print this exercise's file instead")->type_name("NAME");
  exercises_verb->callback([&] { words.status = exercises(words.common, words.exercise); });

  RecordWords& it = words.record;
  CLI::App* verb =
      add_verb(app, kGroup, "record", "Record a session: zero, weigh, go, result",
               "  poise record --exercise squat --reps 10\n"
               "  poise record --exercise squat --reps 8 --sets 3 --rest-s 90\n"
               "  poise record --exercise single-leg-squat --side left --reps 5 --export out\n"
               "  poise record --exercise quiet-stand --seconds 30 --athlete heron\n"
               "  poise record --device \"sim:squat?reps=5\" --exercise squat      (without a mat)\n"
               "\nAt a terminal, while it records: Enter goes at once, z zeroes the mat, a accepts the leg\n"
               "that the person stands on, q or Ctrl-C ends. What was recorded is always kept.\n");
  add_exercise_options(verb, it.exercise, it.side, it.variant);
  verb->add_option("--reps", it.reps, "A set ends after so many repetitions (on each side)")
      ->check(between(1, limits::kReps))
      ->type_name("N");
  verb->add_option("--seconds", it.seconds, "A set ends after so long")
      ->check(between(limits::kShortestSet_s, limits::kLongestSet_s))
      ->type_name("T");
  verb->add_option("--sets", it.sets, "So many sets (on each side); default 1")->check(between(1, limits::kSets))->type_name("N");
  verb->add_option("--rest-s", it.rest_s, "Seconds of rest between sets; default 60. Who goes on sooner is counted")
      ->check(between(0.0, limits::kLongestRest_s))
      ->type_name("T");
  verb->add_option("--athlete", it.athlete, "Whose session it is: a pseudonym, never a name")
      ->type_name("WHO");
  add_device(verb, it.device, it.mat_file, it.probe_all);
  verb->add_option("--export", it.export_to, "Also write the session's CSV files and report there")
      ->type_name("DIR");
  verb->add_flag("--last-weight", it.last_weight, "Body weight from this athlete's latest session, instead of weighing");
  verb->add_option("--body-weight-n", it.body_weight_n, "Body weight in newtons, instead of weighing")
      ->check(between(limits::kLightest_n, limits::kHeaviest_n))
      ->type_name("N");
  verb->add_flag("--unattended", it.unattended, "No keys and no countdown (the default without a terminal)");
  add_surroundings(verb, it.surroundings);
  verb->callback([&] { words.status = record(words.common, words.record); });
}

void add_check(CLI::App& app, CommandLine& words) {
  CheckWords& it = words.check;
  CLI::App* verb =
      add_verb(app, "Measure", "check",
               "Check the mat: rate, losses, noise and drift of every cell, exchanged sides and plugs",
               "  poise check                       (at a terminal it also asks to stand on each plate)\n"
               "  poise check --corners             (and to press each corner)\n"
               "  poise check --no-steps --json     (ten seconds of the empty mat, for scripts)\n"
               "\nExit status 0 only when the mat is fit for use.\n");
  add_device(verb, it.device, it.mat_file, it.probe_all);
  CLI::Option* steps =
      verb->add_flag("--steps", it.steps, "Ask to stand on each plate (the default at a terminal)");
  verb->add_flag("--no-steps", it.no_steps, "Only ten seconds of the empty mat")->excludes(steps);
  verb->add_flag("--corners", it.corners, "Also ask to press each corner with a foot");
  verb->callback([&] { words.status = check(words.common, words.check); });
}

void add_calibrate(CLI::App& app, CommandLine& words) {
  CalibrateWords& it = words.calibrate;
  CLI::App* verb = add_verb(
      app, "Measure", "calibrate", "Calibrate the mat with known masses; list, show and restore calibrations",
      "  poise calibrate full --mass-kg 20         (nine marks on each plate: about five minutes)\n"
      "  poise calibrate quick --mass-kg 20        (one mass on each plate, then a person)\n"
      "  poise calibrate marks                     (where the marks are)\n"
      "  poise calibrate spot --mass-kg 72.4       (daily: a known mass or person on each plate)\n"
      "  poise calibrate list\n"
      "\nIt sees what is put down and taken away: no key is needed. At a terminal: Enter says that it is as\n"
      "asked, s leaves a step out, r repeats the last one, q leaves; the same command then goes on there.\n");
  verb->require_subcommand(1);
  const auto add = [verb](const char* name, const char* help) {
    return verb->add_subcommand(name, help)->group("Verbs")->footer("");
  };
  const auto add_masses = [&it](CLI::App* sub, const char* help) {
    sub->add_option("--mass-kg", it.masses_kg, help)->required()->check(between(0.5, 500.0))->type_name("KG");
    sub->add_option("--operator", it.made_by, "Who does it, as initials")->type_name("AB");
  };
  for (const bool full : {true, false}) {
    CLI::App* sub =
        full ? add("full",
                   "Force, centre of pressure and cross-talk: a known mass on nine marks of each plate")
             : add("quick",
                   "Each cell's gain: a known mass on each plate, then a person who shifts their weight");
    add_masses(sub, full ? "The known mass; more of them (again --mass-kg) go on the middle of each plate"
                         : "The known mass");
    add_device(sub, it.device, it.mat_file, it.probe_all);
    sub->add_flag("--restart", it.anew, "Begin anew instead of going on where it was left");
    sub->add_flag("--ask", it.ask, "Wait for Enter before it is kept (the default at a terminal)");
    sub->callback([&words, full] { words.status = calibrate_mat(words.common, words.calibrate, full); });
  }
  CLI::App* spot =
      add("spot", "Daily check: a known mass, or a person of known weight, on each plate; logged");
  add_masses(spot, "What is put on the plates");
  add_device(spot, it.device, it.mat_file, it.probe_all);
  spot->callback([&] { words.status = calibrate_spot(words.common, words.calibrate); });

  CLI::App* marks = add("marks", "Where the masses go, to mark the plates");
  marks->add_option("--mat", it.mat_file, "The mat's geometry file (default: the reference mat)")
      ->type_name("FILE.toml");
  marks->callback([&] { words.status = calibrate_marks(words.common, words.calibrate); });
  add("list", "List the calibrations of every mat, and its spot checks")->callback([&] {
    words.status = calibrate_list(words.common);
  });
  CLI::App* show_sub = add("show", "Show a calibration with every mass");
  show_sub->add_option("ID", it.id, "Its id, or 'last'")->required()->type_name(" ");
  show_sub->callback([&] { words.status = calibrate_show(words.common, words.calibrate.id); });
  CLI::App* restore_sub = add("restore", "Put an old calibration in force again");
  restore_sub->add_option("ID", it.id, "Its id; 'nominal': the data sheets' factors")
      ->required()
      ->type_name(" ");
  restore_sub->callback([&] { words.status = calibrate_restore(words.common, words.calibrate.id); });
}

void add_analyzing(CLI::App& app, CommandLine& words) {
  AnalyzeWords& it = words.analyze;
  CLI::App* verb = add_verb(
      app, "Measure", "analyze", "Analyse a CSV file as a session is analysed",
      "  poise analyze out/samples.csv --exercise single-leg-squat --side left\n"
      "  poise analyze forceplate.csv --exercise quiet-stand --filter-hz 0 --json\n"
      "  poise analyze --all          (every kept session, as after a new version)\n"
      "\nThe file has time_s and any of: the cells (l_fl_n ... r_rr_n), left_n and right_n, total_n,\n"
      "the plates' centres of pressure, cop_x_mm and cop_y_mm. Comma, semicolon or tab.\n");
  CLI::Option* file = verb->add_option("FILE.csv", it.file, "The recording")->type_name(" ");
  CLI::Option* exercise = add_exercise_options(verb, it.exercise, it.side, it.variant)->required(false);
  verb->add_flag("--all", it.all, "Every kept session again, with its result in the place of the earlier one")
      ->excludes(file)
      ->excludes(exercise);
  verb->add_option("--body-weight-n", it.body_weight_n, "Body weight in newtons, instead of finding it")
      ->check(between(limits::kLightest_n, limits::kHeaviest_n))
      ->type_name("N");
  verb->add_option("--seconds", it.seconds, "Of a hold on one side: nothing counts after so long")
      ->check(between(limits::kShortestSet_s, limits::kLongestSet_s))
      ->type_name("T");
  verb->add_option("--filter-hz", it.filter_hz, "Low-pass cut-off, 10 by default; 0 = no filter")
      ->check(between(0.0, 1000.0))
      ->type_name("F");
  verb->add_option("--mat", it.mat_file, "The mat's geometry file, for a file of cells")
      ->type_name("FILE.toml");
  verb->callback([&words, file, exercise] {
    for (const CLI::Option* needed : {file, exercise})
      if (!words.analyze.all && needed->count() == 0) throw CLI::RequiredError(needed->get_name());
    words.status = analyze(words.common, words.analyze);
  });
}

void add_reporting(CLI::App& app, CommandLine& words) {
  ReportWords& it = words.report;
  CLI::App* verb = add_verb(app, "Kept sessions", "report", "Write a session's report to print or hand over: PDF or PNG",
                            "  poise report last --out report.pdf\n"
                            "  poise report last --out page.png --for athlete\n"
                            "  poise report --athlete heron --out reports       (one file a session)\n"
                            "\nOne page for the athlete, two for the professional; without --for both, the athlete's\n"
                            "first. A file of that name is replaced.\n");
  verb->add_option("SESSION", it.sessions, "Sessions' ids, or 'last'")->type_name(" ");
  verb->add_option("--out", it.out, "The file, .pdf or .png; or a folder, for a PDF a session")->required()->type_name("FILE");
  verb->add_option("--for", it.audience, "Whom it is for: athlete or professional")->type_name("WHO");
  verb->add_option("--athlete", it.athlete, "All sessions of this athlete")->type_name("WHO");
  verb->add_flag("--all", it.all, "All sessions");
  verb->callback([&] { words.status = report(words.common, words.report); });
}

void add_programme_options(CLI::App* verb, ProgrammeWords& it) {
  verb->add_option("--athlete", it.athlete, "Whose visit it is: a pseudonym, never a name")->type_name("WHO");
  verb->add_option("--device", it.device,
                   "Where the mat is: auto (the default) finds it; a port; sim: is a virtual person who does\n"
                   "each set as it is asked, sim:?speed=0&body_kg=80 with keys for every set")
      ->type_name("DEVICE");
  verb->add_option("--mat", it.mat_file, "The mat's geometry file; remembered for this mat")->type_name("FILE.toml");
  verb->add_option("--red-flag", it.red_flags, "Stops the programme: numbness, bladder, night-pain or trauma")
      ->type_name("WHICH");
  verb->add_flag("--unattended", it.unattended, "No keys and no questions (the default without a terminal)");
  verb->add_flag("--probe-all", it.probe_all, "auto: also open ports of unknown identity");
  add_surroundings(verb, it.surroundings);
}

void add_programmes(CLI::App& app, CommandLine& words) {
  CLI::App* verb = add_verb(app, "Measure", "programmes", "List the programmes; show one, or be led through it",
                            "  poise programmes\n"
                            "  poise programmes show asymmetry-check\n"
                            "  poise programmes run asymmetry-check --athlete heron\n"
                            "  poise programmes run balance --device \"sim:?speed=0\" --unattended     (without a mat)\n"
                            "\nYour own programmes are TOML files in " +
                                poise::session::own_programmes_folder().string() + ".\n");
  ProgrammeWords& it = words.programme;
  const auto add = [&](const char* name, const char* help) {
    return verb->add_subcommand(name, help)->group("Verbs")->footer("");
  };
  CLI::App* show = add("show", "What is done in it, and why");
  show->add_option("PROGRAMME", it.programme, "Its id, or a .toml file")->required()->type_name(" ");
  CLI::App* run = add("run", "Lead through it: next set, rest, result, advice");
  run->add_option("PROGRAMME", it.programme, "Its id, or a .toml file")->required()->type_name(" ");
  add_programme_options(run, it);
  CLI::App* resume = add("resume", "Go on with a visit that was left unfinished");
  resume->add_option("VISIT", it.programme, "Its id; without it the latest one")->type_name(" ");
  add_programme_options(resume, it);
  CLI::App* list = add("visits", "List the visits; or show one, with its advice");
  list->add_option("VISIT", words.session, "A visit's id, or 'last'")->type_name(" ");
  CLI::App* rules = add("rules", "The rules that advice follows");
  verb->require_subcommand(0, 1);
  verb->callback([&words, &it, show, run, resume, list, rules] {
    const Common& common = words.common;
    words.status = *show     ? show_programme(common, it.programme)
                   : *run    ? run_programme(common, it)
                   : *resume ? resume_programme(common, it)
                   : *list   ? visits(common, words.session)
                   : *rules  ? advice_rules(common)
                             : programmes(common);
  });
}

CLI::Option* add_recalibrate(CLI::App* verb, CommandLine& words) {
  return verb
      ->add_option("--recalibrate", words.recalibrate,
                   "Work it out again from the raw counts with the calibration now in force,\n"
                   "or with that one ('nominal': the data sheets' factors)")
      ->expected(0, 1)
      ->type_name("[ID]");
}

std::optional<std::string> recalibration_of(const CommandLine& words, const CLI::Option& option) {
  return option.count() > 0 ? std::optional(words.recalibrate) : std::nullopt;
}

void add_keeping(CLI::App& app, CommandLine& words) {
  constexpr const char* kGroup = "Kept sessions";
  add_verb(app, kGroup, "sessions", "List the sessions, oldest first", "")->callback([&] {
    words.status = sessions(words.common);
  });

  CLI::App* show_verb = add_verb(app, kGroup, "show", "Show a session's result", "  poise show last\n");
  add_session(show_verb, words);
  show_verb->callback([&] { words.status = show(words.common, words.session); });

  CLI::App* export_verb = add_verb(app, kGroup, "export", "Write a session's CSV files and report",
                                   "  poise export last --out squats\n"
                                   "  poise export last --out squats --spreadsheet\n"
                                   "  poise export all --out folder      (every session that can be read, of a damaged store too)\n");
  export_verb->add_option("SESSION", words.session, "A session's id, 'last' or 'all'")->required()->type_name(" ");
  export_verb->add_option("--out", words.folder, "The folder to write")->required()->type_name("DIR");
  export_verb->add_flag("--spreadsheet", words.spreadsheet,
                        "Semicolons and decimal commas, as spreadsheets in many countries want them");
  CLI::Option* recalibrate_export = add_recalibrate(export_verb, words);
  export_verb->callback([&words, recalibrate_export] {
    words.status = export_session(words.common, words.session, words.folder, words.spreadsheet,
                                  recalibration_of(words, *recalibrate_export));
  });

  add_reporting(app, words);

  CLI::App* import_verb =
      add_verb(app, kGroup, "import", "Take back a folder that export wrote", "  poise import squats\n");
  import_verb->add_option("DIR", words.folder, "The session's folder")->required()->type_name(" ");
  import_verb->add_option("--date", words.date, "When it counts as started, instead of when it was recorded")
      ->type_name("ISO");
  import_verb->callback([&] { words.status = import_session(words.common, words.folder, words.date); });

  CLI::App* replay_verb =
      add_verb(app, kGroup, "replay", "Send a session's samples through the chain again and compare", "");
  add_session(replay_verb, words);
  replay_verb->add_option("--export", words.folder, "Write the CSV files and report that come of it there")
      ->type_name("DIR");
  CLI::Option* recalibrate_replay = add_recalibrate(replay_verb, words);
  replay_verb->callback([&words, recalibrate_replay] {
    words.status =
        replay(words.common, words.session, words.folder, recalibration_of(words, *recalibrate_replay));
  });

  CLI::App* backup_verb =
      add_verb(app, kGroup, "backup", "Copy the whole store into a file, or bring such a copy back",
               "  poise backup /media/stick/poise-2026-03-05.db\n"
               "  poise backup --restore /media/stick/poise-2026-03-05.db\n"
               "\nThe copy is read back and compared before it gets its name. Sessions may be recorded meanwhile.\n"
               "A restore keeps the store that was there before beside the new one.\n");
  backup_verb->add_option("FILE", words.folder, "The file to write, or with --restore the one to bring back")
      ->required()
      ->type_name(" ");
  backup_verb->add_flag("--restore", words.restore, "Bring FILE back as the store");
  backup_verb->add_flag("--force", words.force,
                        "Restore although the present store holds what FILE does not, or is damaged");
  backup_verb->callback([&] {
    words.status = words.restore ? restore(words.common, words.folder, words.force) : back_up(words.common, words.folder);
  });
}

void add_athletes(CLI::App& app, CommandLine& words) {
  CLI::App* athletes_verb =
      add_verb(app, "Kept sessions", "athletes", "List the athletes (pseudonyms), or add one",
               "  poise athletes\n  poise athletes add heron --note \"left knee, March\"\n");
  CLI::App* add = athletes_verb->add_subcommand("add", "Add an athlete")->group("Verbs")->footer("");
  add->add_option("PSEUDONYM", words.pseudonym, "What they are called here; never a name")
      ->required()
      ->type_name(" ");
  add->add_option("--note", words.note, "Anything worth remembering")->type_name("TEXT");
  athletes_verb->callback([&words, add] {
    words.status = *add ? add_athlete(words.common, words.pseudonym, words.note) : athletes(words.common);
  });
}

void add_trend(CLI::App& app, CommandLine& words) {
  TrendWords& it = words.trend;
  CLI::App* verb = add_verb(
      app, "Kept sessions", "trend", "What has changed over the sessions: of one person, a group, or all as a table",
      "  poise trend --athlete heron                                    (what says most, each exercise)\n"
      "  poise trend --athlete heron --exercise squat --metric share    (every session of one figure)\n"
      "  poise trend --athlete heron --exercise squat --png heron.png\n"
      "  poise trend --group --exercise single-leg-squat --side left    (a squad, who needs attention first)\n"
      "  poise trend --roll-up sessions.csv --spreadsheet               (one row a session)\n"
      "\nCompared are only sessions of the same exercise, variant, side, formula, eyes, surface, footwear and load.\n"
      "A change is real when it is larger than the person's own noise (MDC95) over at least three sessions before.\n"
      "Asymmetries: minus favours left, plus right.\n");
  verb->add_option("--athlete", it.athlete, "Whose; may be left out where there is one only")->type_name("WHO");
  verb->add_option("--exercise", it.exercise, "Of this exercise only; with --group the one that was done most")
      ->type_name("NAME");
  verb->add_option("--metric", it.metric, "One figure, as --figures names it or a part of that; or 'all'")
      ->type_name("NAME");
  verb->add_option("--side", it.side, "left, right or both (together)")->type_name("SIDE");
  CLI::Option* group = verb->add_flag("--group", it.group, "One row an athlete instead of one person");
  verb->add_option("--csv", it.csv, "Write the table there instead, a row each session and figure")->type_name("FILE");
  verb->add_option("--png", it.png, "Draw it there instead")->type_name("FILE");
  verb->add_option("--roll-up", it.roll_up, "Write one row a session with all figures there")
      ->excludes(group)
      ->type_name("FILE.csv");
  verb->add_flag("--spreadsheet", it.spreadsheet,
                 "Semicolons and decimal commas, as spreadsheets in many countries want them");
  verb->add_flag("--figures", it.figures, "List the figures that there are: name, unit, which way is better, words");
  verb->callback([&] { words.status = trend(words.common, words.trend); });
}

void add_trying(CLI::App& app, CommandLine& words) {
  SimulateWords& it = words.simulate;
  CLI::App* verb = add_verb(
      app, "Without a mat", "simulate", "Be a virtual mat on a pseudo-terminal until ended",
      "  poise simulate \"sim:single-leg-squat?side=left&reps=5&seed=3\" --link /tmp/mat --truth truth.json\n"
      "  poise record --device /tmp/mat --exercise single-leg-squat --side left     (elsewhere)\n"
      "\nEXERCISE: what 'poise exercises' lists, empty, walk-across\n"
      "Person:  side, variant, reps, sets, body_kg, left_share_pct, depth_mm, tempo_s, hold_s, pause_s, shape, seed\n"
      "Mat:     rate_hz, noise, clock_slow_pct, fault_at_s, fault (dead:CELL, stuck:CELL, saturated:CELL,\n"
      "         drift:N_PER_MIN)\n"
      "Line:    loss_pct, corrupt_pct, byte_flip_pct, byte_loss_pct, byte_double_pct, jitter_ms,\n"
      "         drop_at_s, return_after_s, reset_at_s,\n"
      "         speed (1 = real time, 0 = as fast as read)\n");
  verb->add_option("SIM", it.scenario, "What happens on the mat: sim:EXERCISE?key=value&...")
      ->required()
      ->type_name(" ");
  verb->add_option("--link", it.link, "Keep a symbolic link to the port there")->type_name("PATH");
  verb->add_option("--truth", it.truth, "Write what the virtual person does, as JSON")->type_name("FILE");
  verb->callback([&] { words.status = simulate(words.simulate); });
}

}  // namespace

void add_verbs(CLI::App& app, CommandLine& words) {
  add_measuring(app, words);
  add_check(app, words);
  add_calibrate(app, words);
  add_analyzing(app, words);
  add_programmes(app, words);
  add_keeping(app, words);
  add_athletes(app, words);
  add_trend(app, words);
  add_trying(app, words);
}

}  // namespace poise::cli
