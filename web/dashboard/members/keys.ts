export const kMembersKey = ["members"] as const;
export const kInvitationsKey = ["invitations"] as const;
