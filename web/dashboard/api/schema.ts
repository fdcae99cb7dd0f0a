// The shapes of the HTTP API, in the form openapi-typescript gives them. The file generated from
// /api/openapi.json takes this one's place; nothing else in the dashboard knows where it came from.

export interface components {
  schemas: {
    Problem: {
      type: string;
      title: string;
      status: number;
      code: string;
      detail: string | null;
      field: string | null;
      correlation: string;
    };
    Role: "owner" | "administrator" | "agent";
    Person: { id: string; name: string; email: string };
    Named: { id: string; name: string };
    Session: {
      person: components["schemas"]["Person"];
      workspace: components["schemas"]["Named"];
      role: components["schemas"]["Role"];
      privileges: string[];
      csrf: string;
      idle_minutes: number;
      ends_at: string;
    };
    Strength: {
      score: 0 | 1 | 2 | 3 | 4;
      acceptable: boolean;
      advice: (
        "too_short" | "too_long" | "too_common" | "too_guessable" | "contains_personal_words"
      )[];
    };
    LinkExpiry: { expires_at: string };
    Workspace: { id: string; name: string; created_at: string };
    Member: {
      person: string;
      name: string;
      email: string;
      role: components["schemas"]["Role"];
      since: string;
      last_seen: string | null;
    };
    SessionEntry: {
      id: string;
      current: boolean;
      address: string;
      agent: string;
      started_at: string;
      last_used_at: string;
    };
    SignOnTrial: { at: string; outcome: string };
    SignOnProvider: {
      id: string;
      kind: "saml" | "oidc";
      name: string;
      issuer: string | null;
      address: string | null;
      enabled: boolean;
      only_door: boolean;
      break_glass: string | null;
      joining: "nobody" | "agent" | "administrator";
      domains: string[];
      trial: components["schemas"]["SignOnTrial"] | null;
      created_at: string;
      our_entity_id: string;
      our_acs_url: string;
      our_start_url: string;
    };
    SignOnDoor: { id: string; kind: "saml" | "oidc"; name: string };
    SignOnDoors: { password: boolean; providers: components["schemas"]["SignOnDoor"][] };
    SignOnLink: { door: components["schemas"]["SignOnDoor"]; linked: boolean };
    GoTo: { address: string };
    Invitation: { link: string; expires_at: string };
    InvitationOffer: {
      email: string;
      workspace: string;
      role: components["schemas"]["Role"];
    };
    Bot: {
      id: string;
      widget: string;
      name: string;
      greeting: string;
      language: "en" | "he";
      domains: string[];
      created_at: string;
      sources: number;
    };
    Source: {
      id: string;
      kind: "text" | "markdown" | "question";
      title: string;
      url: string | null;
      characters: number;
      passages: number;
      created_at: string;
    };
    Passage: { heading: string; text: string };
    SourceContent: {
      source: components["schemas"]["Source"];
      passages: components["schemas"]["Passage"][];
    };
    Citation: { source: string; title: string; heading: string; url: string | null };
    TrialPassage: {
      source: string;
      title: string;
      heading: string;
      text: string;
      score: number;
    };
    Trial: {
      answered: boolean;
      text: string;
      citation: components["schemas"]["Citation"] | null;
      confidence: number;
      threshold: number;
      considered: components["schemas"]["TrialPassage"][];
    };
    Author: "visitor" | "bot" | "agent" | "system";
    Message: {
      id: string;
      conversation: string;
      author: components["schemas"]["Author"];
      author_name: string | null;
      kind: "text" | "note" | "event";
      text: string;
      citation: components["schemas"]["Citation"] | null;
      event: null | "person_requested" | "taken_over" | "handed_back" | "closed" | "reopened";
      client_id: string | null;
      at: string;
      offers_person: boolean;
    };
    LastMessage: { author: components["schemas"]["Author"]; text: string; at: string };
    Conversation: {
      id: string;
      bot: components["schemas"]["Named"];
      visitor: components["schemas"]["Named"];
      state: "open" | "closed";
      handled_by: "bot" | "waiting" | "agent";
      assignee: components["schemas"]["Named"] | null;
      last_message: components["schemas"]["LastMessage"] | null;
      unread: number;
      started_at: string;
      page: string | null;
    };
    ConversationCounts: { all: number; waiting: number; mine: number; closed: number };
    ConversationPage: {
      items: components["schemas"]["Conversation"][];
      next: string | null;
      counts: components["schemas"]["ConversationCounts"];
    };
    MessagePage: { items: components["schemas"]["Message"][]; more: boolean };
    AuditEntry: {
      number: number;
      at: string;
      event: string;
      actor: { kind: string; id: string | null; name: string | null };
      object: string | null;
      address: string | null;
      outcome: "done" | "refused";
      control: string | null;
      /** How often the same happened in a row; refusals of a flood are folded. */
      times: number;
    };
    Checkpoint: { size: number; root: string; at: string; signature: string };
    AuditPage: {
      items: components["schemas"]["AuditEntry"][];
      checkpoint: components["schemas"]["Checkpoint"] | null;
    };
    VerificationRun: {
      started_at: string;
      seconds: number;
      build: string;
      passed: number;
      failed: number;
      not_claimed: number;
    };
    Control: {
      id: string;
      title: string;
      statement: string;
      family: string;
      kind: string;
      verdict: "passed" | "failed" | "not_claimed" | "never_run";
      summary: string | null;
      at: string | null;
    };
    Security: {
      run: components["schemas"]["VerificationRun"] | null;
      controls: components["schemas"]["Control"][];
    };
  };
}

interface Takes<Body> {
  requestBody: { content: { "application/json": Body } };
}

type Credentials = { email: string; password: string };
type Addition =
  | { kind: "text" | "markdown"; title: string; text: string; url?: string }
  | { kind: "question"; question: string; answer: string; url?: string };
type Draft = { client_id: string; text: string };

export interface paths {
  "/api/v1/setup/check": { post: Takes<{ token: string }> };
  "/api/v1/setup": {
    post: Takes<Credentials & { token: string; name: string; workspace: string }>;
  };
  "/api/v1/password-strength": { post: Takes<{ password: string; words: string[] }> };
  "/api/v1/session": { post: Takes<Credentials> };
  "/api/v1/password": { post: Takes<{ current: string; password: string }> };
  "/api/v1/workspace": { patch: Takes<{ name: string }> };
  "/api/v1/members/{person}": { patch: Takes<{ role: components["schemas"]["Role"] }> };
  "/api/v1/invitations": {
    post: Takes<{ email: string; role: components["schemas"]["Role"] }>;
  };
  "/api/v1/invitations/check": { post: Takes<{ token: string }> };
  "/api/v1/invitations/accept": {
    post: Takes<{ token: string; name: string; password: string }>;
  };
  "/api/v1/sign-on/providers": { post: Takes<{ kind: "saml" | "oidc"; name: string }> };
  "/api/v1/sign-on/providers/{provider}": {
    patch: Takes<{
      name?: string;
      metadata?: string;
      enabled?: boolean;
      joining?: "nobody" | "agent" | "administrator";
      domains?: string[];
    }>;
  };
  "/api/v1/sign-on/providers/{provider}/only-door": { post: Takes<{ break_glass: string }> };
  "/api/v1/bots": {
    post: Takes<{
      name: string;
      greeting?: string;
      language?: "en" | "he";
      domains?: string[];
    }>;
  };
  "/api/v1/bots/{bot}": {
    patch: Takes<{
      name?: string;
      greeting?: string;
      language?: "en" | "he";
      domains?: string[];
    }>;
  };
  "/api/v1/bots/{bot}/sources": { post: Takes<Addition> };
  "/api/v1/bots/{bot}/try": { post: Takes<{ question: string }> };
  "/api/v1/conversations/{conversation}/messages": { post: Takes<Draft> };
  "/api/v1/conversations/{conversation}/notes": { post: Takes<Draft> };
}
