// What a visitor does with the chat on a website.
import { eventually } from "./eventually.js";

const kFrame = /\/widget\/v1\/wgt_\w+\/frame/;
const kLauncher = /^(Open|Close) chat|^(פתיחת|סגירת) צ׳אט/;

export class Widget {
  #page;

  constructor(page) {
    this.#page = page;
  }

  // The launcher stands in a closed shadow root: only keys, the pointer and screen readers reach it.

  async openByKeyboard() {
    await this.launcherIs(/^Open chat/);
    await this.focusLauncher();
    await this.#page.keyboard.press("Enter");
    await this.isLoaded();
  }

  async openByPointer() {
    await this.launcherIs(kLauncher);
    const { width, height } = this.#page.viewportSize();
    await this.#page.mouse.click(width - 48, height - 48);
    await this.isLoaded();
  }

  async focusLauncher() {
    const isFocused = () => document.activeElement?.localName === "gatehouse-chat";
    for (let presses = 0; presses < 40; presses += 1) {
      if (await this.#page.evaluate(isFocused)) return;
      await this.#page.keyboard.press("Tab");
    }
    throw new Error("The Tab key does not lead to the chat's button.");
  }

  /** The launcher's name as a screen reader says it, with the number of unread messages. */
  async launcherIs(wanted) {
    const session = await this.#page.context().newCDPSession(this.#page);
    const name = async () => {
      const { nodes } = await session.send("Accessibility.getFullAXTree");
      const buttons = nodes.filter(({ role, ignored }) => role?.value === "button" && !ignored);
      return (
        buttons.map((node) => node.name?.value ?? "").find((text) => kLauncher.test(text)) ?? ""
      );
    };
    await eventually(name, wanted, "the name of the chat's button");
    await session.detach();
  }

  async isLoaded() {
    await eventually(() => this.#page.frames().some((frame) => kFrame.test(frame.url())), true);
    await this.field.waitFor({ state: "attached" });
  }

  get frame() {
    const frame = this.#page.frames().find((one) => kFrame.test(one.url()));
    if (!frame) throw new Error("The chat is not there.");
    return frame;
  }

  get field() {
    return this.frame.locator("textarea");
  }

  get log() {
    return this.frame.getByRole("log");
  }

  async say(text) {
    await this.field.fill(text);
    await this.field.press("Enter");
  }

  async sees(text) {
    await this.log.getByText(text).last().waitFor();
  }

  /** How many messages of just these words are shown. */
  async times(text) {
    const shown = await this.log.locator(".bubble > p").allTextContents();
    return shown.filter((one) => one === text).length;
  }

  isWriting() {
    return this.frame.evaluate(() => document.activeElement?.localName === "textarea");
  }

  /** What the server tells this visitor, asked with the token that the frame keeps. */
  async history(server) {
    const token = await this.frame.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.endsWith(".visitor"));
      return localStorage.getItem(key);
    });
    const path = new URL(this.frame.url()).pathname.replace(/frame$/, "conversation");
    return (await server.call("GET", path, { token })).json;
  }
}
