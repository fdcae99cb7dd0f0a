// The inbox without a mouse.
import assert from "node:assert/strict";
import { after, afterEach, before, describe } from "node:test";
import { asPerson, kOwner, ownerAtInbox, rows, thread } from "./harness/dashboard.js";
import { eventually } from "./harness/eventually.js";
import { Stage } from "./harness/stage.js";
import { story } from "./harness/story.js";

const kQuestions = [
  "How do I make a backup?",
  "How do I embed the widget?",
  "What is a private note?",
];

describe("the keyboard", () => {
  const step = story((name) => stage.pictureAll(name));
  let stage;
  let page;

  before(async () => {
    stage = await Stage.open();
    page = await ownerAtInbox(stage);
    const { items } = await asPerson(page, "GET", "/bots");
    const path = `/widget/v1/${items[0].widget}`;
    for (const [index, text] of kQuestions.entries()) {
      const made = await stage.server.call("POST", `${path}/visitors`, { body: { page: null } });
      const body = { client_id: `question-${index}`, text };
      await stage.server.call("POST", `${path}/messages`, { body, token: made.json.token });
      // One after the other, so that the order of the list is known.
      await eventually(() => rows(page).count(), index + 1);
    }
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  const press = (...keys) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  const focusedRow = () =>
    page.evaluate(() => {
      const all = [...document.querySelectorAll("[data-conversation-row]")];
      return all.indexOf(document.activeElement);
    });
  const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);
  const reply = () => page.getByLabel("Reply to the visitor");
  const path = () => new URL(page.url()).pathname;

  step("moves through the list with J and K and stops at its ends", async () => {
    await press("j");
    assert.equal(await focusedRow(), 0);
    await press("j", "j", "j");
    assert.equal(await focusedRow(), 2);
    await press("k");
    assert.equal(await focusedRow(), 1);
    await press("k", "k");
    assert.equal(await focusedRow(), 0);
    await stage.picture(page, "shortcuts-row");
  });

  step("opens the conversation with Enter", async () => {
    await press("j", "Enter");
    await thread(page).getByText(kQuestions[1]).waitFor();
    assert.match(path(), /^\/inbox\/conv_/);
  });

  step("works with a Hebrew keyboard layout", async () => {
    // The key with the J on it gives a Yod there.
    const client = await page.context().newCDPSession(page);
    const key = { key: "ח", code: "KeyJ", windowsVirtualKeyCode: 74 };
    await client.send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
    await client.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
    assert.equal(await focusedRow(), 2);
    await press("k");
    assert.equal(await focusedRow(), 1);
  });

  step("takes over and replies with R", async () => {
    await press("r");
    await eventually(() => page.evaluate(() => document.activeElement?.textContent), "Take over");
    await press("Enter");
    await reply().waitFor();
    await press("r");
    await eventually(() => isFocused(reply()), true);
    await page.keyboard.type("Just by copying two lines: jken?/r");
    assert.equal(await reply().inputValue(), "Just by copying two lines: jken?/r");
    await press("Shift+Enter");
    await page.keyboard.type("Shall I show you?");
    await press("Enter");
    await thread(page).getByText("Shall I show you?").waitFor();
    assert.equal(await reply().inputValue(), "");
  });

  step("leaves the field with Escape and writes a note with N", async () => {
    await press("Escape");
    await eventually(() => isFocused(reply()), false);
    await press("n");
    const note = page.getByRole("textbox", { name: "Private note" });
    await eventually(() => isFocused(note), true);
    await page.keyboard.type("Seems to be a new customer.");
    await press("Enter");
    await thread(page).getByText("Seems to be a new customer.").waitFor();
    await stage.picture(page, "shortcuts-note");
    await press("Escape");
  });

  step("closes the conversation with E", async () => {
    await press("e");
    await thread(page).getByText(`${kOwner.name} closed the conversation`).waitFor();
    await eventually(() => rows(page).count(), 2);
  });

  step("leaves the conversation with Escape", async () => {
    await press("Escape");
    await page.getByText("Choose a conversation").waitFor();
    assert.equal(path(), "/inbox");
  });

  step("searches with the slash", async () => {
    await press("/");
    const search = page.getByRole("searchbox", { name: "Search conversations" });
    await eventually(() => isFocused(search), true);
    await page.keyboard.type("backup");
    await eventually(() => rows(page).count(), 1);
    await stage.picture(page, "shortcuts-search");
    await page.waitForURL("**/inbox#q=backup");
    await page.reload();
    await eventually(() => rows(page).count(), 1, "a search survives a reload");
    assert.equal(await search.inputValue(), "backup");
    await page.getByRole("link", { name: "Inbox" }).click();
    await eventually(() => rows(page).count(), 2, "the whole inbox");
    assert.equal(await search.inputValue(), "", "the field shows what is searched");
    await search.fill("private");
    await eventually(() => rows(page).count(), 1);
    await search.fill("");
    await eventually(() => rows(page).count(), 2);
    await press("Escape");
    await eventually(() => isFocused(search), false);
  });

  step("lists the shortcuts with the question mark", async () => {
    await press("?");
    const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await help.getByText("Write a private note").waitFor();
    await stage.picture(page, "shortcuts-help");
    await press("e");
    await press("Escape");
    await help.waitFor({ state: "hidden" });
    assert.equal(await rows(page).count(), 2, "keys meant for the dialog close nothing");
  });

  step("jumps anywhere with Ctrl+K", async () => {
    await press("Control+k");
    const palette = page.getByPlaceholder("Where to, or what to do?");
    await eventually(() => isFocused(palette), true);
    await stage.picture(page, "shortcuts-palette");
    await page.keyboard.type("secur");
    await press("Enter");
    await page.getByRole("heading", { name: "Security", level: 1 }).waitFor();
    assert.equal(path(), "/security");
    await palette.waitFor({ state: "detached" });
    await press("Control+k");
    await eventually(() => isFocused(palette), true);
    await page.keyboard.type("shortcuts");
    await press("Enter");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    assert.equal(path(), "/inbox");
  });
});
