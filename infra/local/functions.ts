import { randomBytes } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Writable } from "node:stream";
import * as z from "zod/mini";
import { type Caller, localSecret } from "./aws-service.ts";
import { FunctionWorker, type Outcome } from "./function-worker.ts";
import { pick } from "./pick.ts";
import type { Stack } from "./template.ts";

const FunctionResource = z.object({
  Code: z.object({ S3Key: z.optional(z.string()) }),
  Handler: z._default(z.string(), ""),
  Runtime: z._default(z.string(), ""),
  Role: z.string(),
  Timeout: z._default(z.number(), 3),
  MemorySize: z._default(z.number(), 128),
  Environment: z.optional(z.object({ Variables: z.record(z.string(), z.coerce.string()) })),
});
type FunctionResource = z.infer<typeof FunctionResource>;

interface Bundle {
  folder: string;
  file: string;
  exportName: string;
}

interface FunctionOptions {
  logicalId: string;
  name: string;
  arn: string;
  timeoutMs: number;
  memoryMb: number;
  role: string;
  accessKey: string;
  bundle: Bundle;
  env: Record<string, string>;
  logsFolder: string;
}

/** One function of the template. Its thread starts with its first event, and again after it ended. */
export class LocalFunction implements Caller {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly role: string;
  readonly accessKey: string;
  readonly #options: FunctionOptions;
  #worker: FunctionWorker | undefined;
  #log: Writable | undefined;
  /** Workers that may still be alive: the current one and any retired by a timeout. */
  readonly #workers = new Set<FunctionWorker>();

  constructor(options: FunctionOptions) {
    this.logicalId = options.logicalId;
    this.name = options.name;
    this.arn = options.arn;
    this.role = options.role;
    this.accessKey = options.accessKey;
    this.#options = options;
  }

  invoke(event: unknown): Promise<Outcome> {
    if (!this.#worker?.usable) {
      this.#worker = this.#boot();
    }
    return this.#worker.invoke(event);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.close()));
    this.#log?.end();
  }

  #boot(): FunctionWorker {
    const { bundle, env, timeoutMs, memoryMb, logsFolder } = this.#options;
    this.#log ??= logFile(join(logsFolder, `${this.name}.log`));
    const worker = new FunctionWorker({
      start: {
        file: bundle.file,
        exportName: bundle.exportName,
        functionName: this.name,
        functionArn: this.arn,
        memoryMb,
        compileCache: resolve("node_modules/.cache/porchlight/compiled"),
      },
      env,
      timeoutMs,
      log: this.#log,
      onEnd: (ended) => this.#workers.delete(ended),
    });
    this.#workers.add(worker);
    return worker;
  }
}

/** A log that cannot be written (a full disk) must not take the product down. */
function logFile(path: string): Writable {
  return createWriteStream(path, { flags: "a" }).on("error", () => {});
}

export interface FunctionsOptions {
  stack: Stack;
  awsOrigin: string;
  logsFolder: string;
  dereference(text: string): string;
}

/** Every function of the stack that has a Node bundle. CDK's own helper functions serve deployments and are left out. */
export class Functions {
  readonly #functions: LocalFunction[];

  constructor(options: FunctionsOptions) {
    mkdirSync(options.logsFolder, { recursive: true });
    this.#functions = options.stack
      .ids("AWS::Lambda::Function")
      .flatMap((id) => localFunction(id, options) ?? []);
  }

  list(): readonly LocalFunction[] {
    return this.#functions;
  }

  byArn(arn: string): LocalFunction | undefined {
    return this.#functions.find((candidate) => candidate.arn === arn || candidate.name === arn);
  }

  /** By name or logical id; the start of either will do where it is the only one. */
  named(name: string): LocalFunction {
    return pick(this.#functions, name);
  }

  byAccessKey(accessKey: string): LocalFunction | undefined {
    return this.#functions.find((candidate) => candidate.accessKey === accessKey);
  }

  async close(): Promise<void> {
    await Promise.all(this.#functions.map((one) => one.close()));
  }
}

function localFunction(id: string, options: FunctionsOptions): LocalFunction | undefined {
  const { stack, logsFolder } = options;
  const resource = stack.properties(id, FunctionResource);
  const bundle = bundleOf(stack, resource);
  if (!bundle) {
    return undefined;
  }
  const name = stack.ref(id);
  const accessKey = `ASIA${randomBytes(8).toString("hex").toUpperCase()}`;
  return new LocalFunction({
    logicalId: id,
    name,
    arn: stack.attribute(id, "Arn"),
    timeoutMs: resource.Timeout * 1000,
    memoryMb: resource.MemorySize,
    role: resource.Role.split("/").at(-1) ?? resource.Role,
    accessKey,
    bundle,
    env: environment(resource, { name, accessKey, bundle }, options),
    logsFolder,
  });
}

function bundleOf(stack: Stack, resource: FunctionResource): Bundle | undefined {
  const hash = resource.Code.S3Key?.replace(/\.zip$/, "") ?? "";
  const folder = stack.assets[hash];
  const [module = "", exportName = "handler"] = resource.Handler.split(".");
  const file =
    folder &&
    [".js", ".cjs", ".mjs"].map((ending) => join(folder, module + ending)).find(existsSync);
  return folder && file && resource.Runtime.startsWith("nodejs")
    ? { folder, file: resolve(file), exportName }
    : undefined;
}

/** The template's variables, and those that Lambda's runtime sets. Nothing of this machine's environment. */
function environment(
  resource: FunctionResource,
  own: { name: string; accessKey: string; bundle: Bundle },
  { stack, awsOrigin, dereference }: FunctionsOptions,
): Record<string, string> {
  const { region } = stack.place;
  const variables = Object.entries(resource.Environment?.Variables ?? {});
  return {
    ...Object.fromEntries(variables.map(([key, value]) => [key, dereference(value)])),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: own.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(resource.MemorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${own.name}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_ACCESS_KEY_ID: own.accessKey,
    AWS_SECRET_ACCESS_KEY: localSecret,
    AWS_SESSION_TOKEN: "local",
    AWS_ENDPOINT_URL: awsOrigin,
    LAMBDA_TASK_ROOT: own.bundle.folder,
    _HANDLER: resource.Handler,
    TZ: ":UTC",
  };
}
