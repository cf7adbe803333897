#include "virtual-mat/line.h"

#include <algorithm>

#include "virtual-mat/noise.h"

namespace poise::virtual_mat {

Line::Line(const Scenario& scenario)
    : seed_(scenario.seed),
      loss_(scenario.loss_pct / 100),
      corruption_(scenario.corrupt_pct / 100),
      jitter_us_(scenario.jitter_ms * 1000) {}

void Line::send(std::int64_t now_us, std::span<const std::uint8_t> frame) {
  const std::uint64_t number = frames_++;
  if (loss_ > 0 && random_uniform(seed_, Stream::loss, number) < loss_) return;
  bytes_.insert(bytes_.end(), frame.begin(), frame.end());
  if (corruption_ > 0 && random_uniform(seed_, Stream::corrupt_frame, number) < corruption_) {
    const std::uint64_t bits = random_bits(seed_, Stream::corrupt_byte, number);
    std::uint8_t& byte = bytes_[bytes_.size() - 1 - bits % frame.size()];
    byte = static_cast<std::uint8_t>(byte ^ (1 + (bits >> 32) % 255));  // any other value
  }
  const double delay_us = jitter_us_ > 0 ? jitter_us_ * random_uniform(seed_, Stream::delay, number) : 0;
  last_arrival_us_ = std::max(last_arrival_us_, now_us + static_cast<std::int64_t>(delay_us));
  marks_.push_back({last_arrival_us_, bytes_.size()});
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
