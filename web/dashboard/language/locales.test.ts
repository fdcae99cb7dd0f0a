import { describe, expect, it } from "vitest";
import english from "../locales/en.json";
import hebrew from "../locales/he.json";

type Texts = { [name: string]: string | Texts };

function flat(texts: Texts, prefix = ""): Map<string, string> {
  const result = new Map<string, string>();
  for (const [name, value] of Object.entries(texts)) {
    const key = prefix ? `${prefix}.${name}` : name;
    if (typeof value === "string") result.set(key, value);
    else for (const [inner, text] of flat(value, key)) result.set(inner, text);
  }
  return result;
}

const kPlural = /_(zero|one|two|few|many|other)$/;

function baseKeys(texts: Map<string, string>): string[] {
  return [...new Set([...texts.keys()].map((key) => key.replace(kPlural, "")))].sort();
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\{\w+\}\}|<\d+>/g) ?? [])].sort();
}

const locales = { en: flat(english), he: flat(hebrew) };

describe("translation files", () => {
  it("have the same keys in every language", () => {
    expect(baseKeys(locales.he)).toEqual(baseKeys(locales.en));
  });

  it.each(["en", "he"] as const)("have every plural form that %s needs", (language) => {
    const texts = locales[language];
    const plural = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [...texts.keys()].filter((key) => key.endsWith("_other"));
    expect(counted.length).toBeGreaterThan(0);
    for (const key of counted) {
      const base = key.replace(kPlural, "");
      for (const form of plural) expect(texts.has(`${base}_${form}`), `${base}_${form}`).toBe(true);
    }
  });

  it("have the same placeholders in every language", () => {
    for (const [key, text] of locales.en) {
      const other = locales.he.get(key);
      if (other === undefined || kPlural.test(key)) continue;
      expect(placeholders(other), key).toEqual(placeholders(text));
    }
  });

  it("have no empty text", () => {
    for (const texts of Object.values(locales)) {
      for (const [key, text] of texts) expect(text.trim(), key).not.toBe("");
    }
  });
});
