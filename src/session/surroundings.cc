#include "session/surroundings.h"

#include <fmt/format.h>

#include <vector>

namespace poise::session {
namespace {

std::string pain_in_words(const Surroundings& it) {
  std::string text;
  if (it.pain_before) text = fmt::format("pain {} of {} before", *it.pain_before, kWorstPain);
  if (it.pain_after)
    text += text.empty() ? fmt::format("pain {} of {} after", *it.pain_after, kWorstPain)
                         : fmt::format(", {} after", *it.pain_after);
  if (!it.pain_where.empty()) text += (text.empty() ? "pain (" : " (") + it.pain_where + ")";
  return text;
}

}  // namespace

const char* to_string(Eyes eyes) { return eyes == Eyes::open ? "open" : "closed"; }

std::optional<Eyes> eyes_from(std::string_view word) {
  for (const Eyes eyes : {Eyes::open, Eyes::closed})
    if (word == to_string(eyes)) return eyes;
  return std::nullopt;
}

const char* to_string(Surface surface) { return surface == Surface::firm ? "firm" : "foam"; }

std::optional<Surface> surface_from(std::string_view word) {
  for (const Surface surface : {Surface::firm, Surface::foam})
    if (word == to_string(surface)) return surface;
  return std::nullopt;
}

std::string in_words(const Surroundings& it) {
  std::vector<std::string> parts;
  if (auto pain = pain_in_words(it); !pain.empty()) parts.push_back(std::move(pain));
  if (it.exertion) parts.push_back(fmt::format("exertion {:g} of {:g}", *it.exertion, kGreatestExertion));
  if (it.eyes) parts.push_back(fmt::format("eyes {}", to_string(*it.eyes)));
  if (it.surface) parts.push_back(*it.surface == Surface::foam ? "on foam" : "on firm ground");
  if (!it.footwear.empty()) parts.push_back(it.footwear);
  if (it.load_kg) parts.push_back(fmt::format("with {:g} kg", *it.load_kg));
  if (!it.operator_initials.empty()) parts.push_back("operator " + it.operator_initials);
  if (parts.empty()) return "";
  std::string text = fmt::format("{}.", fmt::join(parts, "; "));
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace poise::session
