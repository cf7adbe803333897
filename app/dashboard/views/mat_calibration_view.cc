#include "views/mat_calibration_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "views/describe.h"
#include "widgets/gauges.h"
#include "widgets/plates.h"

namespace poise::dashboard {
namespace {

using calibrate::Calibration;
using calibrate::CalibrationView;
using Phase = CalibrationView::Phase;

constexpr double kLeastMass_kg = 0.5, kMostMass_kg = 500;
constexpr std::size_t kShownChecks = 6;

const std::vector<std::string> kMethods = {"Full", "Quick", "Spot check"};
constexpr const char* kWhatItTakes[] = {
    "A known mass on nine marks of each plate, one after the other: force, centre of pressure and cross-talk. Five "
    "minutes. poise calibrate marks prints where the marks are.",
    "A known mass near the middle of each plate, then somebody who stands on it and slowly shifts their weight: forces. "
    "Three minutes.",
    "A known mass, or a person of known weight, on each plate: is the mat still as it was calibrated? It is logged."};

std::string accuracy(const Calibration& calibration) {
  std::string words = fmt::format("force to {:.2f} %", calibration.force_doubt_pct);
  if (calibration.cop_doubt_mm) words += fmt::format(", centre of pressure to {:.1f} mm", *calibration.cop_doubt_mm);
  return words + " (1 SD)";
}

std::string accuracy_in_short(const Calibration& calibration) {
  std::string words = fmt::format("{:.2f} %", calibration.force_doubt_pct);
  if (calibration.cop_doubt_mm) words += fmt::format(", {:.1f} mm", *calibration.cop_doubt_mm);
  return words;
}

// -- what is kept --

struct KeptRow {
  std::string words, more, less;  ///< `less` where there is no room for `more`
  bool chosen = false, in_force = false;
};

void kept_row(Ui& ui, Rect line, const KeptRow& row) {
  const Palette& c = ui.colour();
  if (row.chosen)
    ui.draw->AddRectFilled({line.x - ui.px(8), line.y}, {line.x - ui.px(4), line.bottom()}, c.highlight, ui.px(2));
  const Rect sign = line.take_left(ui.px(22));
  if (row.in_force) draw_tick(ui, {sign.x + ui.px(8), sign.centre_y()}, ui.px(6), c.good);
  text(ui, line.take_left(std::min(ui.px(190), line.w), ui.px(8)), row.words, {row.in_force ? Type::bold : Type::body});
  fitting_text(ui, line, {row.more, row.less}, {Type::body}, {Type::body, c.muted});
}

void kept_list(Ui& ui, Rect& rect, const Frame& frame, ViewState& state, Commands& commands) {
  const auto kept = calibrations_of_mat(frame);
  const int last = static_cast<int>(kept.size());
  state.calibration.chosen = std::clamp(state.calibration.chosen, 0, last);
  Rect head = rect.take_top(ui.px(34), ui.px(4));
  const bool restore = button(ui, "restore", head.take_right(ui.px(160), ui.px(8)), "Use this one", "O", ButtonKind::plain, last > 0);
  if (restore) restore_chosen(frame, state, commands);
  text(ui, head, "Kept for this mat", {Type::bold});
  for (int i = 0; i <= last && rect.h > ui.px(26); ++i) {
    const bool nominal = i == last;
    const Calibration* calibration = nominal ? nullptr : &kept[static_cast<std::size_t>(i)]->calibration;
    const bool in_force = nominal ? frame.snapshot.nominal_calibration
                                  : frame.snapshot.calibration && frame.snapshot.calibration->id == calibration->id;
    const bool chosen = i == state.calibration.chosen;
    const KeptRow row = nominal ? KeptRow{"nominal", "the cells' data sheets", "data sheets", chosen, in_force}
                                : KeptRow{calibrate::label_of(*calibration), accuracy(*calibration),
                                          accuracy_in_short(*calibration), chosen, in_force};
    kept_row(ui, rect.take_top(ui.px(26)), row);
  }
}

void spot_trend(Ui& ui, Rect rect, const Frame& frame) {
  std::vector<const store::KeptSpotCheck*> checks;
  for (const auto& check : frame.shelf.spot_checks)
    if (check.mat_unique_id == frame.snapshot.identity->unique_id) checks.push_back(&check);
  if (checks.empty() || rect.h < ui.px(60)) return;
  text(ui, rect.take_top(ui.px(30)), "Spot checks", {Type::bold});
  const std::size_t from = checks.size() > kShownChecks ? checks.size() - kShownChecks : 0;
  for (std::size_t i = checks.size(); i-- > from && rect.h > ui.px(24);) {
    const calibrate::SpotReading& reading = checks[i]->reading;
    const bool bad = std::abs(reading.off_pct()) > calibrate::kSpotBad_pct;
    Rect line = rect.take_top(ui.px(24));
    const bool two_plates = frame.snapshot.geometry && frame.snapshot.geometry->two_plates();
    const char* plate = !two_plates ? "" : reading.plate == 0 ? "left" : "right";
    std::string made = checks[i]->made.substr(0, 16);
    std::replace(made.begin(), made.end(), 'T', ' ');
    text(ui, line.take_left(ui.px(210)), made + "  " + plate, {Type::body, ui.colour().muted});
    text(ui, line, fmt::format("{:+.2f} %{}", reading.off_pct(), bad ? ": calibrate" : ""), {Type::body, bad ? ui.colour().bad : 0});
  }
}

void setup_view(Ui& ui, Rect rect, const Frame& frame, ViewState& state, Commands& commands) {
  CalibrationChoice& choice = state.calibration;
  Rect head = rect.take_top(ui.px(34), ui.px(6));
  if (button(ui, "close", head.take_right(ui.px(110), ui.px(8)), "Close", "K")) choice.open = false;
  text(ui, head, "Calibrate the mat", {Type::title});
  Rect row = rect.take_top(ui.px(38), ui.px(8));
  chooser(ui, "##method", row.take_left(std::min(ui.px(170), row.w * 0.4F), ui.px(8)), kMethods, choice.method, true);
  tip(ui, "Full, quick or a spot check (M).");
  text_field(ui, kMassField, row.take_left(ui.px(90), ui.px(4)), "20", choice.mass, true, takes_keyboard(state, kMassField));
  tip(ui, "The known mass in kilograms (W).");
  text(ui, row.take_left(ui.px(34)), "kg", {Type::body});
  const bool ready = typed_mass_kg(choice).has_value();
  if (button(ui, "begin", row.take_left(std::min(ui.px(150), row.w)), "Begin", "Enter", ButtonKind::primary, ready))
    begin_calibration(state, commands);
  rect.take_top(wrapped_text(ui, rect, kWhatItTakes[choice.method], {Type::body, ui.colour().muted}), ui.px(6));
  if (!ready)
    rect.take_top(wrapped_text(ui, rect, "The mass is a number of kilograms from 0.5 to 500.", {Type::body, ui.colour().bad}));
  if (frame.snapshot.mat_work_error)
    rect.take_top(wrapped_text(ui, rect, to_line(*frame.snapshot.mat_work_error), {Type::body, ui.colour().bad}));
  kept_list(ui, rect, frame, state, commands);
  rect.take_top(ui.px(8));
  spot_trend(ui, rect, frame);
}

// -- while one goes on --

PlatesPicture picture_of_marks(const Frame& frame, const CalibrationView& view) {
  PlatesPicture picture;
  const calibrate::Geometry& geometry = *frame.snapshot.geometry;
  for (std::size_t i = 0; i < geometry.plates.size(); ++i) {
    const calibrate::Plate& plate = geometry.plates[i];
    const Mark mark = !geometry.two_plates() ? Mark::body : i == 0 ? Mark::left : Mark::right;
    picture.plates.push_back({plate.x_mm, plate.y_mm, plate.width_mm, plate.depth_mm, mark});
  }
  for (std::size_t i = 0; i < view.steps.size(); ++i) {
    const calibrate::CalibrationStep& step = view.steps[i];
    const calibrate::Plate& plate = geometry.plates[static_cast<std::size_t>(step.plate)];
    const Point at = step.mark.value_or(Point{plate.x_mm, plate.y_mm});
    const bool asked = static_cast<int>(i) == view.step && (view.phase == Phase::load || view.phase == Phase::shift);
    picture.spots.push_back({{at.x_mm, at.y_mm}, view.done[i], asked});
  }
  if (view.cop) picture.body_cop = MatPoint{view.cop->x_mm, view.cop->y_mm};
  return picture;
}

std::string loads_text(const CalibrationView& view, const Units& units) {
  if (view.steps.back().plate == 0) return newtons(view.plate_n[0], units);
  return fmt::format("left {}, right {}", newtons(view.plate_n[0], units), newtons(view.plate_n[1], units));
}

void review_text(Ui& ui, Rect rect, const Frame& frame, const Calibration& result) {
  rect.take_top(wrapped_text(ui, rect, "Good to: " + accuracy(result) + ".", {Type::title}), ui.px(8));
  std::string words;
  if (result.cop_worst_mm)
    words = fmt::format("Fitted, no mass is off by more than {:.2f} % and {:.1f} mm. ", result.force_worst_pct, *result.cop_worst_mm);
  double farthest = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(result.cell_count); ++i)
    farthest = std::max(farthest, std::abs(result.counts_per_newton[i] / frame.snapshot.geometry->cells[i].counts_per_newton - 1));
  words += fmt::format("The cells' gains are up to {:.1f} % off their data sheets.", 100 * farthest);
  wrapped_text(ui, rect, words, {Type::body});
}

void guided_view(Ui& ui, Rect rect, const Frame& frame, const ViewState& state, Commands& commands) {
  const CalibrationView& view = *frame.snapshot.calibrating;
  const Palette& c = ui.colour();
  const bool review = view.phase == Phase::review;
  Rect row = rect.take_bottom(ui.px(38), ui.px(10));
  // In a narrow window the buttons that are needed least stand in a row of their own.
  const auto place = [&](float width) {
    if (row.w < ui.px(width)) row = rect.take_bottom(ui.px(38), ui.px(8));
    return row.take_left(std::min(ui.px(width), row.w), ui.px(8));
  };
  if (button(ui, "confirm", place(130), review ? "Keep" : "It is so", "Enter", review ? ButtonKind::primary : ButtonKind::plain))
    confirm_calibration(frame, commands);
  if (!review && button(ui, "skip_step", place(110), "Skip", "S")) commands.engine.emplace_back(engine::SkipStep{});
  if (button(ui, "back", place(120), "Once more", "B")) repeat_last_step(frame, commands);
  if (button(ui, "leave", place(110), "Leave", "Esc")) commands.engine.emplace_back(engine::EndMatWork{});
  tip(ui, "It can be taken up again where it was left.");
  if (button(ui, "forget", place(130), "Discard", "D")) commands.engine.emplace_back(engine::EndMatWork{true});

  const auto done = std::count(view.done.begin(), view.done.end(), true);
  text(ui, rect.take_top(ui.px(26)), fmt::format("Calibration: {} of {} read", done, view.steps.size()), {Type::body, c.muted});
  const bool big = wrapped_height(ui, rect.w, view.instruction, Type::big) < rect.h * 0.3F;
  rect.take_top(wrapped_text(ui, rect, view.instruction, {big ? Type::big : Type::title}), ui.px(6));
  if (!view.why.empty())
    rect.take_top(wrapped_text(ui, rect, view.why, {Type::body, c.bad}), ui.px(6));
  else if (!view.hint.empty())
    rect.take_top(wrapped_text(ui, rect, view.hint, {Type::body, c.warn}), ui.px(6));
  if (frame.snapshot.mat_work_error)
    rect.take_top(wrapped_text(ui, rect, to_line(*frame.snapshot.mat_work_error), {Type::body, c.bad}), ui.px(6));
  if (review) return review_text(ui, rect, frame, *view.result);
  if (view.phase == Phase::shift && rect.h > ui.px(20)) progress_bar(ui, rect.take_bottom(ui.px(10), ui.px(10)), view.progress, c.good);
  if (rect.h > ui.px(24)) text(ui, rect.take_bottom(ui.px(24)), loads_text(view, state.settings.units), {Type::body, c.muted, Align::centre});
  if (rect.h > ui.px(60)) plates(ui, rect, picture_of_marks(frame, view));
}

void spot_view(Ui& ui, Rect rect, const calibrate::SpotView& spot, Commands& commands) {
  Rect row = rect.take_bottom(ui.px(38), ui.px(10));
  if (button(ui, "skip_step", row.take_left(ui.px(120), ui.px(8)), "Skip", "S")) commands.engine.emplace_back(engine::SkipStep{});
  if (button(ui, "leave", row.take_left(ui.px(120)), "End", "Esc")) commands.engine.emplace_back(engine::EndMatWork{});
  text(ui, rect.take_top(ui.px(26)), "Spot check", {Type::body, ui.colour().muted});
  if (spot.progress > 0) progress_bar(ui, rect.take_bottom(ui.px(10), ui.px(14)), spot.progress, ui.colour().good);
  const bool big = wrapped_height(ui, rect.w, spot.instruction, Type::big) + ui.px(30) <= rect.h;
  rect.take_top(wrapped_text(ui, rect, spot.instruction, {big ? Type::big : Type::title}), ui.px(8));
  wrapped_text(ui, rect, spot.why, {Type::body, ui.colour().warn});
}

}  // namespace

bool calibrating(const Frame& frame) { return frame.snapshot.calibrating || frame.snapshot.spot; }

bool in_calibration_review(const Frame& frame) {
  return frame.snapshot.calibrating && frame.snapshot.calibrating->phase == Phase::review;
}

std::optional<double> typed_mass_kg(const CalibrationChoice& choice) {
  double kg = 0;
  const char* end = choice.mass.data() + choice.mass.size();
  const auto [at, error] = std::from_chars(choice.mass.data(), end, kg);
  if (error != std::errc() || at != end || !(kg >= kLeastMass_kg && kg <= kMostMass_kg)) return std::nullopt;
  return kg;
}

void begin_calibration(const ViewState& state, Commands& commands) {
  const auto mass_kg = typed_mass_kg(state.calibration);
  if (!mass_kg) return;
  if (state.calibration.method == 2) {
    commands.engine.emplace_back(engine::SpotCheckMat{*mass_kg, ""});
    return;
  }
  engine::BeginCalibration begin;
  begin.plan.method = state.calibration.method == 0 ? calibrate::Method::full : calibrate::Method::quick;
  begin.plan.mass_kg = *mass_kg;
  commands.engine.emplace_back(std::move(begin));
}

void confirm_calibration(const Frame& frame, Commands& commands) {
  if (in_calibration_review(frame))
    commands.engine.emplace_back(engine::KeepCalibration{});
  else
    commands.engine.emplace_back(engine::ConfirmStep{});
}

void repeat_last_step(const Frame& frame, Commands& commands) {
  const auto& done = frame.snapshot.calibrating->done;
  for (int i = std::min(frame.snapshot.calibrating->step, static_cast<int>(done.size())) - 1; i >= 0; --i) {
    if (!done[static_cast<std::size_t>(i)]) continue;
    commands.engine.emplace_back(engine::RepeatStep{i});
    return;
  }
}

std::vector<const store::KeptCalibration*> calibrations_of_mat(const Frame& frame) {
  std::vector<const store::KeptCalibration*> kept;
  if (!frame.snapshot.identity) return kept;
  for (const store::KeptCalibration& each : frame.shelf.calibrations)
    if (each.calibration.mat_unique_id == frame.snapshot.identity->unique_id) kept.insert(kept.begin(), &each);
  return kept;
}

void restore_chosen(const Frame& frame, const ViewState& state, Commands& commands) {
  const auto kept = calibrations_of_mat(frame);
  const auto chosen = static_cast<std::size_t>(std::max(0, state.calibration.chosen));
  commands.engine.emplace_back(engine::RestoreCalibration{chosen < kept.size() ? kept[chosen]->calibration.id : ""});
}

void mat_calibration_view(Ui& ui, const Rect& rect, const Frame& frame, ViewState& state, Commands& commands) {
  panel(ui, rect);
  const Rect inside = rect.inset(ui.px(24), ui.px(16));
  if (frame.snapshot.calibrating)
    guided_view(ui, inside, frame, state, commands);
  else if (frame.snapshot.spot)
    spot_view(ui, inside, *frame.snapshot.spot, commands);
  else
    setup_view(ui, inside, frame, state, commands);
}

}  // namespace poise::dashboard
