// The names by which the dashboard calls the shapes of the API.
import type { components, paths } from "./generated/schema";

export type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Session = Schemas["Session"];
export type RoleKey = Session["role"];
export type Privilege = Session["privileges"][number];
export type PrivilegeEntry = Schemas["Privilege"];
export type Role = Schemas["Role"];
export type Grant = Schemas["Grant"];
export type Stage = Session["stage"];
export type Way = Session["ways"][number];
export type Factor = Schemas["Factor"];
export type OwnFactors = Schemas["OwnFactors"];
export type FactorRule = Schemas["FactorRule"];
export type AppOffer = Schemas["AppOffer"];
export type Strength = Schemas["Strength"];
export type Challenge = Schemas["Challenge"];
export type WorkspacePolicy = Schemas["WorkspacePolicy"];
export type SecurityAlert = Schemas["Alert"];
export type AddressRanges = Schemas["AddressRanges"];
export type AddressRange = Schemas["AddressRange"];
export type AddressMode = AddressRanges["mode"];
export type AddressPreview = Schemas["AddressPreview"];
export type LastPlace = Schemas["LastPlace"];
export type Review = Schemas["Review"];
export type WholeReview = Schemas["WholeReview"];
export type ReviewLine = Schemas["ReviewLine"];
export type ReviewVerdict = Schemas["ReviewVerdict"];
export type ReviewEvidence = Schemas["ReviewEvidence"];
export type Workspace = Schemas["Workspace"];
export type ApiKey = Schemas["ApiKey"];
export type MadeApiKey = Schemas["MadeApiKey"];
export type Member = Schemas["Member"];
export type LeaveEnds = Schemas["LeaveEnds"];
export type Departure = Schemas["Departure"];
export type Directory = Schemas["Directory"];
export type DirectoryGroup = Schemas["DirectoryGroup"];
export type DirectoryFailure = Schemas["DirectoryFailure"];
export type Approval = Schemas["Approval"];
export type SupportGrant = Schemas["SupportGrant"];
export type SessionEntry = Schemas["SessionEntry"];
export type LinkState = Schemas["LinkState"];
export type Invitation = Schemas["LinkShown"];
export type OpenInvitation = Schemas["OpenInvitation"];
export type ResetAccount = Schemas["ResetAccount"];
export type ConfirmedEmail = Schemas["EmailAddress"];
export type InvitationOffer = Schemas["Invitation"];
export type SignOnProvider = Schemas["SignOnProvider"];
export type SignOnDoor = Schemas["SignOnDoor"];
export type SignOnLink = Schemas["SignOnLink"];
export type Bot = Schemas["Bot"];
export type Source = Schemas["Source"];
export type SourceContent = Schemas["SourceWithPassages"];
export type Citation = Schemas["Citation"];
export type Trial = Schemas["Trial"];
export type Message = Schemas["Message"];
export type Conversation = Schemas["Conversation"];
export type ConversationCounts = Schemas["ConversationCounts"];
export type ConversationFilter = Schemas["ListConversations"];
export type ConversationPage = Schemas["ConversationList"];
export type MessagePage = Schemas["MessageList"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditPage = Schemas["AuditList"];
export type Checkpoint = Schemas["Checkpoint"];
export type Control = Schemas["ControlState"];
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
