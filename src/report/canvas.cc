#include "report/canvas.h"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "base/printable.h"

namespace poise::report {
namespace {

/// The first one that is installed; pango takes a character that it lacks from any other font.
constexpr const char* kFamilies = "Inter, DejaVu Sans, Sans";
constexpr double kLineSpacing = 1.32;

template <class T>
struct Unref {
  void operator()(T* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref<T>>;

/// No line ends between a number and its unit.
void keep_units_with_numbers(PangoLayout* layout) {
  const std::string_view text = pango_layout_get_text(layout);
  PangoAttrList* attributes = pango_attr_list_copy(pango_layout_get_attributes(layout));
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] != ' ' || text[i - 1] < '0' || text[i - 1] > '9') continue;
    PangoAttribute* together = pango_attr_allow_breaks_new(FALSE);
    together->start_index = static_cast<guint>(i - 1);
    together->end_index = static_cast<guint>(i + 2);
    pango_attr_list_insert(attributes, together);
  }
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
}

}  // namespace

Colour colour_of(Side side) {
  if (side == Side::both) return ink::kText;
  return side == Side::left ? ink::kLeft : ink::kRight;
}

Colour faded(Colour colour, double alpha) {
  colour.alpha *= alpha;
  return colour;
}

struct Canvas::Fonts {
  Owned<PangoFontMap> map{pango_cairo_font_map_new()};
  Owned<PangoContext> context;
  Owned<PangoLayout> layout;
};

Canvas::Canvas(cairo_t* cr) : cr_(cr), fonts_(std::make_unique<Fonts>()) {
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_->map.get()), 72);  // a point is a unit
  fonts_->context.reset(pango_font_map_create_context(fonts_->map.get()));
  PangoContext* context = fonts_->context.get();
  // Shapes as the type designer drew them: the same page on every screen and printer.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context,
                             pango_language_from_string("en"));  // not the machine's: the same fonts again
  fonts_->layout.reset(pango_layout_new(context));
  cairo_set_line_join(cr_, CAIRO_LINE_JOIN_ROUND);
}

Canvas::~Canvas() = default;

void Canvas::set_colour(Colour colour) {
  cairo_set_source_rgba(cr_, colour.r, colour.g, colour.b, colour.alpha);
}

void Canvas::set(std::string_view text, const TextStyle& style) {
  PangoLayout* layout = fonts_->layout.get();
  PangoFontDescription* font = pango_font_description_from_string(kFamilies);
  pango_font_description_set_absolute_size(font, style.size_pt * PANGO_SCALE);
  pango_font_description_set_weight(font, style.strong ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  PangoAttrList* attributes = pango_attr_list_new();
  // Digits of one width, so that columns stand under each other.
  pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_width(layout, -1);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_single_paragraph_mode(layout, TRUE);
  pango_layout_set_line_spacing(layout, 0);
  const std::string shown = printable(text);
  pango_layout_set_text(layout, shown.data(), static_cast<int>(shown.size()));
}

double Canvas::text(At at, std::string_view text, const TextStyle& style, Align align, double most_width) {
  if (text.empty()) return 0;
  set(text, style);
  PangoLayout* layout = fonts_->layout.get();
  int width = 0;
  pango_layout_get_size(layout, &width, nullptr);
  if (most_width > 0 && width > most_width * PANGO_SCALE) {
    pango_layout_set_width(layout, static_cast<int>(most_width * PANGO_SCALE));
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    // What the ellipsis stands at does not depend on the way the text runs.
    pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT);
    pango_layout_get_size(layout, &width, nullptr);
  }
  unknown_ += pango_layout_get_unknown_glyphs_count(layout);
  const double width_pt = static_cast<double>(width) / PANGO_SCALE;
  const double left = align == Align::left    ? at.x
                      : align == Align::right ? at.x - width_pt
                                              : at.x - width_pt / 2;
  const double ascent = static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE;
  set_colour(style.colour);
  cairo_move_to(cr_, left, at.y - ascent);
  pango_cairo_show_layout(cr_, layout);
  return width_pt;
}

double Canvas::width_of(std::string_view text, const TextStyle& style) {
  set(text, style);
  int width = 0;
  pango_layout_get_size(fonts_->layout.get(), &width, nullptr);
  return static_cast<double>(width) / PANGO_SCALE;
}

int Canvas::set_paragraph(double width, std::string_view text, const TextStyle& style) {
  set(text, style);
  PangoLayout* layout = fonts_->layout.get();
  keep_units_with_numbers(layout);
  pango_layout_set_single_paragraph_mode(layout, FALSE);
  pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  return pango_layout_get_line_count(layout);
}

double Canvas::height_of(double width, std::string_view text, const TextStyle& style) {
  return set_paragraph(width, text, style) * style.size_pt * kLineSpacing;
}

double Canvas::balanced_width(double width, std::string_view text, const TextStyle& style) {
  const int lines = set_paragraph(width, text, style);
  double too_narrow = width / (lines + 1), enough = width;
  while (lines > 1 && enough - too_narrow > 4) {
    const double middle = (too_narrow + enough) / 2;
    (set_paragraph(middle, text, style) > lines ? too_narrow : enough) = middle;
  }
  return enough;
}

double Canvas::paragraph(At top_left, double width, std::string_view text, const TextStyle& style) {
  if (text.empty()) return 0;
  const double height = height_of(width, text, style);
  PangoLayout* layout = fonts_->layout.get();
  unknown_ += pango_layout_get_unknown_glyphs_count(layout);
  set_colour(style.colour);
  // Line by line at even distances: a line with another script's taller font would else push the rest down.
  double baseline = top_left.y + style.size_pt;
  PangoLayoutIter* line = pango_layout_get_iter(layout);
  do {
    PangoRectangle extents;
    pango_layout_iter_get_line_extents(line, nullptr, &extents);
    cairo_move_to(cr_, top_left.x + static_cast<double>(extents.x) / PANGO_SCALE, baseline);
    pango_cairo_show_layout_line(cr_, pango_layout_iter_get_line_readonly(line));
    baseline += style.size_pt * kLineSpacing;
  } while (pango_layout_iter_next_line(line));
  pango_layout_iter_free(line);
  return height;
}

void Canvas::line(At from, At to, double width, Colour colour, bool dashed) {
  const At points[] = {from, to};
  polyline(points, width, colour, dashed);
}

void Canvas::polyline(std::span<const At> points, double width, Colour colour, bool dashed) {
  if (points.size() < 2) return;
  const double dash[] = {3, 2};
  set_colour(colour);
  cairo_set_line_width(cr_, width);
  cairo_set_dash(cr_, dash, dashed ? 2 : 0, 0);
  cairo_move_to(cr_, points[0].x, points[0].y);
  for (const At& point : points.subspan(1)) cairo_line_to(cr_, point.x, point.y);
  cairo_stroke(cr_);
  cairo_set_dash(cr_, nullptr, 0, 0);
}

void Canvas::polygon(std::span<const At> points, Colour fill) {
  if (points.size() < 3) return;
  set_colour(fill);
  cairo_move_to(cr_, points[0].x, points[0].y);
  for (const At& point : points.subspan(1)) cairo_line_to(cr_, point.x, point.y);
  cairo_close_path(cr_);
  cairo_fill(cr_);
}

void Canvas::box(const Box& box, Colour fill) {
  set_colour(fill);
  cairo_rectangle(cr_, box.x, box.y, box.w, box.h);
  cairo_fill(cr_);
}

void Canvas::ellipse(At centre, double a, double b, double angle_rad, double width, Colour colour) {
  if (!(a > 0) || !(b > 0)) return;
  cairo_save(cr_);
  cairo_translate(cr_, centre.x, centre.y);
  cairo_rotate(cr_, angle_rad);
  cairo_scale(cr_, a, b);
  cairo_new_sub_path(cr_);
  cairo_arc(cr_, 0, 0, 1, 0, 2 * std::numbers::pi);
  cairo_restore(cr_);  // before the stroke, so that its width is even
  set_colour(colour);
  cairo_set_line_width(cr_, width);
  cairo_stroke(cr_);
}

void Canvas::marker(Side side, At at, double size, bool filled) {
  const double half = size / 2;
  cairo_new_sub_path(cr_);
  if (side == Side::left) {
    cairo_rectangle(cr_, at.x - half * 0.9, at.y - half * 0.9, size * 0.9, size * 0.9);
  } else if (side == Side::right) {
    cairo_arc(cr_, at.x, at.y, half, 0, 2 * std::numbers::pi);
  } else {
    cairo_move_to(cr_, at.x, at.y - half * 1.15);
    cairo_line_to(cr_, at.x + half * 1.15, at.y);
    cairo_line_to(cr_, at.x, at.y + half * 1.15);
    cairo_line_to(cr_, at.x - half * 1.15, at.y);
    cairo_close_path(cr_);
  }
  set_colour(filled ? colour_of(side) : ink::kWhite);
  cairo_fill_preserve(cr_);
  // An outline of its own, for the light orange and for the hollow ones.
  set_colour(filled ? ink::kWhite : colour_of(side));
  cairo_set_line_width(cr_, filled ? 0.4 : 0.9);
  cairo_stroke(cr_);
}

Canvas::Clip::Clip(Canvas& canvas, const Box& box) : cr_(canvas.cr_) {
  cairo_save(cr_);
  cairo_rectangle(cr_, box.x, box.y, box.w, box.h);
  cairo_clip(cr_);
}

Canvas::Clip::~Clip() { cairo_restore(cr_); }

std::vector<At> thinned(std::vector<At> points, std::size_t most) {
  // A point nearer than the tolerance to the last one kept goes, and the tolerance grows until few are left.
  for (double tolerance = 0.05; points.size() > most && points.size() > 2; tolerance *= 1.6) {
    std::vector<At> kept{points.front()};
    for (std::size_t i = 1; i + 1 < points.size(); ++i)
      if (std::hypot(points[i].x - kept.back().x, points[i].y - kept.back().y) >= tolerance)
        kept.push_back(points[i]);
    kept.push_back(points.back());
    points = std::move(kept);
  }
  return points;
}

}  // namespace poise::report
