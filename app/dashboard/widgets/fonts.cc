#include "widgets/fonts.h"

#include <imgui_freetype.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace poise::dashboard {
namespace {

struct Face {
  float size_px;  ///< at scale 1
  bool bold;
  bool names;  ///< also shows names that people typed, so it needs more letters than ASCII
};

/// In the order of Type. A digit of `huge` is about 65 px tall: 18 mm on a 24-inch screen.
constexpr std::array<Face, kTypeCount> kFaces = {{{14, false, true},
                                                  {17, false, true},
                                                  {17, true, true},
                                                  {24, true, true},
                                                  {38, true, true},
                                                  {58, true, false},
                                                  {88, true, false},
                                                  {200, true, false}}};

/// Latin, Greek, Cyrillic, dashes, dots, arrows. Static: ImGui keeps the pointer until the atlas is built.
constexpr ImWchar kNameRanges[] = {0x0020, 0x024F, 0x0370, 0x03FF, 0x0400, 0x052F, 0x2010,
                                   0x2027, 0x2190, 0x2193, 0x2212, 0x2212, 0};
constexpr ImWchar kFigureRanges[] = {0x0020, 0x0020, 0x0025, 0x0025, 0x002D, 0x0039, 0x2212, 0x2212, 0};
constexpr ImWchar kLargeRanges[] = {0x0020, 0x007E, 0x2010, 0x2027, 0x2212, 0x2212, 0};

std::filesystem::path first_existing(const std::vector<std::filesystem::path>& candidates) {
  std::error_code ignored;
  for (const auto& path : candidates) {
    if (std::filesystem::is_regular_file(path, ignored)) return path;
  }
  return {};
}

/// Gives every digit the width of the widest, so that a changing number does not dance on the screen.
void make_digits_tabular(ImFont& font) {
  float widest = 0;
  for (ImWchar digit = '0'; digit <= '9'; ++digit) {
    if (const ImFontGlyph* glyph = font.FindGlyphNoFallback(digit))
      widest = std::max(widest, glyph->AdvanceX);
  }
  for (ImWchar digit = '0'; digit <= '9'; ++digit) {
    const ImFontGlyph* found = font.FindGlyphNoFallback(digit);
    if (found == nullptr) continue;
    ImFontGlyph& glyph = font.Glyphs[static_cast<int>(found - font.Glyphs.Data)];
    const float shift = std::floor((widest - glyph.AdvanceX) / 2);
    glyph.X0 += shift;
    glyph.X1 += shift;
    glyph.AdvanceX = widest;
    font.IndexAdvanceX[digit] = widest;
  }
}

}  // namespace

FontFiles FontFiles::system() {
  const std::filesystem::path inter = "/usr/share/fonts/opentype/inter";
  const std::filesystem::path dejavu = "/usr/share/fonts/truetype/dejavu";
  return {{inter / "Inter-Regular.otf", dejavu / "DejaVuSans.ttf"},
          {inter / "Inter-SemiBold.otf", inter / "Inter-Bold.otf", dejavu / "DejaVuSans-Bold.ttf"}};
}

void load_fonts(Theme& theme, const FontFiles& files) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
  atlas.TexDesiredWidth = theme.scale > 1.25F ? 2048 : 1024;
  const std::string regular = first_existing(files.regular).string();
  const std::string bold = first_existing(files.bold).string();

  for (std::size_t i = 0; i < kTypeCount; ++i) {
    const float size_px = std::round(theme.px(kFaces[i].size_px));
    const std::string& file = kFaces[i].bold && !bold.empty() ? bold : regular;
    ImFontConfig config;
    config.PixelSnapH = true;
    ImFont* font = nullptr;
    if (!file.empty()) {
      font = atlas.AddFontFromFileTTF(file.c_str(), size_px, &config,
                                      i == static_cast<std::size_t>(Type::giant) ? kFigureRanges
                                      : kFaces[i].names                          ? kNameRanges
                                                                                 : kLargeRanges);
    }
    if (font == nullptr) {
      ImFontConfig fallback;
      fallback.SizePixels = size_px;
      font = atlas.AddFontDefault(&fallback);
    }
    theme.fonts[i] = font;
  }
  atlas.Build();
  for (ImFont* font : theme.fonts) make_digits_tabular(*font);
  ImGui::GetIO().FontDefault = theme.font(Type::body);
}

}  // namespace poise::dashboard
