#pragma once

#include <string>
#include <vector>

#include "movement/analysis.h"

namespace poise::report {

/// How the figures of this analysis came about, each with its source: one sentence or two a note, and only of
/// what the analysis contains.
struct MethodNote {
  std::string about, text;
};
std::vector<MethodNote> method_notes(const movement::Analysis& analysis);

}  // namespace poise::report
