#include "directory/internal/patch.h"

#include <algorithm>
#include <string>
#include <vector>

#include "directory/errors.h"
#include "directory/internal/filter.h"

namespace gatehouse::directory::internal {
namespace {

constexpr std::size_t kMostOperations = 1000;

enum class Act : unsigned char { add, replace, remove };

std::optional<Act> act_of(const bj::object& operation) {
  const bj::value* op = find(operation, "op");
  if (op == nullptr || !op->is_string()) return std::nullopt;
  const std::string_view name{op->get_string()};
  if (same_name(name, "add")) return Act::add;
  if (same_name(name, "replace")) return Act::replace;
  if (same_name(name, "remove")) return Act::remove;
  return std::nullopt;
}

// What names one of many: its "value", or itself.
const bj::value* key_of(const bj::value& one) {
  return one.is_object() ? find(one.get_object(), "value") : &one;
}
bool is_same_one(const bj::value& a, const bj::value& b) {
  const bj::value* x = key_of(a);
  const bj::value* y = key_of(b);
  return x != nullptr && y != nullptr && *x == *y;
}

bj::array list_of(bj::value value) {
  if (value.is_array()) return std::move(value.get_array());
  bj::array list;
  if (!value.is_null()) list.push_back(std::move(value));
  return list;
}

bool is_primary(const bj::value& one) {
  const bj::value* primary = one.is_object() ? find(one.get_object(), "primary") : nullptr;
  return primary != nullptr && primary->is_bool() && primary->get_bool();
}

// Of a new primary one the older stops being it (RFC 7644 3.5.2).
void add_to_many(bj::array& many, bj::array more) {
  for (bj::value& one : more) {
    if (is_primary(one))
      for (bj::value& other : many)
        if (other.is_object()) erase(other.get_object(), "primary");
    const auto place =
        std::ranges::find_if(many, [&](const bj::value& there) { return is_same_one(there, one); });
    if (place == many.end())
      many.push_back(std::move(one));
    else
      *place = std::move(one);
  }
}

// Within one complex value: a part of it, or parts merged into it.
Result<> put_into(bj::value& target, const std::string& sub, Act act, const bj::value& value) {
  if (!target.is_object()) return fail(kInvalidPath);
  bj::object& object = target.get_object();
  if (sub.empty() && !value.is_object()) {
    set(object, "value", value);
  } else if (sub.empty()) {
    if (act == Act::replace) object.clear();
    for (const auto& [name, part] : value.get_object()) set(object, name, part);
  } else {
    set(object, sub, value);
  }
  return {};
}

class Change {
 public:
  Change(const ResourceType& type, bj::object& resource, Act act)
      : type_{type}, resource_{resource}, act_{act} {}

  Result<> at(const Path& path, const bj::value& value) {
    if (path.path.foreign) return {};
    const Attribute* attribute = attribute_of(type_, path.path.attribute);
    if (attribute == nullptr) return {};
    if (attribute->read_only) return fail(kMutability);
    if (path.filter) return at_chosen(*attribute, path, value);
    if (act_ == Act::remove) return remove(*attribute, path.path.sub, value);
    return put(*attribute, path.path.sub, value);
  }

 private:
  bj::array* many_of(const Attribute& attribute) {
    bj::value* there = find(resource_, attribute.name);
    return there == nullptr ? nullptr : there->if_array();
  }

  Result<> put(const Attribute& attribute, const std::string& sub, const bj::value& value) {
    if (attribute.form == Form::many && sub.empty()) return put_many(attribute, value);
    if (attribute.form == Form::many) {
      bj::array* many = many_of(attribute);
      if (many == nullptr || many->empty()) return fail(kNoTarget);
      for (bj::value& one : *many) TRY_VOID(put_into(one, sub, act_, value));
      return {};
    }
    if (attribute.form == Form::simple) {
      if (!sub.empty()) return fail(kInvalidPath);
      set(resource_, attribute.name, value);
      return {};
    }
    if (sub.empty() && !value.is_object()) return fail(kInvalidValue);
    if (find(resource_, attribute.name) == nullptr) resource_.emplace(attribute.name, bj::object{});
    return put_into(*find(resource_, attribute.name), sub, act_, value);
  }

  Result<> put_many(const Attribute& attribute, const bj::value& value) {
    bj::array more = list_of(value);
    bj::array* many = many_of(attribute);
    if (act_ == Act::replace || many == nullptr) {
      bj::array fresh;
      add_to_many(fresh, std::move(more));
      set(resource_, attribute.name, std::move(fresh));
    } else {
      add_to_many(*many, std::move(more));
    }
    return {};
  }

  Result<> remove(const Attribute& attribute, const std::string& sub, const bj::value& value) {
    // Entra names the members to remove as a value.
    bj::array* many = many_of(attribute);
    if (sub.empty() && many != nullptr && !value.is_null()) {
      const bj::array gone = list_of(value);
      erase_from(*many, [&](const bj::value& one) {
        return std::ranges::any_of(gone, [&](const bj::value& x) { return is_same_one(one, x); });
      });
    } else if (sub.empty()) {
      erase(resource_, attribute.name);
    } else if (bj::value* there = find(resource_, attribute.name); there && there->is_object()) {
      erase(there->get_object(), sub);
    }
    return {};
  }

  static void erase_from(bj::array& many, const auto& is_gone) {
    bj::array kept;
    for (bj::value& one : many)
      if (!is_gone(one)) kept.push_back(std::move(one));
    many = std::move(kept);
  }

  Result<> at_chosen(const Attribute& attribute, const Path& path, const bj::value& value) {
    if (attribute.form != Form::many) return fail(kInvalidPath);
    const auto chosen = [&](const bj::value& one) {
      return one.is_object() && matches(type_, *path.filter, one.get_object());
    };
    bj::array* many = many_of(attribute);
    const bool some = many != nullptr && std::ranges::any_of(*many, chosen);
    if (!some) return at_nothing(attribute, path, value);
    if (act_ == Act::remove && path.path.sub.empty()) {
      erase_from(*many, chosen);
      return {};
    }
    for (bj::value& one : *many) {
      if (!chosen(one)) continue;
      if (act_ == Act::remove)
        erase(one.get_object(), path.path.sub);
      else
        TRY_VOID(put_into(one, path.path.sub, Act::add, value));
    }
    return {};
  }

  // Removing what is not there changes nothing; adding emails[type eq "work"].value makes one.
  Result<> at_nothing(const Attribute& attribute, const Path& path, const bj::value& value) {
    if (act_ == Act::remove) return {};
    const Filter& filter = *path.filter;
    const bool makes_one = act_ == Act::add && !path.path.sub.empty() &&
                           filter.kind == Filter::Kind::compare &&
                           filter.comparison == Comparison::eq;
    if (!makes_one) return fail(kNoTarget);
    bj::object one;
    one.emplace(filter.path.attribute, filter.value);
    set(one, path.path.sub, value);
    bj::array more;
    more.push_back(std::move(one));
    return put_many(attribute, std::move(more));
  }

  const ResourceType& type_;
  bj::object& resource_;
  Act act_;
};

Result<> apply(const ResourceType& type, bj::object& resource, const bj::object& operation) {
  const auto act = act_of(operation);
  if (!act) return fail(Error{kInvalidSyntax}.because("no operation that is known"));
  const bj::value* path = find(operation, "path");
  const bj::value* given = find(operation, "value");
  const bj::value value = given == nullptr ? bj::value{} : *given;
  if (*act != Act::remove && given == nullptr)
    return fail(Error{kInvalidValue}.because("an operation without a value"));
  Change change{type, resource, *act};
  if (path != nullptr) {
    if (!path->is_string()) return fail(kInvalidPath);
    TRY(const Path parsed, parse_path(type, std::string_view{path->get_string()}));
    return change.at(parsed, value);
  }
  if (*act == Act::remove) return fail(kNoTarget);
  if (!value.is_object()) return fail(kInvalidValue);
  for (const auto& [name, part] : value.get_object()) {
    const auto parsed = parse_path(type, name);
    if (!parsed) continue;  // a whole extension, which we do not keep
    const Attribute* attribute = attribute_of(type, parsed->path.attribute);
    if (attribute != nullptr && attribute->read_only) continue;  // sent back as it was read
    TRY_VOID(change.at(*parsed, part));
  }
  return {};
}

}  // namespace

Result<> apply_patch(const ResourceType& type, bj::object& resource, const bj::object& request) {
  const bj::value* operations = find(request, "Operations");
  if (operations == nullptr || !operations->is_array() || operations->get_array().empty())
    return fail(Error{kInvalidSyntax}.because("no operations"));
  if (operations->get_array().size() > kMostOperations) return fail(kTooMany);
  bj::object changed = resource;
  for (const bj::value& operation : operations->get_array()) {
    if (!operation.is_object()) return fail(kInvalidSyntax);
    TRY_VOID(apply(type, changed, operation.get_object()));
  }
  resource = std::move(changed);
  return {};
}

}  // namespace gatehouse::directory::internal
