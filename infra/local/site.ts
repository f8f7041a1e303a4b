import * as z from "zod/mini";
import type { Secrets } from "./secrets.ts";
import type { Stack } from "./template.ts";

const Policy = z.object({
  ResponseHeadersPolicyConfig: z.object({
    SecurityHeadersConfig: z.optional(
      z.object({
        ContentSecurityPolicy: z.optional(z.object({ ContentSecurityPolicy: z.string() })),
        ContentTypeOptions: z.optional(z.unknown()),
        FrameOptions: z.optional(z.object({ FrameOption: z.string() })),
        ReferrerPolicy: z.optional(z.object({ ReferrerPolicy: z.string() })),
        StrictTransportSecurity: z.optional(
          z.object({
            AccessControlMaxAgeSec: z.number(),
            IncludeSubdomains: z.optional(z.boolean()),
            Preload: z.optional(z.boolean()),
          }),
        ),
      }),
    ),
    CustomHeadersConfig: z.optional(
      z.object({ Items: z.array(z.object({ Header: z.string(), Value: z.string() })) }),
    ),
  }),
});
type SecurityHeaders = NonNullable<
  z.infer<typeof Policy>["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
>;

const Behaviour = z.object({
  PathPattern: z.optional(z.string()),
  ResponseHeadersPolicyId: z.optional(z.string()),
});

const Distribution = z.object({
  DistributionConfig: z.object({
    DefaultCacheBehavior: Behaviour,
    CacheBehaviors: z._default(z.array(Behaviour), []),
    Origins: z._default(
      z.array(
        z.object({
          OriginCustomHeaders: z._default(
            z.array(z.object({ HeaderName: z.string(), HeaderValue: z.string() })),
            [],
          ),
        }),
      ),
      [],
    ),
  }),
});

/** What CloudFront does to requests and answers, as far as it matters on one machine. */
export interface Site {
  /** Headers that go with every answer under this path. */
  answerHeaders(path: string): Record<string, string>;
  /** Headers added on the way to the API, the origin secret among them. */
  originHeaders: Record<string, string>;
}

export function readSite(stack: Stack, secrets: Secrets): Site {
  const [id] = stack.ids("AWS::CloudFront::Distribution");
  const config = id && stack.properties(id, Distribution).DistributionConfig;
  const policies = readPolicies(stack);
  const behaviours = config ? config.CacheBehaviors : [];
  return {
    answerHeaders: (path) => {
      const behaviour =
        behaviours.find(({ PathPattern = "" }) => covers(PathPattern, path)) ??
        (config ? config.DefaultCacheBehavior : {});
      return policies.get(behaviour.ResponseHeadersPolicyId ?? "") ?? {};
    },
    originHeaders: {
      ...originSecret(secrets),
      ...Object.fromEntries(
        (config ? config.Origins : [])
          .flatMap(({ OriginCustomHeaders }) => OriginCustomHeaders)
          .map(({ HeaderName, HeaderValue }) => [
            HeaderName.toLowerCase(),
            secrets.dereference(HeaderValue),
          ]),
      ),
    },
  };
}

/** The template's own header wins; a stack without a distribution still has its secret. */
function originSecret(secrets: Secrets): Record<string, string> {
  const secret = secrets.named("OriginSecret");
  if (!secret) {
    return {};
  }
  const { current } = z.parse(z.object({ current: z.string() }), JSON.parse(secret.value));
  return { "x-origin-secret": current };
}

function readPolicies(stack: Stack): Map<string, Record<string, string>> {
  return new Map(
    stack.ids("AWS::CloudFront::ResponseHeadersPolicy").map((id) => {
      const { SecurityHeadersConfig, CustomHeadersConfig } = stack.properties(
        id,
        Policy,
      ).ResponseHeadersPolicyConfig;
      const custom = (CustomHeadersConfig?.Items ?? []).map(
        ({ Header, Value }) => [Header.toLowerCase(), Value] as const,
      );
      return [
        stack.ref(id),
        { ...securityHeaders(SecurityHeadersConfig ?? {}), ...Object.fromEntries(custom) },
      ];
    }),
  );
}

function securityHeaders(security: SecurityHeaders): Record<string, string> {
  const transport = security.StrictTransportSecurity;
  const policy = security.ContentSecurityPolicy?.ContentSecurityPolicy;
  return {
    ...(policy && { "content-security-policy": localPolicy(policy) }),
    ...(security.ContentTypeOptions !== undefined && { "x-content-type-options": "nosniff" }),
    ...(security.FrameOptions && { "x-frame-options": security.FrameOptions.FrameOption }),
    ...(security.ReferrerPolicy && { "referrer-policy": security.ReferrerPolicy.ReferrerPolicy }),
    ...(transport && {
      "strict-transport-security": [
        `max-age=${transport.AccessControlMaxAgeSec}`,
        ...(transport.IncludeSubdomains ? ["includeSubDomains"] : []),
        ...(transport.Preload ? ["preload"] : []),
      ].join("; "),
    }),
  };
}

/** Plain-http loopback has no https to upgrade to; Safari would upgrade all the same and find nothing. */
function localPolicy(policy: string): string {
  return policy
    .split(";")
    .filter((directive) => directive.trim() !== "upgrade-insecure-requests")
    .join(";");
}

function covers(pattern: string, path: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^/?${source.replace(/^\//, "")}$`).test(path);
}
