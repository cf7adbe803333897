#include "views/review_edit.h"

#include <algorithm>
#include <cmath>

namespace poise::dashboard {
namespace {

constexpr double kShortest_s = 0.2;

movement::RepEdit present_edit(const engine::OpenSession& session, int rep) {
  const movement::RepEdit* edit = movement::edit_of(session.edits, rep);
  return edit != nullptr ? *edit : movement::RepEdit{.rep = rep, .reason = ""};
}

void begin_draft(const engine::OpenSession& session, ReviewState& review, int edge) {
  const movement::Rep* rep = chosen_rep(session, review);
  if (rep == nullptr) return;
  if (!review.draft || review.draft->rep != rep->index)
    review.draft = ReviewState::Draft{rep->index, rep->start_s, rep->end_s, edge};
  review.draft->edge = edge;
}

void send(const engine::OpenSession& session, ReviewState& review, movement::RepEdit edit, Commands& commands) {
  movement::RepEdit before = present_edit(session, edit.rep);
  before.reason = before.reason.empty() ? "undone" : before.reason;
  review.undo.push_back({session.info.id, std::move(before)});
  commands.library.emplace_back(engine::EditRep{session.info.id, std::move(edit)});
}

}  // namespace

const movement::Rep* chosen_rep(const engine::OpenSession& session, const ReviewState& review) {
  const auto& reps = session.analysis.reps;
  if (reps.empty()) return nullptr;
  return &reps[static_cast<std::size_t>(std::clamp(review.rep, 0, static_cast<int>(reps.size()) - 1))];
}

void press_at(const engine::OpenSession& session, ReviewState& review, double at_s, double reach_s) {
  if (const movement::Rep* rep = chosen_rep(session, review)) {
    const bool drafted = review.draft && review.draft->rep == rep->index;
    const double to_start = std::abs(at_s - (drafted ? review.draft->start_s : rep->start_s));
    const double to_end = std::abs(at_s - (drafted ? review.draft->end_s : rep->end_s));
    if (std::min(to_start, to_end) <= reach_s) return begin_draft(session, review, to_start <= to_end ? -1 : 1);
  }
  const auto& reps = session.analysis.reps;
  for (std::size_t i = 0; i < reps.size(); ++i) {
    if (at_s < reps[i].start_s || at_s > reps[i].end_s) continue;
    if (review.rep != static_cast<int>(i)) drop_draft(review);
    review.rep = static_cast<int>(i);
  }
}

void drag_to(const engine::OpenSession& session, ReviewState& review, double at_s) {
  if (!review.draft || review.draft->edge == 0 || session.time_s.empty()) return;
  auto& draft = *review.draft;
  at_s = std::clamp(at_s, session.time_s.front(), session.time_s.back());
  if (draft.edge < 0)
    draft.start_s = std::min(at_s, draft.end_s - kShortest_s);
  else
    draft.end_s = std::max(at_s, draft.start_s + kShortest_s);
}

void nudge(const engine::OpenSession& session, ReviewState& review, int edge, double by_s) {
  begin_draft(session, review, edge);
  if (!review.draft) return;
  drag_to(session, review, (edge < 0 ? review.draft->start_s : review.draft->end_s) + by_s);
  review.draft->edge = 0;
}

void keep_draft(const engine::OpenSession& session, ReviewState& review, Commands& commands) {
  if (!review.draft) return;
  movement::RepEdit edit = present_edit(session, review.draft->rep);
  edit.start_s = review.draft->start_s;
  edit.end_s = review.draft->end_s;
  edit.reason = review.reason.empty() ? "start or end seen otherwise" : review.reason;
  send(session, review, std::move(edit), commands);
  drop_draft(review);
}

void drop_draft(ReviewState& review) {
  review.draft.reset();
  review.reason.clear();
}

void toggle_counted(const engine::OpenSession& session, ReviewState& review, Commands& commands) {
  const movement::Rep* rep = chosen_rep(session, review);
  if (rep == nullptr) return;
  movement::RepEdit edit = present_edit(session, rep->index);
  edit.excluded = rep->valid;
  const bool automatic = rep->correction ? rep->correction->automatic_valid : rep->valid;
  // Back to what the program says by itself: nothing has to be said any more.
  if (automatic == !*edit.excluded) edit.excluded.reset();
  edit.reason = !review.reason.empty() ? review.reason : rep->valid ? "excluded by hand" : "counted by hand";
  send(session, review, std::move(edit), commands);
  review.reason.clear();
}

void undo_edit(ReviewState& review, Commands& commands) {
  if (review.draft) return drop_draft(review);
  if (review.undo.empty()) return;
  const auto before = review.undo.back();
  review.undo.pop_back();
  commands.library.emplace_back(engine::EditRep{before.session, before.edit});
}

}  // namespace poise::dashboard
