#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/stages.h"

typedef struct _cairo cairo_t;  // NOLINT(bugprone-reserved-identifier): cairo's own name

/// Drawing on a page, in points (1/72 inch) from its upper left corner; y grows downwards.
namespace poise::report {

struct At {
  double x = 0, y = 0;
};

struct Box {
  double x = 0, y = 0, w = 0, h = 0;
  double right() const { return x + w; }
  double bottom() const { return y + h; }
};

struct Colour {
  double r = 0, g = 0, b = 0, alpha = 1;
};

/// Okabe-Ito blue and orange, which people with any colour vision tell apart and whose greys differ in a
/// black-and-white print; left also is square and solid, right round and dashed.
namespace ink {
inline constexpr Colour kText{0.106, 0.133, 0.165};
inline constexpr Colour kMuted{0.353, 0.400, 0.447};
inline constexpr Colour kLine{0.78, 0.81, 0.84};
inline constexpr Colour kFaint{0.945, 0.953, 0.961};
inline constexpr Colour kWhite{1, 1, 1};
inline constexpr Colour kLeft{0.000, 0.447, 0.698};
inline constexpr Colour kRight{0.902, 0.624, 0.000};
}  // namespace ink
Colour colour_of(Side side);  ///< of both legs together: that of text
Colour faded(Colour colour, double alpha);

/// One scale of type for all pages.
struct TextStyle {
  double size_pt = 9;
  bool strong = false;
  Colour colour = ink::kText;
};
namespace type {
inline constexpr TextStyle kFine{6.5, false, ink::kMuted};
inline constexpr TextStyle kCaption{7.5, false, ink::kMuted};
inline constexpr TextStyle kTable{7.5};
inline constexpr TextStyle kTableStrong{7.5, true};
inline constexpr TextStyle kBody{9};
inline constexpr TextStyle kBodyStrong{9, true};
inline constexpr TextStyle kLead{11.5};
inline constexpr TextStyle kHeading{11.5, true};
inline constexpr TextStyle kTitle{16, true};
inline constexpr TextStyle kFigure{21, true};
inline constexpr TextStyle kHeadline{27, true};
inline constexpr TextStyle kGiant{40, true};
}  // namespace type

enum class Align { left, centre, right };

/// A page to draw on. Text goes through pango: any script for which some installed font has the characters,
/// kept as text in a PDF. Bytes that are no UTF-8 show as replacement characters. One thread.
class Canvas {
 public:
  /// `cr` is looked after by the caller and outlives this.
  explicit Canvas(cairo_t* cr);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  /// A line of text; `at` is on its baseline. Returns its width. Above `most_width` it ends in an ellipsis.
  double text(At at, std::string_view text, const TextStyle& style, Align align = Align::left,
              double most_width = 0);
  double width_of(std::string_view text, const TextStyle& style);
  /// Text in lines of at most `width` below `top_left`; returns the height that it takes.
  double paragraph(At top_left, double width, std::string_view text, const TextStyle& style);
  double height_of(double width, std::string_view text, const TextStyle& style);
  /// The least width at which the text takes no more lines than at `width`: lines of about equal length.
  double balanced_width(double width, std::string_view text, const TextStyle& style);

  void line(At from, At to, double width, Colour colour, bool dashed = false);
  void polyline(std::span<const At> points, double width, Colour colour, bool dashed = false);
  void polygon(std::span<const At> points, Colour fill);
  void box(const Box& box, Colour fill);
  void ellipse(At centre, double a, double b, double angle_rad, double width, Colour colour);
  /// The shape of a side: square for left, circle for right, diamond for both together; hollow when not
  /// `filled`.
  void marker(Side side, At at, double size, bool filled = true);

  /// While it lives nothing is drawn outside the box.
  class Clip {
   public:
    Clip(Canvas& canvas, const Box& box);
    ~Clip();
    Clip(const Clip&) = delete;
    Clip& operator=(const Clip&) = delete;

   private:
    cairo_t* cr_;
  };

  /// Characters drawn so far for which no installed font has a shape: boxes with their number stand in their
  /// place.
  int unknown_characters() const { return unknown_; }

 private:
  struct Fonts;
  void set(std::string_view text, const TextStyle& style);
  /// Sets it in lines of at most `width`; returns how many.
  int set_paragraph(double width, std::string_view text, const TextStyle& style);
  void set_colour(Colour colour);

  cairo_t* cr_;
  std::unique_ptr<Fonts> fonts_;
  int unknown_ = 0;
};

/// Leaves points out so that at most `most` are left and none is moved: of a path that is drawn small.
std::vector<At> thinned(std::vector<At> points, std::size_t most);

}  // namespace poise::report
