import { expect, test } from "vitest";
import { regions } from "#infra/regions.ts";
import { ofType, readable, type Synthesis } from "./synthesis.ts";

/** What CloudFront wants in us-east-1, and that nothing else is there. */
export function edge(synthesis: Synthesis): void {
  test.each(regions)(
    "$name: the edge stack holds a certificate and a web ACL",
    ({ name, domain }) => {
      const resources = synthesis.resources(`Porchlight-${name}-edge`);
      expect(Object.values(resources).map(({ Type }) => Type)).toEqual([
        "AWS::CertificateManager::Certificate",
        "AWS::WAFv2::WebACL",
      ]);
      expect(resources["SiteCertificate"]?.Properties).toMatchObject({
        DomainName: domain,
        ValidationMethod: "DNS",
      });
    },
  );

  test.each(regions)(
    "$name: the web ACL keeps no request, and a clinic may share an address",
    ({ name }) => {
      const acl = synthesis.resources(`Porchlight-${name}-edge`)["WebAcl"]?.Properties;
      expect(acl).toMatchObject({ Scope: "CLOUDFRONT", DefaultAction: { Allow: {} } });
      expect(JSON.stringify(acl)).not.toContain('"SampledRequestsEnabled":true');
      expect(acl?.["Rules"].map((rule: { Name: string }) => rule.Name)).toEqual([
        "TooManyRequests",
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesCommonRuleSet",
      ]);
      // 120 sign-ins a minute, each with a dozen requests around it, for five minutes.
      expect(acl?.["Rules"][0].Statement.RateBasedStatement.Limit).toBeGreaterThanOrEqual(7200);
    },
  );

  test.each(regions)(
    "$name: no web ACL stands in the region, and CloudFront takes both from us-east-1",
    ({ name }) => {
      const resources = synthesis.resources(`Porchlight-${name}`);
      expect(ofType(resources, "AWS::WAFv2::WebACL")).toEqual({});
      const site = resources["WebDistribution"]?.Properties["DistributionConfig"];
      const from = (OutputName: string) => ({
        "Fn::GetStackOutput": {
          StackName: `Porchlight-${name}-edge`,
          Region: "us-east-1",
          OutputName,
        },
      });
      expect(site.WebACLId).toEqual(from("WebAclArn"));
      expect(site.ViewerCertificate.AcmCertificateArn).toEqual(from("CertificateArn"));
    },
  );

  test.each(regions)(
    "$name: the one certificate in the region is the API's own",
    ({ name, domain }) => {
      const resources = synthesis.resources(`Porchlight-${name}`);
      const certificates = ofType(resources, "AWS::CertificateManager::Certificate");
      expect(Object.values(certificates).map(({ DomainName }) => DomainName)).toEqual([
        `origin.${domain}`,
      ]);
      const [served] = resources["HttpDomain"]?.Properties["DomainNameConfigurations"] ?? [];
      expect(readable(served.CertificateArn)).toBe(Object.keys(certificates)[0]);
    },
  );
}
