import { useTranslation } from "react-i18next";

// The reasons that somebody who sets a provider up can do something about, each with what to do.
const kByOutcome = {
  accepted: "signOn.outcome.accepted",
  unsigned: "signOn.outcome.unsigned",
  weak_algorithm: "signOn.outcome.weakAlgorithm",
  bad_signature: "signOn.outcome.badSignature",
  wrong_issuer: "signOn.outcome.wrongIssuer",
  wrong_audience: "signOn.outcome.wrongAudience",
  wrong_recipient: "signOn.outcome.wrongRecipient",
  wrong_destination: "signOn.outcome.wrongRecipient",
  expired: "signOn.outcome.clock",
  not_yet_valid: "signOn.outcome.clock",
  weak_encryption: "signOn.outcome.weakEncryption",
  cannot_decrypt: "signOn.outcome.cannotDecrypt",
  no_name: "signOn.outcome.noName",
  passing_name: "signOn.outcome.passingName",
  status_not_success: "signOn.outcome.declined",
  another_browser: "signOn.outcome.lost",
  signature: "signOn.outcome.tokenSignature",
  key_swapped: "signOn.outcome.keySwapped",
  issuer: "signOn.outcome.tokenIssuer",
  audience: "signOn.outcome.tokenAudience",
  mix_up: "signOn.outcome.tokenIssuer",
  issued_in_the_future: "signOn.outcome.clock",
  subject: "signOn.outcome.noName",
  provider_said_no: "signOn.outcome.declined",
  token_answer_400: "signOn.outcome.codeRefused",
  token_answer_401: "signOn.outcome.secretRefused",
  no_id_token: "signOn.outcome.noIdToken",
} as const;

function isKnown(outcome: string): outcome is keyof typeof kByOutcome {
  return outcome in kByOutcome;
}

export function useOutcomeText(): (outcome: string) => string {
  const { t } = useTranslation();
  return (outcome) =>
    isKnown(outcome) ? t(kByOutcome[outcome]) : t("signOn.outcome.other", { outcome });
}
