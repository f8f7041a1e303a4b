import { type Browser, launchChromium } from "#test/e2e/chromium.ts";
import { openProduct } from "#test/e2e/product.ts";
import { visitor } from "#test/e2e/visitor.ts";
import { median, type Row } from "./report.ts";

/** The phone of WEB.md's budgets: slow 4G as Lighthouse's devtools throttling applies it, and a processor a quarter as fast. */
const SLOW_4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1474.56 * 1024) / 8,
  uploadThroughput: (675 * 1024) / 8,
};
const SLOWER = 4;
const ROUNDS = 5;
const LCP_BAR_S = 2.2;
const SETTLED_MS = 3000;

const SCREENS = [
  { what: "home", path: "/", as: "ada@example.test" },
  { what: "sign-in", path: "/sign-in" },
  { what: "my visits", path: "/visits", as: "ada@example.test" },
] as const;

interface Painted {
  readonly lcpS: number;
  readonly cls: number;
  readonly kb: number;
}

/** When the largest part of a page stood, how far anything jumped, and what came over the wire, on such a phone. */
export async function paints(): Promise<Row[]> {
  const [product, browser] = await Promise.all([openProduct(), launchChromium()]);
  try {
    const rows: Row[] = [];
    for (const screen of SCREENS) rows.push(...(await painted(browser, product.origin, screen)));
    return rows;
  } finally {
    await Promise.all([browser.close(), product.close()]);
  }
}

async function painted(
  browser: Browser,
  origin: string,
  { what, ...screen }: { readonly what: string; readonly path: string; readonly as?: string },
): Promise<Row[]> {
  const rounds: Painted[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await once(browser, origin, screen));
  const of = (name: keyof Painted) => median(rounds.map((one) => one[name]));
  const part = "paint on slow 4G";
  return [
    { part, what: `${what}, largest part`, ours: of("lcpS"), unit: "s", bar: LCP_BAR_S },
    { part, what: `${what}, layout shift`, ours: of("cls"), unit: "", bar: 0 },
    { part, what: `${what}, over the wire`, ours: of("kb"), unit: "KB", bar: 45 },
  ];
}

async function once(
  browser: Browser,
  origin: string,
  { path, as }: { readonly path: string; readonly as?: string },
): Promise<Painted> {
  const { page, context } = await visitor(browser, { origin, ...(as && { as }) });
  const devtools = await context.newCDPSession(page);
  let bytes = 0;
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", SLOW_4G);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  // Screens go on asking whether anything changed: there is no end to wait for.
  await page.waitForTimeout(SETTLED_MS);
  const seen = await page.evaluate(
    () =>
      new Promise<{ lcp: number; cls: number }>((resolve) => {
        let cls = 0;
        new PerformanceObserver((list) => {
          // The types of the DOM do not know this entry's own field.
          for (const entry of list.getEntries()) cls += Reflect.get(entry, "value") ?? 0;
        }).observe({ type: "layout-shift", buffered: true });
        new PerformanceObserver((list) => {
          resolve({ lcp: list.getEntries().at(-1)?.startTime ?? 0, cls });
        }).observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );
  await context.close();
  return { lcpS: seen.lcp / 1000, cls: seen.cls, kb: bytes / 1000 };
}
