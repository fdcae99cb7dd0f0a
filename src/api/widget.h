// The widget named in a path.
#pragma once

#include "api/services.h"

namespace gatehouse::api {

Result<bots::WidgetFacts> widget_of(const Services& services, const edge::PathParameters& path);
conversations::Entrance entrance_of(const bots::WidgetFacts& facts);

}  // namespace gatehouse::api
