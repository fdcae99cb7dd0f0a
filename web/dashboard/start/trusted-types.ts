// Must run before React is loaded. Mantine writes its style sheets through innerHTML; text without
// "<" cannot create an element, so only such text passes. Scripts made of text are refused outright.

interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown;
}

const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;

factory?.createPolicy("default", {
  createHTML: (text) => {
    if (text.includes("<")) throw new TypeError("Markup made of text is refused.");
    return text;
  },
});
