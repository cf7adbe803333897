#pragma once

#include <nlohmann/json.hpp>

#include "session/programme_runner.h"
#include "store/store.h"

namespace poise::cli {

/// A visit on one page: each set with what it gave, then the advice with its rules.
void print_visit(const store::Visit& visit, const session::ProgrammeRunner& runner);

/// The same as JSON, schema "poise.visit/1".
nlohmann::ordered_json visit_json(const store::Visit& visit, const session::ProgrammeRunner& runner);

/// The advice, a line each, and below it each rule that it comes from, once.
std::string advice_in_words(const std::vector<session::Advice>& advice);

/// As a person reads it: "35 min".
std::string duration_in_words(double seconds);

}  // namespace poise::cli
