#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/error.h"
#include "platform/settings_file.h"
#include "widgets/theme.h"

struct GLFWwindow;
struct ImGuiContext;

namespace poise::dashboard {

/// A second window that fills another monitor, with an OpenGL and an ImGui context of its own; it only shows. Exists
/// while a Window does. Main thread only.
class AthleteWindow {
 public:
  static Expected<std::unique_ptr<AthleteWindow>> open(const WindowPlace& place, float scale, bool dark);
  ~AthleteWindow();
  AthleteWindow(const AthleteWindow&) = delete;
  AthleteWindow& operator=(const AthleteWindow&) = delete;

  bool should_close() const;
  const Theme& theme() const { return theme_; }
  /// Draws one frame and shows it; leaves the contexts current that were.
  void draw(const std::function<void()>& build);

 private:
  AthleteWindow() = default;

  GLFWwindow* window_ = nullptr;
  ImGuiContext* imgui_ = nullptr;
  bool close_ = false;  ///< F or Escape
  Theme theme_;
};

}  // namespace poise::dashboard
