import { createRequire, enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod/mini";
import { Invocation, type ThreadReply, ThreadStart } from "./thread-messages.ts";

/** The inside of a function's thread: loads the bundle as Lambda's runtime does, then answers events. */

const start = z.parse(ThreadStart, workerData);
enableCompileCache(start.compileCache);

type Handler = (event: unknown, context: object) => unknown;

const handler = load(start);
parentPort?.on("message", (message: unknown) => void answer(z.parse(Invocation, message)));
post({ ready: true });

function load({ file, exportName }: ThreadStart): Handler {
  const bundle: unknown = createRequire(file)(file);
  const exported = z.parse(z.record(z.string(), z.unknown()), { ...Object(bundle) })[exportName];
  if (typeof exported !== "function") {
    throw new Error(`Runtime.HandlerNotFound: ${file} exports no function ${exportName}`);
  }
  return (event, context) => Reflect.apply(exported, undefined, [event, context]);
}

async function answer({ id, event, deadline }: Invocation): Promise<void> {
  const context = {
    awsRequestId: id,
    functionName: start.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMb),
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result = JSON.stringify(await handler(JSON.parse(event), context));
    post({ id, result: result ?? "null" });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${error instanceof Error ? error.stack : message}\n`);
    post({ id, errorType: name, errorMessage: message });
  }
}

function post(reply: ThreadReply): void {
  parentPort?.postMessage(reply);
}
