#include "golden.h"

#include <gmock/gmock.h>

#include <set>

namespace poise::golden {
namespace {

std::string as_text(const nlohmann::json& value) {
  if (value.is_string()) return value;
  if (!value.is_array()) return value.dump();
  std::string text;
  for (const nlohmann::json& item : value) text += (text.empty() ? "" : " ") + item.dump();
  return text;
}

Fields fields_in(const nlohmann::json& vector) {
  Fields fields;
  for (const auto& [name, value] : vector.at("fields").items()) fields[name] = as_text(value);
  // A reply's empty data are not told apart from none.
  if (vector.at("type") >= POISE_REPLY && fields.contains("data") && fields["data"].empty())
    fields.erase("data");
  return fields;
}

TEST(GoldenFrames, DecodeToTheirFields) {
  for (const nlohmann::json& vector : good_frames()) {
    SCOPED_TRACE(vector.at("name").get<std::string>());
    poise_decoder decoder;
    ASSERT_NO_FATAL_FAILURE(decode_one(decoder, from_hex(vector.at("wire").get<std::string>())));
    EXPECT_EQ(decoder.type, vector.at("type"));
    EXPECT_EQ(decoder.seq, vector.at("seq"));
    EXPECT_EQ(fields_of(decoder), fields_in(vector));
  }
}

TEST(GoldenFrames, EncodeToTheSameBytes) {
  for (const nlohmann::json& vector : good_frames()) {
    SCOPED_TRACE(vector.at("name").get<std::string>());
    const Bytes wire = from_hex(vector.at("wire").get<std::string>());
    poise_decoder decoder;
    ASSERT_NO_FATAL_FAILURE(decode_one(decoder, wire));
    EXPECT_EQ(encoded_again(decoder), to_hex(wire.data(), wire.size()));
  }
}

TEST(GoldenFrames, HoldEveryTypeOfTheProtocol) {
  std::set<int> types;
  for (const nlohmann::json& vector : good_frames()) types.insert(vector.at("type").get<int>());
  for (int type = POISE_SAMPLE; type <= POISE_BOOT; ++type) EXPECT_TRUE(types.contains(type)) << type;
  for (int command = POISE_HELLO; command <= POISE_RESET; ++command) {
    EXPECT_TRUE(types.contains(command)) << command;
    EXPECT_TRUE(types.contains(POISE_REPLY + command)) << "reply to " << command;
  }
}

TEST(BrokenFrames, AreNamedAndTheStreamGoesOn) {
  for (const nlohmann::json& vector : broken_streams()) {
    SCOPED_TRACE(vector.at("name").get<std::string>());
    EXPECT_EQ(events_of(from_hex(vector.at("wire").get<std::string>())), expected_events(vector));
  }
}

TEST(BrokenFrames, HoldEveryKindOfDamage) {
  std::set<std::string> kinds;
  for (const nlohmann::json& vector : broken_streams())
    for (const std::string& event : expected_events(vector)) kinds.insert(event);
  for (const char* kind : {"bad_crc", "bad_cobs", "too_long", "short"})
    EXPECT_TRUE(kinds.contains(kind)) << kind;
}

}  // namespace
}  // namespace poise::golden
