// A query that another server has written: what is not named here is passed over, because the
// standards let its writers add members of their own. Everything else is as in a query of ours.
#pragma once

#include "edge/route.h"

namespace gatehouse::edge {

template <class T>
struct OpenQuery : T {};

template <json::Shaped T>
constexpr Takes open_query_of() {
  return {Takes::Form::query, 0, &type_tag<OpenQuery<T>>, json::Shape<T>::name, &json::describe<T>};
}

namespace internal {

template <class T>
bool is_member(std::string_view name) {
  return std::apply([&](const auto&... member) { return ((member.name == name) || ...); },
                    json::Shape<T>::members);
}

template <class T>
struct Input<OpenQuery<T>> {
  static Result<OpenQuery<T>> read(const net::Request& request) {
    TRY(Parameters parameters, parse_query(request.query));
    std::erase_if(parameters, [](const auto& one) { return !is_member<T>(one.first); });
    TRY(T read, read_parameters<T>(parameters));
    return OpenQuery<T>{std::move(read)};
  }
};

}  // namespace internal

}  // namespace gatehouse::edge
