#pragma once

#include <cairo.h>

#include <memory>
#include <string>

/// Cairo's things with an owner.
namespace poise::report {

struct DestroyContext {
  void operator()(cairo_t* cr) const { cairo_destroy(cr); }
};
struct DestroySurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Context = std::unique_ptr<cairo_t, DestroyContext>;
using Surface = std::unique_ptr<cairo_surface_t, DestroySurface>;

inline constexpr double kPngDpi = 150;

/// Writes behind a std::string: a cairo_write_func_t.
inline cairo_status_t append_bytes(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace poise::report
