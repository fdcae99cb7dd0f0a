import { Component, createRef, h } from "preact";
import type { Chat, ChatState } from "../chat";
import { filled, languageOf, type Texts } from "../locales/texts";
import type { Pending } from "../outbox";
import { isEvent, offersPerson, together } from "../timeline";
import type { Appearance, Language, Message } from "../types";
import { Dots } from "../view";
import { Bubble } from "./bubble";

interface LogProps {
  chat: Chat;
  state: ChatState;
  appearance: Appearance;
  language: Language;
  texts: Texts;
}

const kNearTheEnd = 80;

function eventText({ event, author_name, text }: Message, { appearance, texts }: LogProps): string {
  const name = event === "handed_back" ? appearance.name : author_name ?? texts.a_person;
  return event ? filled(texts[`event_${event}`], name) : text;
}

// With the habits of the visitor's country where the language is theirs: 16:44 or 4:44 PM.
function timeText(at: string, language: Language): string {
  const locale = languageOf(navigator.language) === language ? navigator.language : language;
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  const day = { day: "numeric", month: "short" } as const;
  return date.toLocaleString(locale, today ? time : { ...day, ...time });
}

function delivery({ client_id, state, reason }: Pending, { chat, texts }: LogProps) {
  if (state !== "failed") return <p class="after own">{texts[state]}</p>;
  return (
    <p class="after own failed" role="alert">
      {reason ?? texts.failed}{" "}
      <button type="button" class="link" onClick={() => chat.retry(client_id)}>
        {texts.try_again}
      </button>{" "}
      <button type="button" class="link" onClick={() => chat.discard(client_id)}>
        {texts.discard}
      </button>
    </p>
  );
}

function offer({ chat, state: { asking }, texts }: LogProps) {
  const now = asking === "now";
  return (
    <p class="offering">
      <button type="button" class="offer" aria-disabled={now} onClick={() => chat.askForPerson()}>
        {now ? texts.sending : texts.talk_to_person}
      </button>
      {asking === "failed" && <span class="failed"> {texts.failed}</span>}
    </p>
  );
}

export class Log extends Component<LogProps> {
  readonly #log = createRef<HTMLDivElement>();
  readonly #size = new ResizeObserver(() => this.#follow());
  #following = true;

  override componentDidMount(): void {
    if (this.#log.current) this.#size.observe(this.#log.current);
  }

  override componentWillUnmount(): void {
    this.#size.disconnect();
  }

  override componentDidUpdate(before: LogProps): void {
    if (this.props.state.pending.length > before.state.pending.length) this.#following = true;
    this.#follow();
  }

  // The newest message stays in view unless the visitor has scrolled up to read.
  #follow(): void {
    if (this.#following) this.#log.current?.scrollTo(0, this.#log.current.scrollHeight);
  }

  readonly #scroll = ({ currentTarget }: { currentTarget: HTMLDivElement }) => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    this.#following = scrollHeight - scrollTop - clientHeight < kNearTheEnd;
  };

  readonly #entry = (message: Message, index: number, all: readonly Message[]) => {
    const { appearance, language, texts } = this.props;
    const { id, client_id, author, author_name, text, citation, at } = message;
    const key = client_id ?? id;
    if (isEvent(message)) {
      return (
        <li key={key} class="event">
          {eventText(message, this.props)}
        </li>
      );
    }
    const name = author_name ?? (author === "bot" ? appearance.name : texts.a_person);
    const first = !together(all[index - 1], message);
    return (
      <li key={key}>
        <Bubble {...{ author, name, first, text, citation, texts }} />
        {!together(message, all[index + 1]) && (
          <p class={author === "visitor" ? "after own" : "after"}>
            <time dateTime={at}>{timeText(at, language)}</time>
          </p>
        )}
      </li>
    );
  };

  override render({ state, appearance, texts }: LogProps) {
    const { messages, pending, conversation, typing } = state;
    const { name, greeting } = appearance;
    return (
      <div
        class="log"
        role="log"
        aria-label={texts.chat}
        tabIndex={0}
        ref={this.#log}
        onScroll={this.#scroll}
      >
        <ol>
          {greeting && (
            <li key="greeting">
              <Bubble author="bot" name={name} first text={greeting} texts={texts} />
            </li>
          )}
          {messages.map(this.#entry)}
          {pending.map((message) => (
            <li key={message.client_id}>
              <Bubble author="visitor" name={null} text={message.text} texts={texts} />
              {delivery(message, this.props)}
            </li>
          ))}
        </ol>
        {offersPerson(messages, conversation) && offer(this.props)}
        {typing !== null && (
          <div class="bubble">
            <span class="unseen">{filled(texts.typing, typing || texts.a_person)}</span>
            <Dots />
          </div>
        )}
      </div>
    );
  }
}
