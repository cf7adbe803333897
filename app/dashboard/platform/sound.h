#pragma once

#include <memory>

#include "platform/feedback.h"

namespace poise::dashboard {

/// Short tones through OpenAL. Where there is no sound device it is silent, and nothing else happens. The device
/// is opened at the first tone. Main thread only.
class Sound {
 public:
  Sound();
  ~Sound();
  void play(ToneFeedback::Tone tone);

 private:
  class Device;
  std::unique_ptr<Device> device_;
  bool tried_ = false;
};

}  // namespace poise::dashboard
