// Keys as those see them who find one: written by the format that we publish, not with our own
// code.
#pragma once

#include <string>
#include <string_view>

#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

struct Key {
  std::string id = {};
  std::string token = {};  // empty: none was made
  Answer answer = {};
};
Key new_key(const Attacker& owner, std::string body);
// From an address that nobody used, with the key and nothing else.
Attacker machine(Target& target, const Key& key);

// "ghk_", 26 of an id, "_", 43 of a secret, 6 of the CRC-32 in base62.
bool is_recognisable(std::string_view token);
std::string secret_of(std::string_view token);
std::string with_wrong_checksum(std::string token);
std::string made_up_token();  // whole, and nobody's

// Of the item with this id, a text or "": {"id":"…", … "name":"…"}.
std::string member_of(const Answer& list, std::string_view id, std::string_view name);

}  // namespace gatehouse::assurance
