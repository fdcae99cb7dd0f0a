#include "assurance/probes/egress_spellings.h"

#include <array>

#include <fmt/format.h>

namespace gatehouse::assurance {

namespace {

using Four = std::array<unsigned, 4>;

constexpr Four kLoopback{127, 0, 0, 1};
// One of each block that is no place on the public Internet, and metadata services.
constexpr Four kInside[] = {
    {127, 1, 2, 3},       {127, 255, 255, 254}, {0, 0, 0, 0},     {10, 0, 0, 1},
    {172, 16, 0, 1},      {172, 31, 255, 254},  {192, 168, 0, 1}, {192, 168, 1, 1},
    {169, 254, 169, 254}, {169, 254, 170, 2},   {100, 64, 0, 1},  {100, 100, 100, 200},
    {192, 0, 0, 192},     {192, 0, 2, 1},       {198, 18, 0, 1},  {198, 51, 100, 1},
    {203, 0, 113, 1},     {224, 0, 0, 1},       {240, 0, 0, 1},   {255, 255, 255, 255}};

unsigned whole(const Four& four) { return four[0] << 24 | four[1] << 16 | four[2] << 8 | four[3]; }

// RFC 3986 7.4: what inet_aton reads.
std::vector<std::string> spelled(const Four& four) {
  const auto [a, b, c, d] = four;
  const unsigned low = c << 8 | d;
  const unsigned high = b << 16 | low;
  return {fmt::format("{}.{}.{}.{}", a, b, c, d),
          fmt::format("{}", whole(four)),
          fmt::format("0x{:08x}", whole(four)),
          fmt::format("0x{:02x}.0x{:02x}.0x{:02x}.0x{:02x}", a, b, c, d),
          fmt::format("0{:o}.0{:o}.0{:o}.0{:o}", a, b, c, d),
          fmt::format("{}.{}", a, high),
          fmt::format("{}.{}.{}", a, b, low)};
}

// An IPv4 address inside an IPv6 one.
std::vector<std::string> hidden(const Four& four) {
  const unsigned first = four[0] << 8 | four[1];
  const unsigned second = four[2] << 8 | four[3];
  const std::string dotted = fmt::format("{}.{}.{}.{}", four[0], four[1], four[2], four[3]);
  return {fmt::format("[::ffff:{}]", dotted),
          fmt::format("[::ffff:{:x}:{:x}]", first, second),
          fmt::format("[0:0:0:0:0:ffff:{:x}:{:x}]", first, second),
          fmt::format("[::{}]", dotted),                         // RFC 4291 2.5.5.1
          fmt::format("[64:ff9b::{:x}:{:x}]", first, second),    // RFC 6052
          fmt::format("[64:ff9b:1::{:x}:{:x}]", first, second),  // RFC 8215
          fmt::format("[2002:{:x}:{:x}::]", first, second),      // RFC 3056
          fmt::format("[2001:0:{:x}:{:x}::1]", first, second),   // RFC 4380
          fmt::format("[fe80::5efe:{:x}:{:x}]", first, second),  // RFC 5214
          fmt::format("[2000::5efe:{:x}:{:x}]", first, second)};
}

constexpr std::string_view kOnlyLoopback[] = {"localhost",
                                              "LOCALHOST",
                                              "LocalHost",

                                              "127.1",
                                              "127.0.1",
                                              "0177.1",
                                              "0x7f.1",
                                              "0X7F000001",
                                              "017700000001",
                                              "00000177.0.0.01",
                                              "0x7f.0.0x0.0x1",
                                              "127.00.00.01",
                                              "127.000.000.001",
                                              "%31%32%37.0.0.1",
                                              "127%2e0%2e0%2e1",
                                              "0",
                                              "0x0",
                                              "00",
                                              "[::1]",
                                              "[::]",
                                              "[0:0:0:0:0:0:0:1]",
                                              "[0000::1]",
                                              "[::0001]",
                                              "[0:0::0:1]",
                                              "[::ffff:0:127.0.0.1]",
                                              "[::ffff:7f00:0001]",
                                              "[::FFFF:127.0.0.1]"};

constexpr std::string_view kOnlyIpv6[] = {
    "[fe80::1]", "[fe80::a9fe:a9fe]", "[fc00::1]",     "[fd00::1]", "[fd00:ec2::254]",
    "[ff02::1]", "[fd20:ce::254]",    "[2001:db8::1]", "[100::1]",  "[2001::1]",
    "[3fff::1]", "[5f00::1]",         "[::2]",         "[4000::1]"};

// Two parsers may read these in two ways.
constexpr std::string_view kAmbiguous[] = {
    "127.0.0.1:{}#@example.com",   "127.0.0.1:{}?@example.com",
    "example.com@127.0.0.1:{}",    "127.0.0.1:{}\\@example.com",
    "example.com\\@127.0.0.1:{}",  "127.0.0.1:{}/@example.com",
    "user:secret@127.0.0.1:{}",    "[::1%25lo]:{}",
    "127.0.0.1%23@example.com:{}", "127.0.0.1:{} @example.com"};

}  // namespace

std::vector<std::string> spellings_of_inside(std::uint16_t port) {
  std::vector<std::string> urls;
  const auto add = [&](std::string_view host) {
    urls.push_back(fmt::format("https://{}:{}", host, port));
  };
  for (const std::string& host : spelled(kLoopback)) add(host);
  for (const std::string_view host : kOnlyLoopback) add(host);
  for (const std::string& host : hidden(kLoopback)) add(host);
  for (const std::string_view url : kAmbiguous)
    urls.push_back("https://" + fmt::format(fmt::runtime(url), port));
  for (const Four& four : kInside) {
    const auto list = spelled(four);
    add(list[0]);
    add(list[1]);
    add(list[2]);
    const auto six = hidden(four);
    add(six[1]);
  }
  const Four metadata{169, 254, 169, 254};
  for (const std::string& host : spelled(metadata)) add(host);
  for (const std::string& host : hidden(metadata)) add(host);
  for (const std::string_view host : kOnlyIpv6) add(host);
  return urls;
}

}  // namespace gatehouse::assurance
