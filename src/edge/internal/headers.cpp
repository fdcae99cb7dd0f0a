#include "edge/internal/headers.h"

#include <fmt/format.h>

#include "base/control.h"

namespace gatehouse::edge {

namespace {

constexpr std::string_view kNoncePlace = "__NONCE__";

std::string ancestors(const Reply& reply) {
  if (reply.page != Page::widget_frame || reply.frame_ancestors.empty()) return "'none'";
  std::string list;
  for (const std::string& origin : reply.frame_ancestors) {
    if (!list.empty()) list += ' ';
    list += origin;
  }
  return list;
}

std::string page_policy(const Reply& reply, std::string_view nonce) {
  if (reply.page == Page::trust)  // a document: no script, nothing loaded, nothing sent
    return fmt::format(
        "default-src 'none'; style-src 'nonce-{}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        nonce);
  // The dashboard's component library writes style sheets, so it needs the one policy that refuses
  // markup; the widget and the demo page need none.
  const std::string_view types = reply.page == Page::dashboard ? "default" : "'none'";
  // The puzzle of the login page is solved in a worker, which is a file of ours.
  const std::string_view workers = reply.page == Page::dashboard ? "'self'" : "'none'";
  const std::string_view frames = reply.page == Page::widget_frame ? "'none'" : "'self'";
  return fmt::format(
      "default-src 'none'; script-src 'nonce-{0}' 'strict-dynamic'; style-src 'self' 'nonce-{0}'; "
      "worker-src {4}; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src {1}; "
      "base-uri 'none'; "
      "object-src 'none'; form-action 'self'; frame-ancestors {2}; "
      "require-trusted-types-for 'script'; trusted-types {3}",
      nonce, frames, ancestors(reply), types, workers);
}

void fill_nonce(net::Response& response, std::string_view nonce) {
  std::string page{response.content()};
  for (std::size_t at = page.find(kNoncePlace); at != std::string::npos;
       at = page.find(kNoncePlace, at + nonce.size()))
    page.replace(at, kNoncePlace.size(), nonce);
  response.body = std::move(page);
  response.fixed_body = {};
}

}  // namespace

void add_security_headers(net::Response& response) {
  net::Headers& headers = response.headers;
  // Two years, as preload lists ask.
  if (enforced<"EDGE-02">)
    headers.set("strict-transport-security", "max-age=63072000; includeSubDomains; preload");
  if (enforced<"EDGE-04">) headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("permissions-policy",
              "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()");
  headers.set("cross-origin-opener-policy", "same-origin");
  if (!headers.find("cache-control")) headers.set("cache-control", "no-store");
}

void add_content_policy(Reply& reply, Random& random) {
  net::Headers& headers = reply.response.headers;
  const bool framed = reply.page == Page::widget_frame && !reply.frame_ancestors.empty();
  if (enforced<"EDGE-05"> && !framed) headers.set("x-frame-options", "DENY");
  // What another site may load from us: the loader script and, by frame-ancestors, the widget
  // frame.
  if (!headers.find("cross-origin-resource-policy"))
    headers.set("cross-origin-resource-policy", framed ? "cross-origin" : "same-origin");

  if (reply.page == Page::none) {
    if (enforced<"EDGE-03">)
      headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    return;
  }
  const std::string nonce = base64url(random.bytes<18>());
  fill_nonce(reply.response, nonce);
  if (enforced<"EDGE-03">) headers.set("content-security-policy", page_policy(reply, nonce));
}

std::string cookie_text(const Cookie& cookie) {
  const std::string_view hidden = enforced<"IDN-09"> ? "; HttpOnly" : "";
  if (cookie.value.size() == 0)
    return fmt::format("{}=; Path=/; Secure{}; SameSite=Strict; Max-Age=0", cookie.name, hidden);
  return fmt::format("{}={}; Path=/; Secure{}; SameSite=Strict; Max-Age={}", cookie.name,
                     cookie.value.reveal_text(), hidden, cookie.max_age.count());
}

}  // namespace gatehouse::edge
