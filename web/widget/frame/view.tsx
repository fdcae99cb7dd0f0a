// Functions of the state, and two classes where a view keeps something of its own: hooks would
// weigh 1.3 kB of the 15 kB that the whole widget may have.
import { Fragment, h } from "preact";
import type { Chat, ChatState } from "./chat";
import type { Texts } from "./locales/texts";
import { Composer } from "./parts/composer";
import { Header } from "./parts/header";
import { Log } from "./parts/log";
import type { Language } from "./types";

interface ViewProps {
  chat: Chat;
  state: ChatState;
  language: Language;
  texts: Texts;
  close: () => void;
}

interface TroubleProps {
  phase: ChatState["phase"];
  texts: Texts;
  retry: () => void;
}

export function Dots() {
  return (
    <span class="dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}

function Trouble({ phase, texts, retry }: TroubleProps) {
  if (phase === "loading") {
    return (
      <main class="trouble" aria-busy="true">
        <Dots />
      </main>
    );
  }
  const missing = phase === "missing";
  return (
    <main class="trouble">
      <div role="alert">
        <h2>{missing ? texts.missing_title : texts.unreachable_title}</h2>
        <p>{missing ? texts.missing_text : texts.unreachable_text}</p>
      </div>
      {!missing && (
        <button type="button" class="offer" onClick={retry}>
          {texts.try_again}
        </button>
      )}
    </main>
  );
}

export function View({ chat, state, language, texts, close }: ViewProps) {
  const { phase, appearance, reachable } = state;
  return (
    <Fragment>
      <Header state={state} texts={texts} close={close} />
      {phase === "ready" && appearance ? (
        <main>
          {!reachable && (
            <p class="banner" role="status">
              {texts.offline}
            </p>
          )}
          <Log {...{ chat, state, appearance, language, texts }} />
          <Composer chat={chat} texts={texts} />
        </main>
      ) : (
        <Trouble phase={phase} texts={texts} retry={() => void chat.begin()} />
      )}
    </Fragment>
  );
}
