// Second factors, from the first passkey of a new owner to the day when it is lost.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe } from "node:test";
import { carryAuthenticator, codeOf } from "./harness/authenticator.js";
import { dismissNotices, fillSetup, isLive, kOwner } from "./harness/dashboard.js";
import { eventually } from "./harness/eventually.js";
import { axeScript, barriers, overflows } from "./harness/inspection.js";
import { Stage } from "./harness/stage.js";
import { story } from "./harness/story.js";

const kNarrow = { width: 390, height: 844 };
const kWide = { width: 1280, height: 800 };
// As short as it can be, so that a test can wait for its end.
const kSettings = "[identity]\nstep_up_seconds = 5\n";

describe("a new owner", () => {
  const step = story((name) => stage.pictureAll(name));
  let stage;
  let page;
  let authenticator;
  let codes;
  let key;

  before(async () => {
    stage = await Stage.open({ settings: kSettings });
    page = await stage.person();
    await page.context().addInitScript(await axeScript());
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    authenticator = await carryAuthenticator(page);
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  async function isReadable(name) {
    await stage.picture(page, `factors-${name}`);
    assert.deepEqual(await barriers(page), [], name);
    await page.setViewportSize(kNarrow);
    await stage.picture(page, `factors-${name}-narrow`);
    assert.deepEqual(await overflows(page), [], name);
    await page.setViewportSize(kWide);
    await page.emulateMedia({ colorScheme: "dark" });
    await stage.picture(page, `factors-${name}-dark`);
    await page.emulateMedia({ colorScheme: "light" });
  }

  async function signOut() {
    // From a page that has no request under way.
    await page.goto("/account");
    await page.getByText("Second factors", { exact: true }).waitFor();
    await page.getByRole("button", { name: kOwner.name }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/login");
  }

  async function signInByPassword() {
    await page.getByLabel("E-mail").fill(kOwner.email);
    await page.getByRole("textbox", { name: "Password", exact: true }).fill(kOwner.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "One more step" }).waitFor();
  }

  /** Until what was shown counts no more for sensitive acts: five seconds, and one for the way. */
  async function proofGrowsOld() {
    const end = Date.now() + 6_000;
    await eventually(() => Date.now() > end, true);
  }

  step("is led to a passkey before anything else", async () => {
    await page.goto(await stage.server.setupLink());
    await fillSetup(page);
    await page.getByRole("button", { name: "Create the workspace" }).click();
    await page.getByRole("heading", { name: "Protect your account" }).waitFor();
    await isReadable("enrol");
    await page.goto("/inbox");
    await page.getByRole("heading", { name: "Protect your account" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/second-factor");
  });

  step("adds one, and keeps ten recovery codes", async () => {
    await page.getByRole("button", { name: "Add a passkey" }).click();
    const list = page.getByRole("list", { name: "Recovery codes" });
    await list.waitFor();
    codes = await list.getByRole("listitem").allTextContents();
    assert.equal(codes.length, 10);
    assert.equal((await authenticator.credentials()).length, 1);
    await isReadable("recovery");
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), codes.join("\n"));
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    const text = await readFile(await (await downloading).path(), "utf8");
    assert.ok(text.includes(codes[9]) && text.includes(kOwner.email), text);
    assert.ok(await page.getByRole("button", { name: "Continue" }).isDisabled());
    await page.getByLabel("I have kept them").check();
    await page.getByRole("button", { name: "Continue" }).click();
    // Where they wanted to go; the guide waits at the usual place.
    await page.waitForURL("**/inbox");
    await page.goto("/");
    await page.getByRole("button", { name: "Skip the guide" }).click();
    await page.waitForURL("**/inbox");
    await isLive(page);
  });

  step("signs in with the passkey alone", async () => {
    await signOut();
    await isReadable("login");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL("**/inbox");
    await isLive(page);
  });

  step("is asked once more before a sensitive act, and the act goes on by itself", async () => {
    await page.goto("/account");
    await page.getByRole("button", { name: "Add an authenticator app" }).waitFor();
    await isReadable("account");
    await proofGrowsOld();
    await stage.expecting(/status of 403/, async () => {
      await page.getByRole("button", { name: "Add an authenticator app" }).click();
      await page.getByRole("dialog", { name: "Is it you?" }).waitFor();
      await stage.picture(page, "factors-step-up");
      await page.getByRole("button", { name: "Continue with a passkey" }).click();
      await page.getByRole("img", { name: "QR code for your authenticator app" }).waitFor();
    });
  });

  step("adds an authenticator app by typing its key", async () => {
    await page.getByRole("button", { name: "I cannot scan it" }).click();
    key = await page.getByLabel("Key to type in").textContent();
    await isReadable("app");
    await stage.expecting(/status of 403/, async () => {
      await page.getByLabel("First code").fill("000000");
      await page.getByRole("button", { name: "Add the app" }).click();
      const prove = page.getByRole("button", { name: "Continue with a passkey" });
      const wrong = page.getByText("This code is not right");
      await prove.or(wrong).first().waitFor();
      if (await prove.isVisible()) await prove.click();
      await wrong.waitFor();
      await page.getByLabel("First code").fill(codeOf(key, -1));
      await page.getByRole("button", { name: "Add the app" }).click();
      const added = page.getByRole("listitem").getByText("Authenticator app", { exact: true });
      await prove.or(added).first().waitFor();
      if (await prove.isVisible()) await prove.click();
      await added.waitFor();
    });
    await dismissNotices(page);
  });

  step("signs in with password and code", async () => {
    await signOut();
    await signInByPassword();
    await isReadable("prove");
    await page.getByRole("button", { name: "Use your authenticator app" }).click();
    await stage.expecting(/status of 403/, async () => {
      await page.getByLabel("Code of your authenticator app").fill("123456");
      await page.getByRole("button", { name: "Continue", exact: true }).click();
      await page.getByText("This code is not right").waitFor();
    });
    await stage.picture(page, "factors-wrong-code");
    await page.getByLabel("Code of your authenticator app").fill(codeOf(key));
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.waitForURL("**/inbox");
    await isLive(page);
  });

  step("signs in with a recovery code when the phone is gone", async () => {
    await signOut();
    await authenticator.putAway();
    await signInByPassword();
    await page.getByRole("button", { name: "Use a recovery code" }).click();
    await page.getByLabel("Recovery code").fill(codes[0].toUpperCase());
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.waitForURL("**/inbox");
    await page.goto("/account");
    await page.getByText("9 codes are left.").waitFor();
  });

  step("sees on the members page how many have one, and can require it", async () => {
    await page.goto("/members");
    await page.getByText("1 of 1 member has a second factor").waitFor();
    await isReadable("members");
    await page.getByRole("switch", { name: "Required for everybody" }).click();
    await page.getByText("Everybody has one already.").waitFor();
    await stage.picture(page, "factors-require");
    await page.getByRole("button", { name: "Cancel" }).click();
  });

  step("reads all of it in Hebrew", async () => {
    await page.getByRole("button", { name: "Language" }).click();
    await page.getByRole("menuitemradio", { name: "עברית" }).click();
    await eventually(() => page.locator("html").getAttribute("dir"), "rtl");
    await page.goto("/account");
    await page.getByRole("heading", { name: "קודי שחזור" }).waitFor();
    await isReadable("account-he");
  });
});
