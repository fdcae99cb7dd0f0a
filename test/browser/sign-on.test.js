// Single sign-on as people meet it, with an identity provider of others (pysaml2) on another site.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { dismissNotices, kOwner, ownerAtInbox } from "./harness/dashboard.js";
import { axeScript, barriers, overflows } from "./harness/inspection.js";
import { Stage } from "./harness/stage.js";
import { story } from "./harness/story.js";

const kIdp = fileURLToPath(new URL("../integration/saml/idp.py", import.meta.url));
const run = promisify(execFile);
// A trip starts Python and xmlsec1 several times.
const kTrip = { timeout: 30_000 };

/** Another site (127.0.0.1, while ours is localhost) whose page sends whoever comes back with a form. */
class IdentityProvider {
  origin = "";
  #folder;
  #server;

  static async start(server) {
    const idp = new IdentityProvider();
    idp.#folder = await mkdtemp(join(tmpdir(), "gatehouse-idp-"));
    idp.#server = https.createServer(await server.certificate(), (request, response) => {
      idp.#answer(`${idp.origin}${request.url}`).then(
        (page) => response.writeHead(200, { "Content-Type": "text/html" }).end(page),
        (error) => response.writeHead(500).end(`${error}`),
      );
    });
    idp.#server.listen(0, "127.0.0.1");
    await once(idp.#server, "listening");
    idp.origin = `https://127.0.0.1:${idp.#server.address().port}`;
    return idp;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  metadata() {
    return this.#run("metadata", `${this.origin}/sso`);
  }

  /** As an administrator of the identity provider does. */
  async trust(metadata) {
    await writeFile(join(this.#folder, "sp.xml"), metadata);
    this.acs = /AssertionConsumerService[^>]* Location="([^"]+)"/.exec(metadata)[1];
  }

  async #answer(address) {
    const dana = JSON.stringify({ subject: "d-1", email: kOwner.email, name: kOwner.name });
    const made = await this.#run("answer", address, join(this.#folder, "sp.xml"), dana);
    const state = new URL(address).searchParams.get("RelayState");
    return `<!doctype html><link rel="icon" href="data:,"><form method="post" action="${this.acs}">
      <input name="SAMLResponse" value="${made.trim()}"><input name="RelayState" value="${state}">
      </form><script>document.forms[0].submit()</script>`;
  }

  async #run(...words) {
    return (await run("/usr/bin/python3", [kIdp, this.#folder, ...words])).stdout;
  }
}

describe("single sign-on", () => {
  const step = story((name) => stage.pictureAll(name));
  let stage;
  let page;
  let idp;

  before(async () => {
    stage = await Stage.open();
    idp = await IdentityProvider.start(stage.server);
    page = await ownerAtInbox(stage);
    await page.context().addInitScript(await axeScript());
  });
  afterEach(() => stage.assertQuiet());
  after(async () => {
    await stage?.close();
    await idp?.stop();
  });

  step("is set up step by step", async () => {
    await page.goto("/settings");
    await page.getByRole("link", { name: "Set up single sign-on" }).click();
    await page.getByText("No identity provider yet").waitFor();
    await stage.picture(page, "sign-on-empty");
    await page.getByRole("button", { name: "Add identity provider" }).first().click();
    await page.getByLabel("Name").fill("Harbour Group");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const entity = await page.getByLabel("Entity ID and metadata address").textContent(kTrip);
    const described = await page.evaluate(async (at) => (await fetch(at)).text(), entity);
    await idp.trust(described);
  });

  step("says what is wrong with metadata that is none", async () => {
    await page.getByLabel("Metadata (XML)").fill("<html></html>");
    await stage.expecting(/status of 400/, async () => {
      await page.getByRole("button", { name: "Read metadata" }).click();
      await page.getByText("This is not the metadata of a SAML 2.0 identity provider").waitFor();
    });
    await page.getByLabel("Metadata (XML)").fill(await idp.metadata());
    await page.getByRole("button", { name: "Read metadata" }).click();
    await page.getByText("https://idp.example/metadata").waitFor();
    await dismissNotices(page);
  });

  step("is tried out before anybody depends on it", async () => {
    await page.getByRole("button", { name: "Try it out" }).click();
    await page.getByText("The answer was signed, meant for us and in time.").waitFor(kTrip);
    assert.equal(new URL(page.url()).pathname, "/sign-on");
  });

  step("is switched on, for a domain of one's own", async () => {
    await page.getByRole("switch", { name: "Members can sign in through it" }).click({ force: true });
    await page.getByText("On", { exact: true }).waitFor();
    await page.getByRole("combobox", { name: "E-mail domains" }).fill("harbour.example");
    await page.getByRole("combobox", { name: "E-mail domains" }).press("Enter");
    await dismissNotices(page);
    await stage.picture(page, "sign-on");
    assert.deepEqual(await barriers(page), []);
  });

  step("is readable in Hebrew, in the dark and narrow", async () => {
    const other = await stage.person({
      storageState: await page.context().storageState(),
      locale: "he-IL",
      colorScheme: "dark",
      viewport: { width: 390, height: 844 },
    });
    await other.context().addInitScript(await axeScript());
    await other.goto("/sign-on");
    await other.evaluate(() => window.localStorage.removeItem("gatehouse.language"));
    await other.reload();
    await other.getByText("Harbour Group", { exact: true }).waitFor();
    await stage.picture(other, "sign-on-narrow-dark");
    assert.deepEqual(await overflows(other), []);
    assert.deepEqual(await barriers(other), []);
    await other.context().close();
  });

  step("links a member", async () => {
    await page.goto("/settings");
    await page.getByRole("button", { name: "Link with Harbour Group" }).click();
    await page.getByText("You can sign in through your identity provider from now on.").waitFor(kTrip);
  });

  step("can be the only door, after saying what that means", async () => {
    await page.goto("/sign-on");
    await page.getByRole("switch", { name: "Single sign-on is the only way in" }).click({ force: true });
    await page.getByText("let nobody in any more").waitFor();
    await stage.picture(page, "sign-on-only-door");
    assert.deepEqual(await barriers(page), []);
    await page.getByRole("button", { name: "Shut the other doors" }).click();
    await page.getByText("The only door", { exact: true }).waitFor();
  });

  step("signs somebody in from the sign-in page", async () => {
    await page.context().clearCookies();
    await page.goto("/login");
    await page.getByLabel("E-mail").fill("somebody@harbour.example");
    await stage.picture(page, "login-sign-on");
    await page.getByRole("button", { name: "Single sign-on" }).click();
    await page.waitForURL("**/inbox", kTrip);
  });
});
