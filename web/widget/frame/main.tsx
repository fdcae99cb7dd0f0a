// The frame: a document of our origin inside the customer's page.
import "../../brand/tokens.css";
import "./frame.css";
import { h, render } from "preact";
import { Api } from "./api";
import { Chat } from "./chat";
import { languageOf, textsOf } from "./locales/texts";
import { Memory, store } from "./memory";
import { Parent } from "./parent";
import type { Language } from "./types";
import { View } from "./view";

// /widget/v1/wgt_…/frame
const base = location.pathname.replace(/\/frame$/, "");
const socket = `${location.origin.replace("http", "ws")}${base}/socket`;
const memory = new Memory(base.slice(base.lastIndexOf("/") + 1), store());
const parent = new Parent();

let page: string | null = null;
let wanted: Language | null = null; // by the customer's page
let shown = window.parent === window;
let told = "";
let focused = "";
let planned = false;

const chat = new Chat(new Api(base), memory, socket, () => page, plan);

// Several changes in a row are one drawing.
function plan(): void {
  if (planned) return;
  planned = true;
  queueMicrotask(() => {
    planned = false;
    draw();
  });
}

function draw(): void {
  const state = chat.state();
  const { phase, appearance } = state;
  const language = wanted ?? languageOf(appearance?.language ?? navigator.language);
  const texts = textsOf(language, plan);
  if (!texts) return;
  document.documentElement.lang = language;
  document.documentElement.dir = language === "he" ? "rtl" : "ltr";
  document.title = appearance?.name ?? texts.chat;
  const root = document.getElementById("chat");
  if (root) render(<View {...{ chat, state, language, texts, close }} />, root);
  if (phase === "ready") tellParent(language);
  focus(`${phase} ${shown}`);
}

function tellParent(language: Language): void {
  const { conversation, unread, pending } = chat.state();
  const running = conversation?.state === "open" || unread + pending.length > 0;
  const now = `${language} ${unread} ${running}`;
  if (now !== told) parent.tell({ gatehouse: "state", language, unread, running });
  told = now;
}

// Once for each opening, and again when there is something to write in.
function focus(now: string): void {
  if (now === focused) return;
  focused = now;
  if (!shown) return;
  // On a touch screen the keyboard would cover half of what the visitor came to read.
  const field = matchMedia("(hover: hover)").matches && document.querySelector("textarea");
  (field || document.querySelector("button"))?.focus();
}

function close(): void {
  parent.tell({ gatehouse: "close" });
}

function look(): void {
  chat.seen(shown && !document.hidden);
}

parent.listen((message) => {
  if (message.gatehouse === "start") {
    page = message.page;
    wanted = message.language ? languageOf(message.language) : null;
  } else {
    shown = message.gatehouse === "shown";
  }
  look();
  draw();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) close();
});
document.addEventListener("visibilitychange", () => {
  look();
  if (!document.hidden) chat.refresh();
});
window.addEventListener("online", () => chat.refresh());
window.addEventListener("offline", () => chat.offline());

look();
draw();
void chat.begin();
parent.tell({ gatehouse: "ready" });
