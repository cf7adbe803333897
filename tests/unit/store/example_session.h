#pragma once

#include <ostream>

#include "session/session.h"

namespace poise {

inline session::SessionInfo example_info(const std::string& id = "20260305-140709-a3f1") {
  session::SessionInfo info;
  info.id = id;
  info.started_wall_us = 1'772'716'029'000'000;
  info.started = "2026-03-05T14:07:09+01:00";
  info.athlete = "heron";
  info.exercise = "single-leg-squat";
  info.side = Side::left;
  info.reps_asked = 5;
  info.sets_asked = 3;
  info.rest_asked_s = 45.5;
  info.body_weight_n = 706.25;
  info.body_weight_source = "given";
  info.unattended = true;
  info.surroundings = {.pain_before = 2,
                       .pain_after = 3,
                       .pain_where = "left knee, \"inside\"",
                       .exertion = 4.5,
                       .eyes = session::Eyes::closed,
                       .surface = session::Surface::foam,
                       .footwear = "barefoot",
                       .load_kg = 12.5,
                       .operator_initials = "AB",
                       .notes = "slept badly;\nü"};
  info.place = {"20260305-140000-0001", "glute-low-back", 3, 2, "work"};
  info.device = "sim:single-leg-squat?seed=7";
  info.mat = {1, 0, 0, 3, 1, 1, "00112233445566ff", 8, 24, 80.0, 15, 123456};
  info.geometry_toml = "name = \"Reference mat\"\nmodel = 1\n";
  info.calibration = "nominal";
  info.poise_version = "0.1.0";
  return info;
}

inline RawFrame example_frame(std::int64_t sequence) {
  RawFrame frame;
  frame.sequence = sequence;
  frame.device_us = 1'000'000 + sequence * 12'500;
  frame.arrival_us = 77'000'000 + sequence * 12'500;
  frame.cell_count = 8;
  frame.flags = static_cast<std::uint8_t>(sequence % 16);
  for (std::size_t cell = 0; cell < frame.counts.size(); ++cell)
    frame.counts[cell] = static_cast<std::int32_t>(
        (sequence * 7919 + static_cast<std::int64_t>(cell) * 104'729) % 16'777'216 - 8'388'608);
  return frame;
}

inline std::vector<RawFrame> example_frames(std::int64_t from, std::int64_t count) {
  std::vector<RawFrame> frames;
  for (std::int64_t i = 0; i < count; ++i) frames.push_back(example_frame(from + i));
  return frames;
}

namespace session {

inline bool operator==(const Surroundings& a, const Surroundings& b) {
  return a.pain_before == b.pain_before && a.pain_after == b.pain_after && a.pain_where == b.pain_where &&
         a.exertion == b.exertion && a.eyes == b.eyes && a.surface == b.surface && a.footwear == b.footwear &&
         a.load_kg == b.load_kg && a.operator_initials == b.operator_initials && a.notes == b.notes;
}

inline bool operator==(const VisitPlace& a, const VisitPlace& b) {
  return a.visit == b.visit && a.programme == b.programme && a.block == b.block && a.set == b.set && a.role == b.role;
}

inline std::ostream& operator<<(std::ostream& out, const Surroundings& said) {
  return out << in_words(said) << " Notes: " << said.notes;
}

}  // namespace session

inline bool operator==(const RawFrame& a, const RawFrame& b) {
  return a.sequence == b.sequence && a.device_us == b.device_us && a.arrival_us == b.arrival_us &&
         a.counts == b.counts && a.cell_count == b.cell_count && a.flags == b.flags &&
         a.fault_mask == b.fault_mask;
}

inline std::ostream& operator<<(std::ostream& out, const RawFrame& frame) {
  return out << "frame " << frame.sequence << " at " << frame.device_us << " us";
}

inline bool operator==(const Event& a, const Event& b) {
  return a.kind == b.kind && a.sequence == b.sequence && a.detail == b.detail;
}

inline std::ostream& operator<<(std::ostream& out, const Event& event) {
  return out << to_string(event.kind) << " before " << event.sequence << ": " << event.detail;
}

}  // namespace poise
