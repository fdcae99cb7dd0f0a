import type { Language } from "../types";
import type english from "./en.json";
import en from "./en.json?url";
import he from "./he.json?url";

export type Texts = typeof english;

// A visitor downloads one language only, so another one costs the others nothing.
const kAddresses: Record<Language, string> = { en, he };
const kAgainMs = 5_000;

const known: Partial<Record<Language, Texts | "on their way">> = {};

async function fetched(language: Language): Promise<Texts> {
  const response = await fetch(kAddresses[language]);
  if (!response.ok) throw new Error(response.statusText);
  return (await response.json()) as Texts;
}

/** Null while the texts are not here; `arrived` is called when it is worth asking again. */
export function textsOf(language: Language, arrived: () => void): Texts | null {
  const texts = known[language];
  if (typeof texts === "object") return texts;
  if (!texts) {
    known[language] = "on their way";
    fetched(language).then(
      (come) => {
        known[language] = come;
        arrived();
      },
      () => {
        delete known[language];
        setTimeout(arrived, kAgainMs);
      },
    );
  }
  return null;
}

// "he-IL" and "iw" (its old code) are Hebrew; what we do not speak is English.
export function languageOf(tag: string): Language {
  return /^(he|iw)\b/i.test(tag) ? "he" : "en";
}

export function filled(text: string, value: string | number): string {
  return text.replace("{}", () => String(value));
}
