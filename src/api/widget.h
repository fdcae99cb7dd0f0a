// The widget named in a path.
#pragma once

#include "api/services.h"

namespace gatehouse::api {

// For somebody at this address; kOutsideRanges when its workspace keeps visitors out from there
// (control ACC-07).
Result<bots::WidgetFacts> widget_of(const Services& services, const edge::PathParameters& path,
                                    const IpAddress& address);
conversations::Entrance entrance_of(const bots::WidgetFacts& facts);

}  // namespace gatehouse::api
