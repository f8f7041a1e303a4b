import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { at, isRecord, pathOf } from "#infra/local/ehr/fhir/resource.ts";
import { personas } from "#infra/local/ehr/personas/personas.ts";
import { bundle } from "#infra/local/ehr/rest/bundle.ts";
import type { Chart } from "#infra/local/ehr/store/chart.ts";

/** Loads each transaction bundle of a folder once. Its patient signs in by the file's name. */
export function loadBundles(chart: Chart, folder: string): void {
  const persona = personas.get("full");
  if (!persona) return;
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    const setting = `bundle ${file}`;
    if (chart.database.setting(setting) !== undefined) continue;
    const body: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));
    giveEmail(body, `${basename(file, ".json")}@example.test`);
    chart.atomic(() => {
      bundle({ chart, persona, baseUrl: "", clinic: "" }, body);
      chart.database.keepSetting(setting, chart.now().toISOString());
    });
  }
}

function giveEmail(body: unknown, email: string): void {
  for (const resource of at(body, pathOf("entry.resource"))) {
    if (!isRecord(resource) || resource["resourceType"] !== "Patient") continue;
    const telecom = at(resource, pathOf("telecom"));
    resource["telecom"] = [...telecom, { system: "email", value: email }];
  }
}
