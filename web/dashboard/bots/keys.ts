export const kBotsKey = ["bots"] as const;

export function botKey(bot: string): readonly [string, string] {
  return ["bot", bot];
}

export function sourcesKey(bot: string): readonly [string, string] {
  return ["sources", bot];
}
