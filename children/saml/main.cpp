// SPDX-License-Identifier: GPL-2.0-or-later
//
// gatehouse-saml: one question about SAML on standard input, one answer on standard output.
#include "base/json.h"
#include "judge.h"
#include "lasso_headers.h"
#include "metadata.h"
#include "process/child.h"
#include "request.h"

namespace {

using namespace gatehouse;
using namespace gatehouse::saml_child;
using identity::saml::Answer;
using identity::saml::Question;

void be_quiet(void*, const char*, ...) {}

void prepare() {
  CHECK(lasso_init() == 0);
  xmlSetGenericErrorFunc(nullptr, &be_quiet);
}

template <class T>
Answer refused_or(std::expected<T, Refusal> result, std::optional<T> Answer::* place) {
  Answer answer;
  if (result)
    answer.*place = *std::move(result);
  else
    answer.refusal = result.error();
  return answer;
}

Answer answer_to(const Question& question) {
  if (question.read_response)
    return refused_or(read_response(*question.read_response), &Answer::subject);
  if (question.read_metadata)
    return refused_or(read_metadata(question.read_metadata->xml), &Answer::provider);
  Answer answer;
  if (question.make_request) answer.text = request_address(*question.make_request);
  if (question.describe) answer.text = describe(question.describe->ours);
  return answer;
}

std::string answer(std::string_view text) {
  const auto question = json::read<Question>(text);
  CHECK(question.has_value());
  return json::write(answer_to(*question));
}

}  // namespace

int main() {
  gatehouse::process::serve_one(
      {.prepare = &prepare, .answer = &answer, .most = gatehouse::identity::saml::kMostQuestion});
}
