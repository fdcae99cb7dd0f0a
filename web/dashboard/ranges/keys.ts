export const kRangesKey = ["address-ranges"] as const;
