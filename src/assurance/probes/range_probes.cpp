// Workspaces that can only be used from certain addresses.
#include <algorithm>
#include <mutex>

#include "assurance/probes/key_tools.h"
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "base/address_range.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kRanges = "/api/v1/workspace/address-ranges";
// The second probe tenant. Others work in it at the same time, from other addresses: only those
// that are attacked from are kept out.
constexpr std::size_t kTenant = 1;

// Every address but these (IPv4), so that nobody else notices: halves of what is left, again and
// again. In mapped spelling, which is IPv4; and all of IPv6, which says nothing of IPv4.
std::vector<std::string> everything_but(const std::vector<IpAddress>& kept_out) {
  std::vector<std::string> ranges{"::/0"};
  std::vector<AddressRange> open{AddressRange::parse("0.0.0.0/0").value()};
  while (!open.empty()) {
    const AddressRange range = open.back();
    open.pop_back();
    const auto holds = [&](const IpAddress& one) { return range.contains(one); };
    if (std::ranges::none_of(kept_out, holds)) {
      ranges.push_back(range.text());
      continue;
    }
    const std::size_t slash = range.text().find('/');
    if (slash == std::string::npos) continue;
    const int bits = std::stoi(range.text().substr(slash + 1)) + 1;
    IpAddress::Octets upper = range.first().octets();
    upper[static_cast<std::size_t>(12 + (bits - 1) / 8)] |=
        static_cast<std::uint8_t>(0x80U >> ((bits - 1) % 8));
    for (const IpAddress& first : {range.first(), IpAddress::from_octets(upper)})
      open.push_back(AddressRange::parse(fmt::format("{}/{}", first.text(), bits)).value());
  }
  return ranges;
}

std::string body_of(std::string_view mode, const std::vector<std::string>& ranges) {
  std::string list;
  for (const std::string& range : ranges)
    list += fmt::format(R"({}{{"range":"{}","label":"probe"}})", list.empty() ? "" : ",", range);
  return fmt::format(R"({{"mode":"{}","ranges":[{}]}})", mode, list);
}

IpAddress address_of(const Attacker& attacker) {
  return IpAddress::parse(attacker.address().value_or("")).value_or(IpAddress{});
}

std::mutex setting_mutex;

// An owner who sets the ranges, and leaves the workspace open whatever happens. One at a time:
// probes run side by side, and a workspace has one list.
class Setting {
 public:
  explicit Setting(Target& target)
      : target_{target}, owner_{target.member(target.tenant(kTenant).owner)} {}
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;
  ~Setting() { (void)set("off", {}); }

  Answer set(std::string_view mode, const std::vector<std::string>& ranges) const {
    target_.prove(owner_, target_.tenant(kTenant).owner);
    return owner_.post(std::string{kRanges}, body_of(mode, ranges));
  }
  // Everything but these; says so in the notebook.
  bool keep_out(Notebook& notebook, std::string_view mode,
                const std::vector<IpAddress>& addresses) const {
    return expect_status(notebook, set(mode, everything_but(addresses)), 200,
                         fmt::format("allow {} only from elsewhere", mode));
  }
  const Attacker& owner() const { return owner_; }

 private:
  const std::lock_guard<std::mutex> alone_{setting_mutex};
  Target& target_;
  Attacker owner_;
};

bool sees_one_address(Target& target, Notebook& notebook) {
  if (target.stranger().address()) return false;
  notebook.not_claimed("A remote server sees one address of the verifier only.");
  return true;
}

Answer sign_in(const Attacker& from, std::string_view email, std::string_view password) {
  Attacker attacker{from.place(), from.address()};
  attacker.identity = {{"Origin", from.place().origin()}};
  return attacker.post("/api/v1/session", fmt::format(R"({{"email":{},"password":{}}})",
                                                      json_text(email), json_text(password)));
}

Answer renew(const Attacker& session) {
  Attacker attacker{session.place(), session.address()};
  attacker.identity = {{"Origin", session.place().origin()},
                       {"Cookie", "__Host-gh_refresh=" + session.refresh_token}};
  return attacker.post("/api/v1/session/refresh", "");
}

// Without what differs in every answer.
std::string told(const Answer& answer) {
  return fmt::format("{} {} {}", answer.status, answer.text_at("/code"), answer.text_at("/title"));
}

void an_older_session_stays_out(Target& target, Notebook& notebook) {
  if (sees_one_address(target, notebook)) return;
  const Setting setting{target};
  const Attacker victim = target.member(target.new_member(kTenant));
  if (!expect_status(notebook, victim.get("/api/v1/session"), 200, "use a session")) return;
  auto socket = victim.socket("/api/v1/socket");
  const bool is_open = socket && socket->second;
  notebook.expect(is_open, "open its socket", "open", is_open ? "open" : "refused");
  if (!setting.keep_out(notebook, "staff", {address_of(victim)})) return;
  notebook.expect(is_open && socket->second->closed_within(1s), "wait on the socket",
                  "closed within a second of the change", "watched it");
  expect_refused(target, notebook, victim.get("/api/v1/session"), 403, "ACC-07",
                 "use the session from outside");
  const Answer again = victim.socket("/api/v1/socket")->first;
  expect_status(notebook, again, 403, "open another socket from outside");
  expect_status(notebook, renew(victim), 403, "renew the session from outside");
  const std::string inside = setting.owner().address().value_or("");
  for (const std::string_view header : {"X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP",
                                        "True-Client-IP", "CF-Connecting-IP"}) {
    const std::string value = header == "Forwarded" ? "for=" + inside : inside;
    expect_status(
        notebook,
        victim.ask({.target = "/api/v1/session", .headers = {{std::string{header}, value}}}), 403,
        fmt::format("claim to be inside by {}", header));
  }
  expect_status(notebook, setting.owner().get("/api/v1/session"), 200, "go on from inside");
  expect_status(notebook, setting.set("off", {}), 200, "open the workspace again");
  expect_status(notebook, victim.get("/api/v1/session"), 200,
                "use the same session, which had not ended");
}

void a_key_from_outside_opens_nothing(Target& target, Notebook& notebook) {
  if (sees_one_address(target, notebook)) return;
  const Setting setting{target};
  const Key key = new_key(setting.owner(), R"({"name":"outside","privileges":["manage_members"]})");
  const Attacker outside = machine(target, key);
  if (!expect_status(notebook, outside.get("/scim/v2/Users"), 200, "use a key")) return;
  if (!setting.keep_out(notebook, "staff", {address_of(outside)})) return;
  expect_refused(target, notebook, outside.get("/api/v1/departures"), 403, "ACC-07",
                 "use the key from outside");
  expect_status(notebook, outside.get("/scim/v2/Users"), 403, "as a directory, from outside");
  expect_status(notebook, machine(target, key).get("/scim/v2/Users"), 200, "use it from inside");
}

void a_sign_in_from_outside_tells_nothing(Target& target, Notebook& notebook) {
  if (sees_one_address(target, notebook)) return;
  const Setting setting{target};
  const ProbeMember member = target.new_member(kTenant);
  const Attacker outside[] = {target.stranger(), target.stranger(), target.stranger()};
  std::vector<IpAddress> kept_out;
  for (const Attacker& one : outside) kept_out.push_back(address_of(one));
  if (!setting.keep_out(notebook, "staff", kept_out)) return;

  const Answer right = sign_in(outside[0], member.email, member.password);
  expect_refused(target, notebook, right, 401, "ACC-07", "sign in from outside");
  const Answer wrong = sign_in(outside[1], member.email, "not the password of anybody");
  const Answer nobody = sign_in(outside[2], "nobody-at-all@probe.invalid", member.password);
  notebook.expect(told(right) == told(wrong) && told(right) == told(nobody),
                  "compare with a wrong password and with an unknown account",
                  "the same answer: " + told(nobody), told(right) + " and " + told(wrong));
  expect_status(notebook, sign_in(target.stranger(), member.email, member.password), 200,
                "sign in from inside");
}

void links_open_nothing_from_outside(Target& target, Notebook& notebook) {
  if (sees_one_address(target, notebook)) return;
  const Setting setting{target};
  const ProbeMember member = target.new_member(kTenant);
  const std::string reset = target.reset_token(member);
  const Answer invited = setting.owner().post(
      "/api/v1/invitations", R"({"email":"probe-outside@probe.invalid","role":"agent"})");
  const std::string link = invited.text_at("/link");
  const std::string invitation = link.substr(link.find('#') + 1);
  Attacker outside = target.stranger();
  outside.identity = {{"Origin", target.place().origin()}};
  if (!setting.keep_out(notebook, "staff", {address_of(outside)})) return;

  const auto with = [](std::string_view token, std::string_view more) {
    return fmt::format(R"({{"token":{}{}}})", json_text(token), more);
  };
  expect_refused(target, notebook, outside.post("/api/v1/password-reset/check", with(reset, "")),
                 403, "ACC-07", "look at a link for a new password from outside");
  expect_status(notebook,
                outside.post("/api/v1/password-reset/confirm",
                             with(reset, R"(,"password":"seven copper lanterns sway")")),
                403, "set a new password from outside");
  expect_status(notebook, outside.post("/api/v1/invitations/check", with(invitation, "")), 403,
                "look at an invitation from outside");
  expect_status(
      notebook,
      outside.post("/api/v1/invitations/accept",
                   with(invitation, R"(,"name":"Probe","password":"seven copper lanterns sway")")),
      403, "accept it from outside");
  Attacker inside = target.stranger();
  inside.identity = outside.identity;
  expect_status(notebook, inside.post("/api/v1/password-reset/check", with(reset, "")), 200,
                "look at the link from inside");
}

void visitors_are_kept_out_in_their_mode_only(Target& target, Notebook& notebook) {
  if (sees_one_address(target, notebook)) return;
  const Setting setting{target};
  const WidgetId widget = target.tenant(kTenant).bots.front().widget;
  const Attacker visitor = target.visitor(widget);
  const std::string own = widget_path(widget, "/conversation");
  const std::string frame = fmt::format("/widget/v1/{}/frame", widget.text());
  const Attacker stranger{target.place(), visitor.address()};
  const int shown = stranger.get(frame).status;
  auto socket = visitor.socket(widget_path(widget, "/socket"));
  const bool is_open = socket && socket->second;
  notebook.expect(is_open, "open a visitor's socket", "open", is_open ? "open" : "refused");

  if (!setting.keep_out(notebook, "staff", {address_of(visitor)})) return;
  expect_status(notebook, visitor.get(own), 200, "go on as a visitor while staff is limited");
  notebook.expect(is_open && !socket->second->closed_within(300ms), "look at the visitor's socket",
                  "still open", "watched it");

  if (!setting.keep_out(notebook, "everybody", {address_of(visitor)})) return;
  notebook.expect(is_open && socket->second->closed_within(1s), "wait on the visitor's socket",
                  "closed within a second of the change", "watched it");
  expect_refused(target, notebook, visitor.get(own), 403, "ACC-07",
                 "go on as a visitor from outside");
  expect_status(notebook, stranger.get(widget_path(widget, "/appearance")), 403,
                "draw the widget from outside");
  expect_status(notebook, stranger.post(widget_path(widget, "/visitors"), R"({"page":null})"), 403,
                "become a visitor from outside");
  if (shown == 200) expect_status(notebook, stranger.get(frame), 403, "open its frame");
  const Attacker inside = target.visitor(widget);
  expect_status(notebook, inside.get(own), 200, "be a visitor from inside");
}

void nobody_locks_themselves_out(Target& target, Notebook& notebook) {
  if (sees_one_address(target, notebook)) return;
  const Setting setting{target};
  const std::vector<std::string> elsewhere{"192.0.2.0/24", "::ffff:198.51.100.0/120", "::/0"};
  for (const std::string_view mode : {"staff", "everybody"})
    expect_refused(target, notebook, setting.set(mode, elsewhere), 409, "ACC-07",
                   fmt::format("allow {} only from where one is not", mode));
  expect_status(notebook, setting.owner().get("/api/v1/session"), 200, "go on");
  // Mapped spelling holds IPv4, and what holds all of IPv6 holds none of it.
  expect_status(notebook, setting.set("staff", {"::ffff:127.0.0.0/104"}), 200,
                "allow IPv4 in mapped spelling");
  expect_status(notebook, setting.owner().get("/api/v1/session"), 200, "go on from inside it");
}

constexpr Probe kProbes[] = {
    {"ACC-07", "An older session and an open socket, from outside the ranges",
     an_older_session_stays_out},
    {"ACC-07", "A key and a directory, from outside the ranges", a_key_from_outside_opens_nothing},
    {"ACC-07", "Signing in from outside, with right and wrong passwords",
     a_sign_in_from_outside_tells_nothing},
    {"ACC-07", "Links for passwords and invitations, from outside",
     links_open_nothing_from_outside},
    {"ACC-07", "A widget from outside, in each mode", visitors_are_kept_out_in_their_mode_only},
    {"ACC-07", "Ranges that keep out whoever saves them", nobody_locks_themselves_out},
};

}  // namespace

std::span<const Probe> range_probes() { return kProbes; }

}  // namespace gatehouse::assurance
