#include "virtual-mat/line.h"

#include <algorithm>

#include "protocol/poise_protocol.h"
#include "virtual-mat/noise.h"

namespace poise::virtual_mat {

Line::Line(const Scenario& scenario)
    : seed_(scenario.seed),
      loss_(scenario.loss_pct / 100),
      corruption_(scenario.corrupt_pct / 100),
      byte_flip_(scenario.byte_flip_pct / 100),
      byte_loss_(scenario.byte_loss_pct / 100),
      byte_double_(scenario.byte_double_pct / 100),
      jitter_us_(scenario.jitter_ms * 1000) {}

void Line::send(std::int64_t now_us, std::span<const std::uint8_t> frame) {
  const std::uint64_t number = frames_++;
  if (loss_ > 0 && random_uniform(seed_, Stream::loss, number) < loss_) return;
  const std::size_t begin = bytes_.size();
  bytes_.insert(bytes_.end(), frame.begin(), frame.end());
  if (corruption_ > 0 && random_uniform(seed_, Stream::corrupt_frame, number) < corruption_) {
    const std::uint64_t bits = random_bits(seed_, Stream::corrupt_byte, number);
    std::uint8_t& byte = bytes_[bytes_.size() - 1 - bits % frame.size()];
    byte = static_cast<std::uint8_t>(byte ^ (1 + (bits >> 32) % 255));  // any other value
  }
  if (byte_flip_ + byte_loss_ + byte_double_ > 0) damage_bytes(begin, number);
  const double delay_us = jitter_us_ > 0 ? jitter_us_ * random_uniform(seed_, Stream::delay, number) : 0;
  last_arrival_us_ = std::max(last_arrival_us_, now_us + static_cast<std::int64_t>(delay_us));
  marks_.push_back({last_arrival_us_, bytes_.size()});
}

/// From `begin` on each byte has its own fate, one at most.
void Line::damage_bytes(std::size_t begin, std::uint64_t frame) {
  const std::vector<std::uint8_t> sent(bytes_.begin() + static_cast<std::ptrdiff_t>(begin), bytes_.end());
  bytes_.resize(begin);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const std::uint64_t number = frame * POISE_MAX_WIRE + i;
    const double fate = random_uniform(seed_, Stream::byte_damage, number);
    if (fate < byte_loss_) continue;
    bytes_.push_back(sent[i]);
    if (fate < byte_loss_ + byte_double_)
      bytes_.push_back(sent[i]);
    else if (fate < byte_loss_ + byte_double_ + byte_flip_)
      bytes_.back() ^= static_cast<std::uint8_t>(1 + random_bits(seed_, Stream::corrupt_byte, number) % 255);
  }
}

void Line::receive(std::int64_t now_us, std::vector<std::uint8_t>& wire) {
  std::size_t end = taken_;
  while (first_ < marks_.size() && marks_[first_].arrival_us <= now_us) end = marks_[first_++].end;
  wire.insert(wire.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(taken_),
              bytes_.begin() + static_cast<std::ptrdiff_t>(end));
  taken_ = end;
  const bool all_arrived = first_ == marks_.size();
  constexpr std::size_t kTidyFrames = 4096;  // with enough jitter there is always something under way
  if (all_arrived || first_ > kTidyFrames) forget_arrived();
}

void Line::forget_arrived() {
  bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(taken_));
  marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(first_));
  for (Mark& mark : marks_) mark.end -= taken_;
  taken_ = first_ = 0;
}

void Line::cut(std::int64_t now_us) {
  while (marks_.size() > first_ && marks_.back().arrival_us > now_us) marks_.pop_back();
  bytes_.resize(marks_.size() > first_ ? marks_.back().end : taken_);
  last_arrival_us_ = now_us;
}

std::optional<std::int64_t> Line::next_arrival_us() const {
  if (first_ == marks_.size()) return std::nullopt;
  return marks_[first_].arrival_us;
}

}  // namespace poise::virtual_mat
