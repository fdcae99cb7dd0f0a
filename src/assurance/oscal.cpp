#include <fmt/format.h>

#include "assurance/reports.h"
#include "base/control.h"
#include "crypto/crypto.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kNamespace = "urn:gatehouse:oscal";

std::string quoted(std::string_view text) {
  std::string out;
  // OSCAL's one-line strings neither begin nor end with space, and are not empty.
  const std::size_t from = text.find_first_not_of(" \n\t");
  json::write_text(out, from == std::string_view::npos
                            ? "none"
                            : text.substr(from, text.find_last_not_of(" \n\t") - from + 1));
  return out;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ",") + part;
  return out;
}

// The same for the same run and thing, so that a report can be made again. In the form of version
// 5, which is the one OSCAL takes for names.
std::string uuid(const Statement& statement, std::string_view of) {
  const auto digest = crypto::sha256(as_bytes(statement.run.text() + "/" + std::string{of}));
  Bytes bits{digest.begin(), digest.begin() + 16};
  bits[6] = static_cast<std::uint8_t>((bits[6] & 0x0f) | 0x50);
  bits[8] = static_cast<std::uint8_t>((bits[8] & 0x3f) | 0x80);
  std::string text = hex(bits);
  for (const std::size_t at : {20, 16, 12, 8}) text.insert(at, "-");
  return text;
}

std::string prop(std::string_view name, std::string_view value) {
  return fmt::format(R"({{"name":"{}","ns":"{}","value":{}}})", name, kNamespace, quoted(value));
}

std::string probe_name(std::size_t at) { return fmt::format("probe/{}", at); }

std::string observation(const Statement& statement, std::size_t at) {
  const ProbeRecord& probe = statement.probes[at];
  std::vector<std::string> evidence;
  for (const Step& step : probe.steps)
    evidence.push_back(fmt::format(
        R"({{"description":{}}})",
        quoted(fmt::format("{}: expected {}, saw {}", step.did, step.expected, step.saw))));
  if (evidence.empty())
    evidence.push_back(fmt::format(R"({{"description":{}}})", quoted(probe.summary)));
  return fmt::format(
      R"({{"uuid":"{}","title":{},"description":{},"props":[{},{}],"methods":["TEST"],)"
      R"("collected":"{}","relevant-evidence":[{}]}})",
      uuid(statement, probe_name(at)), quoted(probe.title), quoted(probe.summary),
      prop("control", probe.control), prop("verdict", name_of(probe.verdict)),
      rfc3339(statement.finished_at), joined(evidence));
}

std::string related(const Statement& statement, std::string_view control) {
  std::vector<std::string> list;
  for (std::size_t at = 0; at < statement.probes.size(); ++at)
    if (statement.probes[at].control == control)
      list.push_back(
          fmt::format(R"({{"observation-uuid":"{}"}})", uuid(statement, probe_name(at))));
  return joined(list);
}

std::string_view reason_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return "pass";
    case Verdict::failed:
      return "fail";
    case Verdict::not_claimed:
    case Verdict::waived:
      return "other";
  }
  return "other";
}

std::string finding(const Statement& statement, const ControlResult& result) {
  const auto control = std::ranges::find(kCatalogue, result.id, &ControlRow::id);
  const bool known = control != std::ranges::end(kCatalogue);
  return fmt::format(
      R"({{"uuid":"{}","title":{},"description":{},"props":[{}],)"
      R"("target":{{"type":"objective-id","target-id":"{}","status":{{"state":"{}",)"
      R"("reason":"{}","remarks":{}}}}},"related-observations":[{}]}})",
      uuid(statement, "finding/" + result.id), quoted(known ? control->title : result.id),
      quoted(known ? control->statement : result.id), prop("verdict", name_of(result.verdict)),
      result.id, result.verdict == Verdict::passed ? "satisfied" : "not-satisfied",
      reason_of(result.verdict), quoted(result.summary), related(statement, result.id));
}

std::string waiver_risk(const Statement& statement, const Waiver& waiver) {
  return fmt::format(
      R"({{"uuid":"{}","title":{},"description":{},"statement":{},"props":[{},{},{}],)"
      R"("status":"deviation-approved","deadline":"{}"}})",
      uuid(statement, "waiver/" + waiver.control), quoted("Waiver of " + waiver.control),
      quoted(waiver.reason),
      quoted(fmt::format("Granted {} by two people until {}.", rfc3339(waiver.granted_at),
                         rfc3339(waiver.expires_at))),
      prop("control", waiver.control), prop("first", waiver.first.text()),
      prop("second", waiver.second.text()), rfc3339(waiver.expires_at));
}

std::string included(const Statement& statement) {
  std::vector<std::string> list;
  for (const ControlResult& result : statement.controls)
    list.push_back(fmt::format(R"({{"control-id":"{}"}})", result.id));
  return joined(list);
}

// Arrays may not be empty in OSCAL: a member without elements is left out.
std::string member(std::string_view name, const std::vector<std::string>& list) {
  return list.empty() ? std::string{} : fmt::format(R"("{}":[{}],)", name, joined(list));
}

std::string result_of(const Statement& statement, std::string_view bundle_digest) {
  std::vector<std::string> observations;
  for (std::size_t at = 0; at < statement.probes.size(); ++at)
    observations.push_back(observation(statement, at));
  std::vector<std::string> risks;
  for (const Waiver& waiver : statement.waivers) risks.push_back(waiver_risk(statement, waiver));
  std::vector<std::string> findings;
  for (const ControlResult& result : statement.controls)
    findings.push_back(finding(statement, result));
  return fmt::format(
      R"({{"uuid":"{}","title":"Attack probes","description":{},"start":"{}","end":"{}",)"
      R"("props":[{},{},{},{}],{}{}{}"reviewed-controls":{{"control-selections":[)"
      R"({{"include-controls":[{}]}}]}}}})",
      uuid(statement, "result"),
      quoted(fmt::format("Each control was attacked from outside at {}.", statement.url)),
      rfc3339(statement.started_at), rfc3339(statement.finished_at),
      prop("run", statement.run.text()), prop("evidence-sha256", bundle_digest),
      prop("executable-sha256", statement.build.executable),
      prop("configuration-sha256", statement.configuration), member("observations", observations),
      member("risks", risks), member("findings", findings), included(statement));
}

}  // namespace

std::string oscal_report(const Statement& statement, std::string_view bundle_digest) {
  const std::string plan = uuid(statement, "plan");
  return fmt::format(
      R"({{"assessment-results":{{"uuid":"{}","metadata":{{"title":{},"last-modified":"{}",)"
      R"("version":{},"oscal-version":"1.0.6"}},"import-ap":{{"href":"#{}"}},"results":[{}],)"
      R"("back-matter":{{"resources":[{{"uuid":"{}","title":"The catalogue of controls",)"
      R"("description":{}}}]}}}}}})"
      "\n",
      uuid(statement, "assessment"), quoted("Gatehouse verification of " + statement.url),
      rfc3339(statement.finished_at), quoted(statement.build.version), plan,
      result_of(statement, bundle_digest), plan,
      quoted("Compiled into the program; SHA-256 " + statement.catalogue));
}

}  // namespace gatehouse::assurance
