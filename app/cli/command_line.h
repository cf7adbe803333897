#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

#include "console.h"
#include "verbs.h"

/// The words of the command line. Only this file and main.cc know CLI11; each verb is a function of verbs.h.
namespace poise::cli {

/// Everything that may be said, and the exit status of the verb that was.
struct CommandLine {
  Common common;
  RecordWords record;
  ProgrammeWords programme;
  CheckWords check;
  CalibrateWords calibrate;
  AnalyzeWords analyze;
  TrendWords trend;
  SimulateWords simulate;
  ReportWords report;
  bool probe_all = false, spreadsheet = false, restore = false, force = false;
  std::string recalibrate;
  std::string session, pseudonym, note, date;
  std::filesystem::path folder, exercises_folder;
  std::string exercise;
  int status = kDone;
};

/// Adds every verb with its options; the one that is said runs when the words have been read.
void add_verbs(CLI::App& app, CommandLine& words);

}  // namespace poise::cli
