import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Secrets, SecretVault } from "./secrets.ts";
import { readSite } from "./site.ts";
import { stackOf } from "./testing/stack-of.ts";

const policy = (text: string) => ({
  Type: "AWS::CloudFront::ResponseHeadersPolicy",
  Properties: {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy: text, Override: true },
        ContentTypeOptions: { Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true },
      },
      CustomHeadersConfig: { Items: [{ Header: "Permissions-Policy", Value: "camera=()" }] },
    },
  },
});

const stack = stackOf({
  Key: {
    Type: "AWS::SecretsManager::Secret",
    Properties: { Name: "key", SecretString: '{"current":"s3cret"}' },
  },
  Pages: policy("default-src 'self'; upgrade-insecure-requests; base-uri 'none'"),
  Data: policy("default-src 'none'"),
  Distribution: {
    Type: "AWS::CloudFront::Distribution",
    Properties: {
      DistributionConfig: {
        DefaultCacheBehavior: { ResponseHeadersPolicyId: { Ref: "Pages" } },
        CacheBehaviors: [
          { PathPattern: "/api/*", ResponseHeadersPolicyId: { Ref: "Data" } },
          { PathPattern: "/.well-known/jwks.json" },
        ],
        Origins: [
          {},
          {
            OriginCustomHeaders: [
              {
                HeaderName: "X-Origin-Secret",
                HeaderValue: "{{resolve:secretsmanager:key:SecretString:current::}}",
              },
            ],
          },
        ],
      },
    },
  },
});
const vault = new SecretVault(mkdtempSync(join(tmpdir(), "porchlight-site-")));
const site = readSite(stack, new Secrets(stack, vault, { baseUrl: "" }));

test("each path gets the headers of the behaviour that CloudFront would choose", () => {
  expect(site.answerHeaders("/visits")).toEqual({
    "content-security-policy": "default-src 'self'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=60; includeSubDomains",
    "permissions-policy": "camera=()",
  });
  expect(site.answerHeaders("/api/x")["content-security-policy"]).toBe("default-src 'none'");
  expect(site.answerHeaders("/.well-known/jwks.json")).toEqual({});
});

test("the origin secret is the one the distribution would add", () => {
  expect(site.originHeaders).toEqual({ "x-origin-secret": "s3cret" });
});
