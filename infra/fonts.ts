import { resolve } from "node:path";
import type { Plugin } from "esbuild";

const FONTS = { regular: "DejaVuSans", bold: "DejaVuSans-Bold" } as const;
const own = (path: string) => ({ path: resolve("node_modules", path) });

/** A function has no folder of fonts beside it: they stand in the bundle of whoever draws with them. */
export const fontsInside: Plugin = {
  name: "fonts-inside",
  setup(build) {
    build.onLoad({ filter: /functions\/adapters\/fonts\.ts$/ }, () => ({
      contents: Object.entries(FONTS)
        .map(
          ([name, file]) =>
            `export { default as ${name} } from "dejavu-fonts-ttf/ttf/${file}.ttf";`,
        )
        .join("\n"),
      resolveDir: ".",
    }));
    build.onResolve({ filter: /^dejavu-fonts-ttf\/.*\.ttf$/ }, ({ path }) => own(path));
    // Its ES module asks at once where it lies, which a bundle does not know.
    build.onResolve({ filter: /^pdfkit$/ }, () => own("pdfkit/js/pdfkit.js"));
  },
};
