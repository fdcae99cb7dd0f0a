import { h } from "preact";
import type { ChatState } from "../chat";
import type { Texts } from "../locales/texts";

interface HeaderProps {
  state: ChatState;
  texts: Texts;
  close: () => void;
}

// web/brand/mark.svg; decoration here, so it has no name.
function Mark() {
  return (
    <svg viewBox="0 0 16 16">
      <path d="M1 15V8a7 7 0 0 1 14 0v7h-3.5V8a3.5 3.5 0 0 0-7 0v7zM7 9.6a1 1 0 0 1 2 0V15H7z" />
    </svg>
  );
}

export function Header({ state: { appearance, conversation }, texts, close }: HeaderProps) {
  const closed = conversation?.state === "closed";
  const standing = closed ? "closed" : (conversation?.handled_by ?? "bot");
  const agent = standing === "agent" && conversation?.agent;
  const name = agent || appearance?.name || texts.chat;
  return (
    <header>
      <span class="avatar" aria-hidden="true">
        {agent ? [...agent][0] : <Mark />}
      </span>
      <div class="who">
        <h1 dir="auto">{name}</h1>
        {appearance && (
          <p>
            <bdi>{appearance.workspace}</bdi> · {texts[`by_${standing}`]}
          </p>
        )}
      </div>
      <button type="button" class="icon" aria-label={texts.close} onClick={close}>
        <svg viewBox="0 0 16 16">
          <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />
        </svg>
      </button>
    </header>
  );
}
