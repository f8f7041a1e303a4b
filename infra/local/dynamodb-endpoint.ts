import * as z from "zod/mini";

const Failure = z.object({
  __type: z._default(z.string(), "Unknown"),
  message: z.optional(z.string()),
  Message: z.optional(z.string()),
});

/** A refusal by DynamoDB, by the short name of its type. */
export class DynamoDbRefusal extends Error {
  override name = "DynamoDbRefusal";
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Service = "DynamoDB_20120810" | "DynamoDBStreams_20120810";

export interface DynamoDbCall {
  service?: Service;
  operation: string;
  input: Record<string, unknown>;
}

/** One call of the runner's own (tables, streams) at a DynamoDB endpoint. The signature is a placeholder. */
export async function callDynamoDb(endpoint: string, call: DynamoDbCall): Promise<unknown> {
  const { service = "DynamoDB_20120810", operation, input } = call;
  const reply = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `${service}.${operation}`,
      "x-amz-date": "20260101T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local",
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(10_000),
  });
  const body: unknown = await reply.json();
  if (reply.ok) {
    return body;
  }
  const failure = z.parse(Failure, body);
  const type = failure.__type.split("#").at(-1) ?? "Unknown";
  throw new DynamoDbRefusal(type, failure.message ?? failure.Message ?? type);
}
