#pragma once

namespace poise {

/// Standard acceleration of gravity, m/s² (CGPM 1901).
inline constexpr double kGravity_m_s2 = 9.80665;

}  // namespace poise
