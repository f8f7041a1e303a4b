import { addSeconds } from "#domain/time.ts";
import { type Answer, type Entity, fitAnswer } from "./answers.ts";

export interface Sent {
  /** Sent as JSON, unless it is bytes. */
  readonly body?: unknown;
  /** Over the usual ones; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** Somebody with a browser at the portal. */
export interface Person {
  readonly origin: string;
  readonly email: string;
  readonly cookie: string;
  /** `what` reads as "POST /api/appointments". */
  call(what: string, sent?: Sent): Promise<Answer>;
}

export const password = "Porchlight-demo-1";

export function personAt(origin: string, { email = "", cookie = "" } = {}): Person {
  return {
    origin,
    email,
    cookie,
    async call(what, sent = {}) {
      const [method = "", path = ""] = what.split(" ");
      const body = bytesOf(sent.body);
      const given = {
        origin,
        "content-type": body === undefined ? null : "application/json",
        cookie: cookie === "" ? null : cookie,
        ...sent.headers,
      };
      const headers = Object.entries(given).filter(([, value]) => value !== null);
      const reply = await fetch(`${origin}${path}`, {
        method,
        headers: Object.fromEntries(headers) as Record<string, string>,
        ...(body === undefined ? {} : { body }),
      });
      return fitAnswer(what, reply);
    },
  };
}

function bytesOf(body: unknown): Buffer<ArrayBuffer> | undefined {
  if (body === undefined) return undefined;
  return Buffer.isBuffer(body) ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
}

export async function signIn(origin: string, email: string): Promise<Person> {
  const answer = await personAt(origin).call("POST /api/session", { body: { email, password } });
  const [cookie = ""] = answer.headers.getSetCookie();
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${answer.text}`);
  return personAt(origin, { email, cookie: cookie.split(";")[0] ?? "" });
}

/** Adults with a sign-in, as many as wanted. */
export async function crowd(origin: string, wanted: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let number = 1; people.length < wanted; number += 10) {
    const some = Array.from({ length: 10 }, (_, i) => `patient${number + i}@example.test`);
    const signedIn = await Promise.allSettled(some.map((email) => signIn(origin, email)));
    if (signedIn.every(({ status }) => status === "rejected")) throw new Error("Too few adults.");
    people.push(...signedIn.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
  }
  return people.slice(0, wanted);
}

/** Open times of the first visit type that can be booked, over the next two weeks. */
export async function openTimes(person: Person): Promise<(Entity & { start: string })[]> {
  const types = await person.call("GET /api/visit-types");
  const from = new Date().toISOString();
  const query = new URLSearchParams({
    visitTypeId: types.body.items?.find(({ mode }) => mode === "book")?.id ?? "",
    from,
    to: addSeconds(from, 14 * 86_400),
  });
  const found = await person.call(`GET /api/slots?${query}`);
  return (found.body.items ?? []).map((slot) => ({ ...slot, start: slot.start ?? "" }));
}

/**
 * Those of them at which this person has no visit: whoever has one at that hour is refused another, and which hours those
 * are depends on the day of the test.
 */
export async function timesFor(person: Person): Promise<(Entity & { start: string })[]> {
  const [times, { body }] = await Promise.all([
    openTimes(person),
    person.call("GET /api/appointments?when=coming"),
  ]);
  const coming = body.items ?? [];
  return times.filter((slot) => !coming.some((visit) => overlap(visit, slot)));
}

const overlap = (one: Entity, other: Entity): boolean =>
  (one.start ?? "") < (other.end ?? "") && (other.start ?? "") < (one.end ?? "");

export const book = (person: Person, slotId: string, headers: Record<string, string> = {}) =>
  person.call("POST /api/appointments", { body: { slotId }, headers });
