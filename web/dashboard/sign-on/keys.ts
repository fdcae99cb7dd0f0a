export const kProvidersKey = ["sign-on", "providers"] as const;
