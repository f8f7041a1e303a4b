import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

export interface HttpCall {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
  clientAddress: string;
}

export interface HttpEventContext {
  routeKey: string;
  parameters: Record<string, string>;
  account: string;
  /** What CloudFront adds on the way to its origin. */
  originHeaders: Record<string, string>;
  cookies: string[];
}

/** The HTTP API's event, payload version 2.0, as it arrives behind CloudFront. */
export function httpEvent(call: HttpCall, context: HttpEventContext): APIGatewayProxyEventV2 {
  const { method, url, body } = call;
  const headers = eventHeaders(call, context.originHeaders);
  const now = new Date();
  const text = isText(headers["content-type"]);
  const query = queryParameters(url.searchParams);
  return {
    version: "2.0",
    routeKey: context.routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(context.cookies.length && { cookies: context.cookies }),
    headers,
    ...(Object.keys(query).length && { queryStringParameters: query }),
    ...(Object.keys(context.parameters).length && { pathParameters: context.parameters }),
    requestContext: {
      accountId: context.account,
      apiId: "local",
      domainName: "local.execute-api.amazonaws.com",
      domainPrefix: "local",
      http: {
        method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: context.routeKey,
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length && { body: body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/**
 * Lower-case, one string each; cookies travel apart. CloudFront hides the viewer's Host from API Gateway, says it in a
 * header of its own, and says who the client is.
 */
function eventHeaders(
  { headers, clientAddress }: HttpCall,
  originHeaders: Record<string, string>,
): Record<string, string> {
  const { cookie: _, host, connection: __, ...kept } = headers;
  const forwarded = [kept["x-forwarded-for"], clientAddress, "127.0.0.1"].flat().filter(Boolean);
  const joined = Object.entries(kept).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(",")] as const],
  );
  return {
    ...Object.fromEntries(joined),
    host: "local.execute-api.amazonaws.com",
    "x-forwarded-for": forwarded.join(", "),
    "x-forwarded-proto": "https",
    "x-forwarded-port": "443",
    ...(host && { "x-viewer-host": host }),
    ...originHeaders,
  };
}

/** What an HTTP API hands on as text. All else, forms included, comes in base64. */
function isText(contentType: string | undefined): boolean {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  return type === undefined || /^text\/|^application\/(.+\+)?(json|xml|javascript)$/.test(type);
}

function queryParameters(search: URLSearchParams): Record<string, string> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(names.map((name) => [name, search.getAll(name).join(",")]));
}
