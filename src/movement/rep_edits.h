#pragma once

#include <optional>
#include <span>
#include <string>

namespace poise::movement {

struct FinalPass;

/// What a person says about one repetition, beside what the program found. Absent: as the program found it.
struct RepEdit {
  int rep = 0;  ///< index in the automatic analysis, from 1
  std::optional<double> start_s{}, end_s{};
  std::optional<bool> excluded{};  ///< true: not to be counted; false: counted although the program would not
  std::string reason;
  std::string made{};  ///< ISO 8601
};

/// The edit in force for a repetition: the last one. Null: nobody said anything, or it was taken back.
const RepEdit* edit_of(std::span<const RepEdit> edits, int rep);

/// Puts the edits of the options onto the repetitions found, before anything is summed up over them: what is
/// excluded is in no mean, and Rep::correction keeps what the program had found. Where times were moved, forces,
/// share and centre of pressure are measured anew between them; depth, tempo, speed and the measures of a hold stay
/// as long as the turning point lies within, else they belonged to another movement and are absent. The reasons of a
/// corrected repetition say which: "times_corrected", "excluded", "counted_by_hand".
void apply_rep_edits(FinalPass& pass);

}  // namespace poise::movement
