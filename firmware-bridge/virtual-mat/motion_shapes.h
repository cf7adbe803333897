#pragma once

#include "virtual-mat/scenario.h"

namespace poise::virtual_mat {

/// Travel from 0 to 1 while u goes from 0 to 1, with its second derivative by u. Velocity is 0 at both ends;
/// acceleration is 0 at u = 0 and -turn at u = 1, so that force stays continuous when pieces are joined. Up
/// to one and a half times the natural turn the position only ever grows.
struct Travel {
  double position = 0;
  double acceleration = 0;
};
Travel travel(Shape shape, double turn, double u);

/// The way back of travel() is the same motion reversed in time, so a turn that matches on both sides gives
/// one broad hump of force at the far end, a turn of 0 a moment of body weight there. The turn that suits a
/// repetition without a hold whose ways there and back are equally long:
double natural_turn(Shape shape);

/// Largest acceleration towards the far end; a body's must stay below gravity.
double peak_acceleration(Shape shape, double turn);

/// 0 -> 1, twice differentiable everywhere, flat outside 0…1: the minimum-jerk curve.
double smooth_step(double u);

/// 0 -> 1 -> 0 with its top at u = 0.5, twice differentiable, 0 outside 0…1.
double bump(double u);
/// Its second derivative by u.
double bump_acceleration(double u);

/// 0 -> 1 -> 0 with a flat top between u = 0.2 and u = 0.8.
double plateau(double u);

}  // namespace poise::virtual_mat
