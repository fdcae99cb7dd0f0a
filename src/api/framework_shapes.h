// JSON shapes of the framework mappings.
#pragma once

#include "api/shapes.h"
#include "assurance/frameworks.h"

namespace gatehouse::api {

// Counts of requirements by the best proof there is.
struct FrameworkView {
  std::string key;
  std::string name;
  std::string notice;
  std::int64_t live;
  std::int64_t build;
  std::int64_t document;
  std::int64_t open;
  std::int64_t none;
};
struct RequirementView {
  std::string id;
  std::string title;
  assurance::Coverage coverage;
  std::vector<std::string> controls;
  std::string proof;
};
struct FrameworkDetail {
  FrameworkView framework;
  std::vector<RequirementView> requirements;
};

}  // namespace gatehouse::api

namespace gatehouse::json {

template <>
struct Shape<api::FrameworkView> {
  static constexpr std::string_view name = "Framework";
  static constexpr auto members = std::tuple{member("key", &api::FrameworkView::key),
                                             member("name", &api::FrameworkView::name),
                                             member("notice", &api::FrameworkView::notice),
                                             member("live", &api::FrameworkView::live),
                                             member("build", &api::FrameworkView::build),
                                             member("document", &api::FrameworkView::document),
                                             member("open", &api::FrameworkView::open),
                                             member("none", &api::FrameworkView::none)};
};
template <>
struct Shape<api::Items<api::FrameworkView>> {
  static constexpr std::string_view name = "FrameworkItems";
  static constexpr auto members =
      std::tuple{member("items", &api::Items<api::FrameworkView>::items)};
};
template <>
struct Shape<api::RequirementView> {
  static constexpr std::string_view name = "Requirement";
  static constexpr auto members = std::tuple{member("id", &api::RequirementView::id),
                                             member("title", &api::RequirementView::title),
                                             member("coverage", &api::RequirementView::coverage),
                                             member("controls", &api::RequirementView::controls),
                                             member("proof", &api::RequirementView::proof)};
};
template <>
struct Shape<api::FrameworkDetail> {
  static constexpr std::string_view name = "FrameworkDetail";
  static constexpr auto members =
      std::tuple{member("framework", &api::FrameworkDetail::framework),
                 member("requirements", &api::FrameworkDetail::requirements)};
};

}  // namespace gatehouse::json
