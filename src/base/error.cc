#include "base/error.h"

namespace poise {

std::string to_line(const Error& error) {
  return error.where.empty() ? error.what : error.where + ": " + error.what;
}

}  // namespace poise
