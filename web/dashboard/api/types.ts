import type { components, paths } from "./schema";

type Schemas = components["schemas"];

export type Role = Schemas["Role"];
export type Session = Schemas["Session"];
export type Strength = Schemas["Strength"];
export type Workspace = Schemas["Workspace"];
export type Member = Schemas["Member"];
export type SessionEntry = Schemas["SessionEntry"];
export type Invitation = Schemas["Invitation"];
export type InvitationOffer = Schemas["InvitationOffer"];
export type SignOnProvider = Schemas["SignOnProvider"];
export type SignOnDoor = Schemas["SignOnDoor"];
export type SignOnLink = Schemas["SignOnLink"];
export type Bot = Schemas["Bot"];
export type Source = Schemas["Source"];
export type SourceContent = Schemas["SourceContent"];
export type Citation = Schemas["Citation"];
export type Trial = Schemas["Trial"];
export type Message = Schemas["Message"];
export type Conversation = Schemas["Conversation"];
export type ConversationCounts = Schemas["ConversationCounts"];
export type ConversationPage = Schemas["ConversationPage"];
export type MessagePage = Schemas["MessagePage"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditPage = Schemas["AuditPage"];
export type Checkpoint = Schemas["Checkpoint"];
export type Control = Schemas["Control"];
export type Verdict = Control["verdict"];
export type VerificationRun = Schemas["VerificationRun"];
export type Security = Schemas["Security"];

/** The JSON body that a route takes. */
export type Body<
  Path extends keyof paths,
  Method extends keyof paths[Path],
> = paths[Path][Method] extends {
  requestBody: { content: { "application/json": infer Content } };
}
  ? Content
  : never;
