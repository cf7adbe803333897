#include "platform/window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "views/view_state.h"
#include "widgets/fonts.h"

namespace poise::dashboard {
namespace {

/// GLFW's last complaint as one line.
std::string glfw_error() {
  const char* words = nullptr;
  glfwGetError(&words);
  return words != nullptr ? words : "no reason given";
}

Window& window_of(GLFWwindow* handle) { return *static_cast<Window*>(glfwGetWindowUserPointer(handle)); }

float monitor_scale() {
  float x = 1;
  float y = 1;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) glfwGetMonitorContentScale(monitor, &x, &y);
  return std::clamp(x, kLeastScale, kMostScale);
}

struct Size {
  int width, height;
};

Size window_size(const WindowOptions& options, float scale) {
  if (options.width > 0 && options.height > 0) return {options.width, options.height};
  int x = 0;
  int y = 0;
  int width = 1 << 16;
  int height = 1 << 16;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor())
    glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
  return {std::min(width, static_cast<int>(std::lround(1280 * scale))),
          std::min(height, static_cast<int>(std::lround(800 * scale)))};
}

bool is_software(std::string_view renderer) {
  return renderer.find("llvmpipe") != std::string_view::npos ||
         renderer.find("softpipe") != std::string_view::npos ||
         renderer.find("SwiftShader") != std::string_view::npos ||
         renderer.find("swrast") != std::string_view::npos;
}

}  // namespace

Expected<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
  glfwSetErrorCallback(nullptr);
  if (glfwInit() != GLFW_TRUE) {
    return fail(ErrorCode::unsupported, "no display to open a window on (" + glfw_error() +
                                            "); use `poise record` here, or run under xvfb-run");
  }
  std::unique_ptr<Window> window(new Window);  // from here on its destructor ends GLFW
  const float scale = std::clamp(options.scale.value_or(monitor_scale()), kLeastScale, kMostScale);
  const Size size = window_size(options, scale);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "poise-dashboard");
  WindowPlace place{0, 0, size.width, size.height};
  if (options.place) place = clamp_to_monitors(*options.place, monitors());
  window->window_ = glfwCreateWindow(place.width, place.height, "Poise", nullptr, nullptr);
  if (window->window_ == nullptr) {
    return fail(ErrorCode::unsupported,
                "this display offers no OpenGL 3 (" + glfw_error() +
                    "); install Mesa's drivers (libgl1-mesa-dri), or use `poise record`");
  }
  glfwSetWindowSizeLimits(window->window_, 720, 480, GLFW_DONT_CARE, GLFW_DONT_CARE);
  if (options.place) glfwSetWindowPos(window->window_, place.x, place.y);
  glfwMakeContextCurrent(window->window_);
  const auto* renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  window->software_ = renderer != nullptr && is_software(renderer);
  glfwSwapInterval(window->software_ ? 0
                                     : 1);  // without a display interval to wait for, the pacer sets the rate
  window->fixed_scale_ = options.scale.has_value();

  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;  // a blinking cursor would need frames for nothing
  window->install_input_callbacks();      // before ImGui's, which calls them on
  ImGui_ImplGlfw_InitForOpenGL(window->window_, true);
  ImGui_ImplOpenGL3_Init("#version 130");
  window->imgui_ = true;
  window->dark_ = options.dark;
  window->rebuild_fonts(scale);
  return window;
}

Window::~Window() {
  if (imgui_) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
  }
  if (window_ != nullptr) glfwDestroyWindow(window_);
  glfwTerminate();
}

void Window::install_input_callbacks() {
  glfwSetWindowUserPointer(window_, this);
  glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double, double) { window_of(w).input_ = true; });
  glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int) { window_of(w).input_ = true; });
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int, int, int) { window_of(w).input_ = true; });
  glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double) { window_of(w).input_ = true; });
  glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int scancode, int action, int modifiers) {
    window_of(w).on_key(key, scancode, action, modifiers);
  });
  glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned int) { window_of(w).input_ = true; });
  glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int) { window_of(w).input_ = true; });
  glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { window_of(w).input_ = true; });
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { window_of(w).input_ = true; });
  glfwSetWindowIconifyCallback(window_, [](GLFWwindow* w, int) { window_of(w).input_ = true; });
  glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float x, float) {
    Window& window = window_of(w);
    window.input_ = true;
    if (!window.fixed_scale_) window.new_scale_ = std::clamp(x, kLeastScale, kMostScale);
  });
}

void Window::on_key(int key, int scancode, int action, int modifiers) {
  input_ = true;
  if (action == GLFW_RELEASE) return;
  if (key == GLFW_KEY_Z && modifiers == GLFW_MOD_CONTROL) keys_ += kKeyUndo;
  if ((modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER)) != 0) return;
  constexpr std::pair<int, char> kNamed[] = {{GLFW_KEY_UP, kKeyUp},
                                             {GLFW_KEY_DOWN, kKeyDown},
                                             {GLFW_KEY_LEFT, kKeyLeft},
                                             {GLFW_KEY_RIGHT, kKeyRight},
                                             {GLFW_KEY_ESCAPE, kKeyEscape},
                                             {GLFW_KEY_F1, kKeyHelp}};
  for (const auto& [code, name] : kNamed)
    if (key == code) keys_ += name;
  if (action != GLFW_PRESS) return;  // only what moves something is repeated
  if (key == GLFW_KEY_SPACE) {
    keys_ += ' ';
  } else if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9 && modifiers == 0) {
    keys_ += static_cast<char>('0' + key - GLFW_KEY_0);  // also where the layout has other signs there
  } else if (key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER) {
    keys_ += '\n';
  } else if (const char* name = glfwGetKeyName(key, scancode); name != nullptr && name[1] == '\0') {
    keys_ += name[0];  // what stands on the key in the keyboard's layout, lower-case
  }
}

std::string Window::take_keys() { return std::exchange(keys_, {}); }

void Window::rebuild_fonts(float scale) {
  load_look(theme_, scale, dark_);
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void load_look(Theme& theme, float scale, bool dark) {
  theme.scale = scale;
  theme.colour = dark ? dark_palette() : Palette();
  load_fonts(theme, FontFiles::system());
  apply_style(theme);
}

void Window::set_look(std::optional<float> scale, bool dark) {
  const float wanted = std::clamp(scale.value_or(monitor_scale()), kLeastScale, kMostScale);
  fixed_scale_ = scale.has_value();
  if (wanted == theme_.scale && dark == dark_) return;
  dark_ = dark;
  new_scale_ = wanted;
  input_ = true;
}

void Window::set_fullscreen(bool on) {
  if (on == before_fullscreen_.has_value()) return;
  input_ = true;
  if (!on) {
    const WindowPlace back = *std::exchange(before_fullscreen_, std::nullopt);
    glfwSetWindowMonitor(window_, nullptr, back.x, back.y, back.width, back.height, GLFW_DONT_CARE);
    return;
  }
  GLFWmonitor* monitor = glfwGetPrimaryMonitor();
  if (monitor == nullptr) return;
  before_fullscreen_ = place();
  const GLFWvidmode* mode = glfwGetVideoMode(monitor);
  glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

WindowPlace Window::place() const {
  if (before_fullscreen_) return *before_fullscreen_;
  WindowPlace place;
  glfwGetWindowPos(window_, &place.x, &place.y);
  glfwGetWindowSize(window_, &place.width, &place.height);
  return place;
}

std::vector<WindowPlace> Window::monitors() {
  std::vector<WindowPlace> places;
  int count = 0;
  GLFWmonitor** all = glfwGetMonitors(&count);
  for (int i = 0; i < count; ++i) {
    WindowPlace place;
    glfwGetMonitorWorkarea(all[i], &place.x, &place.y, &place.width, &place.height);
    places.push_back(place);
  }
  return places;
}

bool Window::should_close() const { return glfwWindowShouldClose(window_) == GLFW_TRUE; }

bool Window::hidden() const {
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  return width == 0 || height == 0 || glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_TRUE;
}

void Window::wait(std::int64_t timeout_us) {
  if (timeout_us <= 0) {
    glfwPollEvents();
  } else {
    glfwWaitEventsTimeout(static_cast<double>(timeout_us) / 1e6);
  }
}

bool Window::take_input() { return std::exchange(input_, false); }

bool Window::typing() const { return ImGui::GetIO().WantTextInput; }

void Window::set_title(const std::string& title) {
  if (title == title_) return;
  title_ = title;
  glfwSetWindowTitle(window_, title_.c_str());
}

Window::Built Window::draw(const std::function<void()>& build, const std::function<void(int, int)>& before_show) {
  if (new_scale_) rebuild_fonts(*std::exchange(new_scale_, std::nullopt));
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  const SystemClock clock;
  const std::int64_t began_us = clock.steady_us();
  ImGui::NewFrame();
  build();
  ImGui::Render();
  const Built built{clock.steady_us(), clock.steady_us() - began_us};
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  glViewport(0, 0, width, height);
  const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(theme_.colour.window);
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  if (before_show) before_show(width, height);
  glfwSwapBuffers(window_);
  return built;
}

void Window::wake() { glfwPostEmptyEvent(); }

}  // namespace poise::dashboard
