import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type english from "../locales/en.json";

export const kLanguages = ["en", "he"] as const;
export type Language = (typeof kLanguages)[number];

const kStored = "gatehouse.language";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof english };
  }
}

function isLanguage(text: string | null | undefined): text is Language {
  return kLanguages.some((language) => language === text);
}

export function directionOf(language: Language): "ltr" | "rtl" {
  return language === "he" ? "rtl" : "ltr";
}

function preferredLanguage(): Language {
  const stored = window.localStorage.getItem(kStored);
  if (isLanguage(stored)) return stored;
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return wanted ?? "en";
}

// English comes along with another language, so that a missing text is readable at least.
async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  const texts =
    language === "he" ? await import("../locales/he.json") : await import("../locales/en.json");
  i18next.addResourceBundle(language, "translation", texts.default);
}

function apply(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : "en";
}

export async function startLanguage(): Promise<void> {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: {},
    // React escapes what it renders, so nothing is escaped here; but a name in Latin letters inside
    // a Hebrew sentence is set apart (FSI and PDI), or it would turn the words around it.
    interpolation: {
      escape: (value) => (i18next.dir() === "rtl" ? `\u2068${value}\u2069` : value),
    },
  });
  await load(language);
  apply(language);
}

export async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  window.localStorage.setItem(kStored, language);
  apply(language);
  await i18next.changeLanguage(language);
}
