import { afterAll, beforeAll } from "vitest";
import { type Browser, launchChromium } from "./chromium.ts";
import { openProduct, type Product } from "./product.ts";
import { type Visitor, type VisitorOptions, visitor } from "./visitor.ts";

interface Stage {
  readonly product: Product;
  visit(options?: Omit<VisitorOptions, "origin">): Promise<Visitor>;
}

/** One running product and one browser for all tests of a file; they come one after the other. */
export function stage(): Stage {
  let open: { product: Product; browser: Browser } | undefined;
  const opened = () => {
    if (!open) throw new Error("The product runs only while tests do.");
    return open;
  };
  beforeAll(async () => {
    const [product, browser] = await Promise.all([openProduct(), launchChromium()]);
    open = { product, browser };
  });
  afterAll(async () => {
    await Promise.all([open?.browser.close(), open?.product.close()]);
  });
  return {
    get product() {
      return opened().product;
    },
    visit: (options = {}) =>
      visitor(opened().browser, { origin: opened().product.origin, ...options }),
  };
}
