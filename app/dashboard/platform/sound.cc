#include "platform/sound.h"

#include <AL/al.h>
#include <AL/alc.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace poise::dashboard {
namespace {

constexpr int kRate_hz = 44'100;

/// A sine that swells and fades over 10 ms, so that it does not click.
std::vector<std::int16_t> sine(double tone_hz, double length_s, double loudness) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(length_s * kRate_hz));
  constexpr double kEdge_s = 0.01;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / kRate_hz;
    const double edge = std::min({1.0, t / kEdge_s, (length_s - t) / kEdge_s});
    samples[i] = static_cast<std::int16_t>(32'000 * loudness * edge * std::sin(2 * 3.14159265358979 * tone_hz * t));
  }
  return samples;
}

}  // namespace

class Sound::Device {
 public:
  static std::unique_ptr<Device> open() {
    ALCdevice* device = alcOpenDevice(nullptr);
    if (device == nullptr) return nullptr;
    ALCcontext* context = alcCreateContext(device, nullptr);
    if (context == nullptr || alcMakeContextCurrent(context) == ALC_FALSE) {
      if (context != nullptr) alcDestroyContext(context);
      alcCloseDevice(device);
      return nullptr;
    }
    return std::unique_ptr<Device>(new Device(device, context));
  }
  ~Device() {
    alDeleteSources(static_cast<ALsizei>(sources_.size()), sources_.data());
    alDeleteBuffers(static_cast<ALsizei>(buffers_.size()), buffers_.data());
    alcMakeContextCurrent(nullptr);
    alcDestroyContext(context_);
    alcCloseDevice(device_);
  }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  void play(std::size_t tone) { alSourcePlay(sources_[tone]); }

 private:
  Device(ALCdevice* device, ALCcontext* context) : device_(device), context_(context) {
    alGenBuffers(static_cast<ALsizei>(buffers_.size()), buffers_.data());
    alGenSources(static_cast<ALsizei>(sources_.size()), sources_.data());
    // Heard from the side it is about.
    load(0, sine(262, 0.16, 0.5), -1);
    load(1, sine(784, 0.16, 0.4), 1);
    load(2, sine(1500, 0.03, 0.3), 0);
  }

  void load(std::size_t i, const std::vector<std::int16_t>& tone, float from) {
    alBufferData(buffers_[i], AL_FORMAT_MONO16, tone.data(), static_cast<ALsizei>(tone.size() * sizeof(std::int16_t)),
                 kRate_hz);
    alSourcei(sources_[i], AL_BUFFER, static_cast<ALint>(buffers_[i]));
    alSourcei(sources_[i], AL_SOURCE_RELATIVE, AL_TRUE);
    alSource3f(sources_[i], AL_POSITION, from, 0, -0.5F);
  }

  ALCdevice* device_;
  ALCcontext* context_;
  std::array<ALuint, 3> buffers_{}, sources_{};
};

Sound::Sound() = default;
Sound::~Sound() = default;

void Sound::open() {
  if (!tried_) device_ = Device::open();
  tried_ = true;
}

void Sound::play(ToneFeedback::Tone tone) {
  if (device_) device_->play(static_cast<std::size_t>(tone));
}

}  // namespace poise::dashboard
