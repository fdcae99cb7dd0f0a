import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Browsers that know light-dark(); older ones would need every colour twice.
const kBrowsers = ["chrome123", "edge123", "firefox120", "safari17.5"];

// Design tokens never change within a frame, so visitors download their values, not their names.
function tokensAsValues(): Plugin {
  const resolved = (css: string): string => {
    const values = new Map(
      Array.from(css.matchAll(/(--gh-[\w-]+):([^;}]*)/g), ([, name, value]) => [name, value]),
    );
    let text = css.replace(/--gh-[\w-]+:[^;}]*;?/g, "");
    // A token may be defined by another one.
    while (text.includes("var(--gh-")) {
      text = text.replace(/var\((--gh-[\w-]+)\)/g, (_, name: string) => {
        const value = values.get(name);
        if (value === undefined) throw new Error(`${name} is not in web/brand/tokens.css`);
        return value;
      });
    }
    return text;
  };
  return {
    name: "tokens-as-values",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "asset" && file.fileName.endsWith(".css")) {
          file.source = resolved(String(file.source));
        }
      }
    },
  };
}

const loader = {
  outDir: "dist",
  emptyOutDir: false,
  target: "es2022",
  lib: {
    entry: here("loader/loader.ts"),
    formats: ["iife" as const],
    name: "gatehouse",
    fileName: () => "loader.js",
  },
};

const frame = {
  outDir: "dist",
  assetsDir: "assets",
  assetsInlineLimit: 0,
  modulePreload: false as const,
  target: kBrowsers,
  rolldownOptions: { input: here("frame.html") },
};

export default defineConfig(({ mode }) => ({
  // dist/assets is served as /widget/v1/assets.
  base: "/widget/v1/",
  // The server replaces __NONCE__ in every answer by that answer's nonce.
  html: { cspNonce: "__NONCE__" },
  build: mode === "loader" ? loader : frame,
  plugins: [tokensAsValues()],
  oxc: {
    jsx: { runtime: "classic" as const, pragma: "h", pragmaFrag: "Fragment" },
  },
}));
