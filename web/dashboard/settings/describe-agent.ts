export interface Agent {
  browser: string | null;
  system: string | null;
  mobile: boolean;
}

// In this order: Edge and Opera call themselves Chrome too, and everyone calls themselves Safari.
const kBrowsers: [RegExp, string][] = [
  [/Edg/, "Edge"],
  [/OPR|Opera/, "Opera"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS|Chromium/, "Chrome"],
  [/Safari/, "Safari"],
];

const kSystems: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** Browser and system by the names people know them by. */
export function describeAgent(agent: string): Agent {
  const named = (names: [RegExp, string][]) =>
    names.find(([pattern]) => pattern.test(agent))?.[1] ?? null;
  return {
    browser: named(kBrowsers),
    system: named(kSystems),
    mobile: /iPhone|iPad|Android|Mobile/.test(agent),
  };
}
