// A visitor and an agent, each in a browser of their own, from the first question to the last.
import assert from "node:assert/strict";
import { after, afterEach, before, describe } from "node:test";
import { isLive, kOwner, ownerAtInbox, rows, thread } from "./harness/dashboard.js";
import { eventually } from "./harness/eventually.js";
import { Stage } from "./harness/stage.js";
import { story } from "./harness/story.js";
import { Widget } from "./harness/widget.js";

const kNote = "Private: she has called twice already.";
const kNoConnection = /net::ERR_|WebSocket connection to .* failed/;

describe("a conversation", () => {
  const step = story((name) => stage.pictureAll(name));
  let stage;
  let agent;
  let visitor;
  let widget;
  const heardByVisitor = [];

  before(async () => {
    stage = await Stage.open();
    agent = await ownerAtInbox(stage);
    visitor = await stage.person();
    widget = new Widget(visitor);
    visitor.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => heardByVisitor.push(String(payload))),
    );
    await visitor.goto("/demo");
  });
  afterEach(() => stage.assertQuiet());
  after(() => stage?.close());

  const reply = async (text) => {
    const field = agent.getByLabel("Reply to the visitor");
    await field.fill(text);
    await field.press("Enter");
  };
  const timesInThread = async (text) => {
    const shown = await thread(agent).locator("article p").allTextContents();
    return shown.filter((one) => one === text).length;
  };
  const shownOnceToBoth = async (text) => {
    await eventually(() => widget.times(text), 1, `"${text}" in the widget`);
    await eventually(() => timesInThread(text), 1, `"${text}" in the inbox`);
  };

  step("begins with the keyboard alone", async () => {
    await widget.openByKeyboard();
    await widget.sees("Hello! Ask me anything about Gatehouse");
    await eventually(() => widget.isWriting(), true, "the focus is in the field");
    await stage.picture(visitor, "widget-greeting");
  });

  step("is answered by the bot from the guide, with the source", async () => {
    await visitor.keyboard.type("How long is the set-up link valid?");
    await visitor.keyboard.press("Enter");
    await widget.sees("The set-up link is valid for 15 minutes and works once.");
    await widget.log.locator(".source").getByText("Set-up link and owner account").waitFor();
    await stage.picture(visitor, "widget-answer");
  });

  step("appears in the inbox without reloading", async () => {
    await rows(agent).first().waitFor();
    assert.equal(await rows(agent).count(), 1);
    await rows(agent).getByText("The set-up link is valid for 15 minutes").waitFor();
  });

  step("admits what the bot does not know, and offers a person", async () => {
    await widget.say("What will the weather be tomorrow?");
    await widget.sees("I don't know the answer to that.");
    await widget.frame.getByRole("button", { name: "Talk to a person" }).click();
    await widget.sees("You asked for a person.");
    await widget.frame.getByText("Waiting for a person").waitFor();
    await stage.picture(visitor, "widget-waiting");
    await rows(agent).getByText("Waiting for a person").waitFor();
    await agent.getByLabel("1 visitor is waiting for a person").first().waitFor();
    await stage.picture(agent, "inbox-waiting");
  });

  step("is taken over by keyboard, and the visitor sees who came", async () => {
    await agent.keyboard.press("j");
    await agent.keyboard.press("Enter");
    await thread(agent).getByText("What will the weather be tomorrow?").waitFor();
    await agent.keyboard.press("r");
    await eventually(() => agent.evaluate(() => document.activeElement.textContent), "Take over");
    await agent.keyboard.press("Enter");
    await agent.getByLabel("Reply to the visitor").waitFor();
    await widget.frame.getByRole("heading", { name: kOwner.name }).waitFor();
    await widget.sees(`${kOwner.name} joined the conversation.`);
  });

  step("shows each side that the other is typing", async () => {
    await agent.getByLabel("Reply to the visitor").pressSequentially("Hello, this is Dana.");
    await widget.sees(`${kOwner.name} is typing`);
    await stage.picture(visitor, "widget-typing");
    // As fast as a person: each side tells the other at most once in two seconds.
    await widget.field.pressSequentially("It was about the book fair", { delay: 90 });
    await agent.getByText("The visitor is typing…").waitFor();
    await stage.picture(agent, "inbox-typing");
    await widget.field.press("Enter");
  });

  step("brings the reply to the visitor without reloading", async () => {
    await agent.getByLabel("Reply to the visitor").press("Enter");
    await shownOnceToBoth("Hello, this is Dana.");
    await shownOnceToBoth("It was about the book fair");
  });

  step("counts what arrives while the widget is closed", async () => {
    await widget.field.press("Escape");
    await widget.launcherIs("Open chat");
    await reply("The fair is under a roof.");
    await widget.launcherIs("Open chat, 1 unread");
    await reply("So come in any weather.");
    await widget.launcherIs("Open chat, 2 unread");
    await stage.picture(visitor, "widget-unread");
    await widget.focusLauncher();
    await visitor.keyboard.press("Enter");
    await widget.launcherIs("Close chat");
    await shownOnceToBoth("So come in any weather.");
  });

  step("keeps a private note from the visitor", async () => {
    await agent.getByLabel("Reply to the visitor").press("Escape");
    await agent.keyboard.press("n");
    const field = agent.getByRole("textbox", { name: "Private note" });
    await field.fill(kNote);
    await field.press("Enter");
    await thread(agent).getByText("Private note, never shown to the visitor").waitFor();
    await eventually(() => timesInThread(kNote), 1);
    await stage.picture(agent, "inbox-note");

    // What comes after the note has arrived, so the note would have too.
    await agent.getByText("Reply", { exact: true }).click();
    await reply("Shall I reserve a seat?");
    await shownOnceToBoth("Shall I reserve a seat?");
    assert.equal(await widget.log.getByText("Private").count(), 0);
    assert.ok(heardByVisitor.some((frame) => frame.includes("Shall I reserve a seat?")));
    assert.ok(!heardByVisitor.some((frame) => frame.includes(kNote)));
    const history = JSON.stringify(await widget.history(stage.server));
    assert.ok(history.includes("Shall I reserve a seat?"));
    assert.ok(!history.includes(kNote));
  });

  step("survives a reload on both sides", async () => {
    await visitor.reload();
    await widget.isLoaded();
    await widget.openByPointer();
    await agent.reload();
    await isLive(agent);
    await shownOnceToBoth("It was about the book fair");
    await shownOnceToBoth("Shall I reserve a seat?");
    await eventually(() => timesInThread(kNote), 1);
  });

  step("loses and doubles nothing when the visitor's network fails", async () => {
    await stage.expecting(kNoConnection, async () => {
      await visitor.context().setOffline(true);
      await widget.say("Yes please, two seats.");
      await widget.frame.getByText("Waiting to be sent").waitFor();
      await widget.frame.getByText("No connection.").waitFor();
      await stage.picture(visitor, "widget-offline");
      await reply("Are you still there?");
      await visitor.context().setOffline(false);
      await shownOnceToBoth("Yes please, two seats.");
      await shownOnceToBoth("Are you still there?");
    });
    await widget.frame.getByText("No connection.").waitFor({ state: "hidden" });
  });

  step("loses and doubles nothing when the server is killed and started again", async () => {
    await stage.expecting(kNoConnection, async () => {
      await widget.say("Sent just before the power cut");
      await shownOnceToBoth("Sent just before the power cut");
      await stage.server.kill();
      await widget.say("Written during the power cut");
      await widget.frame.getByText("Waiting to be sent").waitFor();
      await reply("Answered during the power cut");
      await agent.getByText("Waiting for the connection").waitFor();
      await agent.getByText("Reconnecting…").waitFor();
      await stage.picture(agent, "inbox-reconnecting");
      await stage.server.startAgain();
      await shownOnceToBoth("Written during the power cut");
      await shownOnceToBoth("Answered during the power cut");
      await isLive(agent);
    });
    await Promise.all([visitor.reload(), agent.reload()]);
    await widget.isLoaded();
    await widget.openByPointer();
    const all = ["Sent just before the power cut", "Written during the power cut"];
    for (const text of [...all, "Answered during the power cut"]) await shownOnceToBoth(text);
    const { messages } = await widget.history(stage.server);
    const ids = messages.map((message) => message.client_id).filter(Boolean);
    assert.equal(new Set(ids).size, ids.length, "each message is stored once");
  });

  step("is closed by keyboard, and the visitor is told", async () => {
    await isLive(agent);
    await agent.keyboard.press("e");
    await widget.sees("This conversation was closed. Write again to start a new one.");
    await widget.frame.getByText("Conversation ended").waitFor();
    await stage.picture(visitor, "widget-closed");
    await agent.getByText("This conversation is closed.").waitFor();
    await stage.picture(agent, "inbox-closed");
  });

  step("is followed by a new one when the visitor writes again", async () => {
    const before = new URL(agent.url()).pathname;
    await widget.say("How are passwords stored?");
    await widget.sees("Passwords are stored only as Argon2id hashes");
    // The closed one leaves the list, and the new one comes.
    await rows(agent).getByText("Passwords are stored only as Argon2id hashes").waitFor();
    await eventually(() => rows(agent).count(), 1);
    await rows(agent).first().click();
    await thread(agent).getByText("How are passwords stored?").waitFor();
    assert.notEqual(new URL(agent.url()).pathname, before);
    assert.equal(await thread(agent).getByText("Shall I reserve a seat?").count(), 0);
    await agent.locator("label", { hasText: /^Closed/ }).click();
    await eventually(() => rows(agent).count(), 1);
    await rows(agent).first().click();
    await thread(agent).getByText("Shall I reserve a seat?").waitFor();
  });
});
