#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "platform/settings_file.h"
#include "widgets/theme.h"

struct GLFWwindow;

namespace poise::dashboard {

struct WindowOptions {
  int width = 0, height = 0;   ///< 0: 1280x800 times the scale, but not larger than the monitor
  std::optional<float> scale;  ///< absent: the monitor's content scale
  std::optional<WindowPlace> place;  ///< where it stood last; moved onto a monitor that is there
  bool dark = false;
};

/// One window of the desktop with an OpenGL 3 context and an ImGui context of its own. Main thread only, but
/// for Window::wake(). The destructor closes it.
class Window {
 public:
  /// Fails where there is no display or no OpenGL 3.
  static Expected<std::unique_ptr<Window>> open(const WindowOptions& options);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  bool should_close() const;
  bool hidden() const;  ///< iconified, or of no size
  bool software_rendering() const { return software_; }
  const Theme& theme() const { return theme_; }

  /// Sleeps until something happens to the window, somebody calls wake(), or the time is over.
  void wait(std::int64_t timeout_us);
  /// Whether mouse, keyboard or window system did something since the last call.
  bool take_input();

  /// Other colours or another size of everything, from the next frame on. Absent: the monitor's content scale.
  void set_look(std::optional<float> scale, bool dark);
  /// Fills the monitor, or goes back to where it stood.
  void set_fullscreen(bool on);
  /// Where it stands when it does not fill the monitor.
  WindowPlace place() const;
  static std::vector<WindowPlace> monitors();

  /// The keys pressed since the last call, as Frame::keys has them. A press that was over before a frame was
  /// drawn is in it too (ImGui 1.86 would miss it).
  std::string take_keys();

  void set_title(const std::string& title);
  bool typing() const;  ///< a field has the keyboard

  /// Draws one frame with what `build` asks of ImGui, and shows it. `before_show` sees the finished frame. Returns
  /// when its draw data were ready, and after how long, in microseconds of the steady clock.
  struct Built {
    std::int64_t at_us = 0, took_us = 0;
  };
  Built draw(const std::function<void()>& build,
             const std::function<void(int width, int height)>& before_show = {});

  /// Ends the present or the next wait(). Any thread, while the window exists.
  static void wake();

 private:
  Window() = default;
  void install_input_callbacks();
  void on_key(int key, int scancode, int action, int modifiers);
  void rebuild_fonts(float scale);

  GLFWwindow* window_ = nullptr;
  bool imgui_ = false;
  bool software_ = false;
  bool input_ = true;
  std::string keys_, title_;
  bool fixed_scale_ = false;
  bool dark_ = false;
  std::optional<WindowPlace> before_fullscreen_;
  std::optional<float> new_scale_;  ///< moved to a monitor of another content scale
  Theme theme_;
};

/// Loads fonts and colours for a window of its own into the current ImGui context.
void load_look(Theme& theme, float scale, bool dark);

/// Writes the frame just drawn (before it is shown) as a PNG.
Expected<void> save_screenshot(const std::string& path, int width, int height);

}  // namespace poise::dashboard
