#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <future>
#include <iostream>
#include <set>
#include <thread>

#include "engine/engine.h"
#include "movement/catalogue.h"
#include "virtual-mat/virtual_mat.h"

/// The cable pulled at every moment of a visit and put back, with the whole engine and its store, as fast as it goes.
namespace poise::engine {
namespace {

using movement::FlowStep;

class ACable : public testing::Test {
 protected:
  ACable() { std::filesystem::create_directories(folder_); }
  ~ACable() override { std::filesystem::remove_all(folder_); }

  struct Stretch {
    FlowStep step;
    double from_s, to_s;
  };
  struct Visit {
    std::shared_ptr<const movement::Analysis> result;
    std::vector<Stretch> stretches;  ///< of the guided flow, in order
    std::set<FlowStep> lost_in;      ///< where the cable was pulled
    std::optional<Error> store_error;
  };

  /// One visit to its end; one that has not ended by `longest_s` is ended by the operator.
  Visit visit(const movement::TrialSetup& setup, const std::string& device, double longest_s = 1e9) {
    Visit visit;
    std::promise<void> late_or_over;
    bool told = false;
    std::atomic<Engine*> running = nullptr;
    EngineOptions options;
    options.device.clear();
    options.store_path = folder_ / "poise.db";
    options.on_snapshot = [&] {
      if (!running || told) return;
      const auto now = running.load()->snapshot();
      if (!now->session_id) return;
      if (now->link == LinkState::lost) visit.lost_in.insert(now->flow.step);
      auto& all = visit.stretches;
      if (all.empty() || all.back().step != now->flow.step) all.push_back({now->flow.step, now->time_s, now->time_s});
      all.back().to_s = now->time_s;
      told = now->result || now->time_s > longest_s;
      if (told) late_or_over.set_value();
    };
    Engine engine(options);
    running = &engine;
    engine.send(BeginSession{setup, {}, {}});
    engine.send(SelectDevice{device, std::nullopt});
    EXPECT_EQ(late_or_over.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
    engine.send(EndSession{});
    for (int i = 0; i < 4000 && !engine.snapshot()->result; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    visit.result = engine.snapshot()->result;
    visit.store_error = engine.snapshot()->store_error;
    return visit;
  }

  /// Pulls the cable at the beginning, in the middle and at the end of every state of the visit; where it was pulled.
  std::set<FlowStep> pull_everywhere(const movement::TrialSetup& setup, const std::string& device, double away_s) {
    const Visit whole = visit(setup, device);
    const auto done = virtual_mat::VirtualMat(*virtual_mat::parse_scenario(device)).truth().reps;
    std::set<FlowStep> seen;
    int pulled = 0;
    for (const Stretch& stretch : whole.stretches) {
      const double end_s = std::min(stretch.to_s, whole.result->duration_s - 0.1);
      for (const double at_s : {stretch.from_s + 0.02, (stretch.from_s + end_s) / 2, end_s - 0.02}) {
        SCOPED_TRACE(fmt::format("step {} at {:.2f} s", static_cast<int>(stretch.step), at_s));
        const Visit torn = visit(setup, fmt::format("{}&drop_at_s={:.3f}&return_after_s={}", device, std::max(at_s, 0.05), away_s),
                                 whole.result->duration_s + 5);
        ++pulled;
        seen.insert(torn.lost_in.begin(), torn.lost_in.end());
        EXPECT_FALSE(torn.store_error) << to_line(*torn.store_error);
        if (torn.result)
          expect_nothing_wrong(*torn.result, *whole.result, done, std::max(at_s, 0.05), away_s);
        else
          ADD_FAILURE() << "no result";
      }
    }
    std::cout << "pulled " << pulled << " times, in " << seen.size() << " states\n";
    return seen;
  }

  static void expect_nothing_wrong(const movement::Analysis& torn, const movement::Analysis& whole,
                                   const std::vector<virtual_mat::TrueRep>& done, double at_s, double away_s) {
    if (at_s >= torn.duration_s) return;  // it was over
    ASSERT_EQ(torn.gaps.size(), 1u);
    EXPECT_NEAR(torn.gaps[0].start_s, at_s, 0.05);
    EXPECT_NEAR(torn.gaps[0].end_s, at_s + away_s, 0.5);
    EXPECT_NEAR(torn.body.weight_n.value_or(*whole.body.weight_n), *whole.body.weight_n, 3);
    for (const movement::Rep& rep : torn.reps) {
      if (!rep.valid) continue;
      EXPECT_TRUE(rep.end_s <= torn.gaps[0].start_s || rep.start_s >= torn.gaps[0].end_s) << "across the gap and yet valid";
      const auto same = [&](const virtual_mat::TrueRep& it) { return std::abs(it.bottom_s - rep.bottom_s) < 0.25; };
      EXPECT_EQ(std::count_if(done.begin(), done.end(), same), 1) << "a repetition at " << rep.bottom_s << " s";
    }
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("poise-cable-" + std::to_string(getpid()));
};

movement::TrialSetup setup_of(const char* exercise, Side side, int reps, int sets, bool unattended) {
  movement::TrialSetup setup;
  setup.exercise = movement::find_exercise(exercise);
  setup.side = side;
  setup.reps = reps;
  setup.sets = sets;
  setup.rest_s = 3;
  setup.unattended = unattended;
  return setup;
}

TEST_F(ACable, PulledInEveryStateOfAnAttendedVisitCostsTheGapAndNothingElse) {
  const auto seen = pull_everywhere(setup_of("single-leg-squat", Side::both, 1, 2, false),
                                    "sim:single-leg-squat?side=both&reps=2&sets=2&speed=0", 1.5);
  EXPECT_THAT(seen, testing::IsSupersetOf({FlowStep::zero, FlowStep::weigh, FlowStep::settle, FlowStep::countdown, FlowStep::record,
                                           FlowStep::rest, FlowStep::change_side}));
}

TEST_F(ACable, PulledInEveryStateOfABridgeCostsTheGapAndNothingElse) {
  const auto seen = pull_everywhere(setup_of("bridge", Side::both, 2, 1, true), "sim:bridge?reps=2&speed=0", 1.5);
  EXPECT_THAT(seen, testing::IsSupersetOf({FlowStep::take_position, FlowStep::rest_reference, FlowStep::record}));
}

}  // namespace
}  // namespace poise::engine
