// Failed attempts, the puzzle that follows them, and what an owner can ask of members.
import assert from "node:assert/strict";
import { after, afterEach, before, describe } from "node:test";
import { axeScript, barriers, overflows } from "./harness/inspection.js";
import { dismissNotices, kOwner, ownerAtInbox } from "./harness/dashboard.js";
import { eventually } from "./harness/eventually.js";
import { Stage } from "./harness/stage.js";
import { story } from "./harness/story.js";

const kRefused = /Failed to load resource.*(401|403)/;

describe("the puzzle of the login page", () => {
  const step = story((name) => stage.pictureAll(name));
  let stage;
  let owner;
  let page;

  before(async () => {
    stage = await Stage.open();
    owner = await ownerAtInbox(stage);
    page = await stage.person();
    await page.context().addInitScript(await axeScript());
    await page.goto("/login");
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  const attempt = async (email, password) => {
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("textbox", { name: "Password", exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  };

  step("three wrong passwords are refused without it", async () => {
    await stage.expecting(kRefused, async () => {
      for (const name of ["ann", "ben", "cat"]) {
        const answered = page.waitForResponse("**/api/v1/session");
        await attempt(`${name}@harbour.example`, "not the right one at all");
        assert.equal((await answered).status(), 401);
        await page.getByRole("alert").waitFor();
      }
    });
  });

  step("then the browser solves it in a worker and the person is in", async () => {
    const workers = [];
    page.on("worker", (worker) => workers.push(new URL(worker.url()).pathname));
    await stage.expecting(kRefused, async () => {
      await attempt(kOwner.email, kOwner.password);
      await page.getByText("Checking that a person is here").waitFor();
      assert.deepEqual(await barriers(page), []);
      await stage.picture(page, "puzzle");
      await page.waitForURL((url) => url.pathname !== "/login");
    });
    assert.ok(workers.length > 0, "no worker was started");
    assert.match(workers[0], /^\/assets\/pbkdf2-[\w-]+\.js$/);
  });

  step("an owner asks for longer passwords and shorter sessions", async () => {
    await owner.goto("/settings");
    await owner.getByLabel("Shortest password").fill("16");
    await owner.getByLabel("Idle minutes").fill("20");
    const words = owner.getByRole("combobox", { name: "Words that no password may contain" });
    await words.fill("lighthouse");
    await words.press("Enter");
    const section = owner.locator("section").filter({ hasText: "Rules for members" });
    await section.getByRole("button", { name: "Save" }).click();
    await owner.getByText("Saved.").waitFor();
    await dismissNotices(owner);
    await owner.reload();
    assert.equal(await owner.getByLabel("Shortest password").inputValue(), "16");
    assert.deepEqual(await overflows(owner), []);
    await stage.picture(owner, "rules");
  });

  step("the password form says so while one types", async () => {
    await owner.getByRole("textbox", { name: "New password" }).fill("brisk paper kite");
    await owner.getByRole("textbox", { name: "New password" }).fill("brisk kite 77");
    await owner.getByText("Too short: 16 characters are needed.").waitFor();
    await owner.getByRole("textbox", { name: "New password" }).fill("seven lighthouse kites fly");
    await owner.getByText("a word that your workspace does not allow").waitFor();
  });

  step("all other sessions end at once", async () => {
    await stage.expecting(/401|WebSocket|1008/, async () => {
      await owner.getByRole("button", { name: "End all others" }).click();
      await owner.getByText("Ended. That browser is signed out.").waitFor();
      // It waits for a second factor and hears of nothing before it asks.
      await page.reload();
      await page.waitForURL("**/login");
    });
  });

  step("a copied session is ended, and its owner reads why", async () => {
    const cookies = await owner.context().cookies();
    const thief = await stage.person({ userAgent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" });
    await thief.context().addCookies(cookies);
    await stage.expecting(/401|403|WebSocket|1008/, async () => {
      await thief.goto("/login");
      const status = await thief.evaluate(async () => (await fetch("/api/v1/session")).status);
      assert.equal(status, 401);
      await eventually(() => new URL(owner.url()).pathname, "/login");
      await owner.getByLabel("E-mail").fill(kOwner.email);
      await owner.getByRole("textbox", { name: "Password", exact: true }).fill(kOwner.password);
      await owner.getByRole("button", { name: "Sign in", exact: true }).click();
      await owner.getByRole("button", { name: "Continue with a passkey" }).click();
      await owner.waitForURL((url) => !["/login", "/second-factor"].includes(url.pathname));
    });
    await owner.goto("/security#tab=alerts");
    await owner.getByText("continued in another browser or system").waitFor();
    await stage.picture(owner, "alerts");
    await owner.getByRole("button", { name: "I have looked at it" }).click();
    await eventually(() => owner.getByText("New", { exact: true }).count(), 0);
  });
});
