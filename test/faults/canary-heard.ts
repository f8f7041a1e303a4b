import { dynamoNews } from "#functions/adapters/dynamo/news.ts";
import {
  dynamoNotices,
  dynamoPhoneNumbers,
  dynamoSignIns,
} from "#functions/adapters/dynamo/notices.ts";
import { dynamoRecords } from "#functions/adapters/dynamo/records.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { dynamoThreads } from "#functions/adapters/dynamo/threads.ts";
import { deliver } from "#functions/notices/deliver.ts";
import { recipients } from "#functions/notices/recipients.ts";
import { judgeNews } from "#functions/records/news.ts";
import type { Item } from "#ports/store.ts";
import { canaryPatient, chartOf, type Sink } from "#test/fixtures/canaries.ts";
import type { QuickClinic } from "#test/fixtures/quick-clinic.ts";

export const parent = canaryPatient("canary-parent", "a", "1931-03-07");
export const child = canaryPatient("canary-child", "b", "2016-09-23");
/** What people write themselves: for the chart and the practice, and for nobody else. */
const WORDS = ["reason", "why", "wish", "sorry", "typed", "wrong", "asked", "replied"] as const;
export const word = (name: (typeof WORDS)[number]) => `zqword${name}`;

export const canaries = [
  ...parent.canaries,
  ...child.canaries,
  ...WORDS.map((name) => ({ field: `words.${name}`, token: word(name) })),
];

/** All that is known of them, as FHIR. */
export const everything = [parent, child].flatMap((one) => [one.record, ...chartOf(one)]);
/** What is wrong just now: the EHR, or something of ours. */
export interface Ill {
  status?: number | undefined;
  broken?: boolean;
}

export interface Heard {
  readonly log: string[];
  readonly toEhr: string[];
  readonly urls: string[];
  readonly refusals: string[];
  readonly items: Item[];
  readonly sms: string[];
  readonly subjects: string[];
  readonly emails: string[];
  readonly tags: string[];
  readonly rings: string[];
  readonly rereads: string[];
}

/** Takes what the functions print, as the runtime does, while the work goes on. */
export async function printed<T>(lines: string[], work: () => Promise<T>): Promise<T> {
  const outs = [process.stdout, process.stderr];
  const writes = outs.map((out) => out.write);
  for (const out of outs)
    out.write = (text: string | Uint8Array) => {
      lines.push(String(text));
      return true;
    };
  try {
    return await work();
  } finally {
    for (const [index, out] of outs.entries()) out.write = writes[index] ?? out.write;
  }
}

/** Every notice that is due goes out, for as long as one is. */
export async function tell(clinic: QuickClinic, heard: Heard): Promise<void> {
  const { table, ports, kernel, simulation } = clinic;
  const notices = dynamoNotices(table);
  const sent = { is: "sent", reference: "x" } as const;
  const telling = {
    ...ports,
    notices,
    threads: dynamoThreads(table),
    numbers: dynamoPhoneNumbers(table),
    news: dynamoNews(table),
    judgeNews: judgeNews(dynamoRecords(table, ports.newId)),
    recipients: recipients({ ...ports, accounts: kernel.accounts, signIns: dynamoSignIns(table) }),
    sms: {
      send: async ({ text }: { text: string }) => {
        heard.sms.push(text);
        return sent;
      },
      find: async () => sent,
    },
    email: {
      send: async (mail: { subject: string; body: string; senderName: string; tag: string }) => {
        heard.subjects.push(`${mail.senderName} ${mail.subject}`);
        heard.emails.push(mail.body);
        heard.tags.push(mail.tag);
        return sent;
      },
    },
    portal: "https://portal.test",
  };
  for (let day = 0; day < 3; day++) {
    for (const ref of await notices.due("demo", simulation.clock(), 500))
      await deliver(telling, ref);
    simulation.pass(86_400 * 400);
  }
}

/** A table whose every write is heard. */
export function overheard(table: Table, { heard, ill }: { heard: Heard; ill: Ill }): Table {
  const hear = (change: object) => {
    if ("put" in change) heard.items.push(change.put as Item);
  };
  return {
    ...table,
    async query(asked) {
      // An error that nobody expected says in its message whatever was in hand.
      if (ill.broken) throw new TypeError(`Can't read ${JSON.stringify(everything)}`);
      return table.query(asked);
    },
    apply: async (change) => {
      hear(change);
      return table.apply(change);
    },
    transact: async (changes, token) => {
      changes.forEach(hear);
      return table.transact(changes, token);
    },
  };
}

export function sinksOf(heard: Heard): Sink[] {
  const { log, items } = heard;
  const data = (part: RegExp) =>
    items.filter(({ pk, sk }) => part.test(`${pk} ${sk}`)).map((item) => JSON.stringify(item.data));
  const keys = items.map(({ data: _data, ...item }) => JSON.stringify(item));
  return [
    { name: "function logs", lines: log },
    { name: "request addresses", lines: heard.urls },
    { name: "addresses and headers to the EHR", lines: heard.toEhr },
    { name: "write-back queue", lines: heard.rings },
    { name: "re-read queue", lines: heard.rereads },
    { name: "refusals", lines: heard.refusals },
    { name: "text messages", lines: heard.sms },
    { name: "e-mail subjects", lines: heard.subjects },
    { name: "e-mail bodies", lines: heard.emails },
    { name: "e-mail tags", lines: heard.tags },
    { name: "audit items", lines: data(/^AUDIT#/) },
    { name: "idempotency items", lines: data(/ KEY#/) },
    { name: "counters, breakers and quotas", lines: data(/^(LIMIT|CONNECTION|QUOTA|EVENT)#/) },
    { name: "what was told of a visit", lines: data(/ TOLD#/) },
    { name: "differences kept", lines: data(/ DRIFT$/) },
    { name: "keys of items", lines: keys },
  ];
}
