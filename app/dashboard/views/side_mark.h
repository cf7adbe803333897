#pragma once

#include "base/stages.h"
#include "widgets/marks.h"

namespace poise::dashboard {

inline Mark mark_of(Side side) {
  return side == Side::left ? Mark::left : side == Side::right ? Mark::right : Mark::body;
}

}  // namespace poise::dashboard
