#include "store/session_row.h"

#include <fmt/core.h>

#include <boost/crc.hpp>
#include <string>

namespace poise::store {
namespace {

/// Binds one parameter after the other.
class Binder {
 public:
  explicit Binder(SQLite::Statement& statement) : statement_(statement) {}

  void text(const std::string& value) { statement_.bind(++index_, value); }
  void text_or_null(const std::string& value) {
    if (value.empty()) return statement_.bind(++index_);
    text(value);
  }
  void integer(std::int64_t value) { statement_.bind(++index_, value); }
  void real(double value) { statement_.bind(++index_, value); }
  template <class Number>
  void maybe(const std::optional<Number>& value) {
    if (!value) return statement_.bind(++index_);
    statement_.bind(++index_, *value);
  }
  template <class Word>
  void word_or_null(const std::optional<Word>& value) {
    if (!value) return statement_.bind(++index_);
    statement_.bind(++index_, session::to_string(*value));
  }

 private:
  SQLite::Statement& statement_;
  int index_ = 0;
};

/// Reads one column after the other.
class Reader {
 public:
  Reader(SQLite::Statement& statement, int first) : statement_(statement), index_(first) {}

  std::string text() { return statement_.getColumn(index_++).getString(); }
  std::int64_t integer() { return statement_.getColumn(index_++).getInt64(); }
  double real() { return statement_.getColumn(index_++).getDouble(); }
  template <class Integer>
  void integer_into(Integer& value) {
    value = static_cast<Integer>(integer());
  }
  std::optional<double> maybe_real() {
    if (!null()) return real();
    ++index_;
    return std::nullopt;
  }
  std::optional<int> maybe_integer() {
    if (!null()) return static_cast<int>(integer());
    ++index_;
    return std::nullopt;
  }

 private:
  bool null() { return statement_.getColumn(index_).isNull(); }

  SQLite::Statement& statement_;
  int index_;
};

void bind_said(Binder& bind, const session::Surroundings& it) {
  bind.maybe(it.pain_before);
  bind.maybe(it.pain_after);
  bind.text(it.pain_where);
  bind.maybe(it.exertion);
  bind.word_or_null(it.eyes);
  bind.word_or_null(it.surface);
  bind.text(it.footwear);
  bind.maybe(it.load_kg);
  bind.text(it.operator_initials);
  bind.text(it.notes);
}

session::Surroundings read_surroundings(Reader& read) {
  session::Surroundings it;
  it.pain_before = read.maybe_integer();
  it.pain_after = read.maybe_integer();
  it.pain_where = read.text();
  it.exertion = read.maybe_real();
  it.eyes = session::eyes_from(read.text());
  it.surface = session::surface_from(read.text());
  it.footwear = read.text();
  it.load_kg = read.maybe_real();
  it.operator_initials = read.text();
  it.notes = read.text();
  return it;
}

void bind_place(Binder& bind, const std::optional<session::VisitPlace>& place) {
  bind.text_or_null(place ? place->visit : "");
  bind.text_or_null(place ? place->programme : "");
  bind.maybe(place ? std::optional(place->block) : std::nullopt);
  bind.maybe(place ? std::optional(place->set) : std::nullopt);
  bind.text_or_null(place ? place->role : "");
}

std::optional<session::VisitPlace> read_place(Reader& read) {
  session::VisitPlace place;
  place.visit = read.text();
  place.programme = read.text();
  place.block = read.maybe_integer().value_or(1);
  place.set = read.maybe_integer().value_or(1);
  place.role = read.text();
  if (place.visit.empty()) return std::nullopt;
  return place;
}

}  // namespace

const std::string kSurroundingsColumns =
    "pain_before, pain_after, pain_where, exertion, eyes, surface, footwear, load_kg, operator_initials, notes";
const int kSurroundingsColumnCount = 10;

const std::string kSaidColumns =
    kSurroundingsColumns + ", visit, programme, programme_block, programme_set, programme_role";

const std::string kInfoColumns =
    "id, started_wall_us, started, athlete, exercise, variant, side, reps_asked, seconds_asked, "
    "body_weight_n, "
    "body_weight_source, unattended, device, mat_protocol_major, mat_protocol_minor, mat_firmware_major, "
    "mat_firmware_minor, mat_firmware_patch, mat_model, mat_unique_id, mat_cell_count, mat_adc_bits, "
    "mat_rate_hz, "
    "mat_capabilities, mat_t_us, geometry_toml, calibration, poise_version, " +
    kSaidColumns + ", sets_asked, rest_asked_s, exercise_toml, calibration_toml, info_crc";
const int kInfoColumnCount = 48;

std::string parameters(int count) {
  std::string text = "?1";
  for (int i = 2; i <= count; ++i) text += fmt::format(", ?{}", i);
  return text;
}

void bind_surroundings(SQLite::Statement& statement, const session::Surroundings& surroundings) {
  Binder bind(statement);
  bind_said(bind, surroundings);
}

void bind_info(SQLite::Statement& statement, const session::SessionInfo& info) {
  Binder bind(statement);
  bind.text(info.id);
  bind.integer(info.started_wall_us);
  bind.text(info.started);
  bind.text_or_null(info.athlete);
  bind.text(info.exercise);
  bind.text(info.variant);
  bind.text(poise::to_string(info.side));
  bind.maybe(info.reps_asked);
  bind.maybe(info.seconds_asked);
  bind.maybe(info.body_weight_n);
  bind.text(info.body_weight_source);
  bind.integer(info.unattended ? 1 : 0);
  bind.text(info.device);
  const MatIdentity& mat = info.mat;
  bind.integer(mat.protocol_major);
  bind.integer(mat.protocol_minor);
  bind.integer(mat.firmware_major);
  bind.integer(mat.firmware_minor);
  bind.integer(mat.firmware_patch);
  bind.integer(mat.model);
  bind.text(mat.unique_id);
  bind.integer(mat.cell_count);
  bind.integer(mat.adc_bits);
  bind.real(mat.rate_hz);
  bind.integer(mat.capabilities);
  bind.integer(mat.t_us);
  bind.text(info.geometry_toml);
  bind.text(info.calibration);
  bind.text(info.poise_version);
  bind_said(bind, info.surroundings);
  bind_place(bind, info.place);
  bind.integer(info.sets_asked);
  bind.real(info.rest_asked_s);
  bind.text(info.exercise_toml);
  bind.text(info.calibration_toml);
  bind.integer(info_crc(info));
}

std::uint32_t info_crc(const session::SessionInfo& info) {
  boost::crc_32_type crc;
  const auto add = [&crc](const auto& value) {
    const std::string text = fmt::format("{}", value);
    crc.process_bytes(text.c_str(), text.size() + 1);  // with its nought, so that no two lists of texts are alike
  };
  const auto add_maybe = [&add](const auto& value) { value ? add(*value) : add("-"); };
  const auto add_all = [&add](const auto&... values) { (add(values), ...); };
  const MatIdentity& mat = info.mat;
  add_all(info.id, info.started_wall_us, info.started, info.athlete, info.exercise, info.variant, info.exercise_toml,
          poise::to_string(info.side), info.sets_asked, info.rest_asked_s, info.body_weight_source, info.unattended,
          info.geometry_toml, info.calibration, info.calibration_toml);
  add_all(mat.unique_id, mat.model, mat.cell_count, mat.adc_bits, mat.rate_hz);
  add_maybe(info.reps_asked);
  add_maybe(info.seconds_asked);
  add_maybe(info.body_weight_n);
  if (info.place) add_all(info.place->visit, info.place->programme, info.place->block, info.place->set, info.place->role);
  return crc.checksum();
}

bool is_intact(SQLite::Statement& statement, int first, const session::SessionInfo& info) {
  const SQLite::Column crc = statement.getColumn(first + kInfoColumnCount - 1);
  return crc.isNull() || crc.getInt64() == std::int64_t{info_crc(info)};
}

session::SessionInfo read_info(SQLite::Statement& statement, int first) {
  Reader read(statement, first);
  session::SessionInfo info;
  info.id = read.text();
  info.started_wall_us = read.integer();
  info.started = read.text();
  info.athlete = read.text();
  info.exercise = read.text();
  info.variant = read.text();
  info.side = side_from(read.text()).value_or(Side::both);
  info.reps_asked = read.maybe_integer();
  info.seconds_asked = read.maybe_real();
  info.body_weight_n = read.maybe_real();
  info.body_weight_source = read.text();
  info.unattended = read.integer() != 0;
  info.device = read.text();
  MatIdentity& mat = info.mat;
  read.integer_into(mat.protocol_major);
  read.integer_into(mat.protocol_minor);
  read.integer_into(mat.firmware_major);
  read.integer_into(mat.firmware_minor);
  read.integer_into(mat.firmware_patch);
  read.integer_into(mat.model);
  mat.unique_id = read.text();
  read.integer_into(mat.cell_count);
  read.integer_into(mat.adc_bits);
  mat.rate_hz = read.real();
  read.integer_into(mat.capabilities);
  read.integer_into(mat.t_us);
  info.geometry_toml = read.text();
  info.calibration = read.text();
  info.poise_version = read.text();
  info.surroundings = read_surroundings(read);
  info.place = read_place(read);
  read.integer_into(info.sets_asked);
  info.rest_asked_s = read.real();
  info.exercise_toml = read.text();
  info.calibration_toml = read.text();
  return info;
}

Said read_said(SQLite::Statement& statement, int first) {
  Reader read(statement, first);
  return {read_surroundings(read), read_place(read)};
}

const char* to_string(session::SessionState state) {
  switch (state) {
    case session::SessionState::recording:
      return "recording";
    case session::SessionState::finished:
      return "finished";
    case session::SessionState::recovered:
      return "recovered";
  }
  return "";
}

std::optional<session::SessionState> session_state_from(std::string_view word) {
  using enum session::SessionState;
  for (const auto state : {recording, finished, recovered})
    if (word == to_string(state)) return state;
  return std::nullopt;
}

}  // namespace poise::store
