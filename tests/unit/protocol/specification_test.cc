#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "golden.h"

namespace poise::golden {
namespace {

/// One ```hex block of PROTOCOL.md.
struct Example {
  int line = 0;
  Fields lines;
};

std::vector<Example> examples() {
  std::vector<Example> found;
  std::istringstream text(read_text("firmware-bridge/PROTOCOL.md"));
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    if (line.rfind("```", 0) == 0) {
      inside = line == "```hex";
      if (inside) found.push_back({number, {}});
      continue;
    }
    if (!inside) continue;
    const std::size_t colon = line.find(':');
    EXPECT_NE(colon, std::string::npos) << "line " << number << ": " << line;
    const std::size_t value = std::min(line.size(), colon + 2);
    const bool is_new = found.back().lines.emplace(line.substr(0, colon), line.substr(value)).second;
    EXPECT_TRUE(is_new) << "line " << number << " says the same twice: " << line;
  }
  return found;
}

/// A value as a person writes it in the text to the form of fields_of(): 0x2D becomes 45, "01 ff" 01ff.
std::string normal_form(const std::string& name, const std::string& value) {
  static const std::set<std::string> kBytes = {"data", "unique_id", "payload"};
  std::string text = value;
  if (kBytes.contains(name)) std::erase(text, ' ');
  if (text.rfind("0x", 0) == 0) return std::to_string(std::stoul(text, nullptr, 16));
  return text;
}

std::string take(Fields& lines, const char* name) {
  const auto at = lines.find(name);
  if (at == lines.end()) return {};
  std::string value = at->second;
  lines.erase(at);
  return value;
}

/// type, seq, payload and crc, as the decoder has them side by side.
Bytes frame_bytes(const poise_decoder& decoder) {
  return Bytes(decoder.payload - 3, decoder.payload + decoder.payload_length + 2);
}

void check_crc_example(Fields lines) {
  const Bytes bytes = from_hex(take(lines, "crc_of"));
  EXPECT_EQ(std::to_string(poise_crc16(bytes.data(), bytes.size())), normal_form("crc", take(lines, "crc")));
  EXPECT_THAT(lines, testing::IsEmpty());
}

void check_frame_example(Fields lines) {
  const Bytes wire = from_hex(take(lines, "wire"));
  if (const std::string event = take(lines, "event"); !event.empty()) {
    EXPECT_THAT(events_of(wire), testing::ElementsAre(event));
    EXPECT_THAT(lines, testing::IsEmpty());
    return;
  }
  poise_decoder decoder;
  ASSERT_NO_FATAL_FAILURE(decode_one(decoder, wire));
  if (const std::string frame = take(lines, "frame"); !frame.empty()) {
    EXPECT_EQ(from_hex(frame), frame_bytes(decoder));
  }
  EXPECT_EQ(normal_form("type", take(lines, "type")), std::to_string(decoder.type));
  EXPECT_EQ(take(lines, "seq"), std::to_string(decoder.seq));
  Fields fields;
  for (const auto& [name, value] : lines) fields[name] = normal_form(name, value);
  if (decoder.type >= POISE_REPLY && fields.contains("data") && fields["data"].empty()) fields.erase("data");
  EXPECT_EQ(fields_of(decoder), fields);
  EXPECT_EQ(encoded_again(decoder), to_hex(wire.data(), wire.size()));
}

TEST(Specification, EveryHexExampleIsWhatItSays) {
  const std::vector<Example> all = examples();
  EXPECT_GE(all.size(), 20u);
  for (const Example& example : all) {
    SCOPED_TRACE("PROTOCOL.md, line " + std::to_string(example.line));
    if (example.lines.contains("crc_of")) {
      check_crc_example(example.lines);
    } else {
      check_frame_example(example.lines);
    }
  }
}

TEST(Specification, ShowsEveryFrameThatAMatMustUnderstand) {
  std::set<std::string> types;
  for (const Example& example : examples())
    if (const auto type = example.lines.find("type"); type != example.lines.end())
      types.insert(normal_form("type", type->second));
  for (const int type : {POISE_SAMPLE, POISE_STATUS, POISE_BOOT})
    EXPECT_TRUE(types.contains(std::to_string(type)));
  for (int command = POISE_HELLO; command <= POISE_RESET; ++command) {
    if (command == POISE_TEST_PATTERN) continue;  // the same bytes as any command without arguments
    EXPECT_TRUE(types.contains(std::to_string(command))) << command;
  }
}

TEST(Specification, NamesTheVersionThatTheHeaderHas) {
  const std::string title = "# The Poise wire protocol, version " + std::to_string(POISE_PROTOCOL_MAJOR) +
                            "." + std::to_string(POISE_PROTOCOL_MINOR) + "\n";
  EXPECT_THAT(read_text("firmware-bridge/PROTOCOL.md"), testing::StartsWith(title));
}

}  // namespace
}  // namespace poise::golden
