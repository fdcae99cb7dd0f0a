// A role of one's own, somebody in it, and a bot that comes and goes under their eyes.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { asPerson, ownerAtInbox, rows } from "./harness/dashboard.js";
import { eventually } from "./harness/eventually.js";
import { axeScript, barriers, overflows } from "./harness/inspection.js";
import { Stage } from "./harness/stage.js";

const kNarrow = { width: 390, height: 844 };
const kWide = { width: 1280, height: 800 };

describe("roles and grants", () => {
  let stage;
  let owner;
  let member;
  let bot;

  before(async () => {
    stage = await Stage.open();
    owner = await ownerAtInbox(stage);
    await owner.context().addInitScript(await axeScript());
    bot = (await asPerson(owner, "GET", "/bots")).items[0];
    const path = `/widget/v1/${bot.widget}`;
    const { token } = (
      await stage.server.call("POST", `${path}/visitors`, { body: { page: null } })
    ).json;
    const body = { client_id: "the-first-message", text: "Is anybody there?" };
    await stage.server.call("POST", `${path}/messages`, { body, token });
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  async function look(page, name) {
    await stage.picture(page, name);
    assert.deepEqual(await barriers(page), [], name);
    await page.setViewportSize(kNarrow);
    await stage.picture(page, `${name}-narrow`);
    assert.deepEqual(await overflows(page), [], name);
    await page.setViewportSize(kWide);
  }

  it("shows what each role may do, and lets the owner make another", async () => {
    await owner.goto("/members");
    await owner.getByRole("link", { name: "Roles" }).click();
    const matrix = owner.getByRole("region", { name: "Roles and their rights" });
    await matrix.getByRole("columnheader", { name: "Supervisor" }).waitFor();
    assert.equal(await matrix.getByRole("rowheader").count(), 22);
    await owner.getByRole("button", { name: "New role" }).click();
    await owner.getByLabel("Name").fill("Night shift");
    await owner.getByRole("checkbox", { name: "Reply" }).check();
    assert.ok(await owner.getByRole("checkbox", { name: "See conversations" }).isChecked());
    await look(owner, "roles-editor");
    await owner.getByRole("button", { name: "Save" }).click();
    await matrix.getByRole("columnheader", { name: "Night shift" }).waitFor();
    await look(owner, "roles-matrix");
  });

  it("brings somebody in who sees nothing yet and is told why", async () => {
    await owner.goto("/members");
    await owner.getByRole("button", { name: "Invite someone" }).click();
    await owner.getByLabel("E-mail").fill("noa@harbour.example");
    await owner.getByRole("combobox", { name: "Role" }).click();
    await owner.getByRole("option", { name: "Night shift" }).click();
    await look(owner, "roles-invite");
    await owner.getByRole("button", { name: "Make an invitation link" }).click();
    const link = await owner.getByRole("dialog").locator("pre, code").first().textContent();
    member = await stage.person();
    await member.goto(link.trim());
    await member.getByText("Your role: Night shift.").waitFor();
    await member.getByLabel("Your name").fill("Noa Night");
    await member.getByRole("textbox", { name: "Password", exact: true }).fill("nine copper violins hum");
    await member.getByRole("button", { name: "Join" }).click();
    await member.getByText("No bot has been granted to you yet.").waitFor();
    assert.equal(await rows(member).count(), 0);
    assert.equal(await member.getByRole("link", { name: "Members" }).count(), 0);
    await stage.picture(member, "roles-nothing-granted");
  });

  it("opens a bot to them at once, and closes it again", async () => {
    await owner.goto("/members");
    await owner.getByRole("button", { name: "Bots of Noa Night" }).click();
    const grants = owner.getByRole("region", { name: bot.name });
    await grants.getByText("Reply", { exact: true }).click();
    await eventually(() => rows(member).count(), 1);
    assert.equal(await member.getByText("No bot has been granted to you yet.").count(), 0);
    await look(owner, "roles-grants");
    await grants.getByRole("button", { name: "Take everything away" }).click();
    await eventually(() => rows(member).count(), 0);
    await member.getByText("No bot has been granted to you yet.").waitFor();
  });

  it("says what somebody gains and loses before their role changes", async () => {
    await owner.goto("/members");
    await owner.getByRole("combobox", { name: "Role of Noa Night" }).click();
    await owner.getByRole("option", { name: "Auditor" }).click();
    const dialog = owner.getByRole("dialog");
    await dialog.getByText("Read the audit log").waitFor();
    await dialog.getByText("They may no longer:").waitFor();
    await look(owner, "roles-change");
    // Their page learns of it by being refused.
    await stage.expecting(/401/, async () => {
      await dialog.getByLabel("Reason").fill("Leads the night shift");
      await dialog.getByRole("button", { name: "Change role" }).click();
      await member.waitForURL("**/login");
    });
  });

  it("keeps a role that is held, and says by whom", async () => {
    const roles = await asPerson(owner, "GET", "/roles");
    const role = roles.items.find(({ name }) => name === "Night shift");
    const members = await asPerson(owner, "GET", "/members");
    const noa = members.items.find(({ name }) => name === "Noa Night");
    await asPerson(owner, "PATCH", `/members/${noa.person}`, {
      role: role.key,
      reason: "a test",
    });
    await owner.goto("/roles");
    await owner.getByRole("button", { name: "Actions for “Night shift”" }).click();
    await owner.getByRole("menuitem", { name: "Delete" }).click();
    await owner.getByText("These members hold it: Noa Night.").waitFor();
    await look(owner, "roles-held");
  });

  it("is readable in the dark and in Hebrew", async () => {
    const page = owner;
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto("/roles");
    await page.getByRole("button", { name: "Language" }).click();
    await page.getByRole("menuitemradio", { name: "עברית" }).click();
    await page.getByRole("columnheader", { name: "ראש צוות" }).waitFor();
    await look(page, "roles-matrix-dark-he");
    await page.goto("/members");
    await page.getByRole("button", { name: /^הבוטים של .?Noa Night/ }).click();
    await page.getByRole("region", { name: bot.name }).waitFor();
    await look(page, "roles-grants-dark-he");
  });
});
