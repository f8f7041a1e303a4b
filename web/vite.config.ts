import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { instant } from "./instant.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Light-dark(), popover and dialog set this floor; lightningcss fills in what it can below it.
const browsers = { chrome: 123 << 16, safari: (17 << 16) | (5 << 8), firefox: 125 << 16 };

export default defineConfig({
  root: here("."),
  plugins: [solid(), instant()],
  css: { transformer: "lightningcss", lightningcss: { targets: browsers } },
  build: {
    outDir: here("../dist/web"),
    emptyOutDir: true,
    manifest: true,
    target: ["es2023", "chrome123", "safari17.5", "firefox125"],
    cssMinify: "lightningcss",
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { patient: here("index.html"), practice: here("practice/index.html") },
    },
  },
});
