import { describe, expect, it } from "vitest";
import { retryAfter, thrown } from "./failure.ts";
import { transport } from "./transport.ts";

const now = "2027-01-04T12:00:00.000Z";
const noTokens = { token: async () => undefined, forget: () => undefined };

function answering(reply: (url: URL, init: RequestInit) => Response | Promise<Response>) {
  const calls: { url: URL; init: RequestInit }[] = [];
  const http = transport({
    baseUrl: "https://ehr.test/fhir/",
    tokens: noTokens,
    clock: () => now,
    log: () => undefined,
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      calls.push({ url, init });
      return reply(url, init);
    },
  });
  return { http, calls };
}
const outcome = (status: number, headers: Record<string, string> = {}) =>
  Response.json(
    { resourceType: "OperationOutcome", issue: [{ code: "business-rule", diagnostics: "Ada" }] },
    { status, headers },
  );
const failing = (code: string) => () => {
  throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
};
const post = { method: "POST", path: "Appointment", body: {} } as const;

describe("a write without a good answer", () => {
  it.each([
    [400, "refused"],
    [401, "refused"],
    [403, "refused"],
    [409, "refused"],
    [412, "refused"],
    [422, "refused"],
    [423, "refused"],
    [429, "refused"],
    [501, "refused"],
    [302, "refused"],
    [408, "unknown"],
    [500, "unknown"],
    [502, "unknown"],
    [503, "unknown"],
    [504, "unknown"],
  ])("status %i is %s", async (status, is) => {
    const { http } = answering(() => outcome(status));
    expect(await http.send(post)).toMatchObject({ is });
  });

  it.each([
    ["ECONNREFUSED", "not-sent"],
    ["ENOTFOUND", "not-sent"],
    ["UND_ERR_CONNECT_TIMEOUT", "not-sent"],
    ["ECONNRESET", "unknown"],
    ["UND_ERR_SOCKET", "unknown"],
    ["EPIPE", "unknown"],
    ["SOMETHING_NEW", "unknown"],
  ])("network error %s is %s", async (code, is) => {
    const { http, calls } = answering(failing(code));
    expect(await http.send(post)).toEqual({ is, code });
    expect(calls).toHaveLength(1);
  });

  it("was not sent only if no address of the server took the connection", () => {
    const each = (code: string) => Object.assign(new Error(code), { code });
    const cause = (...codes: string[]) => ({ cause: new AggregateError(codes.map(each)) });
    expect(thrown(new TypeError("x", cause("ECONNREFUSED", "ECONNREFUSED")))).toMatchObject({
      is: "not-sent",
    });
    expect(thrown(new TypeError("x", cause("ECONNREFUSED", "ECONNRESET")))).toMatchObject({
      is: "unknown",
    });
    expect(thrown("odd")).toEqual({ is: "unknown", code: "network" });
  });

  it("is unknown when time runs out, and not sent when it had run out before", async () => {
    const { http, calls } = answering(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
        }),
    );
    const signal = AbortSignal.timeout(20);
    expect(await http.send({ ...post, signal })).toEqual({ is: "unknown", code: "timeout" });
    expect(await http.send({ ...post, signal })).toEqual({ is: "not-sent", code: "timeout" });
    expect(calls).toHaveLength(1);
  });

  it.each(['{"resourceType":"Appoint', "<html>", "[1,"])(
    "is unknown when the body is cut off or not JSON: %s",
    async (text) => {
      const { http } = answering(() => new Response(text, { status: 201 }));
      expect(await http.send(post)).toEqual({ is: "unknown", code: "unreadable-reply" });
    },
  );

  it("is done when the server answers with nothing but a status and headers", async () => {
    const { http } = answering(
      () =>
        new Response(null, { status: 201, headers: { location: "x/Appointment/7", etag: "e" } }),
    );
    expect(await http.send(post)).toMatchObject({
      is: "ok",
      etag: "e",
      location: "x/Appointment/7",
    });
  });
});

describe("what is told of a refusal", () => {
  it("is the status and the issue code, never the server's words", async () => {
    const { http } = answering(() => outcome(422));
    expect(await http.send(post)).toEqual({
      is: "refused",
      status: 422,
      code: "422.business-rule",
    });
  });

  it("includes how long to stay away, in seconds or as a date", async () => {
    const { http } = answering(() => outcome(429, { "retry-after": "17" }));
    expect(await http.send(post)).toMatchObject({ retryAfterSeconds: 17 });
    expect(retryAfter("Mon, 04 Jan 2027 12:00:30 GMT", now)).toBe(30);
    expect(retryAfter("Mon, 04 Jan 2027 11:00:00 GMT", now)).toBe(0);
    expect(retryAfter("soon", now)).toBeUndefined();
    expect(retryAfter("99999999", now)).toBe(3600);
  });
});

describe("a read", () => {
  it("is tried once more over a dead connection", async () => {
    let first = true;
    const { http, calls } = answering(() => {
      if (!first) return Response.json({});
      first = false;
      return failing("ECONNRESET")();
    });
    expect(await http.send({ method: "GET", path: "Slot/1" })).toMatchObject({ is: "ok" });
    expect(calls).toHaveLength(2);
  });

  it("follows no redirect and asks past any cache", async () => {
    const { http, calls } = answering(() => Response.json({}));
    await http.send({ method: "GET", path: "Slot", query: [["start", "ge2027"]] });
    expect(calls[0]?.url.href).toBe("https://ehr.test/fhir/Slot?start=ge2027");
    expect(calls[0]?.init.redirect).toBe("manual");
    expect(new Headers(calls[0]?.init.headers).get("cache-control")).toBe("no-cache");
  });

  it("sends what names a person in the body", async () => {
    const { http, calls } = answering(() => Response.json({}));
    const query = [["email", "ada@example.test"]] as const;
    await http.send({ method: "POST", path: "Patient/_search", query, form: true });
    expect(calls[0]?.url.href).toBe("https://ehr.test/fhir/Patient/_search");
    expect(calls[0]?.init.body).toBe("email=ada%40example.test");
  });
});
