import type { Plugin } from "vite";

/** The bundler's own name for the code that fetches a screen's sheet along with it. */
const HELPER = "\0vite/preload-helper.js";

/** A screen's code and its sheets at once; it shows when all are there, and what failed is fetched again the next time. */
const CODE = `const sheets = {};
const sheet = (name) => sheets[name] ??= new Promise((done, failed) => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "/" + name;
  link.onload = done;
  link.onerror = () => {
    delete sheets[name];
    link.remove();
    failed(new Error(name));
  };
  document.head.append(link);
});
export const __vitePreload = async (load, needed = []) =>
  (await Promise.all([load(), ...needed.map(sheet)]))[0];`;

/** The bundler's helper is six times as long: it also does what the boot script does, and knows older browsers. */
export const lazyStyles = (): Plugin => ({
  name: "lazy-styles",
  apply: "build",
  enforce: "pre",
  load: (id) => (id === HELPER ? CODE : undefined),
});
