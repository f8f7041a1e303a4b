import { exportJWK, generateKeyPair, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { PrivateKey } from "./assertion.ts";
import { type Credentials, type TokenParts, tokenSource } from "./token.ts";

const signal = new AbortController().signal;
const baseUrl = "https://ehr.test/fhir";
const tokenUrl = "https://ehr.test/token";

function desk(
  credentials: Partial<Credentials>,
  reply: (form: URLSearchParams, n: number) => Response,
  also: Pick<TokenParts, "alsoReads" | "alsoWrites"> = {},
) {
  const asked: { url: string; form: URLSearchParams; headers: Headers }[] = [];
  let at = Date.now();
  const source = tokenSource({
    credentials: { baseUrl, clientId: "portal", ...credentials },
    ...also,
    clock: () => new Date(at).toISOString(),
    fetch: async (input, init = {}) => {
      const url = String(input);
      const form = new URLSearchParams(String(init.body ?? ""));
      asked.push({ url, form, headers: new Headers(init.headers) });
      return reply(form, asked.length);
    },
  });
  return { source, asked, later: (seconds: number) => (at += seconds * 1000) };
}
const granted = (n: number, seconds = 300) =>
  Response.json({ access_token: `t${n}`, token_type: "bearer", expires_in: seconds });

describe("a token", () => {
  it("is asked for once by many, kept, and renewed 30 seconds before it expires", async () => {
    const { source, asked, later } = desk({ tokenUrl, clientSecret: "s" }, (_, n) => granted(n));
    const all = await Promise.all(Array.from({ length: 9 }, () => source.token(signal)));
    expect(new Set(all)).toEqual(new Set(["t1"]));
    later(269);
    expect(await source.token(signal)).toBe("t1");
    later(2);
    expect(await source.token(signal)).toBe("t2");
    expect(asked).toHaveLength(2);
  });

  it("is not offered again once refused, and only that one", async () => {
    const { source } = desk({ tokenUrl, clientSecret: "s" }, (_, n) => granted(n));
    expect(await source.token(signal)).toBe("t1");
    source.forget("t0");
    expect(await source.token(signal)).toBe("t1");
    source.forget("t1");
    expect(await source.token(signal)).toBe("t2");
  });

  it("is not asked for where there is no client id", async () => {
    const { source, asked } = desk({ clientId: undefined }, () => granted(1));
    expect(await source.token(signal)).toBeUndefined();
    expect(asked).toHaveLength(0);
  });

  it.each(["ES384", "RS384"] as const)("is earned by an assertion signed with %s", async (alg) => {
    const pair = await generateKeyPair(alg, { extractable: true });
    const jwk = { ...(await exportJWK(pair.privateKey)), kid: "key-1", use: "sig" };
    const privateKey = PrivateKey.parse(jwk);
    const { source, asked } = desk({ tokenUrl, privateKey }, (_, n) => granted(n));
    await source.token(signal);
    const form = asked[0]?.form;
    const { payload, protectedHeader } = await jwtVerify(
      form?.get("client_assertion") ?? "",
      pair.publicKey,
      { audience: tokenUrl, issuer: "portal", subject: "portal", algorithms: [alg] },
    );
    expect(protectedHeader).toEqual({ alg, kid: "key-1", typ: "JWT" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
    expect(payload.jti).toBeTruthy();
    expect(form?.get("scope")).toContain("system/Appointment.write");
  });

  it("asks for what its caller reads and no more, unless the connection says itself what", async () => {
    const scopeFor = async (credentials: object, also?: Parameters<typeof desk>[2]) => {
      const { source, asked } = desk(
        { tokenUrl, clientSecret: "s", ...credentials },
        (_, n) => granted(n),
        also,
      );
      await source.token(signal);
      return asked[0]?.form.get("scope")?.split(" ");
    };
    expect(await scopeFor({})).not.toContain("system/Observation.read");
    const charts = await scopeFor({}, { alsoReads: ["Observation", "Binary", "Patient"] });
    expect(charts).toEqual(
      expect.arrayContaining(["system/Observation.read", "system/Binary.read"]),
    );
    expect(new Set(charts).size).toBe(charts?.length);
    expect(charts).not.toContain("system/Observation.write");
    expect(await scopeFor({}, { alsoWrites: ["Task"] })).toEqual(
      expect.arrayContaining(["system/Task.read", "system/Task.write"]),
    );
    const own = { scope: "system/*.read" };
    expect(await scopeFor(own, { alsoReads: ["Observation"] })).toEqual(["system/*.read"]);
  });

  it("is asked for without what is written beside visits where the server refuses all for it", async () => {
    const refused = Response.json({ error: "invalid_scope" }, { status: 400 });
    const { source, asked } = desk(
      { tokenUrl, clientSecret: "s" },
      (form, n) => (form.get("scope")?.includes("Task") ? refused.clone() : granted(n)),
      { alsoReads: ["Observation"], alsoWrites: ["Task"] },
    );
    expect(await source.token(signal)).toBe("t2");
    expect(asked[1]?.form.get("scope")).toContain("system/Appointment.write");
    expect(asked[1]?.form.get("scope")).toContain("system/Observation.read");
    source.forget("t2");
    expect(await source.token(signal)).toBe("t3");
  });

  it("is asked for with as much of it as the server allows, what is wanted least left out first", async () => {
    const refused = Response.json({ error: "invalid_scope" }, { status: 400 });
    const { source, asked } = desk(
      { tokenUrl, clientSecret: "s" },
      (form, n) => (form.get("scope")?.includes("Communication") ? refused.clone() : granted(n)),
      { alsoWrites: ["DocumentReference", "Task", "Communication"] },
    );
    expect(await source.token(signal)).toBe("t2");
    expect(asked[1]?.form.get("scope")).toContain("system/Task.write");
    source.forget("t2");
    expect(await source.token(signal)).toBe("t3");
  });

  it("is earned by a secret in the header, or in the body where the server wants that", async () => {
    const { source, asked } = desk({ tokenUrl, clientSecret: "s&" }, (form, n) =>
      form.has("client_secret")
        ? granted(n)
        : Response.json({ error: "invalid_client" }, { status: 401 }),
    );
    expect(await source.token(signal)).toBe("t2");
    expect(asked[0]?.headers.get("authorization")).toBe(`Basic ${btoa("portal:s%26")}`);
    expect(asked[1]?.form.get("client_secret")).toBe("s&");
  });

  it("is asked for where the server's SMART configuration says", async () => {
    const { source, asked } = desk({ clientSecret: "s" }, (_, n) =>
      n === 1 ? Response.json({ token_endpoint: "https://auth.test/t" }) : granted(n),
    );
    await source.token(signal);
    expect(asked.map(({ url }) => url)).toEqual([
      `${baseUrl}/.well-known/smart-configuration`,
      "https://auth.test/t",
    ]);
  });

  it("that can't be had is an EHR without an answer, and is asked for anew next time", async () => {
    const { source } = desk({ tokenUrl, clientSecret: "s" }, (_, n) =>
      n < 3 ? new Response("no", { status: 503, headers: { "retry-after": "7" } }) : granted(n),
    );
    await expect(source.token(signal)).rejects.toMatchObject({
      name: "EhrUnavailable",
      code: "token-503",
      retryAfterSeconds: 7,
    });
    await expect(source.token(signal)).rejects.toMatchObject({ code: "token-503" });
    expect(await source.token(signal)).toBe("t3");
  });

  it("that takes too long fails only for the one who can't wait", async () => {
    const { source } = desk({ tokenUrl, clientSecret: "s" }, () => granted(1));
    const aborted = AbortSignal.abort();
    await expect(source.token(aborted)).rejects.toMatchObject({ code: "token-timeout" });
    expect(await source.token(signal)).toBe("t1");
  });
});
