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
  let other;
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
    // The guide is in English, and would look like a text that was not translated.
    const { items } = await asPerson(owner, "GET", `/bots/${bot.id}/sources`);
    for (const { id } of items) await asPerson(owner, "DELETE", `/bots/${bot.id}/sources/${id}`);
    const name = "A bot that answers everything about delivery, returns and the opening hours";
    other = await asPerson(owner, "POST", "/bots", { name, greeting: "?".repeat(200) });
    const key = { name: "מערכת הלקוחות", privileges: ["read_bots"], ranges: ["203.0.113.0/24"] };
    await asPerson(owner, "POST", "/keys", key);
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

  // The address, something to wait for that is there in every language, and what opens a dialog.
  const pages = () => [
    ["inbox", "/inbox", "[data-conversation-row]"],
    ["conversation", conversation, "article"],
    ["bots", "/bots", `a[href='/bots/${bot.id}']`],
    ["knowledge", `/bots/${bot.id}/knowledge`, "tbody tr"],
    ["teach", `/bots/${bot.id}/knowledge`, "tbody tr", "main .lucide-plus"],
    ["source", `/bots/${bot.id}/knowledge`, "tbody tr", "tbody bdi"],
    ["long-name", `/bots/${other.id}/knowledge`, "[role=tab]"],
    ["try", `/bots/${bot.id}/try`, "form input"],
    ["appearance", `/bots/${bot.id}/appearance`, "figure"],
    ["install", `/bots/${bot.id}/install`, "pre"],
    ["members", "/members", "tbody tr"],
    ["invite", "/members", "tbody tr", "main .lucide-user-plus"],
    ["security", "/security", "main h1"],
    ["audit", "/security#tab=audit", "tbody tr"],
    ["settings", "/settings", "main form"],
    ["keys", "/keys", "main article"],
    ["new-key", "/keys", "main article", "main .lucide-plus"],
    ["renew-key", "/keys", "main article", "main article button"],
    ["account", "/account", "main li"],
    ["guide", "/start", "main form"],
  ];
  const signedOut = [
    ["login", "/login", "form"],
    ["setup", "/setup", "pre"],
    ["join", "/join", "main, h1"],
  ];

  async function visit(page, [, path, sign, opens]) {
    await page.goto(path);
    await page.locator(sign).first().waitFor();
    if (opens) await page.locator(opens).first().click();
    await eventually(() => page.getByRole("dialog").count(), opens ? 1 : 0, `dialogs at ${path}`);
    await eventually(() => page.locator("[role=status][aria-label]").count(), 0);
    await page.evaluate(() => document.fonts.ready);
  }

  // All that is wrong on these pages, with the name of the page in front.
  async function faultsOf(page, places, look) {
    const faults = [];
    for (const place of places) {
      const [name] = place;
      const note = (found) => faults.push(...found.map((fault) => `${name}: ${fault}`));
      await visit(page, place);
      await stage.picture(page, `page-${name}-${look}`);
      note(await barriers(page));
      if (look === "dark-he") {
        note((await isDarkAndTurned(page)) ? [] : ["is not dark or not from right to left"]);
        note(await untranslated(page, patterns));
      }
      await page.setViewportSize(kNarrow);
      await stage.picture(page, `page-${name}-${look}-narrow`);
      note(await overflows(page));
      await page.setViewportSize(kWide);
    }
    return faults;
  }

  function isDarkAndTurned(page) {
    return page.evaluate(() => {
      const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/);
      return Number(red) < 60 && document.documentElement.dir === "rtl";
    });
  }

  it("is readable for everyone in light and English, and narrow", async () => {
    assert.deepEqual(await faultsOf(owner, pages(), "light"), []);
  });

  it("lets each text run in its own direction, while it is written too", async () => {
    await owner.goto(conversation);
    const field = owner.getByLabel("Reply to the visitor");
    const direction = () => field.evaluate((element) => getComputedStyle(element).direction);
    for (const [text, wanted] of [
      ["Good evening", "ltr"],
      ["ערב טוב", "rtl"],
    ]) {
      await field.fill(text);
      assert.equal(await direction(), wanted, text);
    }
    await field.fill("");
  });

  it("turns around when the language becomes Hebrew, without reloading", async () => {
    await owner.goto("/inbox");
    const rail = owner.getByRole("complementary").first();
    assert.ok((await rail.boundingBox()).x < kWide.width / 2, "the rail stands on the left");
    await owner.getByRole("button", { name: "Language" }).click();
    await owner.getByRole("menuitemradio", { name: "עברית" }).click();
    await eventually(() => owner.locator("html").getAttribute("dir"), "rtl");
    assert.ok((await rail.boundingBox()).x > kWide.width / 2, "the rail stands on the right");
  });

  it("is readable for everyone in the dark and in Hebrew, and narrow", async () => {
    await owner.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await faultsOf(owner, pages(), "dark-he"), []);
  });

  it("is readable before signing in as well", async () => {
    const looks = { light: ["en-GB", "light"], "dark-he": ["he-IL", "dark"] };
    for (const [look, [locale, colorScheme]] of Object.entries(looks)) {
      const page = await stage.person({ locale, colorScheme });
      await page.context().addInitScript(await axeScript());
      assert.deepEqual(await faultsOf(page, signedOut, look), []);
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
