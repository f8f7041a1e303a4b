import { type Browser, launchChromium } from "./chromium.ts";
import { openProduct, type Product } from "./product.ts";
import { type Visitor, type VisitorOptions, visitor } from "./visitor.ts";

let open: { product: Product; browser: Browser } | undefined;

function opened() {
  if (!open) throw new Error("The product runs only while tests do.");
  return open;
}

/** One running product and one browser for all walks; they come one after the other, each as people of its own. */
export async function openStage(): Promise<void> {
  const starting = [openProduct(), launchChromium()] as const;
  try {
    const [product, browser] = await Promise.all(starting);
    open = { product, browser };
  } catch (error) {
    // What does start must not outlive the run.
    for (const started of await Promise.allSettled(starting)) {
      if (started.status === "fulfilled") await started.value.close();
    }
    throw error;
  }
}

export async function closeStage(): Promise<void> {
  await Promise.all([open?.browser.close(), open?.product.close()]);
}

/** The product the walks are in, and who comes to use it. */
export const on = {
  get product(): Product {
    return opened().product;
  },
  visit: (options: Omit<VisitorOptions, "origin"> = {}): Promise<Visitor> =>
    visitor(opened().browser, { origin: opened().product.origin, ...options }),
};
