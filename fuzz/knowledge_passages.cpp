// Sources as people send them: whatever stands in them, passages are short and valid text.
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "base/text.h"
#include "knowledge/knowledge.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = PlainText::of(as_text({data, size})).text();
  for (const auto kind : {knowledge::SourceKind::text, knowledge::SourceKind::markdown,
                          knowledge::SourceKind::question}) {
    const std::size_t most = kind == knowledge::SourceKind::question ? 4000 : 900;
    for (const knowledge::Passage& passage :
         knowledge::passages_of({kind, "Title", text, std::nullopt})) {
      CHECK(!passage.text.empty() && code_points(passage.text) <= most);
      CHECK(is_utf8(passage.text) && is_utf8(passage.heading));
    }
  }
  return 0;
}
