// A key for a machine: made, shown once, used, renewed and revoked.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { dismissNotices, ownerAtInbox } from "./harness/dashboard.js";
import { axeScript, barriers, overflows } from "./harness/inspection.js";
import { Stage } from "./harness/stage.js";

const kNarrow = { width: 390, height: 844 };
const kWide = { width: 1280, height: 800 };
const kForm = /^ghk_[0-9a-z]{26}_[0-9A-Za-z]{49}$/;

describe("API keys", () => {
  let stage;
  let owner;
  let token;

  before(async () => {
    stage = await Stage.open();
    owner = await ownerAtInbox(stage);
    await owner.context().addInitScript(await axeScript());
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  async function look(name) {
    await stage.picture(owner, name);
    assert.deepEqual(await barriers(owner), [], name);
    await owner.setViewportSize(kNarrow);
    await stage.picture(owner, `${name}-narrow`);
    assert.deepEqual(await overflows(owner), [], name);
    await owner.setViewportSize(kWide);
  }
  const use = async (key) =>
    (await stage.server.call("GET", "/api/v1/bots", { token: key })).status;
  const shown = async () =>
    (await owner.getByRole("dialog").locator("pre").first().textContent()).trim();

  it("are found in the settings, where there are none yet", async () => {
    await owner.goto("/settings");
    await owner.getByRole("link", { name: "Manage keys" }).click();
    await owner.getByText("No key yet").waitFor();
    await look("keys-none");
  });

  it("are made with the least scope, and shown once", async () => {
    await owner.getByRole("button", { name: "New key" }).first().click();
    const dialog = owner.getByRole("dialog", { name: "New key" });
    await dialog.getByLabel("Name", { exact: false }).first().fill("Shop website");
    assert.ok(await dialog.getByRole("radio", { name: "Look at bots" }).isChecked());
    await dialog.getByText("See a bot, its settings and what it knows").waitFor();
    await look("keys-create");
    await dialog.getByRole("button", { name: "Make the key" }).click();
    await owner.getByText("Copy the key now.").waitFor();
    await look("keys-made");
    token = await shown();
    assert.match(token, kForm);
    assert.equal(await use(token), 200);
    await owner.getByRole("button", { name: "I have kept it" }).click();
    await owner.getByRole("article", { name: "Shop website" }).getByText("In force").waitFor();
    assert.equal(await owner.getByText(token).count(), 0);
    await look("keys-list");
  });

  it("go on by their old secret when they are renewed", async () => {
    await owner.getByRole("button", { name: "Renew the secret of “Shop website”" }).click();
    await look("keys-renew");
    await owner.getByRole("dialog").getByRole("button", { name: "Renew" }).click();
    await owner.getByText("Copy the key now.").waitFor();
    const renewed = await shown();
    assert.deepEqual([await use(token), await use(renewed)], [200, 200]);
    token = renewed;
    await owner.getByRole("button", { name: "I have kept it" }).click();
    await owner.getByText("old secret until").waitFor();
  });

  it("open nothing any more when they are revoked", async () => {
    await owner.getByRole("button", { name: "Revoke “Shop website”" }).click();
    await owner.getByText("is refused within a second").waitFor();
    await look("keys-revoke");
    await owner.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await owner.getByText("No key yet").waitFor();
    assert.equal(await use(token), 401);
    await dismissNotices(owner);
  });
});
