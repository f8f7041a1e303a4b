import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { placeAt, serveJson } from "#functions/adapters/testing-wire.ts";
import { type Region, regions } from "#infra/regions.ts";
import type { Finding } from "./finding.ts";
import { checksOf, plan, preflight, report } from "./preflight.ts";
import { type World, worldOf } from "./world.ts";

const example = regions.find(({ name }) => name === "west");
if (!example) throw new Error("no region");
const region: Region = {
  ...example,
  account: "123456789012",
  domain: "portal.harbor-clinic.health",
  noticeFrom: "notices@harbor-clinic.health",
  alarmsTo: "oncall@harbor-clinic.health",
  agreements: { aws: "2026-10-01", twilio: "2026-10-02" },
};

type Reply = { status: number; body: unknown };
type Replies = Record<string, Reply | ((input: Record<string, string>) => Reply)>;
const is = (body: unknown): Reply => ({ status: 200, body });
const refused = (name: string): Reply => ({
  status: 400,
  body: { __type: `com.amazonaws#${name}` },
});

const arn = "arn:aws:ssm:us-west-2:123456789012:parameter/cdk-bootstrap/hnb659fds/version";
const twilio = { accountSid: "AC1", authToken: "t", messagingServiceSid: "MG1" };

/** A region in which all is well, by the operation or path that is asked for. */
const allWell = (endpoint: string): Replies => ({
  GetParameter: is({ Parameter: { Value: "21", ARN: arn } }),
  GetServiceQuota: is({ Quota: { Value: 1000 } }),
  "GET /v2/email/account": is({
    ...{ SendingEnabled: true, ProductionAccessEnabled: true },
    SendQuota: { Max24HourSend: 50_000 },
  }),
  "GET /v2/email/identities/harbor-clinic.health": is({ VerifiedForSendingStatus: true }),
  GetSecretValue: ({ SecretId }) =>
    is({
      SecretString: JSON.stringify(
        SecretId === "porchlight/twilio"
          ? { ...twilio, apiBase: endpoint }
          : { baseUrl: `${endpoint}/fhir`, clientId: "us", webhookSecret: "w" },
      ),
    }),
  "GET /2010-04-01/Accounts/AC1.json": is({ status: "active", type: "Full" }),
  "GET /2010-04-01/Accounts/AC1/Balance.json": is({ balance: "84.20", currency: "USD" }),
  "GET /v1/Services/MG1/Compliance/Usa2p": is({
    meta: { key: "compliance" },
    compliance: [{ campaign_status: "VERIFIED" }],
  }),
  "GET /fhir/metadata": is({ resourceType: "CapabilityStatement", fhirVersion: "4.0.1" }),
  "GET /api/health": is({ status: "ready" }),
  ListCertificates: ({ NextToken }) =>
    NextToken
      ? is({
          CertificateSummaryList: [region.domain, `origin.${region.domain}`].map((DomainName) => ({
            ...{ DomainName, CertificateArn: `arn:${DomainName}` },
          })),
        })
      : is({ CertificateSummaryList: [{ DomainName: "x", CertificateArn: "y" }], NextToken: "2" }),
  DescribeCertificate: is({ Certificate: { Status: "ISSUED" } }),
});

/** Looks at a region of which only what is given is not well. */
async function looked(
  change: Partial<Replies> = {},
  { dns, at = region }: { dns?: World["dns"]; at?: Region } = {},
): Promise<Record<string, Finding>> {
  let replies: Partial<Replies> = {};
  const endpoint = await serveJson((request, body) => {
    const reply = replies[operationOf(request)];
    if (!reply) return { status: 404, body: { __type: "x#NothingHere" } };
    return typeof reply === "function" ? reply(JSON.parse(body || "{}")) : reply;
  });
  replies = { ...allWell(endpoint), ...change };
  const real = worldOf({ credentials: placeAt(endpoint).credentials, endpoint });
  const world: World = {
    ...real,
    dns:
      dns ??
      (async (name, type) =>
        type === "NS" && name !== "harbor-clinic.health" ? [] : [`a.${name}`]),
    // The portal alone is asked by its own name.
    fetch: (url, options) => fetch(String(url).replace(`https://${at.domain}`, endpoint), options),
  };
  const looks = await preflight(at, world);
  return Object.fromEntries(looks.map(({ what, finding }) => [what, finding]));
}

const operationOf = ({ headers, method, url }: IncomingMessage): string =>
  String(headers["x-amz-target"] ?? "").split(".")[1] ?? `${method} ${url}`;

const notOk = (found: Record<string, Finding>) =>
  Object.values(found)
    .filter((finding) => finding.is !== "ok")
    .map((finding) => `${finding.is}: ${finding.says}`);

test("a region in which all is well", async () => {
  const found = await looked();
  expect(notOk(found)).toEqual([]);
  expect(Object.keys(found)).toHaveLength(15);
});

test.each<[string, Partial<Replies>, string[]]>([
  [
    "not bootstrapped",
    { GetParameter: refused("ParameterNotFound") },
    ["wrong: us-west-2 is not bootstrapped.", "wrong: us-east-1 is not bootstrapped."],
  ],
  [
    "bootstrapped long ago",
    { GetParameter: is({ Parameter: { Value: "5", ARN: arn } }) },
    ["wrong: Version 5 in us-west-2 is too old.", "wrong: Version 5 in us-east-1 is too old."],
  ],
  ["few functions", { GetServiceQuota: is({ Quota: { Value: 10 } }) }, ["wrong: Only 10 at once."]],
  [
    "the sandbox",
    { "GET /v2/email/account": is({ SendingEnabled: true, ProductionAccessEnabled: false }) },
    ["wrong: SES is in the sandbox: only verified addresses get e-mail."],
  ],
  [
    "no identity",
    {
      "GET /v2/email/identities/harbor-clinic.health": {
        status: 404,
        body: { __type: "NotFoundException" },
      },
    },
    ["wrong: SES in us-west-2 does not know harbor-clinic.health."],
  ],
  [
    "DKIM pending",
    {
      "GET /v2/email/identities/harbor-clinic.health": is({
        VerifiedForSendingStatus: false,
        DkimAttributes: { Status: "PENDING" },
      }),
    },
    ["wrong: harbor-clinic.health is not verified yet (DKIM: PENDING)."],
  ],
  [
    "a trial at Twilio",
    { "GET /2010-04-01/Accounts/AC1.json": is({ status: "active", type: "Trial" }) },
    ["wrong: It is a trial account: it texts verified numbers only."],
  ],
  [
    "a wrong token",
    { "GET /2010-04-01/Accounts/AC1.json": { status: 401, body: {} } },
    ["wrong: Twilio does not know this accountSid with this authToken."],
  ],
  [
    "no money for texts",
    { "GET /2010-04-01/Accounts/AC1/Balance.json": is({ balance: "3.1", currency: "USD" }) },
    ["wrong: Only 3.10 USD."],
  ],
  [
    "no campaign",
    {
      "GET /v1/Services/MG1/Compliance/Usa2p": is({ meta: { key: "compliance" }, compliance: [] }),
    },
    ["wrong: Nothing is registered."],
  ],
  [
    "an EHR of another age",
    { "GET /fhir/metadata": is({ resourceType: "CapabilityStatement", fhirVersion: "3.0.2" }) },
    ["wrong: It speaks FHIR 3.0.2; the connector speaks R4 (4.0.1)."],
  ],
  [
    "no permission to ask",
    { GetServiceQuota: refused("AccessDeniedException") },
    ["unknown: It can't be asked: AccessDeniedException."],
  ],
  ["not ready", { "GET /api/health": is({ status: "degraded" }) }, ["wrong: It is degraded."]],
])("%s", async (_, change, expected) => {
  expect(notOk(await looked(change))).toEqual(expected);
});

test("before the first deployment, what it will make is unknown and nothing else", async () => {
  const found = await looked(
    {
      GetSecretValue: refused("ResourceNotFoundException"),
      ListCertificates: is({ CertificateSummaryList: [] }),
    },
    {
      dns: async (name, type) => (type === "NS" && name === "harbor-clinic.health" ? ["ns.1"] : []),
    },
  );
  expect(notOk(found).map((line) => line.slice(0, 8))).toEqual(Array(7).fill("unknown:"));
});

test("secrets as the stack makes them are not filled in", async () => {
  const empty = { baseUrl: "", webhookSecret: "w", accountSid: "", authToken: "made", from: "" };
  const found = await looked({ GetSecretValue: is({ SecretString: JSON.stringify(empty) }) });
  expect(notOk(found)).toEqual([
    "wrong: The secret porchlight/twilio is not filled in.",
    "wrong: The secret porchlight/twilio is not filled in.",
    "wrong: The secret porchlight/twilio is not filled in.",
    "wrong: It has no address yet.",
  ]);
});

test("a certificate that waits says which record to set, until it is set", async () => {
  const ResourceRecord = { Name: "_a.portal.", Value: "_b.acm." };
  const Certificate = {
    Status: "PENDING_VALIDATION",
    DomainValidationOptions: [{ ResourceRecord }],
  };
  const waits = { DescribeCertificate: is({ Certificate }) };
  const without = await looked(waits, { dns: async (_, type) => (type === "CNAME" ? [] : ["a"]) });
  expect(JSON.stringify(without)).toContain("Set _a.portal. CNAME _b.acm.");
  expect(notOk(await looked(waits))[0]).toContain("ACM issues within half an hour");
});

test("the examples' names, a missing agreement and another account are wrong", async () => {
  const at = { ...example, account: "999999999999" };
  const found = notOk(await looked({}, { at, dns: async () => ["a"] }));
  expect(found).toEqual(
    expect.arrayContaining([
      "wrong: Still an example: portal.harbor.example, notices@harbor.example, oncall@harbor.example.",
      "wrong: Nobody has written down an agreement with AWS (AWS Artifact) or Twilio.",
      "wrong: You are signed in to account 123456789012; this region belongs to 999999999999.",
    ]),
  );
});

test("no report repeats a secret, and each wrong says what to do", async () => {
  const found = await looked({
    GetSecretValue: is({
      SecretString: JSON.stringify({
        ...twilio,
        authToken: "hush",
        baseUrl: "hush",
        clientSecret: "hush",
        messagingServiceSid: "",
      }),
    }),
  });
  const text = report(Object.entries(found).map(([what, finding]) => ({ what, finding })));
  expect(text).not.toContain("hush");
  expect(text).toContain("It can't be read: baseUrl.");
  expect(text).toMatch(/11 ok, 4 wrong, 0 unknown\.\n$/);
  expect(text.match(/To do: \S/g)).toHaveLength(4);
});

test("without credentials it says what it would check, and that it checked nothing", () => {
  const text = plan(region);
  expect(text).toContain("nothing was checked");
  for (const { what } of checksOf(region)) expect(text).toContain(`- ${what}\n`);
});
