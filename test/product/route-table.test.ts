import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod/mini";
import { type Running, run } from "#infra/local/run.ts";
import { everyRoute } from "./every-route.ts";
import { synthesisedWithout } from "./without-a-route.ts";

const Documented = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const InTemplate = z.object({ RouteKey: z.string() });

const gone = "GET /api/appointments/{id}/calendar";
const left = everyRoute.map(({ key }) => key).filter((key) => key !== gone);

let folder: string;
let portal: Running;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-route-"));
  const cdkOut = await synthesisedWithout("calendar", folder);
  portal = await run({ dataDir: join(folder, "data"), cdkOut, inMemory: true });
});
afterAll(async () => {
  await portal?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a route taken out of its table is gone from API Gateway, and no other is", async () => {
  const inTemplate = portal.stack
    .ids("AWS::ApiGatewayV2::Route")
    .map((id) => portal.stack.properties(id, InTemplate).RouteKey);
  expect(inTemplate.sort()).toEqual([...left].sort());
  const reply = await fetch(`${portal.origin}/api/appointments/x/calendar`);
  expect([reply.status, await reply.text()]).toEqual([404, '{"message":"Not Found"}']);
  expect((await fetch(`${portal.origin}/api/appointments/x`)).status).toBe(401);
});

test("it is gone from the OpenAPI document, and no other is", async () => {
  const reply = await fetch(`${portal.origin}/api/openapi.json`);
  const { paths } = Documented.parse(await reply.json());
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.sort()).toEqual([...left].sort());
});

test("its function does not know it any more, whoever asks", async () => {
  const outcome = await portal.invoke("AppointmentsApi", {
    routeKey: gone,
    headers: {},
    requestContext: { requestId: "asked-anyway" },
  });
  expect(outcome).toMatchObject({ ok: true, result: { statusCode: 404 } });
});
