import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where the walks' browser comes from: its npm package, a program on this machine, or nowhere. */
export type BrowserHere =
  | { readonly from: "package" }
  | { readonly from: "machine"; readonly program: string }
  | { readonly from: "nowhere"; readonly why: string };

/** What it depends on, so that tests can be on any machine. */
interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly home: string;
  /** `CHROMIUM` */
  readonly named: string | undefined;
  has(file: string): boolean;
}

const MAC_APPS = ["Google Chrome", "Chromium", "Microsoft Edge"];
const LINUX_PROGRAMS = [
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
];

const thisMachine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  home: homedir(),
  // biome-ignore lint/style/noProcessEnv: the one place where it is read
  named: process.env["CHROMIUM"] || undefined,
  has: existsSync,
});

/** The one `CHROMIUM` names; else the package's, which is built for linux-x64; else one in its usual place. */
export function browserHere(machine: Machine = thisMachine()): BrowserHere {
  const { platform, arch, named } = machine;
  if (named) return { from: "machine", program: named };
  if (platform === "linux" && arch === "x64") return { from: "package" };
  const program = usualPlaces(machine).find((file) => machine.has(file));
  if (program) return { from: "machine", program };
  const why = `no Chrome found on ${platform} ${arch}: install one, or name it with CHROMIUM`;
  return { from: "nowhere", why };
}

function usualPlaces({ platform, home }: Machine): string[] {
  if (platform !== "darwin") return LINUX_PROGRAMS;
  const programs = MAC_APPS.map((app) => `Applications/${app}.app/Contents/MacOS/${app}`);
  return ["/", home].flatMap((folder) => programs.map((program) => join(folder, program)));
}
