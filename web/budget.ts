import { LANDED } from "./words-together.ts";

/** What a page costs on its first load, bytes as gzip sends them. */
export interface RouteSize {
  readonly route: string;
  readonly scriptBytes: number;
  readonly styleBytes: number;
  readonly pageBytes: number;
}

interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly imports?: readonly string[];
}

/** Each route with the page it starts from and the modules it needs beyond it, words of one language included. */
const ROUTES: Readonly<Record<string, readonly [page: string, ...modules: string[]]>> = {
  "/sign-in": ["index.html", "session/sign-in.tsx", "account"],
  "/": ["index.html", "patient/home/home.tsx"],
  "/visits": ["index.html", "patient/appointments/visits.tsx"],
  "/visits/book": ["index.html", "patient/appointments/picking.ts", "appointments"],
  "/visits/book/times": ["index.html", "patient/appointments/picking.ts", "appointments"],
  "/visits/book/confirm": ["index.html", "patient/appointments/booking.ts", "appointments"],
  "/visits/book/request": [
    "index.html",
    "patient/appointments/ask.tsx",
    "appointments",
    "requests",
    "asking",
  ],
  // A visit that is asked for brings its own screen and words.
  "/visits/:id?asked": [
    "index.html",
    "patient/appointments/visit.tsx",
    "patient/appointments/asked-visit.tsx",
    "appointments",
    "requests",
  ],
  "/visits/:id": [
    "index.html",
    "patient/appointments/visit.tsx",
    "patient/appointments/booked-visit.tsx",
    "appointments",
  ],
  "/visits/:id/move": ["index.html", "patient/appointments/picking.ts", "appointments"],
  "/visits/:id/move/confirm": ["index.html", "patient/appointments/booking.ts", "appointments"],
  "/health": ["index.html", "patient/records/chart.ts", "records"],
  "/health/:section": ["index.html", "patient/records/listed.ts", "items"],
  "/health/:section/:id": ["index.html", "patient/records/listed.ts", "items"],
  "/health/corrections": ["index.html", "patient/exports/own.ts", "exports"],
  "/health/download": ["index.html", "patient/exports/own.ts", "exports"],
  "/messages": ["index.html", "patient/messaging/own.ts", "messages"],
  "/messages/new": ["index.html", "patient/messaging/own.ts", "messages"],
  "/messages/:id": ["index.html", "patient/messaging/own.ts", "messages"],
  "/health/results": ["index.html", "patient/results/results.tsx", "results"],
  "/health/results/:id": ["index.html", "patient/results/result.tsx", "results"],
  "/health/trends/:loinc": ["index.html", "patient/results/trend.tsx", "results"],
  "/practice/": ["practice/index.html", "practice/appointments/schedule.tsx"],
  "/practice/requests": ["practice/index.html", "practice/work/screens.tsx"],
  "/practice/results": ["practice/index.html", "practice/results/screens.tsx", "results"],
  "/practice/corrections": ["practice/index.html", "practice/corrections/corrections.tsx"],
  "/practice/messages": ["practice/index.html", "practice/messaging/messages.tsx"],
  "/practice/patients": ["practice/index.html", "practice/patients/search.tsx"],
  "/practice/patients/:id": ["practice/index.html", "practice/patients/patient.tsx"],
  "/practice/connection": ["practice/index.html", "practice/connections/connection.tsx"],
};

/** gzip, 1024 bytes to the KB. Patient routes, their home, staff routes, styles and the bare page. */
export const BUDGET_BYTES = {
  home: 26 * 1024,
  patient: 32 * 1024,
  staff: 60 * 1024,
  style: 5 * 1024,
  page: 4 * 1024,
} as const;

/** The most script a route may load first. */
export const scriptBudget = (route: string): number => {
  if (route === "/") return BUDGET_BYTES.home;
  return route.startsWith("/practice/") ? BUDGET_BYTES.staff : BUDGET_BYTES.patient;
};

/** Measures every route of a build. `read` reads a file below the build's folder, such as "index.html". */
export async function routeSizes(
  read: (path: string) => Promise<string>,
  language: "en" | "es" = "en",
): Promise<RouteSize[]> {
  const manifest: Record<string, Chunk> = JSON.parse(await read(".vite/manifest.json"));
  return Promise.all(
    Object.entries(ROUTES).map(async ([route, [page, ...modules]]) => {
      const sources = modules.map((name) =>
        name.includes("/") ? name : `i18n/${name}-${language}.ts`,
      );
      // A part that a phone lands on has what every screen says within; staff have it already.
      const within = page === "index.html" && LANDED.some((part) => modules.includes(part));
      const core = within ? [] : [`i18n/${language}.ts`];
      const files = filesOf(manifest, [page, ...core, ...sources]);
      const sizes = await Promise.all(files.map(async (file) => gzipBytes(await read(file))));
      const html = await read(page);
      const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
      return {
        route,
        scriptBytes: sizes.reduce((sum, size) => sum + size, 0),
        styleBytes: await gzipBytes(style),
        pageBytes: await gzipBytes(html.replace(style, "")),
      };
    }),
  );
}

function filesOf(manifest: Record<string, Chunk>, sources: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (!chunk || seen.has(chunk.file)) return;
    seen.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  for (const source of sources) {
    if (!manifest[source]) throw new Error(`No chunk holds ${source}.`);
    visit(source);
  }
  return [...seen];
}

async function gzipBytes(text: string): Promise<number> {
  const zipped = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(zipped).arrayBuffer()).byteLength;
}
