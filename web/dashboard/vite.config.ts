import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // The server replaces __NONCE__ in every answer by that answer's nonce.
  html: { cspNonce: "__NONCE__" },
  build: {
    outDir: "dist",
    assetsDir: "assets",
    // A data: URL would need a wider policy, and an inline script has no nonce.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    target: "es2022",
    chunkSizeWarningLimit: 700,
  },
});
