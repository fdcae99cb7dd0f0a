// Owners of OpenSSL's objects, and memory as a file for it.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

#include "base/result.h"
#include "base/secret.h"

namespace gatehouse::crypto {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Release<release>>;

using OwnedKey = Owned<EVP_PKEY, &EVP_PKEY_free>;
using OwnedBio = Owned<BIO, &BIO_free_all>;

// A refused input leaves an entry in the thread's error queue, where the next TLS call would take
// it for its own failure.
struct ForgetErrors {
  ForgetErrors() = default;
  ForgetErrors(const ForgetErrors&) = delete;
  ForgetErrors& operator=(const ForgetErrors&) = delete;
  ~ForgetErrors() { ERR_clear_error(); }
};

// Memory whose content is wiped when it goes.
inline OwnedBio make_bio() {
  OwnedBio bio{BIO_new(BIO_s_secmem())};
  CHECK(bio != nullptr);
  return bio;
}
inline BytesView content(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return as_bytes({data, static_cast<std::size_t>(size)});
}

}  // namespace gatehouse::crypto
