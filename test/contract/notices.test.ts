import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { smsLength } from "#domain/gsm.ts";
import { NoticeEvent } from "#domain/notices.ts";
import { addSeconds } from "#domain/time.ts";
import { dynamoPhoneNumbers } from "#functions/adapters/dynamo/notices.ts";
import { Outbox } from "#infra/local/outbox/outbox.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Change } from "#ports/store.ts";
import { canaries, NOON, PHONE, Post, START, visitAt } from "#test/fixtures/notices.ts";

let post: Post;
beforeEach(async () => {
  post = await Post.open();
});
afterEach(() => post.close());

describe("one notice", () => {
  test("is one e-mail and one text, through the vendors' own SDKs", async () => {
    const notice = await post.announce();
    await post.deliver(notice);
    expect(await post.states(notice)).toEqual({ email: "sent", sms: "sent" });
    expect(post.outbox.list()).toMatchObject([
      {
        channel: "email",
        from: '"Lakeside Family Health" <notices@lakeside.example.test>',
        to: "ada@example.test",
        subject: "Lakeside Family Health: visit booked",
        tag: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      {
        channel: "sms",
        to: PHONE,
        body: "Lakeside Family Health: visit booked for Thu, Dec 3, 9:15 AM CST. Questions? (312) 555-0142. portal.lakeside.example Reply STOP to opt out.",
      },
    ]);
    expect(post.denied).toEqual([
      "ses:SendEmail arn:aws:ses:us-east-1:1:identity/lakeside.example.test",
    ]);
    expect(await post.due("2099-01-01T00:00:00.000Z")).toEqual([]);
  });

  const { end, practitioner, location } = visitAt(START);
  /** The visit that each notice is true of; most are of one that stands. */
  const about: Partial<Record<NoticeEvent, Partial<Visit>>> = {
    asked: { status: "proposed", preferred: [] },
    offered: {
      status: "proposed",
      preferred: [],
      offered: [{ id: "canary-slot", start: START, end, practitioner, location }],
    },
    declined: { status: "cancelled", declined: "canary-why" },
    waiting: { writeBack: { state: "saved", since: NOON } },
    cancelled: { status: "cancelled" },
    unconfirmed: { status: "cancelled" },
  };
  const ways = NoticeEvent.options.flatMap((event) =>
    (["en", "es"] as const).map((language) => [event, language] as const),
  );
  test.each(ways)(
    "%s (%s) says nothing of who, what, why or which visit",
    async (event, language) => {
      post.visit = visitAt(START, about[event]);
      post.people = [{ email: "ada@example.test", phone: PHONE, language }];
      await post.deliver(await post.announce({ event }));
      // What only says "not yet" leaves the day's one text to what comes of it.
      expect(post.counts()).toEqual([1, event === "asked" || event === "waiting" ? 0 : 1]);
      for (const canary of [...canaries, "Appointment/"])
        expect(JSON.stringify(post.outbox.list())).not.toContain(canary);
      expect(smsLength(post.sent("sms")[0]?.body ?? "").parts).toBe(1);
    },
  );

  test("of a second offer is another one, though it begins with the same time", async () => {
    post.visit = visitAt(START, about.offered);
    for (const key of ["canary-visit.v2.offered", "canary-visit.v4.offered"])
      await post.deliver(await post.announce({ key, event: "offered" }));
    expect(post.sent("email")).toHaveLength(2);
  });

  test("announced twice under one key is refused: the transaction it was in does not happen twice", async () => {
    await post.announce();
    await expect(post.announce()).rejects.toThrow();
  });

  test("is sent once, however often and however many at once the stream tells of it", async () => {
    const notice = await post.announce();
    await Promise.all(Array.from({ length: 12 }, () => post.deliver(notice)));
    for (let i = 0; i < 3; i++) await post.deliver(notice);
    await post.sweepAfter(3600);
    expect(post.counts()).toEqual([1, 1]);
  });

  test("is not sent when something overtook it", async () => {
    const notice = await post.announce();
    post.visit = visitAt(START, { status: "cancelled" });
    await post.deliver(notice);
    expect((await post.read(notice)).closed).toBe("overtaken");
    expect(post.outbox.list()).toEqual([]);
  });

  test("that says what was said last is not said again, from the ledger and from the chart at once", async () => {
    const one = await post.announce();
    const other = await post.announce({ key: "canary-visit.chart-1.booked" });
    await Promise.all([post.deliver(one), post.deliver(other)]);
    await post.sweepAfter(120);
    expect(post.counts()).toEqual([1, 1]);
  });

  test("for somebody without an account is closed", async () => {
    post.people = [];
    const notice = await post.announce();
    await post.deliver(notice);
    expect((await post.read(notice)).closed).toBe("nobody-to-tell");
  });
});

describe("when a text may go", () => {
  const bookAgain = async (number: number, start = post.visit.start) => {
    post.visit = visitAt(start, { id: `visit-${number}` });
    const notice = await post.announce({ visitId: post.visit.id, key: `visit-${number}.k` });
    await post.deliver(notice);
    return (await post.states(notice))["sms"];
  };

  test("one a day and three in seven days to a number; the e-mails go", async () => {
    const far = "2027-01-20T15:15:00.000Z";
    const told = [];
    for (let day = 0; day < 6; day++) {
      told.push(await bookAgain(day * 2, far), await bookAgain(day * 2 + 1, far));
      post.now = addSeconds(post.now, 86_400);
    }
    expect(told.map((state) => (state === "sent" ? 1 : 0))).toEqual([
      1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect(post.sent("email")).toHaveLength(12);
  });

  test("many notices at once to one number are still one text", async () => {
    const notices = await Promise.all(
      Array.from({ length: 8 }, (_, n) => post.announce({ visitId: `v${n}`, key: `v${n}.k` })),
    );
    await Promise.all(notices.map((notice) => post.deliver(notice)));
    for (let i = 0; i < 10; i++) await post.sweepAfter(2);
    expect(post.counts()).toEqual([8, 1]);
  });

  test("a recorded consent lifts the caps", async () => {
    const hash = createHash("sha256").update(PHONE).digest("hex");
    await post.table.apply({ put: { pk: `NUMBER#${hash}`, sk: "CONSENT", data: {} } });
    for (let n = 0; n < 4; n++) expect(await bookAgain(n)).toBe("sent");
  });

  test("at night it waits for eight o'clock, the e-mail does not", async () => {
    post.now = "2026-12-02T05:00:00.000Z";
    const notice = await post.announce();
    await post.deliver(notice);
    expect(await post.states(notice)).toEqual({ email: "sent", sms: "waiting" });
    post.now = "2026-12-02T13:59:00.000Z";
    await post.sweepAfter(0);
    expect(post.sent("sms")).toHaveLength(0);
    post.now = "2026-12-02T14:00:00.000Z";
    await post.sweepAfter(0);
    expect(post.sent("sms")).toHaveLength(1);
  });

  test("what waited for the morning is not sent when the visit was cancelled in the night", async () => {
    post.now = "2026-12-02T05:00:00.000Z";
    const notice = await post.announce();
    await post.deliver(notice);
    post.visit = visitAt(START, { status: "cancelled" });
    post.now = "2026-12-02T14:00:00.000Z";
    await post.sweepAfter(0);
    expect((await post.states(notice))["sms"]).toBe("skipped: overtaken");
  });

  test("a visit at seven is told of in the night", async () => {
    post.now = "2026-12-03T05:00:00.000Z";
    post.visit = visitAt("2026-12-03T13:00:00.000Z");
    const notice = await post.announce();
    await post.deliver(notice);
    expect((await post.states(notice))["sms"]).toBe("sent");
  });

  /** The table, with something done just before a text is marked as being sent. */
  const beforeMarking = (work: () => Promise<void>) => ({
    apply: (change: Change) => post.table.apply(change),
    async transact(changes: readonly Change[], token: string) {
      if (JSON.stringify(changes).includes('"pk":"NUMBER#')) await work();
      await post.table.transact(changes, token);
    },
  });

  test("none goes after STOP, also when it comes just before the text goes", async () => {
    const notice = await post.announce();
    const stop = () => dynamoPhoneNumbers(post.table).optOut(PHONE, post.now);
    await post.deliver(notice, beforeMarking(stop));
    expect(await post.states(notice)).toEqual({ email: "sent", sms: "skipped: opted-out" });
    post.now = addSeconds(post.now, 86_400);
    const next = await post.announce({ event: "kept" });
    await post.deliver(next);
    expect(await post.states(next)).toEqual({ email: "sent", sms: "skipped: opted-out" });
    expect(post.sent("sms")).toHaveLength(0);
  });

  test("two that both found the number free are still one text", async () => {
    const both = Promise.withResolvers<void>();
    let here = 0;
    const together = beforeMarking(() => {
      here += 1;
      if (here === 2) both.resolve();
      return both.promise;
    });
    const notices = [
      await post.announce({ visitId: "v1", key: "v1.k" }),
      await post.announce({ visitId: "v2", key: "v2.k" }),
    ];
    await Promise.all(notices.map((notice) => post.deliver(notice, together)));
    await post.sweepAfter(2);
    expect(post.counts()).toEqual([2, 1]);
    const ends = await Promise.all(notices.map((notice) => post.states(notice)));
    expect(ends.map(({ sms }) => sms).sort()).toEqual(["sent", "skipped: cap"]);
  });
});

test("the outbox survives a restart", async () => {
  await post.deliver(await post.announce());
  expect(new Outbox(post.folder).list()).toEqual(post.outbox.list());
});

test("the sandbox lets in nobody without the account's token", async () => {
  const { apiBase, accountSid } = post.twilio.connection;
  const reply = await fetch(`${apiBase}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:guess`).toString("base64")}` },
  });
  expect([reply.status, await reply.json()]).toMatchObject([401, { code: 20003 }]);
});
