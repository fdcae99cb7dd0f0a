export const kFactorsKey = ["factors"] as const;
export const kFactorRuleKey = ["factor-rule"] as const;
