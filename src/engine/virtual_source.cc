#include "engine/virtual_source.h"

#include "acquire/paced_source.h"

namespace poise::engine {

namespace {

using virtual_mat::VirtualMat;

class InnerVirtualMat final : public acquire::InnerMat {
 public:
  explicit InnerVirtualMat(VirtualMat& mat) : mat_(mat) {}
  explicit InnerVirtualMat(std::unique_ptr<VirtualMat> mat) : own_(std::move(mat)), mat_(*own_) {}

  void receive(std::span<const std::uint8_t> bytes, std::int64_t now_us) override {
    mat_.receive(bytes, now_us);
  }
  void run_until(std::int64_t now_us, std::vector<std::uint8_t>& wire) override {
    mat_.run_until(now_us, wire);
  }
  bool plugged_in(std::int64_t now_us) const override { return mat_.plugged_in(now_us); }
  bool streaming() const override { return mat_.streaming(); }
  std::optional<std::int64_t> next_event_us() const override { return mat_.next_event_us(); }

 private:
  const std::unique_ptr<VirtualMat> own_;
  VirtualMat& mat_;
};

}  // namespace

Expected<std::unique_ptr<acquire::LinkSource>> virtual_source(const std::string& device) {
  const auto scenario = virtual_mat::parse_scenario(device);
  if (!scenario) return fail(ErrorCode::usage, scenario.error(), device);
  auto mat = std::make_unique<InnerVirtualMat>(std::make_unique<VirtualMat>(*scenario));
  return std::make_unique<acquire::PacedSource>(std::move(mat), device, scenario->speed);
}

std::unique_ptr<acquire::LinkSource> virtual_source(VirtualMat& mat, std::string name) {
  return std::make_unique<acquire::PacedSource>(std::make_unique<InnerVirtualMat>(mat), std::move(name),
                                                mat.scenario().speed);
}

}  // namespace poise::engine
