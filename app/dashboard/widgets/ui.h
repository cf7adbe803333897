#pragma once

#include <imgui.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "widgets/theme.h"

/// What every widget and view draws with: rectangles, one way to put text on the screen, panels and buttons.
/// Knows ImGui, nothing of mats. Main thread only.
namespace poise::dashboard {

/// A rectangle in pixels of the screen.
struct Rect {
  float x = 0, y = 0, w = 0, h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  float centre_x() const { return x + w / 2; }
  float centre_y() const { return y + h / 2; }
  ImVec2 min() const { return {x, y}; }
  ImVec2 max() const { return {x + w, y + h}; }
  bool empty() const { return w <= 0 || h <= 0; }
  Rect inset(float dx, float dy) const { return {x + dx, y + dy, w - 2 * dx, h - 2 * dy}; }

  /// Each cuts a piece off this rectangle and returns it; `gap` of what remains next to it is thrown away.
  Rect take_left(float width, float gap = 0);
  Rect take_right(float width, float gap = 0);
  Rect take_top(float height, float gap = 0);
  Rect take_bottom(float height, float gap = 0);
};

/// One piece of text as it came to the screen, for tests.
struct ShownText {
  std::string text;        ///< as drawn
  Rect rect;               ///< where the letters are
  bool shortened = false;  ///< did not fit and was cut with an ellipsis
  bool scrolls = false;    ///< inside a scrolling region: may be out of view above or below
  Rect clip;               ///< what ImGui lets through there
};

/// What a frame showed; filled only when a test asks for it.
struct ShownFrame {
  std::vector<ShownText> texts;
  std::vector<ImGuiID> widgets;
  std::vector<std::string> tips;  ///< those that would come up where the mouse rests
};

enum class Align { left, centre, right };

struct TextStyle {
  Type type = Type::body;
  ImU32 colour = 0;  ///< 0: the theme's text colour
  Align align = Align::left;
};

/// Handed to every drawing function.
struct Ui {
  const Theme& theme;
  ImDrawList* draw = nullptr;
  ShownFrame* shown = nullptr;  ///< not owned; null: nobody is looking

  float px(float design) const { return theme.px(design); }
  const Palette& colour() const { return theme.colour; }
};

float text_width(const Ui& ui, Type type, std::string_view text);
float line_height(const Ui& ui, Type type);

/// One line, centred vertically in the box, cut with an ellipsis where it is too long. Returns where the
/// letters are.
Rect text(Ui& ui, const Rect& box, std::string_view text, const TextStyle& style = {});

/// The first of these wordings that fits the box, in the first of the types in which it does; nothing where none does.
/// `style`: all but the type. Returns where the letters are.
Rect fitting_text(Ui& ui, const Rect& box, std::initializer_list<std::string_view> wordings,
                  std::initializer_list<Type> types, TextStyle style = {});

/// Words wrapped at the box's width, from its top. Lines beyond the box are left out. Returns the height
/// used.
float wrapped_text(Ui& ui, const Rect& box, std::string_view text, const TextStyle& style = {});

/// The height that wrapped_text() would use in a box without end.
float wrapped_height(const Ui& ui, float width, std::string_view text, Type type);

/// One line at ImGui's cursor, for tables and scrolling lists; takes the cell's width for its alignment.
void cell_text(Ui& ui, std::string_view text, const TextStyle& style = {});

/// A white rounded ground with a hairline border.
void panel(Ui& ui, const Rect& rect);

enum class ButtonKind { plain, primary };

/// A button of that place and size: label, then its key in a lighter tone. True in the frame it was clicked.
bool button(Ui& ui, const char* id, const Rect& rect, std::string_view label, std::string_view key = {},
            ButtonKind kind = ButtonKind::plain, bool enabled = true);

/// A box to choose one of `names`. Returns whether `chosen` changed.
bool chooser(Ui& ui, const char* id, const Rect& rect, const std::vector<std::string>& names, int& chosen,
             bool enabled);

/// Leaves the field that is typed into. ImGui 1.86 itself misses an Enter that was over before a frame was drawn.
void stop_typing();

/// An arrow that opens a list. Returns the index picked in this frame, else -1.
int picker(Ui& ui, const char* id, const Rect& rect, const std::vector<std::string>& names, bool enabled);

/// A tick box with its label. Returns whether it changed.
bool toggle(Ui& ui, const char* id, const Rect& rect, std::string_view label, bool& on, bool enabled);

/// One line to type into. Returns whether it changed.
bool text_field(Ui& ui, const char* id, const Rect& rect, const char* hint, std::string& value, bool enabled,
                bool take_keyboard = false);

/// Shows the tip while the mouse rests on the item drawn last.
void tip(Ui& ui, std::string_view text);
/// The same for a place where no item is.
void tip_over(Ui& ui, const char* id, const Rect& rect, std::string_view text);

/// The first of these types in which the words fit the width, else the last.
Type fitting_type(const Ui& ui, std::string_view words, float width, std::initializer_list<Type> types);

}  // namespace poise::dashboard
