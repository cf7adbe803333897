#include <GLFW/glfw3.h>
#include <stb_image_write.h>

#include <cstring>
#include <fstream>
#include <vector>

#include "platform/window.h"

namespace poise::dashboard {

Expected<void> save_screenshot(const std::string& path, int width, int height) {
  const auto row = static_cast<std::size_t>(width) * 3;
  std::vector<unsigned char> from_below(row * static_cast<std::size_t>(height));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, from_below.data());

  std::vector<unsigned char> picture(from_below.size());  // OpenGL's first row is the lowest
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
    const auto mirrored = static_cast<std::size_t>(height) - 1 - y;
    std::memcpy(picture.data() + y * row, from_below.data() + mirrored * row, row);
  }
  std::ofstream file(path, std::ios::binary);
  const auto write = [](void* context, void* bytes, int size) {
    static_cast<std::ofstream*>(context)->write(static_cast<const char*>(bytes), size);
  };
  const int encoded =
      stbi_write_png_to_func(write, &file, width, height, 3, picture.data(), static_cast<int>(row));
  file.close();
  if (encoded == 0 || !file) {
    return fail(ErrorCode::storage,
                "the picture could not be written; choose a folder that exists and has room", path);
  }
  return {};
}

}  // namespace poise::dashboard
