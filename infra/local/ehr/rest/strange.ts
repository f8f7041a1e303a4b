import { createHash } from "node:crypto";
import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import type { Charted } from "#infra/local/ehr/fhir/resource.ts";
import type { Query } from "#infra/local/ehr/store/search-request.ts";

/** The server's name for itself, which nobody outside can reach: it stands behind a proxy. */
const innerOrigin = "http://ehr.inner.example:8080";
const pageSize = 25;

/** However many are asked for, a page holds few. */
export const smallPages = (query: Query): Query => [
  ...query.filter(([name]) => name !== "_count"),
  [
    "_count",
    String(Math.min(pageSize, Number(query.find(([name]) => name === "_count")?.[1] ?? pageSize))),
  ],
];

/** Neither by age nor by name. */
export function shuffled<T extends Charted>(found: readonly T[]): T[] {
  const place = ({ id }: T) => createHash("sha1").update(id).digest("hex");
  return [...found].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** A page's address at the base, which says nothing. */
export function opaquePage(baseUrl: string, type: string, query: Query): string {
  const token = Buffer.from(JSON.stringify([type, query])).toString("base64url");
  return `${innerOrigin}${new URL(baseUrl).pathname}?_getpage=${token}`;
}

/** What such an address stands for. */
export function pageAsked(query: Query): { type: string; query: Query } {
  const token = query.find(([name]) => name === "_getpage")?.[1];
  if (token === undefined) throw refuse.unsupported("Only POST is supported at the base");
  const [type, asked]: [string, Query] = JSON.parse(Buffer.from(token, "base64url").toString());
  return { type, query: asked };
}
