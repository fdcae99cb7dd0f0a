// The customer's page, seen from the frame. Its origin stands in the fragment (which the loader
// wrote and the server never sees); where the browser names the parent itself, both must agree.
import type { ToFrame, ToLoader } from "../protocol";

export function parentOrigin(fragment: string, ancestors: readonly string[]): string | null {
  let origin: string;
  try {
    origin = new URL(fragment.slice(1)).origin;
  } catch {
    return null;
  }
  if (origin === "null" || origin !== fragment.slice(1)) return null;
  return ancestors.length > 0 && ancestors[0] !== origin ? null : origin;
}

export class Parent {
  readonly #origin: string | null;

  constructor() {
    // Firefox does not have it.
    const ancestors: DOMStringList | undefined = window.location.ancestorOrigins;
    this.#origin = parentOrigin(location.hash, ancestors ? [...ancestors] : []);
  }

  tell(message: ToLoader): void {
    if (this.#origin && window.parent !== window) window.parent.postMessage(message, this.#origin);
  }

  listen(listener: (message: ToFrame) => void): void {
    window.addEventListener("message", (event: MessageEvent<ToFrame>) => {
      if (event.source !== window.parent || event.origin !== this.#origin) return;
      listener(event.data);
    });
  }
}
