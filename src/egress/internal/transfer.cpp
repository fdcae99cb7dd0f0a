#include "egress/internal/transfer.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <mutex>

namespace gatehouse::egress::internal {
namespace {

void start_libcurl_once() {
  static std::once_flag once;
  std::call_once(once, [] { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
}

// Anything but an Internet address has no judge, so it is nowhere.
std::optional<IpAddress> address_of(const curl_sockaddr& to) {
  IpAddress::Octets octets{};
  if (to.family == AF_INET6 && to.addrlen >= sizeof(sockaddr_in6)) {
    sockaddr_in6 place;
    std::memcpy(&place, &to.addr, sizeof place);
    std::memcpy(octets.data(), &place.sin6_addr, octets.size());
    return IpAddress::from_octets(octets);
  }
  if (to.family == AF_INET && to.addrlen >= sizeof(sockaddr_in)) {
    sockaddr_in place;
    std::memcpy(&place, &to.addr, sizeof place);
    octets[10] = octets[11] = 0xff;
    std::memcpy(octets.data() + 12, &place.sin_addr, 4);
    return IpAddress::from_octets(octets);
  }
  return std::nullopt;
}

}  // namespace

void Lines::add(const std::string& line) {
  curl_slist* longer = curl_slist_append(list_.get(), line.c_str());
  CHECK(longer != nullptr);
  (void)list_.release();
  list_.reset(longer);
}

Transfer::Transfer(const Trust& trust, const Limits& limits, Judge judge,
                   const std::atomic<bool>& given_up)
    : judge_{std::move(judge)}, given_up_{given_up} {
  start_libcurl_once();
  handle_.reset(curl_easy_init());
  CHECK(handle_ != nullptr);
  set(CURLOPT_ERRORBUFFER, error_);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");  // whatever the environment says
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // libcurl looks in both, so the system's authorities stay trusted.
  if (!trust.only.empty()) {
    curl_blob authority{const_cast<char*>(trust.only.data()), trust.only.size(), CURL_BLOB_COPY};
    set(CURLOPT_CAINFO_BLOB, &authority);
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  } else if (trust.authorities) {
    set(CURLOPT_CAINFO, trust.authorities->c_str());
    set(CURLOPT_CAPATH, "/etc/ssl/certs");
  }
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::max(limits.connect.count(), 1L)));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max(limits.whole.count(), 1L)));
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_XFERINFOFUNCTION, &Transfer::goes_on);
  set(CURLOPT_XFERINFODATA, this);
  set(CURLOPT_NOPROGRESS, 0L);
}

int Transfer::response_code() const {
  long code = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &code);
  return static_cast<int>(code);
}

// One bad address among several spoils them all: a name that leads inside is nobody's friend.
curl_socket_t Transfer::open(void* self, curlsocktype purpose, curl_sockaddr* to) {
  auto& transfer = *static_cast<Transfer*>(self);
  const auto address = address_of(*to);
  if (!address || purpose != CURLSOCKTYPE_IPCXN || !transfer.judge_(*address))
    transfer.refused_ = true;
  if (transfer.refused_) return CURL_SOCKET_BAD;
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

int Transfer::goes_on(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(self)->given_up_ ? 1 : 0;
}

}  // namespace gatehouse::egress::internal
