export const kMembersKey = ["members"] as const;
export const kInvitationsKey = ["invitations"] as const;
export const kDeparturesKey = ["departures"] as const;
export const leavingKey = (person: string) => ["leaving", person] as const;
