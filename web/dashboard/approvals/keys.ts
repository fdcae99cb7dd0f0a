export const kApprovalsKey = ["approvals"] as const;
export const kSupportKey = ["support"] as const;
