// What the public trust pages are asked with.
#pragma once

#include <optional>

#include "assurance/trust/words.h"
#include "base/json.h"

namespace gatehouse::api {

struct TrustQuery {
  std::optional<assurance::trust::Language> language;
};

}  // namespace gatehouse::api

template <>
struct gatehouse::json::Shape<gatehouse::api::TrustQuery> {
  static constexpr std::string_view name = "TrustQuery";
  static constexpr auto members =
      std::tuple{json::member("language", &gatehouse::api::TrustQuery::language)};
};
