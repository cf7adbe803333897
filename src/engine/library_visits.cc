#include "engine/library.h"

namespace poise::engine {

void Library::show_visit() { state_.visit = led_ ? std::make_shared<const LedVisit>(led_->led()) : nullptr; }

Expected<void> Library::look_for_unfinished_visit() {
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  const auto visits = (*kept)->visits();
  if (!visits) return tl::make_unexpected(visits.error());
  state_.unfinished.reset();
  for (const store::Visit& visit : *visits)
    if (!visit.ended && !(led_ && led_->id() == visit.id)) state_.unfinished = visit;
  return {};
}

Expected<void> Library::handle(const BeginVisit& begin) {
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  const auto programme = session::find_programme(begin.programme, session::own_programmes_folder());
  if (!programme) return tl::make_unexpected(programme.error());
  const std::int64_t now_us = clock_.wall_us();
  const auto history = visit_history(**kept, begin.athlete, now_us);
  if (!history) return tl::make_unexpected(history.error());
  auto visit = KeptVisit::begin(**kept, *programme, begin.athlete, now_us);
  if (!visit) return tl::make_unexpected(visit.error());
  led_.emplace(std::move(*visit));
  state_.visit_warnings = session::advice_before(*history, now_us);
  show_visit();
  return look_for_unfinished_visit();
}

Expected<void> Library::handle(const ResumeVisit& resume) {
  auto kept = store();
  if (!kept) return tl::make_unexpected(kept.error());
  auto visit = KeptVisit::resume(**kept, resume.id, {}, clock_.wall_us());
  if (!visit) return tl::make_unexpected(visit.error());
  led_.emplace(std::move(*visit));
  state_.visit_warnings.clear();
  show_visit();
  return look_for_unfinished_visit();
}

Expected<void> Library::handle(const VisitHappened& happened) {
  if (!led_) return {};
  session::VisitEvent event = happened.event;
  event.at_us = clock_.wall_us();
  // What cannot happen any more (a second press of the same button) has not happened.
  const auto applied = led_->apply(std::move(event));
  if (!applied) return tl::make_unexpected(applied.error());
  show_visit();
  return {};
}

Expected<void> Library::handle(const CloseVisit&) {
  if (led_) led_->leave();
  led_.reset();
  show_visit();
  return look_for_unfinished_visit();
}

}  // namespace poise::engine
