#include "acquire/paced_source.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"

namespace poise::acquire {

namespace {

constexpr std::int64_t kStep_us = 10'000;   // shorter than any absence that shall be noticed
constexpr std::int64_t kChunk_us = 50'000;  // of samples in one chunk, when as fast as possible

}  // namespace

class PacedSource::Link final : public ByteLink {
 public:
  explicit Link(PacedSource& source) : source_(source), unplugged_(source.unplugged_) {}

  Expected<ByteChunk> read(std::chrono::milliseconds timeout, std::stop_token stop) override {
    return source_.speed_ == 0 ? read_at_once(timeout.count() * 1000)
                               : read_paced(timeout.count() * 1000, stop);
  }

  Expected<void> write(std::span<const std::uint8_t> bytes) override {
    source_.advance_to(source_.mat_time_us());
    if (gone()) return tl::make_unexpected(unplugged());
    source_.mat_->receive(bytes, source_.done_us_);
    return {};
  }

 private:
  bool gone() const { return source_.unplugged_ != unplugged_ || source_.ended(); }
  Error unplugged() const {
    return {ErrorCode::disconnected, "the virtual mat was unplugged: it is looked for", source_.name_};
  }

  /// What came before the cable was pulled is handed on before the loss is told.
  std::optional<Expected<ByteChunk>> harvest() {
    if (!source_.wire_.empty()) return ByteChunk{source_.now_us(), std::exchange(source_.wire_, {})};
    if (gone()) return tl::make_unexpected(unplugged());
    return std::nullopt;
  }

  Expected<ByteChunk> read_at_once(std::int64_t timeout_us) {
    const std::int64_t until_us = source_.done_us_ + std::min(timeout_us, kChunk_us);
    source_.advance_to(source_.done_us_);
    while (source_.done_us_ < until_us && !gone()) {
      if (!source_.wire_.empty() && !source_.mat_->streaming()) break;  // a reply: the host has its turn
      source_.advance_to(std::min(until_us, source_.done_us_ + kStep_us));
    }
    return harvest().value_or(ByteChunk{source_.now_us(), {}});
  }

  Expected<ByteChunk> read_paced(std::int64_t timeout_us, std::stop_token stop) {
    const std::int64_t until_us = source_.mat_time_us() + timeout_us;
    while (true) {
      source_.advance_to(source_.mat_time_us());
      if (auto found = harvest()) return std::move(*found);
      const std::int64_t next_us = std::min(until_us, source_.mat_->next_event_us().value_or(until_us));
      if (source_.done_us_ >= until_us || !source_.sleep(next_us - source_.done_us_, stop)) break;
    }
    return ByteChunk{source_.now_us(), {}};
  }

  PacedSource& source_;
  const int unplugged_;
};

PacedSource::PacedSource(std::unique_ptr<InnerMat> mat, std::string name, double speed)
    : mat_(std::move(mat)),
      name_(std::move(name)),
      speed_(speed),
      began_us_(speed == 0 ? 0 : SystemClock().steady_us()) {}

PacedSource::~PacedSource() = default;

/// The mat's time that it is now; as fast as possible it is whatever has been run.
std::int64_t PacedSource::mat_time_us() const {
  if (speed_ == 0) return done_us_;
  const auto passed_us = static_cast<double>(SystemClock().steady_us() - began_us_);
  return std::max(done_us_, static_cast<std::int64_t>(passed_us * speed_));
}

std::int64_t PacedSource::now_us() const { return began_us_ + mat_time_us(); }

void PacedSource::advance_to(std::int64_t mat_us) {
  do {
    const bool was_plugged_in = mat_->plugged_in(done_us_);
    done_us_ = std::min(mat_us, done_us_ + kStep_us);
    mat_->run_until(done_us_, wire_);
    if (was_plugged_in && !mat_->plugged_in(done_us_)) ++unplugged_;
  } while (done_us_ < mat_us);
}

bool PacedSource::sleep(std::int64_t mat_us, std::stop_token stop) const {
  const double real_us = static_cast<double>(std::max<std::int64_t>(mat_us, 0)) / speed_;
  // A little more than that, or the next look would be a moment too early.
  return sleep_for(std::chrono::microseconds(static_cast<std::int64_t>(real_us) + 20), stop);
}

Expected<std::unique_ptr<ByteLink>> PacedSource::open(const std::optional<std::string>&, std::stop_token) {
  advance_to(mat_time_us());
  wire_.clear();  // said while nobody had the port open
  if (!mat_->plugged_in(done_us_)) {
    return fail(ErrorCode::not_found, "the virtual mat is not plugged in: it is looked for", name_);
  }
  return std::make_unique<Link>(*this);
}

bool PacedSource::wait(std::chrono::milliseconds pause, std::stop_token stop) {
  if (speed_ == 0)
    advance_to(done_us_ + pause.count() * 1000);
  else if (!sleep(pause.count() * 1000, stop))
    return false;
  return !stop.stop_requested();
}

bool PacedSource::ended() const {
  if (mat_->ended()) return wire_.empty();
  // In real time somebody may wait for a mat that never returns; as fast as possible that would be a busy
  // loop.
  return speed_ == 0 && !mat_->plugged_in(done_us_) && !mat_->next_event_us();
}

}  // namespace poise::acquire
