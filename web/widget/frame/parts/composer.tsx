import { Component, createRef, h } from "preact";
import type { Chat } from "../chat";
import type { Texts } from "../locales/texts";

interface ComposerProps {
  chat: Chat;
  texts: Texts;
}

const kMostCharacters = 8_000;
const kCountFrom = 7_500;

export class Composer extends Component<ComposerProps, { text: string }> {
  readonly #field = createRef<HTMLTextAreaElement>();
  override state = { text: "" };

  override componentDidUpdate(): void {
    const field = this.#field.current;
    if (!field) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }

  // Characters as the server counts them: an emoji is one.
  #count(): number {
    return [...this.state.text].length;
  }

  #sendable(): boolean {
    return this.state.text.trim() !== "" && this.#count() <= kMostCharacters;
  }

  readonly #submit = (event: Event) => {
    event.preventDefault();
    if (!this.#sendable()) return;
    this.props.chat.send(this.state.text.trim());
    this.setState({ text: "" });
    this.#field.current?.focus();
  };

  readonly #input = (event: Event) => {
    this.setState({ text: (event.currentTarget as HTMLTextAreaElement).value });
    this.props.chat.typing();
  };

  readonly #key = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
  };

  override render({ texts }: ComposerProps) {
    const count = this.#count();
    const excess = count > kMostCharacters;
    return (
      <form class="composer" onSubmit={this.#submit}>
        {count > kCountFrom && (
          <p class={excess ? "count failed" : "count"} role="status" dir="ltr">
            {count} / {kMostCharacters}
          </p>
        )}
        <textarea
          ref={this.#field}
          rows={1}
          dir="auto"
          value={this.state.text}
          placeholder={texts.write}
          aria-label={texts.write}
          aria-invalid={excess}
          onInput={this.#input}
          onKeyDown={this.#key}
        />
        <button class="icon send" aria-label={texts.send} disabled={!this.#sendable()}>
          <svg viewBox="0 0 16 16">
            <path d="M2.5 8h10M8.5 4l4 4-4 4" />
          </svg>
        </button>
      </form>
    );
  }
}
