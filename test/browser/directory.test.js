// A company's directory brings somebody in, gives them a role and lets them go; people see it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { asPerson, dismissNotices, ownerAtInbox } from "./harness/dashboard.js";
import { axeScript, barriers, overflows } from "./harness/inspection.js";
import { Stage } from "./harness/stage.js";

const kNarrow = { width: 390, height: 844 };
const kWide = { width: 1280, height: 800 };

describe("a company's directory", () => {
  let stage;
  let owner;
  let token;
  let user;

  before(async () => {
    stage = await Stage.open();
    owner = await ownerAtInbox(stage);
    await owner.context().addInitScript(await axeScript());
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  async function look(name) {
    await dismissNotices(owner);
    await stage.picture(owner, name);
    assert.deepEqual(await barriers(owner), [], name);
    await owner.setViewportSize(kNarrow);
    await stage.picture(owner, `${name}-narrow`);
    assert.deepEqual(await overflows(owner), [], name);
    await owner.setViewportSize(kWide);
  }
  // As the directory does, with its key.
  async function scim(method, path, body) {
    const answer = await stage.server.call(method, `/scim/v2${path}`, { body, token });
    assert.ok(answer.status < 300, JSON.stringify(answer.json));
    return answer.json;
  }

  it("is connected with an address and a key", async () => {
    await owner.goto("/members");
    await owner.getByRole("link", { name: "Directory" }).click();
    await owner.getByText("No groups yet").waitFor();
    await owner.getByText("/scim/v2").waitFor();
    await look("directory-empty");
    const { privileges } = await asPerson(owner, "GET", "/session");
    ({ token } = await asPerson(owner, "POST", "/keys", { name: "Directory", privileges }));
  });

  it("sends people and groups, which give the roles that were chosen for them", async () => {
    user = await scim("POST", "/Users", { userName: "noa@harbour.example", displayName: "Noa Lane" });
    const members = [{ value: user.id }];
    await scim("POST", "/Groups", { displayName: "Chat team leads", members });
    await owner.reload();
    await owner.getByRole("combobox", { name: "Role of the group Chat team leads" }).click();
    await owner.getByRole("option", { name: "Supervisor" }).click();
    await owner.getByText("Chat team leads: in force from now on.").waitFor();
    await look("directory");
    await owner.goto("/members");
    await owner.getByText("From the directory").first().waitFor();
    const role = owner.getByRole("combobox", { name: "Role of Noa Lane" });
    assert.equal(await role.inputValue(), "Supervisor");
    await look("members-directory");
  });

  it("asks for a reason before a role changes by hand", async () => {
    await owner.getByRole("combobox", { name: "Role of Noa Lane" }).click();
    await owner.getByRole("option", { name: "Agent" }).click();
    const dialog = owner.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: "Change role" });
    assert.ok(await confirm.isDisabled());
    await look("members-role-reason");
    await dialog.getByLabel("Reason").fill("Moved to another team");
    await confirm.click();
    await dialog.waitFor({ state: "hidden" });
  });

  it("ends somebody's access, and the proof of it can be read", async () => {
    const Operations = [{ op: "replace", path: "active", value: false }];
    await scim("PATCH", `/Users/${user.id}`, { Operations });
    await owner.reload();
    await owner.getByText("No access").first().waitFor();
    await owner.getByRole("heading", { name: "Leaving" }).waitFor();
    await look("members-left");
  });

  it("is readable in the dark and in Hebrew", async () => {
    await owner.emulateMedia({ colorScheme: "dark" });
    await owner.goto("/directory");
    await owner.getByRole("button", { name: "Language" }).click();
    await owner.getByRole("menuitemradio", { name: "עברית" }).click();
    await owner.getByRole("heading", { name: "קבוצות ותפקידים" }).waitFor();
    await look("directory-dark-he");
    await owner.goto("/members");
    await owner.getByRole("heading", { name: "עזיבות" }).waitFor();
    await look("members-left-dark-he");
  });
});
