import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
// biome-ignore lint/correctness/noUnresolvedImports: re-exported from a file that Biome does not follow.
import { chromium } from "playwright-core";
import * as z from "zod/mini";
import { browserHere } from "./browser-here.ts";

export type Browser = Awaited<ReturnType<typeof chromium.launch>>;
export type Context = Awaited<ReturnType<Browser["newContext"]>>;
export type Page = Awaited<ReturnType<Browser["newPage"]>>;
export type Locator = ReturnType<Page["locator"]>;

const execute = promisify(execFile);

// Our own, not the package's: those turn web security and site isolation off and would hide CSP and CSRF faults.
const FLAGS = [
  "--headless",
  // A phone lays its scroll bar over the page.
  "--hide-scrollbars",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

// biome-ignore lint/style/noProcessEnv: the browser is a child process, and gets this one's environment.
const environment = process.env;

/** Takes the browser out of its package, where that is the one: what launches it then finds it there. */
export async function unpackChromium(): Promise<void> {
  if (browserHere().from === "package") await inflated();
}

/** The browser of this machine (`browserHere`); out of its npm package it runs as root, where there is only Node. */
export async function launchChromium(): Promise<Browser> {
  const here = browserHere();
  if (here.from === "nowhere") throw new Error(`The walks have no browser: ${here.why}`);
  if (here.from === "machine") return launchInstalled(here.program);
  const folder = await inflated();
  return launch(join(folder, "chromium"), await fittingEnvironment(folder));
}

/** With a profile of its own: the person's is not ours, and a Chrome that has it open would take the call. */
async function launchInstalled(program: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "porchlight-chrome-"));
  const browser = await launch(program, {}, [`--user-data-dir=${profile}`]);
  browser.on("disconnected", () => rmSync(profile, { recursive: true, force: true }));
  return browser;
}

const launch = (executablePath: string, more: Record<string, string>, args: string[] = []) =>
  chromium.launch({
    executablePath,
    ignoreDefaultArgs: true,
    args: [...FLAGS, ...args, "--remote-debugging-pipe"],
    env: { ...definedOnly(environment), ...more },
  });

/**
 * The package inflates into the temporary folder, where a broken-off copy would be taken for a whole one. Here it
 * inflates in a folder of its own, which gets its name when it is complete.
 */
async function inflated(): Promise<string> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync("node_modules/@sparticuz/chromium/package.json", "utf8")));
  const cache = resolve("node_modules/.cache/porchlight");
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  const inflate = 'import("@sparticuz/chromium").then((found) => found.default.executablePath())';
  await execute(process.execPath, ["-e", inflate], {
    // A Lambda of Amazon Linux 2023 is where the package brings the shared libraries along.
    env: { ...definedOnly(environment), TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" },
  });
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Two walks start at once on a fresh clone: the one that is done first has named its folder already.
    if (!existsSync(folder)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** What this machine lacks of libraries and fonts, from the package's own. */
async function fittingEnvironment(folder: string): Promise<Record<string, string>> {
  const complete = await execute(join(folder, "chromium"), ["--version"]).then(
    () => true,
    () => false,
  );
  const fonts = join(folder, "fonts.conf");
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><fontconfig><dir>${join(folder, "fonts")}</dir><cachedir>${folder}</cachedir></fontconfig>`,
  );
  return {
    ...(!complete && { LD_LIBRARY_PATH: join(folder, "al2023", "lib") }),
    ...(!existsSync("/etc/fonts/fonts.conf") && { FONTCONFIG_FILE: fonts }),
  };
}

const definedOnly = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
