#pragma once

#include "kept_scenes.h"
#include "session/programme.h"

/// Moments of a round of a programme.
namespace poise::dashboard::scenes {

inline constexpr std::int64_t kVisitBegan_us = 1'770'000'000'000'000;

inline const session::Programme& shipped_programme(std::string_view id) {
  const auto& all = session::shipped_programmes();
  return *std::find_if(all.begin(), all.end(), [&](const auto& programme) { return programme.id == id; });
}

/// The list, with a visit of last week that was left.
inline Scene choosing_programme() {
  Scene scene = idle_mat();
  scene.state.view = View::programme;
  scene.state.athlete = "heron";
  scene.wall_us = kVisitBegan_us;
  scene.shelf.programmes = session::shipped_programmes();
  scene.shelf.unfinished = store::Visit{.id = "20260226-100000-aaaa",
                                        .started = "2026-02-26T10:00:00+01:00",
                                        .athlete = "heron",
                                        .programme = "glute-low-back",
                                        .programme_toml = {},
                                        .events = {}};
  return scene;
}

/// After these things have happened, ten seconds apart.
inline Scene in_visit(std::vector<session::VisitEvent> events, std::string_view programme = "glute-low-back") {
  using Kind = session::VisitEvent::Kind;
  Scene scene = choosing_programme();
  session::ProgrammeRunner runner(shipped_programme(programme), {});
  for (session::VisitEvent& event : events) {
    event.at_us = scene.wall_us += 10'000'000;
    if (event.kind == Kind::set_done && !event.result) {
      session::SetResult result;
      result.session = kSession;
      result.outcome = movement::Outcome::complete;
      result.duration_s = 40;
      result.standing_weight_n = kWeight_n;
      result.left_share_pct = 53.4;
      result.asymmetry_pct = -6.8;
      result.of(Side::both).reps = 8;
      event.result = result;
    }
    EXPECT_TRUE(runner.apply(event)) << to_string(event.kind);
  }
  scene.shelf.visit = std::make_shared<const engine::LedVisit>(engine::LedVisit{"20260305-100000-bbbb", "heron", std::move(runner)});
  return scene;
}

inline Scene visit_asks() {
  Scene scene = in_visit({});
  scene.shelf.visit_warnings = {{session::Advice::Kind::rest, "rest-between",
                                 "Rest today: the last very hard training ended 20 hours ago."}};
  return scene;
}

inline Scene visit_ready() { return in_visit({{session::VisitEvent::Kind::begin}}); }
inline Scene visit_in_set() { return in_visit({{session::VisitEvent::Kind::begin}, {session::VisitEvent::Kind::start}}); }

inline std::vector<session::VisitEvent> one_set_done() {
  using Kind = session::VisitEvent::Kind;
  return {{Kind::pain, 0, 2, "low back"}, {Kind::begin}, {Kind::start}, {Kind::set_done}};
}

inline Scene visit_rests() { return in_visit(one_set_done()); }

inline Scene visit_paused() {
  auto events = one_set_done();
  events.push_back({session::VisitEvent::Kind::pause});
  return in_visit(std::move(events));
}

inline Scene visit_asks_last() {
  auto events = one_set_done();
  events.push_back({session::VisitEvent::Kind::stop});
  return in_visit(std::move(events));
}

inline Scene visit_ended() {
  auto events = one_set_done();
  events.push_back({session::VisitEvent::Kind::stop});
  events.push_back({session::VisitEvent::Kind::pain, 0, 3, "low back"});
  events.push_back({session::VisitEvent::Kind::end});
  return in_visit(std::move(events));
}

inline Scene visit_stopped_by_red_flag() {
  auto events = one_set_done();
  events.push_back({session::VisitEvent::Kind::red_flag, 0, 0, "numbness"});
  return in_visit(std::move(events));
}

}  // namespace poise::dashboard::scenes
