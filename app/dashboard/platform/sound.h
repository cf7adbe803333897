#pragma once

#include <memory>

#include "platform/feedback.h"

namespace poise::dashboard {

/// Short tones through OpenAL. Where there is no sound device it is silent, and nothing else happens. Main thread only.
class Sound {
 public:
  Sound();
  ~Sound();
  /// Looks for the device, once: that may take 50 ms, so it is done when tones are switched on and not at the first one.
  void open();
  void play(ToneFeedback::Tone tone);

 private:
  class Device;
  std::unique_ptr<Device> device_;
  bool tried_ = false;
};

}  // namespace poise::dashboard
