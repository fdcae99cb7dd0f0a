// Load for the benches: many keep-alive TLS connections from addresses of their own (127.0.0.0/8),
// each within every limit. Prints one line of JSON.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <CLI/CLI.hpp>

#include "assurance/wire.h"

namespace {

using namespace gatehouse::assurance;
using Milliseconds = std::chrono::duration<double, std::milli>;

struct Options {
  std::string url;
  std::string widget;    // of Gatehouse; empty: the peer's own route
  int threads = 64;      // requests in flight
  int connections = 16;  // of each thread
  int messages = 60;     // of each connection: the limit of an address
  int visitors = 3;      // of each connection: 20 messages each
  std::string get;       // GET this path instead of sending messages
  std::string session;   // an agent's access cookie and token: their socket hears every message
  std::string csrf;
  int idle = 0;  // only hold so many visitors' sockets open
};

// One connection of one address, with the tokens of its visitors.
struct Client {
  std::string address;
  Wire wire;
  std::vector<std::string> tokens;
};

std::string address_of(int number) {
  return fmt::format("127.{}.{}.{}", 100 + number / 62'500, number / 250 % 250, 1 + number % 250);
}

Answer exchange(Wire& wire, const ServerPlace& place, Ask ask) {
  if (!wire.send(request_text(place, ask))) return {};
  auto answer = read_answer(wire);
  return answer ? *std::move(answer) : Answer{};
}

Ask visitor_ask(const Options& options, const ServerPlace& place, std::string_view rest,
                std::string_view token, std::string body) {
  Ask ask{.method = "POST",
          .target = fmt::format("/widget/v1/{}{}", options.widget, rest),
          .body = std::move(body)};
  ask.headers = {{"Origin", place.origin()}};
  if (!token.empty()) ask.headers.emplace_back("Authorization", fmt::format("Bearer {}", token));
  return ask;
}

std::string text_of(int number) {
  return fmt::format(
      "Hello, my order number {} has not arrived yet. Could you please look where it is? Thank "
      "you!",
      number);
}

std::string message_body(int number) {
  return fmt::format(R"({{"client_id":"bench-{:010}","text":"{}"}})", number, text_of(number));
}

// Visitors whose conversations wait for a person, so that no bot works beside the measurement.
bool prepare(Client& client, const Options& options, const ServerPlace& place, int number) {
  for (int visitor = 0; visitor < options.visitors && !options.widget.empty(); ++visitor) {
    const Answer made = exchange(client.wire, place,
                                 visitor_ask(options, place, "/visitors", "", R"({"page":null})"));
    client.tokens.push_back(made.text_at("/token"));
    const int first = 1'000'000'000 + number * 10 + visitor;
    const auto said = exchange(
        client.wire, place,
        visitor_ask(options, place, "/messages", client.tokens.back(), message_body(first)));
    const auto person = exchange(
        client.wire, place, visitor_ask(options, place, "/person", client.tokens.back(), "{}"));
    if (said.status != 201 || person.status != 200) return false;
  }
  return true;
}

Ask message(const Options& options, const ServerPlace& place, const Client& client, int number,
            int of_client) {
  if (!options.get.empty()) return {.target = options.get};
  if (!options.widget.empty())
    return visitor_ask(options, place, "/messages",
                       client.tokens[static_cast<std::size_t>(of_client) % client.tokens.size()],
                       message_body(number));
  return {.method = "POST",
          .target = "/api/v1/chat",
          .body = fmt::format(R"({{"conversation_id":"conv_{}","message":"{}"}})", number % 3000,
                              text_of(number))};
}

struct Counts {
  std::atomic<int> done = 0;
  std::atomic<int> failed = 0;
  std::atomic<int> heard = 0;
};

std::optional<WebSocket> open_socket(const ServerPlace& place, const std::string& address,
                                     std::string_view target, HeaderList headers,
                                     std::string_view proof) {
  auto wire = Wire::tls(place, address, {});
  if (!wire) return std::nullopt;
  headers.emplace_back("Origin", place.origin());
  headers.emplace_back("Sec-WebSocket-Protocol", fmt::format("gatehouse.v1, {}", proof));
  auto opened = WebSocket::open(std::move(*wire), place, target, std::move(headers));
  if (!opened) return std::nullopt;
  return std::move(opened->second);
}

// The agent who is told of every message.
void listen(const Options& options, const ServerPlace& place, Counts& counts,
            const std::atomic<bool>& stop) {
  auto socket =
      open_socket(place, "127.99.0.1", "/api/v1/socket",
                  {{"Cookie", "__Host-gh_access=" + options.session}}, "csrf." + options.csrf);
  while (socket && !stop)
    if (socket->receive(std::chrono::milliseconds{200})) counts.heard.fetch_add(1);
}

// All connections of a thread in turn; one request in flight.
void run(std::vector<Client>& clients, const Options& options, const ServerPlace& place, int thread,
         Counts& counts, std::vector<double>& latencies) {
  const int spent = options.widget.empty() ? 0 : options.visitors;
  for (int round = 0; round < options.messages - spent; ++round) {
    for (std::size_t at = 0; at < clients.size(); ++at) {
      const int number =
          (thread * options.connections + static_cast<int>(at)) * options.messages + round;
      const auto began = std::chrono::steady_clock::now();  // lint: a bench measures time
      const Answer answer =
          exchange(clients[at].wire, place, message(options, place, clients[at], number, round));
      const Milliseconds took =
          std::chrono::steady_clock::now() - began;  // lint: a bench measures time
      latencies.push_back(took.count());
      const bool good = answer.status == (options.get.empty() ? 201 : 200);
      (good ? counts.done : counts.failed).fetch_add(1);
    }
  }
}

double at_share(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<std::size_t>(static_cast<double>(sorted.size()) * share))];
}

void wait_for_line() {
  fmt::print("ready\n");  // whoever reads CPU times and memory does so now
  std::fflush(stdout);
  (void)std::getchar();
}

// Three visitors from each address, each with an open socket that nobody writes to.
int hold_idle(const Options& options, const ServerPlace& place) {
  std::vector<WebSocket> sockets;
  for (int number = 0; number < options.idle; ++number) {
    const std::string address = address_of(number / options.visitors);
    auto wire = Wire::tls(place, address, {});
    if (!wire) return 2;
    const Answer made =
        exchange(*wire, place, visitor_ask(options, place, "/visitors", "", R"({"page":null})"));
    auto socket = open_socket(place, address, fmt::format("/widget/v1/{}/socket", options.widget),
                              {}, "token." + made.text_at("/token"));
    if (!socket) return 2;
    sockets.push_back(std::move(*socket));
  }
  wait_for_line();
  return 0;
}

int measure(const Options& options) {
  const auto place = parse_url(options.url);
  if (!place) return 2;
  if (options.idle > 0) return hold_idle(options, *place);
  std::vector<std::vector<Client>> clients(static_cast<std::size_t>(options.threads));
  for (int thread = 0; thread < options.threads; ++thread) {
    for (int at = 0; at < options.connections; ++at) {
      const int number = thread * options.connections + at;
      auto wire = Wire::tls(*place, address_of(number), {});
      if (!wire) return 2;
      Client client{address_of(number), std::move(*wire), {}};
      if (!prepare(client, options, *place, number)) return 2;
      clients[static_cast<std::size_t>(thread)].push_back(std::move(client));
    }
  }
  Counts counts;
  std::atomic<bool> stop = false;
  std::optional<std::jthread> agent;
  if (!options.session.empty()) agent.emplace([&] { listen(options, *place, counts, stop); });
  wait_for_line();
  std::vector<std::vector<double>> latencies(clients.size());
  const auto began = std::chrono::steady_clock::now();  // lint: a bench measures time
  {
    std::vector<std::jthread> threads;
    for (std::size_t at = 0; at < clients.size(); ++at)
      threads.emplace_back([&, at] {
        run(clients[at], options, *place, static_cast<int>(at), counts, latencies[at]);
      });
  }
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - began;  // lint: a bench measures time
  stop = true;
  agent.reset();
  std::vector<double> all;
  for (const auto& some : latencies) all.insert(all.end(), some.begin(), some.end());
  std::ranges::sort(all);
  fmt::print(
      R"({{"done":{},"failed":{},"heard":{},"seconds":{:.4f},"p50_ms":{:.3f},"p99_ms":{:.3f}}})"
      "\n",
      counts.done.load(), counts.failed.load(), counts.heard.load(), took.count(),
      at_share(all, 0.5), at_share(all, 0.99));
  return counts.failed == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App app{"Load for the benches."};
  Options options;
  app.add_option("--url", options.url)->required();
  app.add_option("--widget", options.widget);
  app.add_option("--threads", options.threads);
  app.add_option("--connections", options.connections);
  app.add_option("--messages", options.messages);
  app.add_option("--get", options.get);
  app.add_option("--session", options.session);
  app.add_option("--csrf", options.csrf);
  app.add_option("--idle", options.idle);
  CLI11_PARSE(app, count, arguments);
  return measure(options);
}
