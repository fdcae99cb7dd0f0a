#include "knowledge/internal/vocabulary.h"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace gatehouse::knowledge::internal {
namespace {

constexpr std::string_view kNothing =
    "a about after again all also am an and any anybody anyone anything are aren't as at be "
    "because "
    "been before being between both but by can can't cannot could couldn't did didn't do does "
    "doesn't "
    "doing don't each either else ever every for from had has hasn't have haven't having he hello "
    "her "
    "here hers hey hi him his how how's i i'd i'll i'm i've if in into is isn't it it'd it'll it's "
    "its "
    "itself just let let's may maybe me might mine more most much must my myself no nor not now of "
    "off "
    "ok okay on once only or other our ours out over own please quite rather really same shall she "
    "should shouldn't so some somebody someone something still such than thank thanks that that's "
    "the "
    "their theirs them then there there's these they they're this those through to too until up "
    "upon "
    "us very want wants was wasn't we we're well were weren't what what's when where where's "
    "whether "
    "which while who who's whom whose why will with within without won't would wouldn't yes yet "
    "you "
    "you'd you'll you're you've your yours yourself "
    "אבל או אותו אותה אותם אז אחרי איזה איזו אילו אין איך איפה אל אלה אלו אם אנחנו אני אפשר את "
    "אתה אתם באיזה בבקשה בו בה בין בלי גם האם הוא היא היה היו הם הן הזה הזאת זאת זה זו יהיה יכול "
    "יכולה יכולים יש כאשר כאן כי כל כמה כמו כן כש לא לאן להיות לו לה לי לך לכם להם לנו למה לפני מה "
    "מי "
    "מאיפה מתי מאוד נא עד עוד על עם פה צריך צריכה רק רוצה רוצים של שלה שלהם שלו שלי שלך שלכם שלנו "
    "שם "
    "תודה תמיד";

constexpr std::string_view kLittle =
    "able actually already another around ask available best better big bit bring come comes "
    "different easy easily enough even exactly exist exists explain far find first fix following "
    "get gets getting "
    "give given go goes going good got happen happened happens hard help know last later least "
    "less "
    "like little long look looks lot make makes making many matter mean means mind need needed "
    "needs"
    " kind kinds never new nice next often old one ones option part place point possible possibly "
    "put question "
    "quick quickly read regarding right run runs say says second see seems sent several show small "
    "soon sort special support supported supports sure take takes talk tell thing things think "
    "time times today together try "
    "trying two type types understand use used useful uses using usually various version versions "
    "way ways week whole wonder work "
    "working works world wrong year";

// Each line is one meaning. A word may stand in several.
constexpr std::string_view kNear[] = {
    "add attach feed import put upload",
    "add invite invitation join",
    "administrator owner privilege right role",
    "agent colleague coworker employee human member operator people person somebody staff teammate",
    "allow permit permission right",
    "answer reply respond response",
    "appearance color colour dark design look theme",
    "appear open show visible",
    "assistant bot chatbot robot",
    "back backup copy",
    "begin launch run start",
    "block deny forbid lock refuse reject",
    "browser chrome firefox safari",
    "bubble button chat widget",
    "build compile",
    "business company firm organisation organization tenant workspace",
    "busy occupied taken use",
    "buy cost fee money pay price",
    "cert certificate https ssl tls",
    "change edit modify rename update",
    "channel messenger telegram whatsapp",
    "chat conversation dialogue talk",
    "client customer guest user visitor",
    "computer host machine server",
    "configuration configure config option setting",
    "connection internet network offline online",
    "create make new",
    "credential login passphrase password",
    "cipher encrypt encryption hash seal",
    "data file information record",
    "debian linux operating system",
    "delete destroy erase remove wipe",
    "deploy install installation setup",
    "disk drive storage",
    "article document file knowledge page source text",
    "doc documentation guide manual",
    "drop interrupt lose",
    "embed insert paste place put snippet",
    "end expire expiry lifetime valid validity",
    "error fail failure fault problem trouble",
    "close end exit finish halt quit shutdown stop",
    "evidence proof prove report",
    "folder directory place where",
    "forget lose recover reset",
    "attacker hacker intruder thief",
    "hide private secret",
    "audit history log protocol",
    "knowledge learn teach train",
    "english hebrew language translation",
    "big large size small",
    "licence license",
    "limit maximum most quota",
    "address domain homepage link page site url webpage website",
    "logout leave signout",
    "log login sign signin",
    "migrate move transfer",
    "new newer update upgrade version",
    "protect safe safety secure security",
    "prerequisite need require requirement",
    "keep save store",
    "dashboard screen",
    "display see show view",
    "selfsigned trust untrusted warning",
    "message send",
    "assign take takeover",
    "assure attack check proof test verify verification",
    "test trial try",
    "crash cut outage power",
    "queue wait",
};

// Verbs whose forms no stemmer brings together; the first form stands for all.
constexpr std::string_view kIrregular[] = {
    "begin began begun",
    "break broke broken",
    "bring brought",
    "build built",
    "buy bought",
    "choose chose chosen",
    "come came",
    "drive drove driven",
    "fall fell fallen",
    "find found",
    "forget forgot forgotten",
    "freeze froze frozen",
    "get got gotten",
    "give gave given",
    "go goes went gone",
    "hide hid hidden",
    "hold held",
    "keep kept",
    "know knew known",
    "leave left",
    "lose lost",
    "make made",
    "mean meant",
    "pay paid",
    "read reads",
    "run ran",
    "say said",
    "see saw seen",
    "sell sold",
    "send sent",
    "show shown",
    "speak spoke spoken",
    "spend spent",
    "steal stole stolen",
    "take took taken",
    "teach taught",
    "tell told",
    "think thought",
    "understand understood",
    "wear wore worn",
    "win won",
    "write wrote written",
};

using Words = std::unordered_set<std::string_view>;

Words set_of(std::string_view line) {
  const std::vector<std::string_view> words = words_of_line(line);
  return {words.begin(), words.end()};
}

std::unordered_map<std::string_view, std::string_view> base_of_all() {
  std::unordered_map<std::string_view, std::string_view> bases;
  for (const std::string_view line : kIrregular) {
    const std::vector<std::string_view> forms = words_of_line(line);
    for (const std::string_view form : forms) bases.emplace(form, forms.front());
  }
  return bases;
}

}  // namespace

std::string_view base_form(std::string_view word) {
  static const auto bases = base_of_all();
  const auto found = bases.find(word);
  return found == bases.end() ? word : found->second;
}

std::vector<std::string_view> words_of_line(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = line.find(' ');
    if (end != 0) words.push_back(line.substr(0, end));
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + 1);
  }
  return words;
}

bool says_nothing(std::string_view word) {
  static const Words words = set_of(kNothing);
  return words.contains(word);
}

bool says_little(std::string_view word) {
  static const Words words = set_of(kLittle);
  return words.contains(word);
}

std::span<const std::string_view> near_meanings() { return kNear; }

}  // namespace gatehouse::knowledge::internal
