import { expect, test } from "vitest";
import { ofType, type Resources, readable } from "./synthesis.ts";

/** What browsers meet: CloudFront before the pages and the API. */
export function site(resources: Resources, { domain }: { domain: string }): void {
  const config = resources["WebDistribution"]?.Properties["DistributionConfig"];

  test("browsers come by the domain, with TLS 1.2 or better", () => {
    expect(config.Aliases).toEqual([domain]);
    expect(config.ViewerCertificate).toMatchObject({
      MinimumProtocolVersion: "TLSv1.2_2021",
      SslSupportMethod: "sni-only",
    });
    const policies = [config.DefaultCacheBehavior, ...config.CacheBehaviors].map(
      (behaviour) => behaviour.ViewerProtocolPolicy,
    );
    expect(policies).toEqual(["redirect-to-https", "https-only", "https-only"]);
  });

  test("the API answers to its own name alone, and CloudFront calls it by that", () => {
    expect(resources["HttpApi"]?.Properties["DisableExecuteApiEndpoint"]).toBe(true);
    const api = config.Origins.find((origin: { DomainName: unknown }) =>
      String(origin.DomainName).startsWith("origin."),
    );
    expect(api.DomainName).toBe(`origin.${domain}`);
    expect(resources["HttpDomain"]?.Properties["DomainName"]).toBe(`origin.${domain}`);
    expect(readable(resources["HttpMapping"]?.Properties["ApiId"])).toBe("HttpApi");
  });

  test("CloudFront adds the origin secret, which stands in no template", () => {
    const headers = config.Origins.flatMap(
      (origin: { OriginCustomHeaders?: object[] }) => origin.OriginCustomHeaders ?? [],
    );
    expect(headers).toHaveLength(1);
    expect(headers[0].HeaderName).toBe("x-origin-secret");
    expect(readable(headers[0].HeaderValue)).toBe(
      "{{resolve:secretsmanager:OriginSecret:SecretString:current::}}",
    );
  });

  test("the API's answers are never kept, and none of them is turned into a page", () => {
    const noCaching = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    const allViewerExceptHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
    for (const behaviour of config.CacheBehaviors) {
      expect(behaviour.CachePolicyId).toBe(noCaching);
      expect(behaviour.OriginRequestPolicyId).toBe(allViewerExceptHost);
    }
    expect(config.CacheBehaviors.map((each: { PathPattern: string }) => each.PathPattern)).toEqual([
      "/api/*",
      "/.well-known/jwks.json",
    ]);
    expect(config).not.toHaveProperty("CustomErrorResponses");
  });

  test("every page goes out with the security headers", () => {
    const id = readable(config.DefaultCacheBehavior.ResponseHeadersPolicyId);
    const { SecurityHeadersConfig: headers } =
      resources[id]?.Properties["ResponseHeadersPolicyConfig"] ?? {};
    expect(headers).toMatchObject({
      ContentSecurityPolicy: { Override: true },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: "DENY", Override: true },
      ReferrerPolicy: { ReferrerPolicy: "no-referrer", Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true },
    });
    expect(headers.ContentSecurityPolicy.ContentSecurityPolicy).not.toContain("unsafe");
  });

  test("who asked is kept in the region for ninety days, without cookies", () => {
    expect(config.Logging.IncludeCookies ?? false).toBe(false);
    expect(readable(config.Logging.Bucket)).toBe("LogsBucket.RegionalDomainName");
    const [rule] = resources["LogsBucket"]?.Properties["LifecycleConfiguration"].Rules ?? [];
    expect(rule).toMatchObject({ ExpirationInDays: 90, Status: "Enabled" });
  });
}

/** Records are set where Route 53 keeps the zone; elsewhere the deployment says which a person sets. */
export function records(resources: Resources): string[] {
  return Object.values(ofType(resources, "AWS::Route53::RecordSet")).map(
    ({ Name, Type }) => `${Type} ${Name}`,
  );
}
