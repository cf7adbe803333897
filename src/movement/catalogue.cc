#include "movement/catalogue.h"

#include <array>

namespace poise::movement {
namespace {

constexpr std::array kCatalogue = {
    Exercise{
        .id = "quiet-stand",
        .name = "Quiet stand",
        .pattern = Pattern::stand,
        .one_leg = false,
        .placement = "one foot in the middle of each plate, arms hanging",
        .measures = "share of left and right, sway of the centre of pressure",
        .counted = "one hold from the first still second until the end or stepping off",
        .cannot_see = "how the trunk is held",
        .expected_peak_pct_bw = 70,
    },
    Exercise{
        .id = "single-leg-stand",
        .name = "Single-leg stand",
        .pattern = Pattern::stand,
        .one_leg = true,
        .placement = "the stance foot in the middle of its own plate, the other foot in the air",
        .measures = "how long it is held, sway of the centre of pressure, touches of the free foot",
        .counted = "one hold a leg, from lifting the free foot until it is set down",
        .cannot_see = "the height of the pelvis and the position of the knee",
        .expected_peak_pct_bw = 110,
    },
    Exercise{
        .id = "squat",
        .name = "Squat",
        .pattern = Pattern::squat,
        .one_leg = false,
        .placement = "one foot in the middle of each plate, as wide as the hips",
        .measures = "share of left and right, depth of the centre of mass, tempo, forces",
        .counted = "down by 4 cm or more and back up; less than 60 % of the usual depth is partial",
        .cannot_see = "the knees and the back",
        .expected_peak_pct_bw = 100,
    },
    Exercise{
        .id = "single-leg-squat",
        .name = "Single-leg squat",
        .pattern = Pattern::squat,
        .one_leg = true,
        .placement = "the stance foot in the middle of its own plate, the other foot in the air",
        .measures = "depth of the centre of mass, tempo, sideways wobble, touches of the free foot",
        .counted = "down by 4 cm or more and back up; less than 60 % of the usual depth is partial",
        .cannot_see = "the knee falling inwards and the pelvis dropping",
        .expected_peak_pct_bw = 125,
    },
    Exercise{
        .id = "bridge",
        .name = "Bridge",
        .pattern = Pattern::bridge,
        .one_leg = false,
        .placement = "lying on the back beside the mat, knees bent, one foot on each plate",
        .measures = "share of left and right in the held load and in its rise, hold, sag",
        .counted = "load up from rest, held, and down again",
        .cannot_see = "the height of the hips and whether the back is arched",
        .expected_peak_pct_bw = 40,
    },
    Exercise{
        .id = "single-leg-bridge",
        .name = "Single-leg bridge",
        .pattern = Pattern::bridge,
        .one_leg = true,
        .placement = "lying on the back beside the mat, the working foot on its own plate, the other leg lifted",
        .measures = "held load in percent of body weight, its rise from rest, hold, sag",
        .counted = "load up from rest, held, and down again",
        .cannot_see = "the pelvis dropping to one side",
        .expected_peak_pct_bw = 60,
    },
};

}  // namespace

std::span<const Exercise> catalogue() { return kCatalogue; }

const Exercise* find_exercise(std::string_view id) {
  for (const Exercise& exercise : kCatalogue)
    if (exercise.id == id) return &exercise;
  return nullptr;
}

}  // namespace poise::movement
