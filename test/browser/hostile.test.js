// What people with bad intentions try in a browser. The canary sings when one of them gets through.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { asPerson, openFirst, ownerAtInbox, rows, thread } from "./harness/dashboard.js";
import { eventually } from "./harness/eventually.js";
import { Stage } from "./harness/stage.js";
import { Website } from "./harness/website.js";
import { Widget } from "./harness/widget.js";

const kMarkup = [
  `<script>canary("script")</script>`,
  `<img src="x:" onerror="canary('image')">`,
  `"><svg onload="canary('svg')"></svg>`,
  `<iframe srcdoc="<script>parent.canary('frame')</script>"></iframe>`,
  `<style>body { display: none }</style>`,
  `<a href="javascript:canary('link')">Press here</a> [here](javascript:canary('markdown'))`,
  `{{constructor.constructor("canary('template')")()}}`,
];
const kRefusedFrame = /frame-ancestors|X-Frame-Options|Refused to (display|frame)|Framing/i;

describe("an attacker", () => {
  let stage;
  let agent;
  let visitor;
  let widget;
  let site;
  let bot;
  const songs = [];

  before(async () => {
    stage = await Stage.open();
    agent = await ownerAtInbox(stage);
    visitor = await stage.person();
    widget = new Widget(visitor);
    for (const page of [agent, visitor]) {
      await page.context().exposeFunction("canary", (song) => songs.push(song));
    }
    site = await Website.start(stage.server);
    bot = (await asPerson(agent, "GET", "/bots")).items[0];
    await visitor.goto("/demo");
    await agent.reload();
  });
  afterEach(async () => {
    assert.deepEqual(songs.splice(0), [], "a script of an attacker ran");
    await stage.assertQuiet();
  });
  after(async () => {
    await site?.stop();
    await stage?.close();
  });

  const oneOf = (page, text) => page.getByText(text, { exact: true }).first();

  it("cannot make markup of a visitor's message", async () => {
    await widget.openByPointer();
    for (const text of kMarkup) {
      await widget.say(text);
      await eventually(() => widget.times(text), 1);
    }
    await rows(agent).first().waitFor();
    await openFirst(agent);
    for (const text of kMarkup) await oneOf(thread(agent), text).waitFor();
    const made = "script, style, iframe, img, svg[onload], a[href^='javascript']";
    assert.equal(await thread(agent).locator(made).count(), 0);
    assert.equal(await widget.log.locator(made).count(), 0);
    await stage.picture(agent, "hostile-inbox");
    await stage.picture(visitor, "hostile-widget");
  });

  it("cannot make markup of an agent's message or of a note", async () => {
    await agent.getByRole("button", { name: "Take over" }).first().click();
    const field = agent.getByLabel("Reply to the visitor");
    await field.fill(kMarkup[1]);
    await field.press("Enter");
    await eventually(() => widget.times(kMarkup[1]), 2);
    await agent.getByText("Private note", { exact: true }).first().click();
    const note = agent.getByRole("textbox", { name: "Private note" });
    await note.fill(kMarkup[2]);
    await note.press("Enter");
    await eventually(() => oneOf(thread(agent), kMarkup[2]).count(), 1);
  });

  it("cannot make markup of names, knowledge or an address", async () => {
    const name = `<img src="x:" onerror="canary('name')">`;
    const made = await asPerson(agent, "POST", "/bots", { name, greeting: kMarkup[2] });
    const text = `${kMarkup[0]} The canary is a small bird. ${kMarkup[1]}`;
    const source = { kind: "text", title: kMarkup[1], text };
    await asPerson(agent, "POST", `/bots/${made.id}/sources`, source);
    await agent.goto(`/bots/${made.id}/try`);
    await agent.getByRole("heading", { name, exact: true }).waitFor();
    await agent.getByLabel("Ask as a visitor would").fill("What is the canary?");
    await agent.getByRole("button", { name: "Ask", exact: true }).click();
    await agent.getByText("The canary is a small bird.").first().waitFor();
    await agent.goto("/inbox");
    await agent.getByRole("searchbox").fill(kMarkup[1]);
    await eventually(() => rows(agent).count(), 1);
    await agent.locator("label", { hasText: /^Closed/ }).click();
    await agent.getByText(`No conversation here contains “${kMarkup[1]}”`).waitFor();
    await asPerson(agent, "DELETE", `/bots/${made.id}`);
  });

  it("cannot run a script that got into the page, and the policy reports it", async () => {
    const page = await stage.person();
    await page.context().exposeFunction("canary", (song) => songs.push(song));
    await page.route("**/login", async (route) => {
      const response = await route.fetch({ ignoreHTTPSErrors: true });
      const body = (await response.text()).replace(
        "</body>",
        `${kMarkup[0]}<img src="x" onerror="canary('image')"></body>`,
      );
      await route.fulfill({ response, body });
    });
    const heard = await stage.expecting(
      /Content Security Policy|policy violation|status of 404/i,
      async () => {
        await page.goto("/login");
        await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
      },
    );
    assert.ok(
      heard.some((text) => text.startsWith("policy violation: script-src-elem inline")),
      heard.join("\n"),
    );
    assert.ok(
      heard.some((text) => text.startsWith("policy violation: script-src-attr inline")),
      heard.join("\n"),
    );
    await page.context().close();
  });

  it("cannot make a script of text in any of our pages", async () => {
    const attempt = () => {
      const tries = {
        markup: () =>
          (document.createElement("div").innerHTML = "<img src=x onerror=canary('sink')>"),
        script: () => (document.createElement("script").text = "canary('text')"),
        address: () =>
          (document.createElement("script").src = "data:text/javascript,canary('src')"),
        policy: () => window.trustedTypes.createPolicy("mine", { createHTML: (text) => text }),
      };
      return Object.keys(tries).filter((name) => {
        try {
          tries[name]();
          return true;
        } catch {
          return false;
        }
      });
    };
    await stage.expecting(
      /TrustedHTML|TrustedScript|trusted-types|Trusted Type|policy violation/i,
      async () => {
        for (const place of [agent, visitor, widget.frame]) {
          assert.deepEqual(await place.evaluate(attempt), [], `what worked in ${place.url()}`);
        }
      },
    );
  });

  it("cannot send what is read in the dashboard to elsewhere", async () => {
    await stage.expecting(
      /Content Security Policy|policy violation|Failed to fetch|Fetch API/i,
      async () => {
        const got = await agent.evaluate(async (origin) => {
          const sent = await fetch(origin, { mode: "no-cors" }).then(
            () => "sent",
            () => "refused",
          );
          const image = await new Promise((done) => {
            const picture = new Image();
            picture.onload = () => done("sent");
            picture.onerror = () => done("refused");
            picture.src = `${origin}/pixel`;
          });
          return [sent, image];
        }, site.origin);
        assert.deepEqual(got, ["refused", "refused"]);
      },
    );
  });

  it("cannot frame the dashboard", async () => {
    for (const path of ["/", "/login", "/inbox", "/settings"]) {
      site.show(`<iframe src="${stage.server.origin}${path}"></iframe>`);
      const heard = await stage.expecting(kRefusedFrame, async () => {
        await agent.goto(site.origin);
        await eventually(() => agent.frames()[1]?.url(), "chrome-error://chromewebdata/", path);
      });
      assert.ok(heard.length > 0, path);
    }
    await stage.picture(agent, "hostile-framing");
  });

  it("cannot show the widget on a website that is not listed, but a listed one can", async () => {
    site.show(
      `<h1>Elsewhere</h1><script async src="${stage.server.origin}/widget/v1/loader.js"
        data-widget="${bot.widget}"></script>`,
    );
    const stranger = await stage.person();
    const there = new Widget(stranger);
    const openAt = async () => {
      await stranger.goto(site.origin);
      await there.launcherIs("Open chat");
      await there.focusLauncher();
      await stranger.keyboard.press("Enter");
    };
    const heard = await stage.expecting(kRefusedFrame, async () => {
      await openAt();
      await eventually(() => stranger.frames()[1]?.url(), "chrome-error://chromewebdata/");
    });
    assert.ok(heard.length > 0);
    await stage.picture(stranger, "hostile-unlisted");

    await agent.goto("/inbox");
    const domains = [...bot.domains, site.origin];
    await asPerson(agent, "PATCH", `/bots/${bot.id}`, { domains });
    await openAt();
    await there.isLoaded();
    await there.say("How do I make a backup?");
    await there.sees("To make a backup, stop the server and copy the whole data folder.");
    await stage.picture(stranger, "widget-elsewhere");
    await stranger.context().close();
  });

  it("cannot act for an agent who visits their website", async () => {
    site.show("<h1>Come in</h1>");
    await agent.goto(site.origin);
    const attempts = async (origin) => {
      const path = (name) => `${origin}/api/v1/${name}`;
      const asAgent = { credentials: "include" };
      const headers = { "Content-Type": "application/json" };
      const bot = { ...asAgent, method: "POST", headers, body: `{"name":"Mine"}` };
      const form = { ...asAgent, method: "POST", mode: "no-cors" };
      const request = (name, options) =>
        fetch(path(name), options).then(
          () => "answered",
          () => "refused",
        );
      const socket = () =>
        new Promise((done) => {
          const live = new WebSocket(path("socket").replace("https", "wss"), ["gatehouse.v1"]);
          live.onopen = () => done("answered");
          live.onerror = () => done("refused");
        });
      return [
        await request("session", asAgent),
        await request("bots", bot),
        await request("session", { ...asAgent, method: "DELETE" }),
        await request("session/refresh", form),
        await socket(),
      ];
    };
    const kRefusals = /CORS policy|net::ERR_|status of 4\d\d|WebSocket connection/;
    await stage.expecting(kRefusals, async () => {
      const outcomes = await agent.evaluate(attempts, stage.server.origin);
      assert.deepEqual(outcomes, Array(5).fill("refused"));
    });
    await agent.goto("/bots");
    await agent.getByRole("heading", { name: "Gatehouse guide" }).waitFor();
    assert.equal(await agent.getByRole("heading", { name: "Mine", exact: true }).count(), 0);
  });
});
