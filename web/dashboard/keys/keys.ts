/** One's own keys, and those of everybody. */
export const kOwnKeysKey = ["api-keys", "own"] as const;
export const kAllKeysKey = ["api-keys", "all"] as const;
export const kEveryKeysKey = ["api-keys"] as const;
