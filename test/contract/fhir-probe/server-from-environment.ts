import type { ProbedServer } from "./probe.ts";

/** `EHR_BASE_URL` points the suite at a real FHIR server too; `EHR_BEARER_TOKEN` where it wants one. */
export function serverFromEnvironment(): (ProbedServer & { name: string }) | undefined {
  // biome-ignore lint/style/noProcessEnv: whoever runs the suite names the server this way
  const { EHR_BASE_URL: baseUrl, EHR_BEARER_TOKEN: token } = process.env;
  if (!baseUrl) return undefined;
  return {
    name: new URL(baseUrl).host,
    baseUrl: baseUrl.replace(/\/$/, ""),
    headers: token ? { authorization: `Bearer ${token}` } : {},
    ours: false,
  };
}
