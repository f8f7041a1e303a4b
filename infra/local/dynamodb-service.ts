import { Agent, type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import {
  type AwsAnswer,
  AwsRefusal,
  type AwsRequest,
  type AwsService,
  type Guard,
} from "./aws-service.ts";
import { dynamoDbNeeds } from "./dynamodb-actions.ts";
import type { Place } from "./physical-names.ts";
import type { Conflicts } from "./transaction-conflicts.ts";

interface Options {
  endpoint: string;
  place: Place;
  guard: Guard;
  conflicts: Conflicts;
  /** Told after each answered call, so that streams need not wait for their next look. */
  onCall(operation: string): void;
}

/** DynamoDB: the role is checked per item and index, then the call goes on to the emulator as it came. */
export function dynamoDbService(options: Options): AwsService {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return async (call) => {
    for (const { action, resource } of dynamoDbNeeds(call.operation, call.input, options.place)) {
      options.guard(call.caller, action, resource);
    }
    const conflict = options.conflicts(call.operation, call.input);
    if (conflict) {
      throw conflict;
    }
    const answer = await forward(options.endpoint, agent, call);
    options.onCall(call.operation);
    return answer;
  };
}

async function forward(endpoint: string, agent: Agent, call: AwsRequest): Promise<AwsAnswer> {
  const { host, connection: _, ...headers } = call.headers;
  try {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(endpoint, { method: "POST", agent, headers }, resolve);
      outgoing.on("error", reject);
      outgoing.end(call.body);
    });
    const type = reply.headers["content-type"] ?? "application/x-amz-json-1.0";
    return {
      status: reply.statusCode ?? 500,
      headers: { "content-type": type },
      body: await buffer(reply),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AwsRefusal("InternalServerError", `The emulator at ${host} did not answer: ${why}`, {
      status: 500,
    });
  }
}
