// Must run before React is loaded. Mantine writes its style sheets through innerHTML; text without
// "<" cannot create an element, so only such text passes. A worker may come from our own files only:
// the one that solves the puzzle of the login page. Scripts made of text are refused outright.

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML: (text: string) => string; createScriptURL: (text: string) => string },
  ): unknown;
}

const kOwnWorker = /^\/assets\/pbkdf2-[\w-]+\.js$/;

const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;

factory?.createPolicy("default", {
  createHTML: (text) => {
    if (text.includes("<")) throw new TypeError("Markup made of text is refused.");
    return text;
  },
  createScriptURL: (text) => {
    const url = new URL(text, window.location.origin);
    if (url.origin !== window.location.origin || !kOwnWorker.test(url.pathname))
      throw new TypeError("Scripts from elsewhere are refused.");
    return url.href;
  },
});
