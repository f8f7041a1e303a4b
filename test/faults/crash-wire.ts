import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { type Call, ehrCall, numbered, tableCall } from "./crash-calls.ts";
import { TABLE } from "./crash-process.ts";

/** Where a process dies: before the call has gone out, or when it was carried out and its reply is on the way. */
export type Side = "before" | "after";

/** Says of each call whether the caller dies there. */
export type Trap = (call: Call, index: number) => Side | undefined;

export interface Ring {
  readonly body: string;
  readonly delaySeconds: number;
}

/** Where the EHR of a connection stands on the one address. */
const PATH = "/fhir/r4";

/** The world of one run, as its functions reach it. */
export interface Beyond {
  /** The run's own table. */
  readonly table: string;
  readonly ask: typeof fetch;
  /** How the EHR calls itself. */
  readonly ehrUrl: string;
  readonly secretOf: (arn: string) => string;
  /** Time goes by in the run as it does here. */
  readonly tick: () => void;
  readonly rung: (ring: Ring) => void;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/**
 * Stands between the functions and everything they call: table, queue, secrets and EHR, one address for all. Here a
 * process is stopped at a named point, with nothing built into it for that.
 */
export class Wire {
  readonly calls: Call[] = [];
  readonly #emulator: string;
  readonly #server = createServer((incoming, reply) => this.#attend(incoming, reply));
  #beyond: Beyond | undefined;
  #trap: { at: Trap; spring: (call: Call) => void } | undefined;
  #closed = false;
  readonly #open = new Set<Promise<unknown>>();
  /** What really goes out of a call to the table: a planted bug makes two of one. */
  readonly parts: (operation: string, body: string) => readonly string[];
  endpoint = "";

  constructor(emulator: string, parts: Wire["parts"] = (_operation, body) => [body]) {
    this.#emulator = emulator;
    this.parts = parts;
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    const address = this.#server.address();
    this.endpoint = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Another run begins. */
  enter(beyond: Beyond): void {
    this.#beyond = beyond;
    this.disarm();
  }

  /** From here on calls are noted; where the trap says so nothing more goes through, and whoever waits is told. */
  arm(at: Trap): Promise<Call> {
    this.disarm();
    return new Promise((spring) => {
      this.#trap = { at, spring };
    });
  }

  disarm(): void {
    this.calls.length = 0;
    this.#trap = undefined;
    this.#closed = false;
  }

  /** What a process that is gone had sent is over too. */
  async quiet(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled([...this.#open]);
  }

  async #attend(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await buffer(incoming).catch(() => undefined);
    if (body === undefined) return void incoming.socket.destroy();
    let answer: Answer | "never" | undefined;
    for (const part of this.parts(targetOf(incoming)[1], body.toString())) {
      answer = await this.#pass(incoming, Buffer.from(part));
      if (answer === "never" || answer?.status !== 200) break;
    }
    if (answer === "never") return;
    if (!answer || this.#closed) return void incoming.socket.destroy();
    reply.writeHead(answer.status, answer.headers);
    reply.end(answer.body);
  }

  /** One call: whoever dies at it never hears of it again. */
  async #pass(incoming: IncomingMessage, body: Buffer): Promise<Answer | "never" | undefined> {
    if (this.#closed || !this.#beyond) return undefined;
    this.#beyond.tick();
    const call = numbered(nameOf(incoming, body), this.calls);
    const side = this.#trap?.at(call, this.calls.length);
    this.calls.push(call);
    if (side) this.#closed = true;
    if (side !== "before") {
      const carried = this.#carryOut(this.#beyond, incoming, body);
      this.#open.add(carried);
      const answer = await carried.catch(() => undefined).finally(() => this.#open.delete(carried));
      if (side === undefined) return answer;
    }
    this.#trap?.spring(call);
    return "never";
  }

  #carryOut(beyond: Beyond, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    const [service, operation] = targetOf(incoming);
    if (service === "AmazonSQS") return Promise.resolve(sent(beyond, body));
    if (service === "secretsmanager") return Promise.resolve(secret(beyond, body));
    if (operation !== "") return this.#forward(incoming, body, beyond.table);
    return asked(beyond, incoming, body);
  }

  #forward(
    { url, method, headers }: IncomingMessage,
    body: Buffer,
    table: string,
  ): Promise<Answer> {
    const renamed = Buffer.from(body.toString().replaceAll(`"${TABLE}"`, `"${table}"`));
    return new Promise((resolve, reject) => {
      const onward = request(`${this.#emulator}${url}`, {
        method,
        headers: { ...headers, "content-length": renamed.length },
      });
      onward.on("error", reject);
      onward.on("response", async (answer) =>
        resolve({
          status: answer.statusCode ?? 500,
          headers: { "content-type": answer.headers["content-type"] },
          body: Buffer.from(
            (await buffer(answer)).toString().replaceAll(`"${table}"`, `"${TABLE}"`),
          ),
        }),
      );
      onward.end(renamed);
    });
  }
}

const targetOf = ({ headers }: IncomingMessage): [service: string, operation: string] => {
  const [service = "", operation = ""] = String(headers["x-amz-target"] ?? "").split(".");
  return [service, operation];
};

function nameOf(incoming: IncomingMessage, body: Buffer): Call {
  const [service, operation] = targetOf(incoming);
  if (service === "AmazonSQS") return { name: "ring", writes: true };
  if (service === "secretsmanager") return { name: "read secret", writes: false };
  if (operation !== "") return tableCall(operation, body.toString());
  return ehrCall(incoming.method ?? "GET", new URL(incoming.url ?? "/", "http://wire"));
}

const json = (content: object): Answer => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: Buffer.from(JSON.stringify(content)),
});

function sent(beyond: Beyond, asked: Buffer): Answer {
  const { MessageBody: body, DelaySeconds: delaySeconds = 0 } = JSON.parse(asked.toString());
  beyond.rung({ body, delaySeconds });
  return json({ MessageId: "1", MD5OfMessageBody: createHash("md5").update(body).digest("hex") });
}

const secret = (beyond: Beyond, asked: Buffer): Answer =>
  json({ SecretString: beyond.secretOf(JSON.parse(asked.toString()).SecretId) });

/** The EHR tells addresses of its own: a caller finds it here. */
async function asked(beyond: Beyond, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method = "GET", url = "/", headers } = incoming;
  const here = `http://${headers.host}${PATH}`;
  const { host: _host, "accept-encoding": _any, ...sent } = headers;
  const reply = await beyond.ask(`${beyond.ehrUrl}${url.slice(PATH.length)}`, {
    method,
    headers: Object.entries(sent).map(([name, value]): [string, string] => [name, String(value)]),
    ...(body.length > 0 ? { body: body.toString() } : {}),
  });
  const told = { ...Object.fromEntries(reply.headers), "content-length": undefined };
  const text = (value: string) => value.replaceAll(beyond.ehrUrl, here);
  return {
    status: reply.status,
    headers: Object.fromEntries(
      Object.entries(told).flatMap(([name, value]) => (value ? [[name, text(value)]] : [])),
    ),
    body: Buffer.from(text(await reply.text())),
  };
}
