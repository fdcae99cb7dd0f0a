import { useTranslation } from "react-i18next";
import { ApiProblem, Unreachable } from "../api/problem";
import { UnreadableAnswer } from "../api/read";
import { PasskeyCancelled, PasskeyExists } from "../api/webauthn";
import { useFormat } from "../language/format";
import { PuzzleUnsolved } from "./puzzle-unsolved";

const kByCode = {
  "access.cannot_grant": "problem.cannotGrant",
  "access.forbidden": "problem.forbidden",
  "access.outside_ranges": "problem.outsideRanges",
  "access.would_lock_out": "problem.wouldLockOut",
  "access.doubled_range": "problem.doubledRange",
  "access.too_many_ranges": "problem.tooManyRanges",
  "access.bad_range_label": "problem.badRangeLabel",
  "address.malformed": "problem.badRange",
  "address.loose_range": "problem.looseRange",
  "registers.review_open": "problem.reviewOpen",
  "registers.nobody_to_review": "problem.nobodyToReview",
  "registers.review_closed": "problem.reviewClosed",
  "registers.not_closed": "problem.reviewNotClosed",
  "registers.line_decided": "problem.lineDecided",
  "registers.own_line": "problem.ownLine",
  "registers.reason_needed": "problem.reasonNeeded",
  "registers.not_reduced": "problem.notReduced",
  "registers.lines_open": "problem.linesOpen",
  "access.not_granted": "problem.notGranted",
  "access.reaches_every_bot": "problem.reachesEveryBot",
  "access.own_request": "approvals.ownRequest",
  "access.gains_by_it": "approvals.gainsByIt",
  "access.not_independent": "approvals.notIndependent",
  "access.request_changed": "approvals.changed",
  "access.request_over": "approvals.over",
  "access.request_stale": "approvals.stale",
  "access.waits_already": "approvals.waitsAlready",
  "access.beyond_support": "support.beyond",
  "access.support_over": "support.isOver",
  "access.support_link_refused": "support.linkRefused",
  "access.role_in_use": "problem.roleInUse",
  "access.role_name_taken": "problem.roleNameTaken",
  "access.bad_role_name": "problem.badRoleName",
  "access.too_many_roles": "problem.tooManyRoles",
  "bots.bad_domain": "problem.badDomain",
  "bots.bad_greeting": "problem.badGreeting",
  "bots.bad_name": "problem.badName",
  "bots.too_many": "problem.tooManyBots",
  "bots.too_many_domains": "problem.tooManyDomains",
  "conversations.closed": "problem.conversationClosed",
  "conversations.empty_message": "problem.emptyMessage",
  "conversations.open_already": "problem.openAlready",
  "conversations.open_elsewhere": "problem.openElsewhere",
  "conversations.taken_over": "problem.takenOver",
  "edge.bad_csrf_token": "problem.outOfDate",
  "edge.rate_limited": "problem.tooMany",
  "identity.challenge_over": "problem.challengeOver",
  "identity.code_refused": "problem.codeRefused",
  "identity.last_factor": "problem.lastFactor",
  "identity.no_factor": "problem.noFactor",
  "identity.offer_over": "problem.offerOver",
  "identity.passkey_known": "problem.passkeyKnown",
  "identity.passkey_refused": "problem.passkeyRefused",
  "identity.key_has_ended": "problem.keyHasEnded",
  "identity.key_lives_too_long": "problem.keyLivesTooLong",
  "identity.key_scope_empty": "problem.keyScopeEmpty",
  "identity.key_scope_too_wide": "problem.keyScopeTooWide",
  "identity.too_many_keys": "problem.tooManyKeys",
  "identity.second_factor_needed": "problem.secondFactorNeeded",
  "identity.step_up_needed": "problem.stepUpNeeded",
  "identity.too_many_factors": "problem.tooManyFactors",
  "identity.already_member": "problem.alreadyMember",
  "identity.already_set_up": "problem.alreadySetUp",
  "knowledge.bad_title": "problem.badTitle",
  "knowledge.bad_url": "problem.badUrl",
  "knowledge.empty_source": "problem.emptySource",
  "knowledge.source_too_long": "problem.sourceTooLong",
  "knowledge.too_many_sources": "problem.tooManySources",
  "knowledge.too_much": "problem.tooMuchKnowledge",
  "identity.challenge_needed": "problem.challengeNeeded",
  "identity.password_floor": "problem.passwordFloor",
  "identity.session_floor": "problem.sessionFloor",
  "identity.login_refused": "problem.loginRefused",
  "identity.login_locked": "problem.loginLocked",
  "identity.password_refused": "problem.passwordRefused",
  "identity.password_wrong": "problem.passwordWrong",
  "identity.link_refused": "problem.linkRefused",
  "identity.account_link_refused": "problem.linkRefused",
  "identity.own_password": "problem.ownPassword",
  "identity.same_email": "problem.sameEmail",
  "identity.no_mail": "problem.noMail",
  "text.bad_email": "problem.badEmail",
  "access.last_owner": "problem.lastOwner",
  "identity.break_glass_needed": "problem.breakGlassNeeded",
  "identity.break_glass_stays": "problem.breakGlassStays",
  "identity.domain_refused": "problem.domainRefused",
  "egress.answer_too_large": "problem.otherServerWrong",
  "egress.answer_too_slow": "problem.otherServerSlow",
  "egress.bad_request": "problem.badUrl",
  "egress.certificate_refused": "problem.otherServerUnproven",
  "egress.destination_refused": "problem.addressInside",
  "egress.fetch_failed": "problem.otherServerAway",
  "egress.redirect_refused": "problem.otherServerWrong",
  "egress.scheme_refused": "problem.badUrl",
  "identity.openid_provider_refused": "problem.openIdProviderRefused",
  "identity.metadata_refused": "problem.metadataRefused",
  "identity.only_sign_on": "problem.onlySignOn",
  "identity.prove_by_factor": "problem.proveByFactor",
  "identity.linked_elsewhere": "problem.linkedElsewhere",
  "identity.provider_not_ready": "problem.providerNotReady",
  "identity.too_many_providers": "problem.tooManyProviders",
  "conversations.closed_already": "problem.closedAlready",
} as const;

const kByStatus = {
  403: "problem.forbidden",
  404: "problem.notFound",
  413: "problem.tooLarge",
  429: "problem.tooMany",
  500: "problem.serverFault",
  502: "problem.serverFault",
  503: "problem.busy",
  504: "problem.busy",
} as const;

function isKeyOf<T extends object>(key: string | number, object: T): key is keyof T & typeof key {
  return key in object;
}

/** What happened and what to do, in the reader's language. */
export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const format = useFormat();

  return (error) => {
    if (error instanceof Unreachable) return t("problem.unreachable");
    if (error instanceof UnreadableAnswer) return t("problem.unreadable");
    if (error instanceof PasskeyCancelled) return t("problem.passkeyCancelled");
    if (error instanceof PasskeyExists) return t("problem.passkeyKnown");
    if (error instanceof PuzzleUnsolved) return t("problem.puzzleUnsolved");
    if (!(error instanceof ApiProblem)) return t("problem.unexpected");
    const count = error.retryAfter ?? 0;
    const seconds = format.number(count);
    const wait = count > 0 ? ` ${t("problem.waitSeconds", { count, seconds })}` : "";
    if (isKeyOf(error.code, kByCode)) return t(kByCode[error.code]) + wait;
    // The server speaks English; in another language the kind of refusal says more than that.
    const speaksEnglish = i18n.language === "en" && error.message !== "";
    if (!speaksEnglish && isKeyOf(error.status, kByStatus))
      return t(kByStatus[error.status]) + wait;
    return (error.message || t("problem.unexpected")) + wait;
  };
}

/** The text for one field of a form, when the refusal is about that field. */
export function useFieldProblem(error: unknown): (field: string) => string | null {
  const problemText = useProblemText();
  return (field) => (isAboutAField(error, [field]) ? problemText(error) : null);
}

export function isAboutAField(error: unknown, fields: string[]): boolean {
  if (!(error instanceof ApiProblem) || error.field === null) return false;
  // "/domains/1" is about the field of all domains.
  const name = error.field.split("/")[1] ?? "";
  return fields.includes(name);
}
