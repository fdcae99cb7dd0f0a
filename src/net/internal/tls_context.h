// What we speak on every listener (control EDGE-01): certificate, versions, ciphers.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace gatehouse::net {

using TlsContext = std::shared_ptr<SSL_CTX>;

// TLS 1.3, or 1.2 with an ephemeral key exchange and an AEAD; the strongest cipher both know.
Result<TlsContext> make_tls_context(std::string_view certificate_pem, const Secret& key_pem);

// The context of new connections. It may be replaced while the server runs.
class CurrentTls {
 public:
  TlsContext get() const {
    const std::scoped_lock lock{mutex_};
    return context_;
  }
  void replace(TlsContext context) {
    const std::scoped_lock lock{mutex_};
    context_.swap(context);
  }

 private:
  mutable std::mutex mutex_;
  TlsContext context_;
};

}  // namespace gatehouse::net
