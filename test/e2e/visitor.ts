import { expect } from "vitest";
import type { Browser, Context, Page } from "./chromium.ts";

export const PHONE = { width: 390, height: 844 } as const;
export const DESK = { width: 1280, height: 800 } as const;
export const PASSWORD = "Porchlight-demo-1";

export interface VisitorOptions {
  /** Signed in already, through the API, when given. */
  as?: string;
  language?: "en" | "es";
  viewport?: { width: number; height: number };
  origin: string;
}

/** Somebody with a browser of their own, and everything that page must not do, written down. */
export async function visitor(browser: Browser, options: VisitorOptions) {
  const { origin, as, language = "en", viewport = PHONE } = options;
  const context = await browser.newContext({
    viewport,
    locale: language === "es" ? "es-US" : "en-US",
    timezoneId: "America/Chicago",
    colorScheme: "light",
    reducedMotion: "reduce",
    acceptDownloads: true,
    baseURL: origin,
  });
  context.setDefaultTimeout(10_000);
  if (as) await signIn(context, origin, as);
  const page = await context.newPage();
  const faults = watch(page, origin);
  return {
    page,
    context,
    faults,
    /** A call to the portal's API as this person. */
    api: async (method: string, path: string, body?: object) => {
      const reply = await context.request.fetch(`${origin}/api${path}`, {
        method,
        headers: {
          origin,
          ...(method === "POST" && { "idempotency-key": crypto.randomUUID() }),
        },
        ...(body && { data: body }),
      });
      if (!reply.ok())
        throw new Error(`${method} ${path}: ${reply.status()} ${await reply.text()}`);
      // biome-ignore lint/suspicious/noExplicitAny: answers are judged by tests, field by field
      return (reply.status() === 204 ? undefined : await reply.json()) as any;
    },
    /** Everything was as it should be, all the time; then the browser is closed. */
    async leave(): Promise<void> {
      expect(await stored(page)).toEqual([]);
      expect(faults).toEqual([]);
      await context.close();
    },
  };
}
export type Visitor = Awaited<ReturnType<typeof visitor>>;

async function signIn(context: Context, origin: string, email: string): Promise<void> {
  const reply = await context.request.post(`${origin}/api/session`, {
    headers: { origin },
    data: { email, password: PASSWORD },
  });
  if (!reply.ok()) throw new Error(`${email}: ${reply.status()} ${await reply.text()}`);
}

/** Console errors, CSP violations, crashes, 5xx and calls to anybody else, as they happen. */
function watch(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`page: ${error.message}`));
  page.on("console", (message) => {
    // The browser itself reports every refusal and lost connection like this; those are judged by their screens.
    const itself = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !itself)
      faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const { protocol, origin: asked, searchParams } = new URL(request.url());
    // A file somebody saves comes from where the portal keeps it, by an address the portal signed.
    const isFile = searchParams.has("X-Amz-Signature");
    if (/^https?:$/.test(protocol) && asked !== origin && !isFile)
      faults.push(`foreign: ${request.url()}`);
  });
  page.on("response", (response) => {
    // 503 is a refusal with words for it: the EHR does not answer, try again.
    if (response.status() >= 500 && response.status() !== 503)
      faults.push(`${response.status()}: ${response.url()}`);
  });
  return faults;
}

/** What the page keeps on the device, but for the language. */
const stored = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(
      (key) => key !== "language",
    ),
  );
