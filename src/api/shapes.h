// JSON shapes of what the API reads and writes. The one place where a member's name, type and
// limits on the wire are said; OpenAPI and the dashboard's types come from here.
#pragma once

#include "access/support.h"
#include "audit/event.h"
#include "base/json.h"
#include "bots/bots.h"
#include "conversations/types.h"
#include "identity/identity.h"
#include "knowledge/knowledge.h"

namespace gatehouse::api {

// --- requests that are not the product's own types

struct SetupToken {
  std::string token;
};
struct SetUp {
  std::string token;
  std::string name;
  std::string email;
  std::string password;
  std::string workspace;
};
struct SignIn {
  std::string email;
  std::string password;
  std::optional<identity::Proof> proof;
};
struct PasswordQuestion {
  std::string password;
  std::vector<std::string> words;
  std::optional<std::string> invitation;  // its workspace may ask for more
};
struct OwnPasswordQuestion {
  std::string password;
};
struct PasswordChange {
  std::string current;
  std::string password;
};
struct WorkspaceChange {
  std::string name;
};
struct RoleChange {
  access::RoleKey role;
  std::optional<std::string> reason;  // also for whoever has to approve it; its absence has an
                                      // answer of its own (control ACC-09)
};
struct Invite {
  std::string email;
  access::RoleKey role;
  std::optional<egress::Language> language;
  std::optional<std::string> reason;
};
struct ResetWish {
  std::string email;
  std::optional<egress::Language> language;
};
struct PasswordReset {
  std::string token;
  std::string password;
  std::optional<egress::Language> language;
};
struct EmailWish {
  std::string email;
  std::string current;
  std::optional<egress::Language> language;
};
struct LinkUse {
  std::string token;
  std::optional<egress::Language> language;
};
struct MailWish {
  std::optional<egress::Language> language;
};
struct Join {
  std::string token;
  std::string name;
  std::string password;
};
struct BotInput {
  std::string name;
  std::optional<std::string> greeting;
  std::optional<bots::Language> language;
  std::optional<std::vector<std::string>> domains;
};
struct BotPatch {
  std::optional<std::string> name;
  std::optional<std::string> greeting;
  std::optional<bots::Language> language;
  std::optional<std::vector<std::string>> domains;
};
struct SourceInput {
  knowledge::SourceKind kind;
  std::optional<std::string> title;
  std::optional<std::string> text;
  std::optional<std::string> question;
  std::optional<std::string> answer;
  std::optional<std::string> url;
};
struct Question {
  std::string question;
};
struct ListConversations {
  std::optional<conversations::State> state;
  std::optional<conversations::HandledBy> handled_by;
  std::optional<std::string> assignee;
  std::optional<std::string> search;
  std::optional<std::string> before;
  std::optional<std::int64_t> limit;
};
struct ListMessages {
  std::optional<MessageId> before;
  std::optional<MessageId> after;
  std::optional<std::int64_t> limit;
};
struct NewMessageInput {
  std::string client_id;
  std::string text;
};
struct Empty {};
struct NewVisitor {
  std::optional<std::string> page;
};
struct MessagesAfter {
  std::optional<MessageId> after;
};
struct ListAudit {
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> limit;
};

// --- answers that are not the product's own types

struct LinkState {
  Instant expires_at;
};
// Without a link it went by mail.
struct LinkShown {
  std::optional<std::string> link;
  bool mailed;
  Instant expires_at;
  std::optional<ApprovalId> approval = {};  // what the invited role waits for
};
struct EmailView {
  std::string email;
};
struct Invitation {
  std::string email;
  std::string workspace;
  access::RoleKey role;
  std::string role_name;
};
struct WorkspaceView {
  TenantId id;
  std::string name;
  Instant created_at;
};
using PrivilegeList = std::vector<access::Privilege>;
struct GrantView {
  BotId bot;
  PrivilegeList privileges;
};
// Of the provider's support, until when and what it may read.
struct SupportSession {
  access::SupportScope scope;
  Instant ends_at;
};
struct SessionView {
  identity::Person person;
  struct Workspace {
    TenantId id;
    std::string name;
  } workspace;
  access::RoleKey role;
  std::vector<access::Privilege> privileges;
  bool every_bot;
  std::vector<GrantView> grants;  // of those who do not reach every bot
  std::string csrf;
  std::int64_t idle_minutes;
  Instant ends_at;
  access::Stage stage;
  std::vector<identity::Way> ways;
  std::optional<SupportSession> support = {};
};
struct PolicyView {
  std::int64_t shortest_password;
  std::int64_t lowest_score;
  std::vector<std::string> forbidden_words;
  std::int64_t idle_minutes;
  std::int64_t idle_minutes_privileged;
  std::int64_t absolute_minutes;
};
template <class T>
struct Items {
  std::vector<T> items;
};
struct SourceView {
  knowledge::Source source;
  std::vector<knowledge::Passage> passages;
};
struct Appearance {
  std::string name;
  std::string greeting;
  bots::Language language;
  std::string workspace;
};
struct VisitorToken {
  std::string token;
};
struct WrittenView {
  conversations::Message message;
  conversations::VisitorConversation conversation;
};
struct VisitorConversationView {
  conversations::VisitorConversation conversation;
};
struct AuditActor {
  audit::ActorKind kind;
  std::optional<std::string> id;
  std::optional<std::string> name;
  std::optional<ApiKeyId> key;  // by which a member acted
};
struct AuditEntryView {
  std::int64_t number;
  Instant at;
  std::string event;
  AuditActor actor;
  std::optional<std::string> object;
  std::optional<std::string> address;
  audit::Outcome outcome;
  std::optional<std::string> control;
  std::int64_t times;
};
struct CheckpointView {
  std::int64_t size;
  std::string root;
  Instant at;
  std::string signature;
  std::string public_key;
};
struct AuditView {
  std::vector<AuditEntryView> items;
  std::optional<CheckpointView> checkpoint;
};
enum class ControlVerdict : unsigned char { passed, failed, not_claimed, waived, never_run };
struct ControlView {
  std::string id;
  std::string title;
  std::string statement;
  std::string family;
  std::string kind;
  ControlVerdict verdict;
  std::string summary;
  std::optional<Instant> at;
};
struct RunView {
  RunId id;
  Instant started_at;
  double seconds;
  std::string build;
  std::int64_t passed;
  std::int64_t failed;
  std::int64_t not_claimed;
  std::int64_t waived;
};
// How large the log was of which somebody kept the head.
struct EvidenceLogQuery {
  std::int64_t old_size;
};
struct SecurityView {
  std::optional<RunView> run;
  std::vector<ControlView> controls;
};

}  // namespace gatehouse::api

template <>
struct gatehouse::EnumNames<gatehouse::api::ControlVerdict> {
  using enum gatehouse::api::ControlVerdict;
  static constexpr auto names =
      std::to_array<std::pair<gatehouse::api::ControlVerdict, std::string_view>>(
          {{passed, "passed"},
           {failed, "failed"},
           {not_claimed, "not_claimed"},
           {waived, "waived"},
           {never_run, "never_run"}});
};

#include "api/internal/protection_shapes.h"
#include "api/internal/shape_list.h"
