#include <algorithm>

#include "audit/audit.h"
#include "base/control.h"

namespace gatehouse::audit {

namespace {

// A flood from very many addresses: beyond this their refusals are counted as one for each cause.
constexpr std::size_t kMostFolds = 10000;

void append(std::string& key, BytesView bytes) { key.append(as_text(bytes)); }

std::string fold_key(const Refusals::Refusal& refusal) {
  std::string key{refusal.code};
  key.push_back('\0');
  append(key, refusal.origin.address.octets());
  append(key, refusal.origin.tenant.bits());
  return key;
}

// The same cause without address, tenant and person.
Refusals::Refusal from_anywhere(Refusals::Refusal refusal) {
  refusal.origin = Origin{};
  return refusal;
}

}  // namespace

void Refusals::note(const Refusal& refusal) {
  std::string key = fold_key(refusal);
  const std::lock_guard lock{mutex_};
  const bool crowded = waiting_.size() >= kMostFolds && !waiting_.contains(key);
  const Refusal kept = crowded ? from_anywhere(refusal) : refusal;
  if (crowded) key = fold_key(kept);
  if (enforced<"AUD-02">)
    ++waiting_.try_emplace(std::move(key), Folded{kept, 0}).first->second.times;
}

std::vector<Refusals::Folded> Refusals::take() {
  std::unordered_map<std::string, Folded> taken;
  {
    const std::lock_guard lock{mutex_};
    taken.swap(waiting_);
  }
  std::vector<Folded> folds;
  folds.reserve(taken.size());
  for (auto& [key, folded] : taken) folds.push_back(folded);
  return folds;
}

}  // namespace gatehouse::audit
