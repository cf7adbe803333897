#pragma once

#include <memory>
#include <string>

#include "acquire/byte_link.h"
#include "virtual-mat/virtual_mat.h"

namespace poise::engine {

/// The virtual mat in this process, for `sim:EXERCISE?key=value&…`; its `speed` is honoured, and while it is
/// unplugged (`drop_at_s`) opening it fails. The error names what is wrong with the words.
Expected<std::unique_ptr<acquire::LinkSource>> virtual_source(const std::string& device);

/// The same for a mat that somebody else wants to look into (its truth) after the run. `mat` outlives the
/// source.
std::unique_ptr<acquire::LinkSource> virtual_source(virtual_mat::VirtualMat& mat, std::string name);

}  // namespace poise::engine
