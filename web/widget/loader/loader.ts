// The only script that runs in the customer's page: a button, and an iframe of our origin.
// It sends no request of its own, reads nothing of the page but its address, and keeps one flag:
// whether this visitor has a conversation, so that the badge can show news without a click.
import type { ToFrame, ToLoader } from "../protocol";
import { styles } from "./styles";

const kTexts = {
  en: { open: "Open chat", close: "Close chat", title: "Chat", unread: "unread" },
  he: { open: "פתיחת צ׳אט", close: "סגירת צ׳אט", title: "צ׳אט", unread: "לא נקראו" },
};
const kGate = "M1 15V8a7 7 0 0 1 14 0v7h-3.5V8a3.5 3.5 0 0 0-7 0v7zM7 9.6a1 1 0 0 1 2 0V15H7z";
const kDown = "M2 5.5 3.2 4.3 8 9.1l4.8-4.8L14 5.5l-6 6z";
const kSvg = "http://www.w3.org/2000/svg";

// Short names: visitors of every page of the customer download this file.
const html = <Name extends keyof HTMLElementTagNameMap>(name: Name) => document.createElement(name);
const svg = (name: "svg" | "path") => document.createElementNS(kSvg, name);

function start({ src, dataset }: HTMLScriptElement): void {
  const { origin } = new URL(src);
  const { widget, language } = dataset;
  const flag = `gatehouse.${widget}`;
  const host = html("gatehouse-chat" as "div");
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  const button = html("button");
  const icon = svg("svg");
  const shape = svg("path");
  const badge = html("span");

  let spoken = language || document.documentElement.lang || navigator.language;
  let frame: HTMLIFrameElement | undefined;
  let ready = false;
  let open = false;
  let unread = 0;

  const tell = (message: ToFrame) => frame?.contentWindow?.postMessage(message, origin);

  const draw = () => {
    const texts = /^(he|iw)\b/.test(spoken) ? kTexts.he : kTexts.en;
    const news = open ? 0 : unread;
    host.toggleAttribute("open", open);
    button.ariaExpanded = `${open}`;
    button.ariaLabel = open ? texts.close : texts.open + (news ? `, ${news} ${texts.unread}` : "");
    badge.textContent = news > 9 ? "9+" : `${news || ""}`;
    shape.setAttribute("d", open ? kDown : kGate);
    if (!frame) return;
    frame.title = texts.title;
    frame.inert = !open;
  };

  const load = () => {
    frame = html("iframe");
    // The fragment is not sent to the server; the frame checks messages against it.
    frame.src = `${origin}/widget/v1/${widget}/frame#${location.origin}`;
    root.append(frame);
    draw();
  };

  const show = (wanted: boolean) => {
    open = wanted;
    if (!frame) load();
    draw();
    if (ready) tell({ gatehouse: open ? "shown" : "hidden" });
    (open && frame ? frame : button).focus();
  };

  addEventListener("message", ({ data, origin: from, source }: MessageEvent<ToLoader>) => {
    if (from !== origin || !frame || source !== frame.contentWindow) return;
    if (data.gatehouse === "ready") {
      ready = true;
      const page = location.origin + location.pathname;
      tell({ gatehouse: "start", page, language });
      if (open) tell({ gatehouse: "shown" });
    } else if (data.gatehouse === "state") {
      ({ unread, language: spoken } = data);
      try {
        if (data.running) localStorage.setItem(flag, "1");
        else localStorage.removeItem(flag);
      } catch {
        // Without storage the badge waits for the first click.
      }
      draw();
    } else if (open) {
      show(false);
    }
  });
  button.onclick = () => show(!open);
  button.onkeydown = ({ key }) => {
    if (key === "Escape" && open) show(false);
  };

  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  icon.setAttribute("viewBox", "0 0 16 16");
  icon.append(shape);
  button.append(icon, badge);
  root.append(button);
  host.dir = getComputedStyle(document.body).direction;
  document.body.append(host);
  draw();
  try {
    if (localStorage.getItem(flag)) load();
  } catch {
    // as above
  }
}

const script = document.currentScript as HTMLScriptElement | null;
if (script?.dataset.widget) {
  if (document.body) start(script);
  else addEventListener("DOMContentLoaded", () => start(script));
}
