// The ground on which every row of the policy is attacked: a real server with a customer's
// workspace and two of the verifier's, and one of everything in each.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "assurance/target.h"
#include "edge/route.h"
#include "test/integration/people.h"
#include "vault/vault.h"

namespace gatehouse::test {

using assurance::Ask;
using assurance::Attacker;

// Ids that stand for the {parameters} of paths.
using Ids = std::map<std::string, std::string, std::less<>>;

// One request that a row takes when it comes from the right person.
struct Example {
  std::string query = {};
  std::string body = {};
};
// By "POST /api/v1/bots"; null when nobody has said yet how to call the row.
const Example* example_of(const edge::Route& route);
std::vector<std::string> example_names();
std::string name_of(const edge::Route& route);
std::string_view method_of(const edge::Route& route);
std::vector<std::string> parameters_of(const edge::Route& route);
std::vector<edge::Route> all_routes();
Ask ask_of(const edge::Route& route, const Ids& ids);
// What is answered to the row, be it a request or a handshake.
Answer attack_from(const Attacker& attacker, const edge::Route& route, Ask ask);
// The same, from an address that nobody used.
Answer attack(const Attacker& attacker, const edge::Route& route, Ask ask);
Attacker elsewhere(const Attacker& attacker);
// A word that stands in the things of this workspace and nowhere else.
std::string canary_of(std::string_view tenant);

// By a new key of theirs, from an address that nobody used.
Attacker by_key(const Attacker& owner, std::string_view privileges);

// What can be told apart from outside.
std::string outside(const Answer& answer);

class PolicyWalk : public testing::Test {
 public:
  struct Ground;
  static void SetUpTestSuite();
  static void TearDownTestSuite();
  void SetUp() override;

 protected:
  static Ground& ground() { return *ground_; }
  // Whoever the row is for; somebody new before they have used up the row's limit.
  static const Attacker& rightful(const edge::Route& route);

 private:
  static std::unique_ptr<Ground> ground_;
};

struct PolicyWalk::Ground {
  Ground();
  static Ids things_of(assurance::Target& target, std::size_t tenant, const Attacker& owner,
                       const Attacker& visitor);

  RunningServer server;
  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<vault::Vault> vault;
  Member customer;  // not the verifier's
  std::unique_ptr<assurance::Target> target;
  Attacker nobody;
  Attacker verifier;
  Attacker owner;  // of the first of the verifier's workspaces
  Attacker agent;
  Attacker visitor;
  Attacker machine;      // by a key of the owner that may do everything
  Attacker other_owner;  // of the second
  Attacker other_machine;
  Attacker other_visitor;
  Ids own;
  Ids foreign;
  Ids absent;
  std::map<std::string, int, std::less<>> uses;  // of rightful(), by row
};

}  // namespace gatehouse::test
