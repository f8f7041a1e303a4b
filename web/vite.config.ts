import { fileURLToPath } from "node:url";
import { Features } from "lightningcss";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { copies } from "./copies.ts";
import { instant } from "./instant.ts";
import { lazyStyles } from "./lazy-styles.ts";
import { wordsTogether } from "./words-together.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// light-dark() and popover set this floor.
const browsers = { chrome: 123 << 16, safari: (17 << 16) | (5 << 8), firefox: 125 << 16 };

export default defineConfig({
  root: here("."),
  plugins: [copies(), wordsTogether(), solid(), lazyStyles(), instant()],
  css: {
    transformer: "lightningcss",
    lightningcss: { targets: browsers, exclude: Features.LightDark },
  },
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
      output: {
        chunkFileNames: "assets/[hash:7].js",
        // Few files rather than many: what every screen needs in one. A flow is one file by its module of screens; a
        // group for it would cost a phone one more request, for the bundler's runtime.
        codeSplitting: {
          groups: [
            {
              name: "house",
              test: /node_modules|preload-helper|rolldown|domain\/(?!chart-dates)|web\/ui\/(?!staff|asked|said|chart|(visit-card|calendar-tile)\.tsx)|web\/api\/|language|web\/session\/(?!sign-in|second|carer)|patient\/appointments\/(slot-pill|catalogue|visit-load|since|choice|chosen-type)/,
            },
            // In this order: a group takes along what its modules need, unless an earlier one has it.
            // What results and records share: how a chart is said.
            {
              name: "chart",
              test: /web\/ui\/chart\/(?!measured-list|papers|range-bar|save-file)|domain\/chart-dates|patient\/results\/stage|patient\/records\/groups|lab-tests\.ts/,
            },
            { name: "visit", test: /web\/ui\/(visit-card|calendar-tile)\.tsx/ },
            { name: "facts", test: /patient\/appointments\/(facts|what-and-where)/ },
            // The practice's own: what its screens share, then what only the ones that book need.
            {
              name: "staff",
              test: /web\/ui\/staff\/(?!queue-rows|visit-dialogs|time-form|dialog-foot|slot-picker|open-times|overrid|catalogue|choice|desk|deeds|who|sending|words-field)/,
            },
            { name: "desk", test: /web\/ui\/staff\/(?!queue-rows)/ },
          ],
        },
      },
    },
  },
});
