// A server, a browser and the people at it. Whatever a page complains about fails the test in which
// it happened: a violated content policy, an exception, an error on the console.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Server } from "./server.js";

const kChromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const kPictures = fileURLToPath(new URL("../../../build/screenshots/", import.meta.url));
const kSwitches = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const kWide = { width: 1280, height: 800 };
const kPatienceMs = 10_000;

function reportViolations() {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(
      `policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`,
    );
  });
}

export class Stage {
  server;
  #browser;
  #contexts = [];
  #complaints = [];
  #expected = [];

  static async open({ settings } = {}) {
    const stage = new Stage();
    stage.server = await Server.start(settings);
    try {
      const trusted = await stage.server.trustedKey();
      stage.#browser = await chromium.launch({
        executablePath: kChromium,
        args: [...kSwitches, `--ignore-certificate-errors-spki-list=${trusted}`],
      });
    } catch (error) {
      await stage.server.stop();
      throw error;
    }
    return stage;
  }

  /** A browser of its own for one person: nothing is shared with the others. */
  async person(options = {}) {
    const context = await this.#browser.newContext({
      baseURL: this.server.origin,
      viewport: kWide,
      locale: "en-GB",
      colorScheme: "light",
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(kPatienceMs);
    context.on("console", (message) => {
      if (message.type() === "error") this.#complain(message.location().url, message.text());
    });
    context.on("weberror", (error) => this.#complain(error.page()?.url(), `${error.error()}`));
    await context.addInitScript(reportViolations);
    this.#contexts.push(context);
    return context.newPage();
  }

  /** While `act` runs, complaints that match are part of the story; they are returned. */
  async expecting(pattern, act) {
    const allowance = { pattern, heard: [] };
    this.#expected.push(allowance);
    try {
      await act();
      await this.#listen();
    } finally {
      this.#expected.splice(this.#expected.indexOf(allowance), 1);
    }
    return allowance.heard;
  }

  /** For afterEach. */
  async assertQuiet() {
    await this.#listen();
    assert.deepEqual(this.#complaints.splice(0), [], "A page complained.");
  }

  async picture(page, name) {
    await mkdir(kPictures, { recursive: true });
    await page.screenshot({ path: `${kPictures}${name}.png`, animations: "disabled" });
  }

  /** What everybody sees at this moment, for whoever has to find out why a test failed. */
  async pictureAll(name) {
    for (const [index, page] of this.#pages().entries()) {
      await this.picture(page, `failed-${name.replace(/\W+/g, "-")}-${index}`).catch(
        () => undefined,
      );
    }
  }

  async close() {
    await this.#browser.close();
    await this.server.stop();
  }

  #complain(where, text) {
    const allowance = this.#expected.find(({ pattern }) => pattern.test(text));
    if (allowance) allowance.heard.push(text);
    else this.#complaints.push(`${where}: ${text}`);
  }

  // Complaints come in order with the answers of the page that made them.
  async #listen() {
    await Promise.all(this.#pages().map((page) => page.evaluate(() => 0).catch(() => 0)));
  }

  #pages() {
    return this.#contexts.flatMap((context) => context.pages());
  }
}
