// A lost password, open invitations and a new address, on a server without mail.
import { after, afterEach, before, describe } from "node:test";
import { asPerson, ownerAtInbox } from "./harness/dashboard.js";
import { Stage } from "./harness/stage.js";
import { story } from "./harness/story.js";

const kAgent = "amir@harbour.example";
const kPassword = "nine copper violins hum";
const kNewPassword = "eleven velvet harbours sing";

describe("a lost password", () => {
  const step = story((name) => stage.pictureAll(name));
  let stage;
  let owner;
  let agent;
  let link;

  const linkShown = (page) => page.getByRole("dialog").locator("pre").innerText();

  before(async () => {
    stage = await Stage.open();
    owner = await ownerAtInbox(stage);
    agent = await stage.person();
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  step("an invitation stays open until it is used", async () => {
    await owner.goto("/members");
    await owner.getByRole("button", { name: "Invite someone" }).click();
    await owner.getByRole("dialog").getByLabel("E-mail").fill(kAgent);
    await owner.getByRole("button", { name: "Make an invitation link" }).click();
    await linkShown(owner);
    await owner.getByRole("button", { name: "Done" }).click();
    await owner.getByRole("heading", { name: "Open invitations" }).waitFor();
    await stage.picture(owner, "members-open-invitations");
    const wide = owner.viewportSize();
    await owner.setViewportSize({ width: 390, height: 844 });
    await stage.picture(owner, "members-open-invitations-narrow");
    await owner.setViewportSize(wide);
    await owner.getByRole("button", { name: `Invite ${kAgent} again` }).click();
    link = await linkShown(owner);
    await owner.getByRole("button", { name: "Done" }).click();

    await agent.goto(link);
    await agent.getByLabel("Your name").fill("Amir");
    await agent.getByRole("textbox", { name: "Password", exact: true }).fill(kPassword);
    await agent.getByRole("button", { name: "Join" }).click();
    await agent.waitForURL("**/inbox");
    await owner.reload();
    await owner.getByText(kAgent).waitFor();
    await owner.getByRole("heading", { name: "Open invitations" }).waitFor({ state: "hidden" });
  });

  step("another invitation is withdrawn", async () => {
    const wish = { email: "later@harbour.example", role: "agent", language: "en" };
    await asPerson(owner, "POST", "/invitations", wish);
    await owner.reload();
    await owner.getByRole("button", { name: /^Withdraw the invitation of later/ }).click();
    await owner.getByText("The invitation of later@harbour.example was withdrawn.").waitFor();
    await owner.getByRole("heading", { name: "Open invitations" }).waitFor({ state: "hidden" });
  });

  step("whoever asks for a link is told the same whether or not they are known", async () => {
    await agent.context().clearCookies();
    await agent.goto("/login");
    await agent.getByRole("link", { name: "Forgot your password?" }).click();
    await agent.waitForURL("**/reset");
    for (const email of [kAgent, "nobody@harbour.example"]) {
      await agent.getByLabel("E-mail").fill(email);
      await stage.picture(agent, "reset-ask");
      await agent.getByRole("button", { name: "Send the link" }).click();
      await agent.getByText(`If ${email} has an account here`).waitFor();
      await stage.picture(agent, "reset-asked");
      await agent.getByRole("button", { name: "Use another address" }).click();
    }
  });

  step("the owner makes a link and is shown it once", async () => {
    await owner.getByRole("button", { name: "New password for Amir" }).click();
    await stage.picture(owner, "reset-member");
    await owner.getByRole("button", { name: "Make the link" }).click();
    link = await linkShown(owner);
    await stage.picture(owner, "reset-member-link");
    await owner.getByRole("button", { name: "Done" }).click();
  });

  step("the link asks for a good password", async () => {
    await agent.goto("about:blank");
    await agent.goto(link);
    await agent.getByText(`For ${kAgent} in Harbour Books.`).waitFor();
    const field = agent.getByRole("textbox", { name: "New password" });
    await field.fill("password");
    await agent.getByText("Very weak").waitFor();
    await stage.picture(agent, "reset-weak");
    await stage.expecting(/status of 400/, async () => {
      await agent.getByRole("button", { name: "Set the password" }).click();
      await agent.getByText("This password is too easy to guess.").waitFor();
    });
    await field.fill(kNewPassword);
    await agent.getByText(/^(Good|Strong)$/).waitFor();
    await agent.getByRole("button", { name: "Set the password" }).click();
    await agent.getByText("Your password is set").waitFor();
    await stage.picture(agent, "reset-done");
  });

  step("nobody is signed in by it; the new password is", async () => {
    await agent.getByRole("link", { name: "Sign in" }).click();
    await agent.getByLabel("E-mail").fill(kAgent);
    await agent.getByRole("textbox", { name: "Password", exact: true }).fill(kNewPassword);
    await agent.getByRole("button", { name: "Sign in", exact: true }).click();
    await agent.waitForURL("**/inbox");
  });

  step("the link does not work a second time", async () => {
    const other = await stage.person({ locale: "he-IL", colorScheme: "dark" });
    await stage.expecting(/status of 404/, async () => {
      await other.goto(link);
      await other.getByText("הקישור אינו פועל").waitFor();
    });
    await stage.picture(other, "reset-over-hebrew-dark");
    await other.getByRole("button", { name: "בקשת קישור חדש" }).click();
    await other.getByRole("button", { name: "שליחת הקישור" }).waitFor();
    await stage.picture(other, "reset-ask-hebrew-dark");
    await other.close();
  });

  step("a new address cannot be confirmed without mail, and that is said", async () => {
    await agent.goto("/settings");
    await agent.getByLabel("New e-mail address").fill("amir.new@harbour.example");
    const form = agent.locator("form", { has: agent.getByLabel("New e-mail address") });
    await form.getByRole("textbox", { name: "Current password" }).fill(kNewPassword);
    await stage.expecting(/status of 409/, async () => {
      await form.getByRole("button", { name: "Send the link" }).click();
      await agent.getByText("This server sends no mail").waitFor();
    });
    await stage.picture(agent, "settings-email");
  });

  step("links about addresses say when they do not work", async () => {
    await agent.goto("/email-undo");
    await agent.getByText("This link does not work").waitFor();
    await agent.goto("about:blank");
    await agent.goto("/email#ghe_unknown_token");
    await stage.picture(agent, "email-confirm");
    await stage.expecting(/status of 404/, async () => {
      await agent.getByRole("button", { name: "Confirm the address" }).click();
      await agent.getByText("This link does not work").waitFor();
    });
  });
});
