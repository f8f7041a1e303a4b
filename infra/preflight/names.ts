import * as z from "zod/mini";
import type { JsonService } from "#functions/adapters/aws-json.ts";
import type { Region } from "#infra/regions.ts";
import { edgeRegion } from "./account.ts";
import { type Check, type Finding, ok, unknown, wrong } from "./finding.ts";
import type { World } from "./world.ts";

const acm: JsonService = { name: "acm", target: "CertificateManager", version: "1.1" };

const zone: Check = {
  what: "the portal's domain lies in a zone that the public DNS knows",
  run: async ({ domain, hostedZoneId }, world) => {
    const labels = domain.split(".");
    for (let from = 0; from < labels.length - 1; from++) {
      const parent = labels.slice(from).join(".");
      const servers = await world.dns(parent, "NS");
      if (servers.length > 0)
        return ok(`${parent} is answered by ${servers.sort()[0]}${whose(hostedZoneId)}`);
    }
    return wrong(
      `Nobody answers for ${domain}.`,
      "Register the domain, or have its registrar name the zone's servers.",
    );
  },
};

const whose = (hostedZoneId: string | undefined) =>
  hostedZoneId === undefined
    ? "; a person sets the records there."
    : `; that this is zone ${hostedZoneId} is for you to compare.`;

const Page = z.object({
  CertificateSummaryList: z.array(z.object({ CertificateArn: z.string(), DomainName: z.string() })),
  NextToken: z.optional(z.nullable(z.string())),
});
const Described = z.object({
  Certificate: z.object({
    Status: z.string(),
    DomainValidationOptions: z._default(
      z.array(
        z.object({ ResourceRecord: z.optional(z.object({ Name: z.string(), Value: z.string() })) }),
      ),
      [],
    ),
  }),
});
type Certificate = z.infer<typeof Described>["Certificate"];

interface Named {
  readonly name: string;
  readonly awsRegion: string;
}

const certificate = (what: string, of: (region: Region) => Named): Check => ({
  what,
  run: async (region, world) => {
    const { name, awsRegion } = of(region);
    const found = await certificatesOf(world, { name, awsRegion });
    if (found.length === 0)
      return unknown(`There is none for ${name} in ${awsRegion} yet: the deployment asks for it.`);
    if (found.some(({ Status }) => Status === "ISSUED")) return ok(`Issued for ${name}.`);
    return pending(world, name, found);
  },
});

async function pending(
  world: World,
  name: string,
  [first]: readonly Certificate[],
): Promise<Finding> {
  const record = first?.DomainValidationOptions[0]?.ResourceRecord;
  if (first?.Status !== "PENDING_VALIDATION" || !record)
    return wrong(
      `The certificate for ${name} is ${first?.Status}.`,
      "Look it up in the ACM console; deleting it and deploying again asks for a new one.",
    );
  const there = await world.dns(record.Name.replace(/\.$/, ""), "CNAME");
  return there.length > 0
    ? unknown(`The validation record of ${name} is set; ACM issues within half an hour.`)
    : wrong(
        `The certificate for ${name} waits for its validation record.`,
        `Set ${record.Name} CNAME ${record.Value}`,
      );
}

async function certificatesOf(world: World, { name, awsRegion }: Named): Promise<Certificate[]> {
  const call = world.service(acm, awsRegion);
  const found: Certificate[] = [];
  let NextToken: string | null | undefined;
  do {
    const page = z.parse(Page, await call("ListCertificates", { ...(NextToken && { NextToken }) }));
    for (const { CertificateArn, DomainName } of page.CertificateSummaryList)
      if (DomainName === name)
        found.push(
          z.parse(Described, await call("DescribeCertificate", { CertificateArn })).Certificate,
        );
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

const Health = z.object({ status: z.string() });

const answers: Check = {
  what: "the portal answers at its domain, and says it is ready (after the deployment)",
  run: async ({ domain }, world) => {
    const [direct, led] = await Promise.all([world.dns(domain, "A"), world.dns(domain, "CNAME")]);
    if (direct.length + led.length === 0)
      return unknown(`${domain} leads nowhere yet: its record comes with the deployment.`);
    const reply = await world.fetch(`https://${domain}/api/health`, {
      signal: AbortSignal.timeout(10_000),
    });
    if (!reply.ok) return wrong(`It answers ${reply.status}.`, "Read docs/runbooks/api-errors.md.");
    const { status } = z.parse(Health, await reply.json());
    return status === "ready"
      ? ok("It is ready.")
      : wrong(
          `It is ${status}.`,
          `Open https://${domain}/api/health: it names the part and since when.`,
        );
  },
};

/** Names: the zone, the two certificates, the portal itself. */
export const nameChecks: readonly Check[] = [
  zone,
  certificate(`CloudFront's certificate is issued (in ${edgeRegion})`, ({ domain }) => ({
    name: domain,
    awsRegion: edgeRegion,
  })),
  certificate("the API's own certificate is issued (in the region)", ({ domain, awsRegion }) => ({
    name: `origin.${domain}`,
    awsRegion,
  })),
  answers,
];
