#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace poise::session {

enum class Eyes : std::uint8_t { open, closed };
const char* to_string(Eyes eyes);
std::optional<Eyes> eyes_from(std::string_view word);

enum class Surface : std::uint8_t { firm, foam };
const char* to_string(Surface surface);
std::optional<Surface> surface_from(std::string_view word);

inline constexpr int kWorstPain = 10;  ///< numeric rating scale: 0 none, 10 the worst imaginable
inline constexpr double kGreatestExertion =
    10;  ///< Borg CR10: 0 nothing at all, 5 strong, 10 extremely strong
inline constexpr double kHeaviestLoad_kg = 500;

/// What surrounded a session: what people say of it, beside what the mat measured. Absent or empty: not said.
/// The texts are typed by people; none of them is a place for a name.
struct Surroundings {
  std::optional<int> pain_before, pain_after;  ///< 0 … kWorstPain
  std::string pain_where;                      ///< "left knee"
  std::optional<double> exertion;              ///< of the whole session, 0 … kGreatestExertion
  std::optional<Eyes> eyes;
  std::optional<Surface> surface;
  std::string footwear;           ///< "barefoot"
  std::optional<double> load_kg;  ///< carried beside the body: a bar, dumbbells, a plate on the hips
  std::string operator_initials;  ///< who measured
  std::string notes;
};

/// "Pain 2 of 10 before, 3 after (left knee); exertion 5 of 10; eyes closed; on foam; barefoot; with 10 kg;
/// operator AB." Empty when nothing was said. The notes are not in it.
std::string in_words(const Surroundings& surroundings);

}  // namespace poise::session
