import type { FileLinks } from "#ports/files.ts";
import { defaultProvider } from "./credentials.ts";
import { environment } from "./environment.ts";
import { presigned } from "./sigv4.ts";

/** Addresses of a bucket's files, good in the name of this function's role. Nobody is asked for them. */
export function connectedFileLinks(bucket: string): FileLinks {
  const region = environment("awsRegion");
  const local = environment("awsEndpointUrl");
  const root = local ? `${local}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`;
  const credentials = defaultProvider();
  return {
    async link(name, { as, seconds }) {
      const { sessionToken, ...keys } = await credentials();
      const address = new URL(`${root}/${name}`);
      address.searchParams.set("response-content-disposition", `attachment; filename="${as}"`);
      address.searchParams.set("response-cache-control", "no-store");
      const at = new Date().toISOString().replace(/[:-]|\.\d+/g, "");
      return presigned(address, { at, seconds, sessionToken }, { ...keys, region, service: "s3" });
    },
  };
}
