import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { fullPath } from "#domain/api.ts";
import { type AnyRoute, takesBody } from "#test/product/every-route.ts";

/** One request, before it is an event or goes over the wire. */
export interface Sent {
  readonly route: AnyRoute;
  kind: "valid" | "near" | "hostile";
  parameters: Record<string, string>;
  query: [name: string, value: string][];
  /** Names and JSON texts; a name may come twice. */
  fields: [name: string, json: string][];
  /** In place of the fields. */
  rawBody?: string;
  base64: boolean;
  headers: Record<string, string>;
  cookies: string[];
}

/** The body as it is sent. */
export function textOf({ fields, rawBody }: Sent): string {
  if (rawBody !== undefined) return rawBody;
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

/** The event as the HTTP API would make it of this request. */
export function eventOf(sent: Sent, requestId: string): APIGatewayProxyEventV2 {
  const { route, parameters, query, headers, cookies, base64 } = sent;
  const path = fullPath(route.route);
  const body = takesBody(route) || sent.rawBody !== undefined ? textOf(sent) : undefined;
  return {
    version: "2.0",
    routeKey: route.key,
    rawPath: path,
    rawQueryString: "",
    headers: {
      "x-viewer-host": "portal.test",
      "x-origin-secret": "edge",
      "x-forwarded-for": "203.0.113.7, 130.176.0.1",
      ...headers,
    },
    ...(cookies.length > 0 ? { cookies } : {}),
    ...(query.length > 0 ? { queryStringParameters: joined(query) } : {}),
    ...(Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    requestContext: {
      accountId: "0",
      apiId: "api",
      domainName: "",
      domainPrefix: "",
      http: { method: route.route.method, path, protocol: "HTTP/1.1", sourceIp: "", userAgent: "" },
      requestId,
      routeKey: route.key,
      stage: "$default",
      time: "",
      timeEpoch: 0,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: base64,
  };
}

/** A name that comes twice has both values, with a comma between. */
function joined(query: Sent["query"]): Record<string, string> {
  const values: [string, string][] = [...new Set(query.map(([name]) => name))].map((name) => [
    name,
    query
      .filter(([other]) => other === name)
      .map(([, value]) => value)
      .join(","),
  ]);
  return Object.fromEntries(values);
}
