// What a person does in the dashboard, by the words they see.
import { carryAuthenticator, protectAccount } from "./authenticator.js";
import { eventually } from "./eventually.js";

export const kOwner = {
  name: "Dana Whitfield",
  email: "dana@harbour.example",
  password: "lantern orchard quiet tram 41",
  workspace: "Harbour Books",
};

export async function fillSetup(page, owner = kOwner) {
  await page.getByLabel("Workspace name").fill(owner.workspace);
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(owner.password);
}

/** A signed-in owner whose guide is behind them, at the inbox. */
export async function ownerAtInbox(stage, options) {
  const page = await stage.person(options);
  await carryAuthenticator(page);
  await page.goto(await stage.server.setupLink());
  await fillSetup(page);
  await page.getByRole("button", { name: "Create the workspace" }).click();
  await protectAccount(page);
  await page.getByRole("button", { name: "Skip the guide" }).click();
  await page.waitForURL("**/inbox");
  await isLive(page);
  return page;
}

/** From here on, what happens elsewhere arrives by itself. */
export async function isLive(page) {
  await page.getByText("Live", { exact: true }).waitFor();
}

export function rows(page) {
  return page.locator("[data-conversation-row]");
}

export function thread(page) {
  return page.getByRole("log", { name: "Messages" });
}

export async function openFirst(page) {
  await rows(page).first().click();
  await thread(page).waitFor();
}

/** A request with the person's own session, as the dashboard makes it. */
export function asPerson(page, method, path, body) {
  return page.evaluate(
    async ([method, path, body]) => {
      const session = await (await fetch("/api/v1/session")).json();
      const response = await fetch(`/api/v1${path}`, {
        method,
        headers: { "Content-Type": "application/json", "X-Gatehouse-CSRF": session.csrf },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
      return response.status === 204 ? null : response.json();
    },
    [method, path, body],
  );
}

/** Puts away the short messages at the edge, so that they cover nothing. */
export async function dismissNotices(page) {
  const notices = page.getByRole("alert");
  const buttons = notices.getByRole("button", { name: "Dismiss" });
  await buttons.evaluateAll((all) => all.forEach((button) => button.click()));
  await eventually(() => notices.count(), 0);
}
