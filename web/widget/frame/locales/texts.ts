import type { Language } from "../types";
import { en } from "./en";
import type { Texts } from "./en";
import { he } from "./he";

export function textsOf(language: Language): Texts {
  return language === "he" ? he : en;
}

// "he-IL" and "iw" (its old code) are Hebrew; what we do not speak is English.
export function languageOf(tag: string): Language {
  return /^(he|iw)\b/i.test(tag) ? "he" : "en";
}

export function filled(text: string, value: string | number): string {
  return text.replace("{}", () => String(value));
}
