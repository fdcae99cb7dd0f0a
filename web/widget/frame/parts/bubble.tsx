import { Fragment, h } from "preact";
import { pieces, safeHref } from "../links";
import type { Texts } from "../locales/texts";
import type { Author, Citation } from "../types";

interface BubbleProps {
  author: Author;
  name: string | null; // shown above the first bubble of a person or bot, always read aloud
  first?: boolean;
  text: string;
  citation?: Citation | null;
  texts: Texts;
}

// Every child is a text node: whatever a message contains, it is never markup.
function plain(text: string) {
  return pieces(text).map((piece) =>
    piece.href ? (
      <a href={piece.href} target="_blank" rel="noopener nofollow ugc">
        {piece.text}
      </a>
    ) : (
      piece.text
    ),
  );
}

function source({ title, heading, url }: Citation, texts: Texts) {
  const place = heading && heading !== title ? `${title} › ${heading}` : title;
  const href = url && safeHref(url, location.origin);
  return (
    <p class="source">
      {texts.from}{" "}
      {href ? (
        <a href={href} target="_blank" rel="noopener" dir="auto">
          {place}
        </a>
      ) : (
        <bdi>{place}</bdi>
      )}
    </p>
  );
}

export function Bubble({ author, name, first, text, citation, texts }: BubbleProps) {
  const own = author === "visitor";
  return (
    <Fragment>
      {first && !own && <p class="name">{name}</p>}
      <div class={own ? "bubble own" : "bubble"}>
        {(own || !first) && <span class="unseen">{own ? texts.you : name}: </span>}
        <p dir="auto">{plain(text)}</p>
        {citation && source(citation, texts)}
      </div>
    </Fragment>
  );
}
