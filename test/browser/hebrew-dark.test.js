// Every page as others see it: in Hebrew from right to left, in the dark, on a telephone, and with
// a screen reader.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { asPerson, openFirst, ownerAtInbox, rows } from "./harness/dashboard.js";
import { eventually } from "./harness/eventually.js";
import {
  axeScript,
  barriers,
  englishPatterns,
  overflows,
  untranslated,
} from "./harness/inspection.js";
import { Stage } from "./harness/stage.js";
import { Widget } from "./harness/widget.js";

const kNarrow = { width: 390, height: 844 };
const kWide = { width: 1280, height: 800 };
const kDelivery =
  "המשלוח מגיע בתוך שני ימי עסקים. המשלוח חינם בהזמנות מעל 200 שקלים. אפשר להחזיר ספרים בתוך 14 יום.";

describe("every page", () => {
  let stage;
  let owner;
  let patterns;
  let bot;
  let conversation;

  before(async () => {
    stage = await Stage.open();
    owner = await ownerAtInbox(stage);
    await owner.context().addInitScript(await axeScript());
    patterns = await englishPatterns();
    await furnish();
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  // A Hebrew bot on the demo page, one conversation with it, a colleague who was invited.
  async function furnish() {
    bot = (await asPerson(owner, "GET", "/bots")).items[0];
    await asPerson(owner, "PATCH", `/bots/${bot.id}`, {
      name: "מדריך החנות",
      greeting: "שלום! אפשר לשאול אותי על משלוחים והחזרות.",
      language: "he",
    });
    const source = { kind: "text", title: "משלוחים והחזרות", text: kDelivery };
    await asPerson(owner, "POST", `/bots/${bot.id}/sources`, source);
    const path = `/widget/v1/${bot.widget}`;
    const page =
      "https://www.harbour.example/books/a-long-way-to-the-harbour-and-back-again/second-edition";
    const { token } = (await stage.server.call("POST", `${path}/visitors`, { body: { page } }))
      .json;
    for (const [index, text] of [
      "תוך כמה זמן מגיע המשלוח?",
      "Do you deliver to Haifa on Saturdays, too?",
    ].entries()) {
      const body = { client_id: `message-${index}`, text };
      await stage.server.call("POST", `${path}/messages`, { body, token });
    }
    await stage.server.call("POST", `${path}/person`, { body: {}, token });
    await eventually(() => rows(owner).count(), 1);
    await openFirst(owner);
    conversation = new URL(owner.url()).pathname;
    await owner.getByRole("button", { name: "Take over" }).first().click();
    const field = owner.getByLabel("Reply to the visitor");
    await field.fill("Yes, we do, from 20:00 on.");
    await field.press("Enter");
  }

  // The address, and something to wait for that is there in every language.
  const pages = () => [
    ["inbox", "/inbox", "[data-conversation-row]"],
    ["conversation", conversation, "article"],
    ["bots", "/bots", `a[href='/bots/${bot.id}']`],
    ["knowledge", `/bots/${bot.id}/knowledge`, "tbody tr"],
    ["try", `/bots/${bot.id}/try`, "form input"],
    ["appearance", `/bots/${bot.id}/appearance`, "figure"],
    ["install", `/bots/${bot.id}/install`, "pre"],
    ["members", "/members", "tbody tr"],
    ["security", "/security", "main h1"],
    ["audit", "/security?tab=audit", "main h1"],
    ["settings", "/settings", "main form"],
    ["guide", "/start", "main form"],
  ];
  const signedOut = [
    ["login", "/login", "form"],
    ["setup", "/setup", "pre"],
    ["join", "/join", "main, h1"],
  ];

  async function visit(page, [, path, sign]) {
    await page.goto(path);
    await page.locator(sign).first().waitFor();
    await page
      .locator("[role=status][aria-label]")
      .waitFor({ state: "detached" })
      .catch(() => undefined);
    await page.evaluate(() => document.fonts.ready);
  }

  async function inspect(page, place, look) {
    await visit(page, place);
    const [name] = place;
    await stage.picture(page, `page-${name}-${look}`);
    assert.deepEqual(await barriers(page), [], `axe-core on ${name}, ${look}`);
  }

  async function inspectNarrow(page, [name], look) {
    await page.setViewportSize(kNarrow);
    await stage.picture(page, `page-${name}-${look}-narrow`);
    assert.deepEqual(await overflows(page), [], `${name}, ${look}, narrow`);
    await page.setViewportSize(kWide);
  }

  async function inspectHebrew(page, place) {
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    assert.deepEqual(await untranslated(page, patterns), [], `${place[0]} in Hebrew`);
  }

  it("is readable for everyone in light and English, and narrow", async () => {
    for (const place of pages()) {
      await inspect(owner, place, "light");
      await inspectNarrow(owner, place, "light");
    }
  });

  it("turns around when the language becomes Hebrew, without reloading", async () => {
    await owner.goto("/inbox");
    await owner.getByRole("button", { name: "Language" }).click();
    await owner.getByRole("menuitemradio", { name: "עברית" }).click();
    await owner
      .getByRole("heading", { name: "שיחות" })
      .or(owner.locator("html[dir=rtl]"))
      .first()
      .waitFor();
    await eventually(() => owner.locator("html").getAttribute("dir"), "rtl");
    const rail = await owner.getByRole("complementary").first().boundingBox();
    assert.ok(rail.x > kWide.width / 2, "the rail stands on the right");
  });

  it("is readable for everyone in the dark and in Hebrew, and narrow", async () => {
    await owner.emulateMedia({ colorScheme: "dark" });
    for (const place of pages()) {
      await inspect(owner, place, "dark-he");
      const ground = await owner.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.match(ground, /^rgb\((\d|[1-5]\d), /, `${place[0]} has a dark ground`);
      await inspectHebrew(owner, place);
      await inspectNarrow(owner, place, "dark-he");
    }
  });

  it("is readable before signing in as well", async () => {
    for (const [look, options] of [
      ["light", { locale: "en-GB", colorScheme: "light" }],
      ["dark-he", { locale: "he-IL", colorScheme: "dark" }],
    ]) {
      const page = await stage.person(options);
      await page.context().addInitScript(await axeScript());
      for (const place of signedOut) {
        await inspect(page, place, look);
        if (look === "dark-he") await inspectHebrew(page, place);
        await inspectNarrow(page, place, look);
      }
      await page.context().close();
    }
  });

  it("has a widget that speaks the bot's language, in light, dark and narrow", async () => {
    for (const [look, options] of [
      ["light", { colorScheme: "light" }],
      ["dark", { colorScheme: "dark" }],
      ["narrow", { colorScheme: "dark", viewport: kNarrow }],
    ]) {
      const page = await stage.person(options);
      await page.context().addInitScript(await axeScript());
      await page.goto("/demo");
      assert.deepEqual(await overflows(page), [], `demo page, ${look}`);
      assert.deepEqual(await barriers(page), [], `axe-core on the demo page, ${look}`);
      const widget = new Widget(page);
      await widget.openByPointer();
      await widget.say("תוך כמה זמן מגיע המשלוח?");
      await widget.sees("המשלוח מגיע בתוך שני ימי עסקים.");
      await widget.say("מי ניצח במשחק הכדורגל אתמול?");
      await widget.frame.getByRole("button", { name: "לשיחה עם נציג" }).click();
      await widget.sees("ביקשת לדבר עם נציג.");
      assert.equal(await widget.frame.locator("html").getAttribute("dir"), "rtl");
      assert.deepEqual(await barriers(widget.frame), [], `axe-core on the widget, ${look}`);
      assert.deepEqual(await overflows(widget.frame), [], `the widget, ${look}`);
      await stage.picture(page, `widget-he-${look}`);
      await page.context().close();
    }
  });
});
