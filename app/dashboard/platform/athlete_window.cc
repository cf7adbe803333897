#include "platform/athlete_window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "platform/window.h"

namespace poise::dashboard {
namespace {

/// Makes a window's two contexts current, and those before it again at its end.
class Current {
 public:
  Current(GLFWwindow* window, ImGuiContext* imgui)
      : window_before_(glfwGetCurrentContext()), imgui_before_(ImGui::GetCurrentContext()) {
    glfwMakeContextCurrent(window);
    if (imgui != nullptr) ImGui::SetCurrentContext(imgui);
  }
  ~Current() {
    glfwMakeContextCurrent(window_before_);
    ImGui::SetCurrentContext(imgui_before_);
  }
  Current(const Current&) = delete;
  Current& operator=(const Current&) = delete;

 private:
  GLFWwindow* window_before_;
  ImGuiContext* imgui_before_;
};

}  // namespace

Expected<std::unique_ptr<AthleteWindow>> AthleteWindow::open(const WindowPlace& place, float scale, bool dark) {
  std::unique_ptr<AthleteWindow> window(new AthleteWindow);
  glfwWindowHint(GLFW_DECORATED, GLFW_FALSE);
  glfwWindowHint(GLFW_FOCUSED, GLFW_FALSE);  // keys stay with the operator
  window->window_ = glfwCreateWindow(place.width, place.height, "Poise: athlete", nullptr, nullptr);
  glfwWindowHint(GLFW_DECORATED, GLFW_TRUE);
  glfwWindowHint(GLFW_FOCUSED, GLFW_TRUE);
  if (window->window_ == nullptr)
    return fail(ErrorCode::unsupported, "no second window can be opened on this display; F fills this one instead");
  glfwSetWindowPos(window->window_, place.x, place.y);
  glfwSetWindowUserPointer(window->window_, window.get());
  glfwSetKeyCallback(window->window_, [](GLFWwindow* w, int key, int, int action, int) {
    if (action == GLFW_PRESS && (key == GLFW_KEY_ESCAPE || key == GLFW_KEY_F))
      static_cast<AthleteWindow*>(glfwGetWindowUserPointer(w))->close_ = true;
  });
  const Current current(window->window_, nullptr);
  glfwSwapInterval(0);  // the main window's pacer sets the rate
  window->imgui_ = ImGui::CreateContext();
  ImGui::SetCurrentContext(window->imgui_);
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window->window_, false);
  ImGui_ImplOpenGL3_Init("#version 130");
  load_look(window->theme_, scale, dark);
  return window;
}

AthleteWindow::~AthleteWindow() {
  if (imgui_ != nullptr) {
    const Current current(window_, imgui_);
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext(imgui_);
  }
  if (window_ != nullptr) glfwDestroyWindow(window_);
}

bool AthleteWindow::should_close() const { return close_ || glfwWindowShouldClose(window_) == GLFW_TRUE; }

void AthleteWindow::draw(const std::function<void()>& build) {
  const Current current(window_, imgui_);
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  build();
  ImGui::Render();
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  glViewport(0, 0, width, height);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window_);
}

}  // namespace poise::dashboard
