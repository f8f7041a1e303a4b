import type { Plugin, Rolldown } from "vite";
import { LANDED } from "./words-together.ts";

/** Which chunk and which answers a path needs first, in order: the first match counts. */
const FIRST: readonly (readonly [
  path: string,
  module: string,
  answers: readonly string[],
  words?: string,
])[] = [
  ["^/practice/$", "practice/appointments/schedule.tsx", ["/api/practice/schedule"]],
  ["^/practice/requests$", "practice/work/screens.tsx", ["/api/practice/requests?assignee=anyone"]],
  [
    "^/practice/write-backs$",
    "practice/work/screens.tsx",
    ["/api/practice/write-backs?assignee=anyone"],
  ],
  ["^/practice/calls$", "practice/work/screens.tsx", ["/api/practice/tasks?assignee=anyone"]],
  ["^/practice/messages$", "practice/messaging/messages.tsx", ["/api/practice/threads"]],
  ["^/practice/patients$", "practice/patients/search.tsx", []],
  ["^/practice/patients/", "practice/patients/patient.tsx", []],
  ["^/practice/connection$", "practice/connections/connection.tsx", ["/api/practice/connections"]],
  ["^/sign-in$", "session/sign-in.tsx", ["/api/welcome"], "account"],
  ["^/$", "patient/home/home.tsx", ["/api/appointments?when=coming"]],
  ["^/visits$", "patient/appointments/visits.tsx", ["/api/appointments?when=coming"]],
  ["^/visits/book$", "patient/appointments/picking.ts", ["/api/visit-types"], "appointments"],
  ["^/visits/book/times$", "patient/appointments/picking.ts", ["/api/visit-types"], "appointments"],
  ["^/visits/book/confirm$", "patient/appointments/booking.ts", [], "appointments"],
  ["^/visits/book/request$", "patient/appointments/ask.tsx", ["/api/visit-types"], "appointments"],
  ["^/messages$", "patient/messaging/own.ts", ["/api/threads"], "messages"],
  ["^/messages/", "patient/messaging/own.ts", [], "messages"],
  ["^/health/results$", "patient/results/results.tsx", ["/api/results"], "results"],
  ["^/health/results/", "patient/results/result.tsx", [], "results"],
  ["^/health/trends/", "patient/results/trend.tsx", [], "results"],
  ["^/health(/not-shown)?$", "patient/records/chart.ts", ["/api/records"], "records"],
  ["^/health/(download|corrections)$", "patient/exports/own.ts", [], "exports"],
  ["^/health/[^/]+$", "patient/records/listed.ts", [], "items"],
  ["^/health/", "patient/records/listed.ts", [], "items"],
  ["^/visits/[^/]+$", "patient/appointments/visit.tsx", [], "appointments"],
];

type Bundle = Rolldown.OutputBundle;

function chunkOf(bundle: Bundle, module: string): Rolldown.OutputChunk | undefined {
  return Object.values(bundle).find(
    (file): file is Rolldown.OutputChunk =>
      file.type === "chunk" && file.moduleIds.some((id) => id.endsWith(`/web/${module}`)),
  );
}

/** A module's chunk and everything it imports. */
function filesOf(bundle: Bundle, module: string, seen = new Set<string>()): string[] {
  const visit = (name: string) => {
    const file = bundle[name];
    if (seen.has(name) || file?.type !== "chunk" || file.isEntry) return;
    seen.add(name);
    file.imports.forEach(visit);
  };
  const chunk = chunkOf(bundle, module);
  if (chunk) visit(chunk.fileName);
  return [...seen];
}

const wordsOf = (bundle: Bundle, ...parts: readonly string[]) => ({
  en: parts.flatMap((part) => filesOf(bundle, `i18n/${part}en.ts`)),
  es: parts.flatMap((part) => filesOf(bundle, `i18n/${part}es.ts`)),
});

/** What the page's own script imports: named in the page, so that all of it is fetched at once. */
const entryImports = (bundle: Bundle, page: string): string[] =>
  Object.values(bundle).flatMap((file) =>
    file.type === "chunk" && file.isEntry && file.facadeModuleId?.endsWith(`/web${page}`)
      ? file.imports
      : [],
  );

/** The part of a first screen that has all its words. */
const landedOn = (parts = "") => LANDED.find((part) => part === parts);

/**
 * The script in the page's head, a few hundred bytes. It names the page's one Trusted Types policy (the framework
 * builds its templates from our own strings; scripts stay barred), sets the language, and asks for the route's code,
 * its words and its data while the app itself is still on its way.
 */
function bootScript(bundle: Bundle, entry: string): string {
  const staff = entry.includes("practice");
  const words = (parts = "") =>
    parts ? wordsOf(bundle, ...parts.split(" ").map((part) => `${part}-`)) : {};
  const routes = FIRST.filter(([path]) => path.startsWith("^/practice") === staff).map(
    ([path, module, answers, parts]) =>
      [path, filesOf(bundle, module), answers, words(parts), landedOn(parts)] as const,
  );
  const common = wordsOf(bundle, "");
  return [
    "self.trustedTypes?.createPolicy('default',{createHTML:s=>s});",
    `const W=${JSON.stringify(common)},R=${JSON.stringify(routes)},P=location.pathname;let L;`,
    "try{L=localStorage.language}catch{}",
    `L=${staff ? "'en'" : "(L||navigator.language).startsWith('es')?'es':'en'"};`,
    "document.documentElement.lang=L;self.early={};",
    "const ask=u=>{(self.early[u]=fetch(u,{headers:{accept:'application/json'}})).catch(()=>0)};",
    "const load=f=>{const l=document.createElement('link');l.rel='modulepreload';l.href='/'+f;document.head.append(l)};",
    "ask('/api/session');let F=[[],[],W];",
    "for(const[r,c,a,w,p]of R)if(new RegExp(r).test(P)){F=[c.concat(w[L]||[]),a,p?{}:W];self.part=p;break}",
    "(F[2][L]||[]).concat(F[0]).forEach(load);F[1].forEach(ask)",
  ].join("");
}

/** The page's sheets as one: the shared one first, so that a house may differ from it. */
function takeStyles(html: string, bundle: Bundle, taken: Set<string>) {
  const sheets: string[] = [];
  const rest = html.replace(
    /\s*<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g,
    (_, name: string) => {
      const file = bundle[name];
      if (file?.type !== "asset") return "";
      taken.add(name);
      if (name.includes("/house-")) sheets.unshift(String(file.source));
      else sheets.push(String(file.source));
      return "";
    },
  );
  return { rest, css: sheets.join("") };
}

/** Styles into the page, and the boot script before everything: the first paint waits for one file only. */
export function instant(): Plugin {
  const taken = new Set<string>();
  return {
    name: "instant",
    apply: "build",
    config() {
      // A test runner says "test", and would measure and drive another build than the one that ships.
      // biome-ignore lint/style/noProcessEnv: the bundler takes it from nowhere else.
      process.env["NODE_ENV"] = "production";
    },
    // After the pages are written and before imports get their list of sheets: what stands in the page is not fetched.
    enforce: "post",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk") continue;
        for (const name of taken) file.viteMetadata?.importedCss.delete(name);
      }
    },
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {}, path }) {
        const { rest, css } = takeStyles(html, bundle, taken);
        const early = entryImports(bundle, path).map(
          (name) => `<link rel="modulepreload" href="/${name}">`,
        );
        const boot = `${early.join("")}<script>${bootScript(bundle, path)}</script>`;
        const head = `</title>${boot}<style>${css}</style>`;
        return rest.replace("</title>", () => head).replace(/\n\s+/g, "\n");
      },
    },
  };
}
