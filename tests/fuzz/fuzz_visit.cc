#include "fuzz.h"
#include "session/programme_runner.h"

/// The kept events of a visit, as a stranger's store may hold them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poise;
  const auto events = session::events_from_text(fuzz::text_of(data, size), "visit");
  if (!events) {
    fuzz::must(!events.error().what.empty(), "a refusal has a reason");
    return 0;
  }
  const auto again = session::events_from_text(session::to_text(*events), "again");
  fuzz::must(again && again->size() == events->size(), "what was kept is read again");
  auto runner = session::ProgrammeRunner::from_events(session::shipped_programmes().front(), {}, *events);
  if (!runner) return 0;
  const std::int64_t now_us = events->empty() ? 0 : events->back().at_us;
  const auto view = runner->view(now_us);
  fuzz::must(view.block != nullptr || view.step != session::VisitStep::ready, "what may start has a block");
  runner->advice();
  return 0;
}
