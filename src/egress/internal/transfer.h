// What every use of libcurl here has in common: verified TLS, no proxy, sockets that are judged
// before they connect, limits, and an end when the server stops.
#pragma once

#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/address.h"
#include "base/clock.h"

namespace gatehouse::egress::internal {

// A list of lines as libcurl takes them.
class Lines {
 public:
  void add(const std::string& line);
  curl_slist* list() const { return list_.get(); }

 private:
  struct Free {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  std::unique_ptr<curl_slist, Free> list_;
};

class Transfer {
 public:
  struct Limits {
    std::chrono::milliseconds connect;
    std::chrono::milliseconds whole;
  };
  struct Trust {
    std::optional<std::filesystem::path> authorities;  // beside the system's
    std::string only = {};                             // PEM; instead of all of these
  };
  // Asked about every address before a socket to it is made.
  using Judge = std::function<bool(const IpAddress&)>;

  Transfer(const Trust& trust, const Limits& limits, Judge judge,
           const std::atomic<bool>& given_up);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  template <class T>
  void set(CURLoption option, T value) {
    const CURLcode done = curl_easy_setopt(handle_.get(), option, value);
    CHECK(done == CURLE_OK);
  }
  CURLcode run() { return curl_easy_perform(handle_.get()); }
  int response_code() const;
  // An address was refused, so nothing was sent whatever else run() says.
  bool refused() const { return refused_; }
  std::string_view error() const { return error_; }

 private:
  static curl_socket_t open(void* self, curlsocktype purpose, curl_sockaddr* to);
  static int goes_on(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  std::unique_ptr<CURL, Free> handle_;
  Judge judge_;
  const std::atomic<bool>& given_up_;
  bool refused_ = false;
  char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace gatehouse::egress::internal
