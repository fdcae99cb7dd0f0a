// What a newcomer does, from the one-time link to the first answer.
import assert from "node:assert/strict";
import { after, afterEach, before, describe } from "node:test";
import { carryAuthenticator, protectAccount } from "./harness/authenticator.js";
import { dismissNotices, fillSetup, kOwner } from "./harness/dashboard.js";
import { eventually } from "./harness/eventually.js";
import { Stage } from "./harness/stage.js";
import { story } from "./harness/story.js";

const kHours = `# Opening hours

## The shop

The shop is open from Sunday to Thursday between 9:00 and 18:00, and on Friday until 13:00.

## Holidays

On public holidays the shop stays closed.
`;

describe("a newcomer", () => {
  const step = story((name) => stage.pictureAll(name));
  let stage;
  let page;
  let link;

  before(async () => {
    stage = await Stage.open();
    page = await stage.person();
    await carryAuthenticator(page);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    link = await stage.server.setupLink();
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  step("is sent to no set-up page without a link", async () => {
    await page.goto("/setup");
    await page.getByText("This set-up link does not work").waitFor();
    await stage.picture(page, "setup-without-link");
  });

  step("sees that a weak password is weak and cannot use it", async () => {
    // The page is at the same address but for the fragment, so it is opened anew.
    await page.goto("about:blank");
    await page.goto(link);
    await fillSetup(page, { ...kOwner, password: "password" });
    await page.getByText("Many people use this one.").waitFor();
    await page.getByText("Very weak").waitFor();
    await stage.expecting(/status of 4(00|22)/, async () => {
      await page.getByRole("button", { name: "Create the workspace" }).click();
      await page.getByText("This password is too easy to guess.").waitFor();
    });
    await stage.picture(page, "setup-weak-password");
  });

  step("is told not to use their own name as password", async () => {
    await page
      .getByRole("textbox", { name: "Password", exact: true })
      .fill("Dana Whitfield Harbour");
    await page.getByText("It contains your name, e-mail or workspace.").waitFor();
    const refusal = page.getByText("This password is too easy to guess.");
    assert.equal(await refusal.count(), 0, "the refusal was about the former password");
  });

  step("makes the owner account with a good password and lands in the guide", async () => {
    await page.getByRole("textbox", { name: "Password", exact: true }).fill(kOwner.password);
    await page.getByText(/^(Good|Strong)$/).waitFor();
    await stage.picture(page, "setup-good-password");
    await page.getByRole("button", { name: "Create the workspace" }).click();
    await protectAccount(page);
    await page.getByRole("heading", { name: "Welcome, Dana" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/start");
    await stage.picture(page, "guide-bot");
  });

  step("cannot use the link a second time", async () => {
    const other = await stage.person();
    await stage.expecting(/status of 4\d\d/, async () => {
      await other.goto(link);
      await other.getByText("This set-up link does not work").waitFor();
    });
    await other.close();
  });

  step("creates a bot", async () => {
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Shop assistant");
    await page.getByLabel("Greeting").fill("Hello! Ask me about orders and delivery.");
    await page.getByRole("button", { name: "Create the bot" }).click();
    await page.getByRole("heading", { name: "Teach it something" }).waitFor();
  });

  step("teaches it with a text", async () => {
    await page.getByRole("textbox", { name: "Title" }).fill("Delivery and returns");
    await page
      .getByRole("textbox", { name: "Text", exact: true })
      .fill(
        "Delivery takes two working days. Delivery is free for orders above 200 shekels. " +
          "Books can be returned within 14 days if they are unread.",
      );
    await page.getByRole("button", { name: "Add knowledge" }).click();
    await page.getByRole("listitem").getByText("Delivery and returns").waitFor();
    await stage.picture(page, "guide-knowledge");
  });

  step(
    "teaches it with a Markdown file, and is told about a file that cannot be read",
    async () => {
      await page.getByText("Upload files", { exact: true }).click();
      const file = (name, mimeType, text) => ({ name, mimeType, buffer: Buffer.from(text) });
      const input = page.locator("input[type=file]");
      await input.setInputFiles(file("photo.png", "image/png", "not a text"));
      await page.getByText("Only .txt and .md files can be read.").waitFor();
      await input.setInputFiles(file("hours.md", "text/markdown", kHours));
      await eventually(() => page.getByRole("listitem").count(), 2);
    },
  );

  step("teaches it with a question and its answer", async () => {
    await page.getByText("Question and answer", { exact: true }).click();
    await page.getByRole("textbox", { name: "Question" }).fill("Do you gift-wrap books?");
    await page
      .getByRole("textbox", { name: "Answer" })
      .fill("Yes, gift wrapping is free. Tell us in the order.");
    await page.getByRole("button", { name: "Add knowledge" }).click();
    await page.getByRole("listitem").getByText("Do you gift-wrap books?").waitFor();
    await dismissNotices(page);
    await page.getByRole("button", { name: "Continue" }).click();
  });

  step("tries it: each source answers in its own words and is named", async () => {
    const ask = page.getByLabel("Ask as a visitor would");
    const questions = [
      ["How long does delivery take?", "Delivery takes two working days.", "Delivery and returns"],
      ["When is the shop open?", "The shop is open from Sunday to Thursday", "Opening hours"],
      ["Do you gift-wrap books?", "Yes, gift wrapping is free.", "Do you gift-wrap books?"],
    ];
    for (const [question, answer, source] of questions) {
      await ask.fill(question);
      await page.getByRole("button", { name: "Ask", exact: true }).click();
      await page.getByText(answer).first().waitFor();
      await page.getByText("Answered", { exact: true }).waitFor();
      await page.getByText("Source:").getByText(source).waitFor();
    }
    await stage.picture(page, "guide-try");
    await ask.fill("Who won the football match last night?");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByText("Did not know, offers a person").waitFor();
    await page.getByRole("button", { name: "Continue" }).click();
  });

  step("names the website and copies two lines for it", async () => {
    await page
      .getByRole("combobox", { name: "Allowed websites" })
      .fill("www.harbour.example/contact");
    await page.keyboard.press("Enter");
    await page.getByText("https://www.harbour.example", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    await stage.picture(page, "guide-install");

    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const lines = copied.split("\n");
    assert.equal(lines.length, 2);
    assert.equal(lines[0], `<script async src="${stage.server.origin}/widget/v1/loader.js"`);
    const widget = /^\s+data-widget="(wgt_\w+)"><\/script>$/.exec(lines[1])?.[1];
    assert.ok(widget, copied);

    await page.getByRole("button", { name: "Save and go to the inbox" }).click();
    await page.waitForURL("**/inbox");
    const { headers } = await stage.server.call("GET", `/widget/v1/${widget}/frame`);
    assert.match(
      headers["content-security-policy"],
      /frame-ancestors https:\/\/www\.harbour\.example;/,
    );
  });

  step("finds the demo page from the empty inbox, and the guide is over", async () => {
    await page.getByText("No open conversation").waitFor();
    await stage.picture(page, "inbox-empty");
    const opened = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Open the demo page" }).click();
    const demo = await opened;
    await demo.getByRole("heading", { name: "A website with someone at the gate" }).waitFor();
    await demo.close();
    await page.goto("/");
    await page.waitForURL("**/inbox");
  });

  step("signs out and in again", async () => {
    await page.getByRole("button", { name: kOwner.name }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/login");
    await stage.picture(page, "login");
    await page.getByLabel("E-mail").fill(kOwner.email);
    await stage.expecting(/status of 401/, async () => {
      await page
        .getByRole("textbox", { name: "Password", exact: true })
        .fill("not the right words");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByText("E-mail or password is not right.").waitFor();
    });
    await page.getByRole("textbox", { name: "Password", exact: true }).fill(kOwner.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: "Continue with a passkey" }).click();
    await page.waitForURL("**/inbox");
  });
});
