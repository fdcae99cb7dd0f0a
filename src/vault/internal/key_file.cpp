#include "vault/internal/key_file.h"

namespace gatehouse::vault::internal {

std::string write_key_file(std::string_view headline, BytesView content) {
  std::string encoded = base64(content);
  std::string text;
  text.reserve(headline.size() + encoded.size() +
               2);  // never moved, so that nothing is left behind
  text.append(headline).append("\n").append(encoded).append("\n");
  wipe(encoded);
  return text;
}

std::optional<Secret> read_key_file(std::string_view headline, std::string_view text) {
  if (!text.starts_with(headline) || !text.ends_with('\n')) return std::nullopt;
  text.remove_prefix(headline.size());
  text.remove_suffix(1);
  if (!text.starts_with('\n')) return std::nullopt;
  Result<Bytes> content = from_base64(text.substr(1));
  if (!content) return std::nullopt;
  Secret secret = Secret::of(*content);
  wipe(*content);
  return secret;
}

}  // namespace gatehouse::vault::internal
