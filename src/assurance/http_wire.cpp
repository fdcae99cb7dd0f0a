// HTTP and WebSocket as an attacker speaks them.
#include <charconv>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "assurance/wire.h"

namespace gatehouse::assurance {

namespace {

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "HTTP/1.1 200 OK" and the header lines.
Result<Answer> parse_head(std::string_view head) {
  Answer answer;
  const std::size_t line_end = head.find("\r\n");
  const std::string_view status = head.substr(0, line_end);
  if (status.size() < 12 || !status.starts_with("HTTP/1.1 "))
    return fail(Error{kWireClosed}.because("not HTTP"));
  std::from_chars(status.data() + 9, status.data() + 12, answer.status);
  std::string_view rest =
      line_end == std::string_view::npos ? std::string_view{} : head.substr(line_end + 2);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 2, rest.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    answer.headers.emplace_back(lower(line.substr(0, colon)),
                                std::string{trimmed(line.substr(colon + 1))});
  }
  return answer;
}

Result<std::string> read_until_head(Wire& wire, std::chrono::milliseconds patience) {
  constexpr std::size_t kMost = 64 * 1024;
  std::string bytes;
  while (bytes.find("\r\n\r\n") == std::string::npos) {
    if (bytes.size() > kMost) return fail(Error{kWireClosed}.because("endless header"));
    TRY(const std::string more, wire.receive(patience));
    bytes += more;
  }
  return bytes;
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

std::vector<std::string_view> Answer::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : headers)
    if (key == name) values.push_back(value);
  return values;
}

std::string Answer::text_at(std::string_view pointer) const {
  boost::system::error_code wrong;
  const boost::json::value document = boost::json::parse(body, wrong);
  if (wrong) return {};
  const boost::json::value* found = document.find_pointer({pointer.data(), pointer.size()}, wrong);
  if (wrong || !found || !found->is_string()) return {};
  return std::string{found->as_string()};
}

std::string Answer::brief() const {
  const std::string code = problem();
  return code.empty() ? fmt::format("{}", status) : fmt::format("{} {}", status, code);
}

std::string request_text(const ServerPlace& to, const Ask& ask) {
  std::string text = fmt::format("{} {} HTTP/1.1\r\n", ask.method, ask.target);
  bool has_host = false;
  bool has_type = false;
  std::string lines;
  for (const auto& [name, value] : ask.headers) {
    has_host = has_host || lower(name) == "host";
    has_type = has_type || lower(name) == "content-type";
    lines += fmt::format("{}: {}\r\n", name, value);
  }
  if (!has_host) text += fmt::format("Host: {}\r\n", to.authority());
  text += lines;
  if (!ask.body.empty() && !has_type) text += "Content-Type: application/json\r\n";
  const bool bodied = !ask.body.empty() || ask.method == "POST" || ask.method == "PATCH";
  if (ask.send_length && bodied) text += fmt::format("Content-Length: {}\r\n", ask.body.size());
  return text + "\r\n" + ask.body;
}

Result<Answer> read_answer(Wire& wire, bool head, std::chrono::milliseconds patience) {
  TRY(std::string bytes, read_until_head(wire, patience));
  const std::size_t end = bytes.find("\r\n\r\n");
  TRY(Answer answer, parse_head(std::string_view{bytes}.substr(0, end)));
  answer.body = bytes.substr(end + 4);
  const bool bodiless =
      head || answer.status == 204 || answer.status == 304 || answer.status == 101;
  std::size_t length = 0;
  const std::string_view text = answer.header("content-length");
  std::from_chars(text.data(), text.data() + text.size(), length);
  while (!bodiless && answer.body.size() < length) {
    TRY(const std::string more, wire.receive());
    answer.body += more;
  }
  return answer;
}

// --- WebSocket (RFC 6455): a client's frames are masked
// -------------------------------------------

Result<std::pair<Answer, std::optional<WebSocket>>> WebSocket::open(Wire wire,
                                                                    const ServerPlace& to,
                                                                    std::string_view target,
                                                                    HeaderList headers) {
  Ask ask{.target = std::string{target}, .headers = std::move(headers)};
  ask.headers.emplace_back("Connection", "Upgrade");
  ask.headers.emplace_back("Upgrade", "websocket");
  ask.headers.emplace_back("Sec-WebSocket-Version", "13");
  ask.headers.emplace_back("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  TRY_VOID(wire.send(request_text(to, ask)));
  TRY(Answer answer, read_answer(wire));
  if (answer.status != 101) return std::pair{std::move(answer), std::optional<WebSocket>{}};
  WebSocket socket{std::move(wire)};
  socket.pending_ = std::exchange(answer.body, {});
  return std::pair{std::move(answer), std::optional<WebSocket>{std::move(socket)}};
}

Result<> WebSocket::send(std::string_view text) {
  std::string frame;
  frame += static_cast<char>(0x81);
  if (text.size() < 126) {
    frame += static_cast<char>(0x80 | text.size());
  } else {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>(text.size() >> 8);
    frame += static_cast<char>(text.size() & 0xff);
  }
  frame.append(4, '\0');  // a mask of zeroes leaves the text as it is
  frame += text;
  return wire_.send(frame);
}

namespace {

struct Frame {
  std::size_t code;
  std::size_t header;  // bytes before the payload
  std::size_t length;
};

// nullopt: not yet whole.
std::optional<Frame> whole_frame(std::string_view bytes) {
  const auto byte = [bytes](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]));
  };
  if (bytes.size() < 2) return std::nullopt;
  Frame frame{byte(0) & 0x0f, 2, byte(1) & 0x7f};
  if (frame.length == 126) {
    if (bytes.size() < 4) return std::nullopt;
    frame.header = 4;
    frame.length = byte(2) << 8 | byte(3);
  }
  if (bytes.size() < frame.header + frame.length) return std::nullopt;
  return frame;
}

}  // namespace

Result<std::string> WebSocket::receive(std::chrono::milliseconds patience) {
  constexpr std::size_t kText = 1;
  constexpr std::size_t kClose = 8;
  for (;;) {
    if (const auto frame = whole_frame(pending_)) {
      std::string text = pending_.substr(frame->header, frame->length);
      pending_.erase(0, frame->header + frame->length);
      if (frame->code == kClose) return fail(Error{kWireClosed}.because("close frame"));
      if (frame->code == kText) return text;
      continue;
    }
    TRY(const std::string more, wire_.receive(patience));
    pending_ += more;
  }
}

bool WebSocket::closed_within(std::chrono::milliseconds patience) {
  return wire_.closed_within(patience);
}

}  // namespace gatehouse::assurance
