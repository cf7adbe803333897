# Builds the firmware beside the host's programs, with its own toolchain, into bin/: poise-firmware.elf for the
# emulator and poise-firmware.hex for a mat. Without avr-gcc there is no firmware, and all else is built as ever.
find_program(AVR_GCC avr-gcc)
find_program(AVR_OBJCOPY avr-objcopy)
if(NOT AVR_GCC OR NOT AVR_OBJCOPY)
  set(kind STATUS)
  if(POISE_TESTS)
    set(kind WARNING)
  endif()
  message(${kind} "avr-gcc not found (Debian: gcc-avr avr-libc binutils-avr): neither the mat's firmware nor "
    "poise-emulator is built, and neither is tested")
  return()
endif()
include(ExternalProject)
ExternalProject_Add(poise_firmware
  SOURCE_DIR ${CMAKE_CURRENT_LIST_DIR}
  BINARY_DIR ${CMAKE_BINARY_DIR}/firmware
  PREFIX ${CMAKE_BINARY_DIR}/firmware/prefix
  CMAKE_ARGS -DCMAKE_TOOLCHAIN_FILE=${CMAKE_CURRENT_LIST_DIR}/avr-toolchain.cmake -DCMAKE_BUILD_TYPE=
    -DCMAKE_RUNTIME_OUTPUT_DIRECTORY=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}
  INSTALL_COMMAND "" BUILD_ALWAYS ON)
