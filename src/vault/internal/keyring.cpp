#include <algorithm>

#include "base/control.h"
#include "base/text.h"
#include "vault/vault.h"

namespace gatehouse::vault {

namespace {

constexpr std::size_t kKeySize = 32;
// The first octet of a box says how it is sealed, so that a later way can stand beside this one.
constexpr std::uint8_t kAes256Gcm = 1;
constexpr std::uint8_t kClear = 0;  // is written and read by the mutant of VLT-02 only

// Four octets of length before each part: no two places have one spelling.
void append(Bytes& context, BytesView part) {
  for (int shift = 24; shift >= 0; shift -= 8)
    context.push_back(static_cast<std::uint8_t>(part.size() >> shift));
  context.insert(context.end(), part.begin(), part.end());
}

Bytes context_of(TenantId tenant, Purpose purpose, const Place& place) {
  Bytes context;
  context.reserve(128);
  append(context, tenant.bits());
  append(context, as_bytes(name_of(purpose)));
  append(context, as_bytes(place.table));
  append(context, as_bytes(place.column));
  append(context, place.row);
  return context;
}

Secret derived(const Secret& root, TenantId tenant, std::string_view use, Purpose purpose,
               std::string_view label) {
  std::string info = "gatehouse/";
  info.append(use).append("/").append(name_of(purpose)).append("/").append(label);
  return crypto::hkdf_sha256(root, tenant.bits(), info, kKeySize);
}

Bytes with_mark(std::uint8_t mark, BytesView rest) {
  Bytes box;
  box.reserve(rest.size() + 1);
  box.push_back(mark);
  box.insert(box.end(), rest.begin(), rest.end());
  return box;
}

}  // namespace

Keyring::Keyring(TenantId tenant, Secret root, Random& random)
    : tenant_{tenant},
      root_{std::move(root)},
      random_{random},
      blind_index_key_{derived(root_, tenant, "index", Purpose::blind_index, "")} {
  keys_.reserve(EnumNames<Purpose>::names.size());
  for (std::size_t purpose = 0; purpose < EnumNames<Purpose>::names.size(); ++purpose)
    keys_.emplace_back(derived(root_, tenant, "column", static_cast<Purpose>(purpose), ""));
}

Bytes Keyring::seal(Purpose purpose, const Place& place, BytesView plain) const {
  if (!enforced<"VLT-02">) return with_mark(kClear, plain);
  const Bytes context = context_of(tenant_, purpose, place);
  return with_mark(kAes256Gcm,
                   keys_[static_cast<std::size_t>(purpose)].seal(plain, context, random_));
}

Result<Bytes> Keyring::open(Purpose purpose, const Place& place, BytesView sealed) const {
  if (!enforced<"VLT-02"> && !sealed.empty() && sealed.front() == kClear)
    return Bytes{sealed.begin() + 1, sealed.end()};
  if (sealed.empty() || sealed.front() != kAes256Gcm)
    return fail(Error{crypto::kCannotOpen}.because("not a sealed value"));
  const Bytes context = context_of(tenant_, purpose, place);
  return keys_[static_cast<std::size_t>(purpose)].open(sealed.subspan(1), context);
}

std::array<std::uint8_t, 16> Keyring::blind_index(std::string_view column,
                                                  std::string_view value) const {
  Bytes named;
  append(named, as_bytes(column));
  append(named, as_bytes(folded(value)));
  const crypto::Digest digest = crypto::hmac_sha256(blind_index_key_, named);
  std::array<std::uint8_t, 16> index;
  std::ranges::copy_n(digest.begin(), index.size(), index.begin());
  return index;
}

Secret Keyring::derive(Purpose purpose, std::string_view label) const {
  return derived(root_, tenant_, "derived", purpose, label);
}

}  // namespace gatehouse::vault
