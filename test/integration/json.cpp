#include "test/integration/json.h"

namespace gatehouse::test {

namespace {

const Json kNull;
const boost::json::array kNoElements;

}  // namespace

Json body_of(const assurance::Answer& answer) {
  boost::system::error_code wrong;
  Json document = boost::json::parse(answer.body, wrong);
  if (!wrong) return document;
  ADD_FAILURE() << "No JSON, status " << answer.status << ": " << answer.body;
  return {};
}

const Json& at(const Json& document, std::string_view pointer) {
  boost::system::error_code wrong;
  const Json* found = document.find_pointer({pointer.data(), pointer.size()}, wrong);
  return wrong || !found ? kNull : *found;
}

std::string text_at(const Json& document, std::string_view pointer) {
  const Json& found = at(document, pointer);
  return found.is_string() ? std::string{found.get_string()} : std::string{};
}

std::int64_t number_at(const Json& document, std::string_view pointer) {
  const Json& found = at(document, pointer);
  return found.is_int64() ? found.get_int64() : -1;
}

const boost::json::array& list_at(const Json& document, std::string_view pointer) {
  const Json& found = at(document, pointer);
  return found.is_array() ? found.get_array() : kNoElements;
}

std::string in_quotes(std::string_view text) {
  return boost::json::serialize(boost::json::string{text.data(), text.size()});
}

const Json& with(const boost::json::array& list, std::string_view pointer, std::string_view text) {
  for (const Json& element : list)
    if (text_at(element, pointer) == text) return element;
  return kNull;
}

}  // namespace gatehouse::test
