// What is wrong with a page as it stands: for a reader of another language, on a narrow screen, or
// with a screen reader. Each function returns a list that should be empty.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const kLocales = fileURLToPath(new URL("../../../web/dashboard/locales/", import.meta.url));

// What stands in these places of a text.
const kNumbers = new Set(["number", "seconds"]);

/** To be added to a person's context before the first page. */
export async function axeScript() {
  const path = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  return { content: await readFile(path, "utf8") };
}

/** What axe-core finds, in a page or a frame. */
export async function barriers(place) {
  const { violations } = await place.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.map(({ id, nodes: [first, ...others] }) => {
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    return `${id}: ${first.html.slice(0, 200)}${more}. ${first.failureSummary}`;
  });
}

/** What reaches beyond the left or right edge, or makes the page scroll sideways. */
export function overflows(place) {
  return place.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found = [];
    const reported = [];
    const report = (element, what) => {
      // One line for what holds all the others.
      if (reported.some((other) => other.contains(element))) return;
      reported.push(element);
      found.push(
        `${element.localName}.${element.className} “${element.textContent.slice(0, 40)}” ${what}`,
      );
    };
    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth > width) found.push(`the page is ${scrollWidth} wide on a screen of ${width}`);
    for (const element of document.body.querySelectorAll("*")) {
      // Code keeps its lines and scrolls within itself.
      if (element.closest("pre, svg") || !element.checkVisibility({ visibilityProperty: true }))
        continue;
      const style = getComputedStyle(element);
      // Texts for screen readers only, and what waits above the edge until it has the focus.
      if (style.clipPath !== "none" || style.clip !== "auto" || element.closest("[href='#main']"))
        continue;
      const { left, right, width: own } = element.getBoundingClientRect();
      if (own > 0 && (right > width + 1 || left < -1)) {
        report(element, `reaches from ${Math.round(left)} to ${Math.round(right)}`);
      }
      const scrolls = /auto|scroll/.test(style.overflowX) && element.localName !== "textarea";
      if (scrolls && element.scrollWidth > element.clientWidth + 1)
        report(element, "scrolls sideways");
    }
    return found;
  });
}

function leaves(texts, path = "") {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === "string" ? [[path + name, value]] : leaves(value, `${path}${name}.`),
  );
}

/** English texts of the dashboard that a Hebrew page could show by mistake, as patterns. */
export async function englishPatterns() {
  const [english, hebrew] = await Promise.all(
    ["en", "he"].map(async (name) => leaves(JSON.parse(await readFile(`${kLocales}${name}.json`)))),
  );
  const translated = new Map(hebrew);
  const keys = english.map(([key]) => key);
  const texts = english
    .filter(([key, text]) => translated.get(key) !== text)
    .flatMap(([, text]) => text.split(/<\d>|<\/\d>/))
    .map((text) => text.trim())
    // With little more than a name in it, a pattern would fit what people write themselves.
    .filter(
      (text) => text.replace(/\{\{\w+\}\}|[^a-z]/gi, "").length >= (text.includes("{{") ? 4 : 2),
    );
  const escaped = (text) => text.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  const filled = (_, name) => (kNumbers.has(name) ? "[\\d.,]+" : ".+");
  const patterns = texts.map((text) => escaped(text).replace(/\{\{(\w+)\}\}/g, filled));
  return [...patterns, ...keys.map(escaped)].map((pattern) => `^${pattern}$`);
}

/** Texts, labels and hints of the page that are English or the name of a text. */
export function untranslated(place, patterns) {
  return place.evaluate((patterns) => {
    const english = patterns.map((pattern) => new RegExp(pattern, "u"));
    const found = new Set();
    const check = (text) => {
      const clean = text?.replace(/[\u2068\u2069]/g, "").trim();
      if (clean && english.some((pattern) => pattern.test(clean))) found.add(clean);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest("script, style"))
        check(walker.currentNode.data);
    }
    for (const element of document.body.querySelectorAll("*")) {
      for (const name of ["aria-label", "placeholder", "title", "alt"])
        check(element.getAttribute(name));
    }
    return [...found];
  }, patterns);
}
