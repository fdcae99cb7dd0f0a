// OpenAPI 3.1 of the JSON routes, from the same rows that are served.
#include <algorithm>

#include <fmt/format.h>

#include "api/tables.h"
#include "base/json.h"

namespace gatehouse::api {

namespace {

bool is_documented(const edge::Route& route) {
  const bool product =
      route.on.path.starts_with("/api/v1") || route.on.path.starts_with("/widget/v1");
  return product && !route.on.socket && (route.run.describe || route.run.status == 204);
}

std::string_view method_of(net::Method method) {
  switch (method) {
    case net::Method::post:
      return "post";
    case net::Method::patch:
      return "patch";
    case net::Method::delete_:
      return "delete";
    default:
      return "get";
  }
}

std::string reference(std::string_view shape) {
  return fmt::format(R"({{"$ref":"#/components/schemas/{}"}})", shape);
}

std::string path_parameters(std::string_view path) {
  std::string list;
  for (std::size_t open = path.find('{'); open != std::string_view::npos;
       open = path.find('{', open + 1)) {
    const std::string_view name = path.substr(open + 1, path.find('}', open) - open - 1);
    if (!list.empty()) list += ',';
    list += fmt::format(
        R"({{"name":"{}","in":"path","required":true,"schema":{{"type":"string"}}}})", name);
  }
  return list;
}

// The members of a query's shape, each a parameter of its own, as its schema lists them.
std::string query_parameter(const edge::Takes& takes) {
  return fmt::format(R"({{"name":"query","in":"query","style":"form","explode":true,"schema":{}}})",
                     reference(takes.name));
}

std::string security(const edge::Who& who) {
  switch (who.audience) {
    case edge::Audience::members:
      return edge::takes_keys(who) ? R"([{"session":[],"csrf":[]},{"key":[]}])"
                                   : R"([{"session":[],"csrf":[]}])";
    case edge::Audience::keys:
      return R"([{"key":[]}])";
    case edge::Audience::visitors:
      return R"([{"visitor":[]}])";
    default:
      return "[]";
  }
}

std::string operation(const edge::Route& route) {
  std::string parameters = path_parameters(route.on.path);
  if (route.takes.form == edge::Takes::Form::query) {
    if (!parameters.empty()) parameters += ',';
    parameters += query_parameter(route.takes);
  }
  std::string text =
      fmt::format(R"({{"parameters":[{}],"security":{})", parameters, security(route.who));
  if (route.takes.form == edge::Takes::Form::json)
    text += fmt::format(
        R"(,"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{}}}}}}})",
        reference(route.takes.name));
  const std::string content =
      route.run.describe ? fmt::format(R"(,"content":{{"application/json":{{"schema":{}}}}})",
                                       reference(route.run.output))
                         : "";
  text +=
      fmt::format(R"(,"responses":{{"{}":{{"description":"Done."{}}},)", route.run.status, content);
  if (route.run.describe_later)
    text += fmt::format(
        R"("202":{{"description":"Waits for approval.","content":{{"application/json":{{"schema":{}}}}}}},)",
        reference(route.run.later));
  text +=
      R"("default":{"description":"Refused or failed.","content":{"application/problem+json":{"schema":)";
  text += reference("Problem") + "}}}}}";
  return text;
}

constexpr std::string_view kProblem =
    R"({"type":"object","description":"RFC 9457","required":["type","title","status","code","detail","field","correlation"],)"
    R"("properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("code":{"type":"string"},"detail":{"type":["string","null"]},"field":{"type":["string","null"]},)"
    R"("correlation":{"type":"string"}}})";

constexpr std::string_view kSecuritySchemes =
    R"({"session":{"type":"apiKey","in":"cookie","name":"__Host-gh_access"},)"
    R"("csrf":{"type":"apiKey","in":"header","name":"X-Gatehouse-CSRF"},)"
    R"("key":{"type":"http","scheme":"bearer","bearerFormat":"ghk_…"},)"
    R"("visitor":{"type":"http","scheme":"bearer"}})";

struct Parts {
  std::map<std::string, std::string, std::less<>> paths;  // path -> "method":{…},…
  edge::Definitions definitions;

  void add(const edge::Route& route) {
    std::string& operations = paths[std::string{route.on.path}];
    if (!operations.empty()) operations += ',';
    operations += fmt::format(R"("{}":{})", method_of(route.on.method), operation(route));
    if (route.takes.describe) route.takes.describe(definitions);
    if (route.run.describe) route.run.describe(definitions);
    if (route.run.describe_later) route.run.describe_later(definitions);
  }
};

std::string joined(const std::map<std::string, std::string, std::less<>>& parts,
                   std::string_view open, std::string_view close) {
  std::string text;
  for (const auto& [name, value] : parts) {
    if (!text.empty()) text += ',';
    text += fmt::format(R"("{}":{}{}{})", name, open, value, close);
  }
  return text;
}

}  // namespace

std::string openapi_document(std::string_view server_url) {
  Parts parts;
  for (const auto table : all_tables())
    for (const edge::Route& route : table)
      if (is_documented(route)) parts.add(route);
  parts.definitions.emplace("Problem", kProblem);
  std::string text =
      R"({"openapi":"3.1.0","info":{"title":"Gatehouse","version":"1",)"
      R"("license":{"name":"Apache-2.0","identifier":"Apache-2.0"}},"servers":[{"url":)";
  json::write_text(text, server_url);
  text += R"(}],"paths":{)" + joined(parts.paths, "{", "}");
  text += R"(},"components":{"securitySchemes":)";
  text += kSecuritySchemes;
  text += R"(,"schemas":{)" + joined(parts.definitions, "", "") + "}}}";
  return text;
}

}  // namespace gatehouse::api
