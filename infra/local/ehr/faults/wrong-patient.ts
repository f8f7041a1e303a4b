import { textOf } from "#infra/local/ehr/fhir/resource.ts";
import type { Chart } from "#infra/local/ehr/store/chart.ts";

/** The same answer about somebody else: every patient in it becomes another patient of the practice. */
export function aboutAnotherPatient(chart: Chart, body: object): object {
  const text = JSON.stringify(body);
  const own = textOf(body, "resourceType") === "Patient" ? textOf(body, "id") : undefined;
  const named = new Set([...text.matchAll(/"Patient\/([A-Za-z0-9.-]+)"/g)].map(([, id]) => id));
  if (own) named.add(own);
  let changed = text;
  for (const id of named) {
    if (!id) continue;
    const other = someoneElse(chart, named);
    changed = changed.replaceAll(`"Patient/${id}"`, `"Patient/${other}"`);
    if (id === own) changed = changed.replaceAll(`"id":"${id}"`, `"id":"${other}"`);
  }
  return JSON.parse(changed);
}

function someoneElse(chart: Chart, but: ReadonlySet<string | undefined>): string {
  const ids = chart.database
    .all("SELECT id FROM resource WHERE type = 'Patient' AND deleted = 0 ORDER BY rid LIMIT 50")
    .map((row) => String(row["id"]));
  return ids.find((id) => !but.has(id)) ?? "somebody-else";
}
