import type { Plugin } from "esbuild";

const FONTS = { regular: "DejaVuSans", bold: "DejaVuSans-Bold" } as const;

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
      loader: "js",
      resolveDir: "functions/adapters",
    }));
    build.onResolve({ filter: /^dejavu-fonts-ttf\/.*\.ttf$/ }, ({ path }) => ({
      path: `${process.cwd()}/node_modules/${path}`,
    }));
  },
};
