export const kMembersKey = ["members"] as const;
