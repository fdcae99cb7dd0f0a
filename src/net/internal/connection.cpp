#include "net/internal/connection.h"

#include "base/log.h"

namespace gatehouse::net {

void EndOfCoroutine::operator()(std::exception_ptr escaped) const {
  if (escaped == nullptr) return;
  try {
    std::rethrow_exception(escaped);
  } catch (const std::exception& error) {
    log::write(log::Level::error, "net.connection_failed",
               {{"detail", std::string_view{error.what()}}});
  }
}

}  // namespace gatehouse::net
