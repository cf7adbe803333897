#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/stages.h"
#include "movement/analysis.h"
#include "session/surroundings.h"

namespace poise::session {

/// Where a session stands in a visit, which is one round of a programme (programme.h).
struct VisitPlace {
  std::string visit;      ///< the visit's id
  std::string programme;  ///< "glute-low-back"
  int block = 1, set = 1; ///< from 1: of the programme, and of the block
  std::string role;       ///< "warm-up", "practice", "work"
};

/// What is known of a session beside its samples: enough to do the whole analysis again.
struct SessionInfo {
  std::string id;                  ///< "20260305-140709-a3f1": start time and four random hex digits; no name in it
  std::int64_t started_wall_us = 0;
  std::string started;             ///< ISO 8601 with offset to UTC
  std::string athlete;             ///< pseudonym; may be empty
  std::string exercise, variant;
  std::string exercise_toml;       ///< the exercise's file, whole; empty: one that Poise brings along
  Side side = Side::both;
  std::optional<int> reps_asked;
  std::optional<double> seconds_asked;
  int sets_asked = 1;
  double rest_asked_s = 60;        ///< between sets
  std::optional<double> body_weight_n;  ///< given or from an earlier weighing
  std::string body_weight_source;
  bool unattended = false;
  Surroundings surroundings;
  std::optional<VisitPlace> place;      ///< absent: not part of a programme
  std::string device;
  MatIdentity mat;
  std::string geometry_toml;       ///< the mat's geometry file, whole
  std::string calibration = "nominal";  ///< for people: "nominal", or when and how the mat was calibrated
  std::string
      calibration_toml;  ///< the calibration, whole (calibrate/calibration.h); empty: the nominal factors
  std::string poise_version;
};

enum class SessionState {
  recording,  ///< being written now, or its writer died: offered as recovered at the next start
  finished,
  recovered,  ///< found unfinished at a later start, and analysed then
};

/// A session as it is kept.
struct Session {
  SessionInfo info;
  SessionState state = SessionState::recording;
  std::optional<movement::Outcome> outcome;
  int reps = 0;                    ///< valid ones
  std::vector<RawFrame> frames;    ///< in order; holes in `sequence` are lost samples
  std::vector<Event> events;       ///< input and output events, in order
  std::vector<movement::RepEdit> rep_edits;  ///< what people said about its repetitions, oldest first
  std::vector<std::string> damage;  ///< sentences for people: what the store holds of it and could not be read; not kept
};

}  // namespace poise::session
