// Cuts sections into passages of 600 to 900 characters, at the ends of blocks and sentences.
#pragma once

#include <vector>

#include "knowledge/internal/markdown.h"
#include "knowledge/knowledge.h"

namespace gatehouse::knowledge::internal {

// Never more than 900 characters each; fewer than 600 only at the end of a section.
std::vector<Passage> passages_of(const std::vector<Section>& sections);

}  // namespace gatehouse::knowledge::internal
