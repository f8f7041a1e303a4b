import { createHash, timingSafeEqual } from "node:crypto";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type * as z from "zod/mini";
import type { Actor } from "#domain/actor.ts";
import { type Api, concernsChart, type Route, routeKey } from "#domain/api.ts";
import { Id } from "#domain/identifiers.ts";
import { decide } from "#domain/policy.ts";
import { Problem } from "#domain/problem.ts";
import type { Practice } from "#ports/practices.ts";
import { type Access, Answer, type ChartAccess, type Handlers } from "./access.ts";
import { type Commitment, commitmentOf, type RequestKey, writeAudit } from "./commitment.ts";
import { requestKey, runKeyed } from "./idempotency.ts";
import type { Kernel } from "./kernel.ts";
import { refusalWords } from "./refusal-words.ts";
import { answerReply, codeOf, problemReply, type Reply } from "./reply.ts";
import {
  inputOf,
  type Request,
  refuseForeignMedia,
  refuseForeignOrigin,
  refuseOversize,
  requestOf,
} from "./request.ts";
import { actorOf, type SignedIn, signedIn } from "./session.ts";

/** Sign-in tries a minute from one address: a waiting room or a clinic shares one. */
const ADDRESS_TRIES_A_MINUTE = 300;
/** Requests a minute from one account: far above any person, far below a scraper. */
const ACCOUNT_REQUESTS_A_MINUTE = 1200;

/** A handler with its route's types forgotten: declared as methods, so that a table of unlike ones can be walked. */
interface Runner {
  run(access: Access, input: unknown): Promise<unknown>;
  reread?(access: Access, entityId: string): Promise<unknown>;
}

/** Turns a route table and its use cases into one Lambda handler: the order of checks is the same for every route. */
export function lambda<A extends Api>(api: A, handlers: Handlers<A>, kernel: Kernel) {
  const routes = new Map<string, { route: Route; runner: Runner }>();
  for (const [name, runner] of Object.entries<Runner>(handlers)) {
    const route = api[name];
    if (route) routes.set(routeKey(route), { route, runner });
  }
  return async (event: APIGatewayProxyEventV2, context: Context): Promise<Reply> => {
    const requestId = event.requestContext.requestId;
    const found = routes.get(event.routeKey);
    if (!found) return problemReply(new Problem("not-found"), requestId);
    const deadline = Date.now() + context.getRemainingTimeInMillis();
    try {
      return await answer({ kernel, ...found, request: requestOf(event), requestId, deadline });
    } catch (error) {
      if (!(error instanceof Problem))
        kernel.log.error("request.failed", error, { requestId, route: event.routeKey });
      return problemReply(error, requestId);
    }
  };
}

interface Call {
  readonly kernel: Kernel;
  readonly route: Route;
  readonly runner: Runner;
  readonly request: Request;
  readonly requestId: string;
  readonly deadline: number;
}

async function answer(call: Call): Promise<Reply> {
  const { kernel, route, request } = call;
  refuseStrangers(kernel, request);
  refuseOversize(route, request);
  const vendor = route.policy.find((policy) => policy.relation === "signed");
  if (vendor) return answerVendor(call, vendor.vendor);
  refuseForeignMedia(route, request);
  refuseForeignOrigin(route, request);
  const now = kernel.clock();
  const someone = isPublic(route) ? undefined : await signedIn(kernel, request, now);
  if (!someone && !isPublic(route)) throw new Problem("session.required");
  await refuseTooMany(call, someone);
  const practice = practiceOf(kernel, someone);
  const actor: Actor = someone
    ? actorOf(someone.account)
    : { kind: "anonymous", practiceId: practice.id };
  const given = inputOf(route, request);
  const patientId = chartAsked(route, given);
  const input = parse(route.input, given);
  const key = requestKey(route, request, { given, patientId });
  return authorized(call, { actor, practice, someone, patientId, input, key, now });
}

interface Asked {
  readonly actor: Actor;
  readonly practice: Practice;
  readonly someone: SignedIn | undefined;
  readonly patientId: string | undefined;
  readonly input: unknown;
  readonly key: RequestKey | undefined;
  readonly now: string;
}

async function authorized(call: Call, asked: Asked): Promise<Reply> {
  const { kernel, route, request, requestId } = call;
  const { actor, now } = asked;
  const verdict = decide(route.policy, actor, { patientId: asked.patientId, now });
  const commitment = commitmentOf(call, asked, verdict);
  if (!verdict.allow) {
    await writeAudit(kernel, commitment, { code: verdict.because });
    throw new Problem(verdict.because === "role" ? "request.not-allowed" : "not-found");
  }
  const access: Access & Partial<ChartAccess> = {
    requestId,
    actor,
    practice: asked.practice,
    relation: verdict.relation,
    now,
    deadline: call.deadline,
    signedIn: asked.someone,
    http: request,
    commitment: commitment.changes,
    retraction: commitment.retraction,
    settlement: commitment.settlement,
    ...(verdict.patientId === undefined ? {} : { patientId: verdict.patientId }),
  };
  return carryOut(call, { access, commitment, asked });
}

async function carryOut(
  call: Call,
  work: { access: Access; commitment: Commitment; asked: Asked },
): Promise<Reply> {
  const { kernel, route, runner } = call;
  const { access, commitment, asked } = work;
  try {
    const { output, status } = await runKeyed({
      kernel,
      commitment,
      key: asked.key,
      accountId: asked.someone?.account.id ?? "",
      run: () => runner.run(access, asked.input),
      reread: (id) => runner.reread?.(access, id) ?? Promise.resolve(undefined),
    });
    const body = output instanceof Answer ? output.body : output;
    await writeAudit(kernel, commitment, { output: body });
    return answerReply(route, output, status);
  } catch (error) {
    await writeAudit(kernel, commitment, { code: codeOf(error) });
    throw error;
  }
}

const isPublic = (route: Route) => route.policy.some((policy) => policy.relation === "public");

/** Only CloudFront knows the origin secret: the execute-api address is public and has no WAF. */
function refuseStrangers(kernel: Kernel, request: Request): void {
  const shown = digest(request.header("x-origin-secret") ?? "");
  if (!kernel.originSecrets.some((secret) => timingSafeEqual(digest(secret), shown)))
    throw new Problem("request.foreign-origin");
}

const digest = (text: string) => createHash("sha256").update(text).digest();

async function refuseTooMany(call: Call, someone: SignedIn | undefined): Promise<void> {
  const { kernel, route, request } = call;
  if (route.limit === "sign-in") {
    const tries = await kernel.limits.count(`address:${request.address}`, 60);
    if (tries > ADDRESS_TRIES_A_MINUTE) throw tooMany(60);
  }
  if (someone && route.method !== "GET") {
    const calls = await kernel.limits.count(`account:${someone.account.id}`, 60);
    if (calls > ACCOUNT_REQUESTS_A_MINUTE) throw tooMany(60);
  }
}

const tooMany = (retryAfterSeconds: number) =>
  new Problem("request.too-many", { retryAfterSeconds });

function practiceOf(kernel: Kernel, someone: SignedIn | undefined): Practice {
  if (!someone) return kernel.practices.default;
  const practice = kernel.practices.byId(someone.account.practiceId);
  if (!practice) throw new Problem("session.required");
  return practice;
}

/** Takes `patientId` (a carer's other chart) out of the input; the patient's own chart is the default. */
function chartAsked(route: Route, given: Record<string, unknown>): string | undefined {
  if (!concernsChart(route) || given["patientId"] === undefined) return undefined;
  const parsed = Id.safeParse(given["patientId"]);
  delete given["patientId"];
  if (!parsed.success) throw invalid([{ path: "patientId", message: "Not an id." }]);
  return parsed.data;
}

function parse(schema: z.ZodMiniType, given: unknown): unknown {
  const parsed = schema.safeParse(given, { error: refusalWords });
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.slice(0, 20).map((issue) => ({
      path: issue.path.map(String).join("."),
      message: issue.message.slice(0, 200),
    })),
  );
}
const invalid = (errors: { path: string; message: string }[]) =>
  new Problem("request.invalid", { errors });

async function answerVendor(call: Call, vendor: string): Promise<Reply> {
  const { kernel, route, runner, request, requestId } = call;
  const connectionId = request.parameter("connectionId");
  // A phone number is nobody's practice: what it says counts for all.
  const practice =
    connectionId === undefined
      ? kernel.practices.default
      : kernel.practices.byConnection(connectionId);
  const { rawBody, header } = request;
  const asked = connectionId === undefined ? {} : { connectionId };
  const known = practice && (await kernel.verifySignature?.(vendor, { ...asked, rawBody, header }));
  if (!practice || !known) throw new Problem("request.not-signed");
  const access: Access = {
    requestId,
    actor: { kind: "system", name: vendor, practiceId: practice.id },
    practice,
    relation: "signed",
    now: kernel.clock(),
    deadline: call.deadline,
    http: request,
    commitment: () => [],
    retraction: () => [],
    settlement: () => [],
  };
  const output = await runner.run(access, parse(route.input, asked));
  return answerReply(route, output);
}
