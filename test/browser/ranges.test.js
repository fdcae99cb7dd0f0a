// Whoever sees to access: from where the workspace may be used, and whether each right is still
// needed.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { asPerson, ownerAtInbox } from "./harness/dashboard.js";
import { eventually } from "./harness/eventually.js";
import { axeScript, barriers, overflows } from "./harness/inspection.js";
import { Stage } from "./harness/stage.js";

const kNarrow = { width: 390, height: 844 };
const kWide = { width: 1280, height: 800 };

describe("address ranges and access reviews", () => {
  let stage;
  let owner;

  before(async () => {
    stage = await Stage.open();
    owner = await ownerAtInbox(stage);
    await owner.context().addInitScript(await axeScript());
    for (const [name, role] of [
      ["Noa Night", "agent"],
      ["Amir Blum", "supervisor"],
    ]) {
      const email = `${role}@harbour.example`;
      const { link } = await asPerson(owner, "POST", "/invitations", { email, role });
      const token = new URL(link).hash.slice(1);
      await stage.server.call("POST", "/api/v1/invitations/accept", {
        body: { token, name, password: "nine copper violins hum" },
      });
    }
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  async function look(name) {
    await stage.picture(owner, name);
    assert.deepEqual(await barriers(owner), [], name);
    await owner.emulateMedia({ colorScheme: "dark" });
    await stage.picture(owner, `${name}-dark`);
    assert.deepEqual(await barriers(owner), [], `${name} in the dark`);
    await owner.emulateMedia({ colorScheme: "light" });
    await owner.setViewportSize(kNarrow);
    await stage.picture(owner, `${name}-narrow`);
    assert.deepEqual(await overflows(owner), [], name);
    await owner.setViewportSize(kWide);
  }

  it("says of a range what is wrong with it, and keeps what was written", async () => {
    await owner.goto("/settings");
    await owner.getByRole("link", { name: "Set address ranges" }).click();
    await owner.getByRole("radio", { name: "Members" }).check();
    await owner.getByRole("button", { name: "Add a range" }).click();
    await owner.getByLabel("Range 1", { exact: true }).fill("192.0.2.7/24");
    await owner.getByLabel("Label of range 1").fill("Warehouse");
    await stage.expecting(/400/, async () => {
      await owner.getByRole("button", { name: "Save" }).click();
      await owner.getByText("This is not the first address of its range.").waitFor();
    });
    await owner.getByLabel("Range 1", { exact: true }).fill("192.0.2.0/24");
    await owner.getByRole("button", { name: "Save" }).click();
    await owner.getByText("Your own address is not within these ranges").waitFor();
    await look("ranges-locked-out");
  });

  it("says who would be outside, and limits the workspace", async () => {
    await owner.getByRole("button", { name: "Add my address" }).click();
    await owner.getByRole("button", { name: "Who would be outside?" }).click();
    await owner.getByRole("heading", { name: "What would happen" }).waitFor();
    assert.equal(await owner.getByRole("row").filter({ hasText: "Inside" }).count(), 3);
    await look("ranges-preview");
    await owner.getByRole("button", { name: "Save" }).click();
    const dialog = owner.getByRole("dialog", { name: "Limit this workspace?" });
    await stage.picture(owner, "ranges-confirm");
    await dialog.getByRole("button", { name: "Limit it" }).click();
    await eventually(async () => (await asPerson(owner, "GET", "/workspace/address-ranges")).mode, "staff");
  });

  it("leads through a review by keyboard, and keeps signed evidence", async () => {
    await owner.goto("/members");
    await owner.getByRole("link", { name: "Access reviews" }).click();
    await owner.getByText("No review yet").waitFor();
    await owner.getByRole("button", { name: "Open a review" }).click();
    await owner.getByRole("menuitem", { name: "All members" }).click();
    await owner.getByText("0 of 3 decided").waitFor();
    await look("reviews-lines");
    const noa = owner.getByRole("article").filter({ hasText: "Noa Night" });
    await noa.focus();
    await owner.keyboard.press("1");
    await noa.getByText("Kept").waitFor();
    const amir = owner.getByRole("article").filter({ hasText: "Amir Blum" });
    await amir.focus();
    await owner.keyboard.press("2");
    const dialog = owner.getByRole("dialog", { name: "Reduce the rights of Amir Blum?" });
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Works on one bot only");
    await stage.picture(owner, "reviews-reduce");
    await dialog.getByRole("button", { name: "Reduce" }).click();
    await amir.getByText("Reduced to").waitFor();
    await owner.getByRole("button", { name: "Close the review" }).click();
    await owner.getByText("Nobody else could decide").waitFor();
    const download = owner.waitForEvent("download");
    await owner.getByRole("button", { name: "Signed evidence" }).click();
    assert.match((await download).suggestedFilename(), /^rev_.+\.json$/);
    await look("reviews-closed");
    await owner.goto("/reviews");
    await owner.getByText("3 of 3 decided").waitFor();
    await look("reviews-list");
  });
});
