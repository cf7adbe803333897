#include "base/stages.h"

#include <string_view>
#include <utility>

namespace poise {
namespace {

constexpr std::pair<EventKind, const char*> kEventNames[] = {
    {EventKind::operator_zero, "operator_zero"},
    {EventKind::operator_start, "operator_start"},
    {EventKind::operator_stop, "operator_stop"},
    {EventKind::operator_accept_side, "operator_accept_side"},
    {EventKind::operator_mark, "operator_mark"},
    {EventKind::link_lost, "link_lost"},
    {EventKind::link_restored, "link_restored"},
    {EventKind::flow_zeroed, "flow_zeroed"},
    {EventKind::flow_weighed, "flow_weighed"},
    {EventKind::flow_rest_reference, "flow_rest_reference"},
    {EventKind::flow_go, "flow_go"},
    {EventKind::flow_side_change, "flow_side_change"},
    {EventKind::flow_rest, "flow_rest"},
    {EventKind::flow_set, "flow_set"},
    {EventKind::flow_rep, "flow_rep"},
    {EventKind::flow_ended, "flow_ended"},
};

}  // namespace

const char* cell_name(int cell, int cell_count) {
  static constexpr const char* kTwoPlates[] = {"l_fl", "l_fr", "l_rl", "l_rr", "r_fl", "r_fr", "r_rl", "r_rr"};
  static constexpr const char* kOnePlate[] = {"p_fl", "p_fr", "p_rl", "p_rr"};
  return cell_count == kCellsPerPlate ? kOnePlate[cell] : kTwoPlates[cell];
}

const char* to_string(Side side) {
  switch (side) {
    case Side::left: return "left";
    case Side::right: return "right";
    case Side::both: return "both";
  }
  return "";
}

std::optional<Side> side_from(std::string_view word) {
  for (const Side side : {Side::left, Side::right, Side::both})
    if (word == to_string(side)) return side;
  return std::nullopt;
}

const char* to_string(EventKind kind) {
  for (const auto& [known, name] : kEventNames)
    if (known == kind) return name;
  return "";
}

std::optional<EventKind> event_kind_from(std::string_view word) {
  for (const auto& [kind, name] : kEventNames)
    if (word == name) return kind;
  return std::nullopt;
}

bool is_input(EventKind kind) { return kind <= EventKind::link_restored; }

}  // namespace poise
