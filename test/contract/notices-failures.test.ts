import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addSeconds } from "#domain/time.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { Post, visitAt } from "#test/fixtures/notices.ts";

let post: Post;
beforeEach(async () => {
  post = await Post.open();
});
afterEach(() => post.close());

/** A store that dies after so many writes, as a killed worker would. */
function dyingAfter(writes: number): Pick<Table, "apply" | "transact"> {
  let left = writes;
  const alive = <T>(write: () => Promise<T>): Promise<T> => {
    if (left === 0) return Promise.reject(new Error("killed"));
    left -= 1;
    return write();
  };
  return {
    apply: (change) => alive(() => post.table.apply(change)),
    transact: (changes, token) => alive(() => post.table.transact(changes, token)),
  };
}

describe("a worker that dies", () => {
  for (let writes = 0; writes <= 7; writes++)
    test(`after ${writes} writes: nothing is sent twice, and the text arrives`, async () => {
      const notice = await post.announce();
      await post.deliver(notice, dyingAfter(writes)).catch(() => undefined);
      for (const later of [80, 40, 40, 40]) await post.sweepAfter(later);
      expect(post.sent("sms")).toHaveLength(1);
      expect(post.sent("email").length).toBeLessThanOrEqual(1);
      // Only what may have been lost between e-mail and mark is left unsure, and never sent again.
      const { email, sms } = await post.states(notice);
      expect(sms).toBe("sent");
      expect(["sent", "unsure: no-answer"]).toContain(email);
      if (email === "sent") expect(post.sent("email")).toHaveLength(1);
    });
});

describe("a vendor that fails", () => {
  test("a text whose reply was lost is found at the vendor, never sent again", async () => {
    post.outbox.faults.sms.push({ fault: "drop-after" });
    const notice = await post.announce();
    await post.deliver(notice);
    expect((await post.states(notice))["sms"]).toBe("unknown");
    await post.sweepAfter(31);
    expect([(await post.states(notice))["sms"], post.sent("sms").length]).toEqual(["sent", 1]);
  });

  test("a text that never arrived is sent once the vendor was asked", async () => {
    post.outbox.faults.sms.push({ fault: "drop-before" });
    const notice = await post.announce();
    await post.deliver(notice);
    await post.deliver(notice);
    expect(post.sent("sms")).toHaveLength(0);
    await post.sweepAfter(31);
    await post.sweepAfter(0);
    expect([(await post.states(notice))["sms"], post.sent("sms").length]).toEqual(["sent", 1]);
  });

  test("nothing is sent while the vendor can't be asked either", async () => {
    post.outbox.faults.sms.push({ fault: "drop-after" }, { fault: "drop-before" });
    const notice = await post.announce();
    await post.deliver(notice);
    await post.sweepAfter(31);
    expect((await post.states(notice))["sms"]).toBe("unknown");
    await post.sweepAfter(600);
    expect([(await post.states(notice))["sms"], post.sent("sms").length]).toEqual(["sent", 1]);
  });

  test("too many at once is tried again later, for both", async () => {
    post.outbox.faults.sms.push({ fault: "status", status: 429 });
    post.outbox.faults.email.push({ fault: "status", status: 429 });
    const notice = await post.announce();
    await post.deliver(notice);
    expect(await post.states(notice)).toEqual({
      email: "waiting: TooManyRequestsException",
      sms: "waiting: http-429",
    });
    await post.sweepAfter(11);
    expect(post.counts()).toEqual([1, 1]);
  });

  test("many workers at the second try send one of each", async () => {
    post.outbox.faults.sms.push({ fault: "status", status: 429 });
    post.outbox.faults.email.push({ fault: "status", status: 429 });
    const notice = await post.announce();
    await post.deliver(notice);
    post.now = addSeconds(post.now, 11);
    await Promise.all(Array.from({ length: 12 }, () => post.deliver(notice)));
    expect(post.counts()).toEqual([1, 1]);
  });

  test("vendors that are down get it when they are back", async () => {
    await post.vendorsDown();
    const notice = await post.announce();
    await post.deliver(notice);
    expect(await post.states(notice)).toEqual({
      email: "waiting: not-connected",
      sms: "waiting: not-connected",
    });
    await post.vendorsUp();
    await post.sweepAfter(60);
    expect(post.counts()).toEqual([1, 1]);
  });

  test("an e-mail without an answer is not sent again: SES can't be asked", async () => {
    post.outbox.faults.email.push({ fault: "drop-after" });
    const notice = await post.announce();
    await post.deliver(notice);
    await post.sweepAfter(3600);
    expect([(await post.states(notice))["email"], post.sent("email").length]).toEqual([
      "unsure: no-answer",
      1,
    ]);
  });

  test("a wrong number is not tried again, and the e-mail went all the same", async () => {
    post.people = [{ email: "ada@example.test", phone: "+15005550001", language: "en" }];
    const notice = await post.announce();
    await post.deliver(notice);
    expect(await post.states(notice)).toEqual({ email: "sent", sms: "failed: invalid-number" });
  });

  test("a number that the vendor says opted out is remembered", async () => {
    post.people = [{ email: "ada@example.test", phone: "+15005550004", language: "en" }];
    const first = await post.announce();
    await post.deliver(first);
    expect((await post.states(first))["sms"]).toBe("failed: opted-out");
    post.now = addSeconds(post.now, 86_400);
    const second = await post.announce({ event: "kept" });
    await post.deliver(second);
    expect((await post.states(second))["sms"]).toBe("skipped: opted-out");
  });

  test("after a day it is old news", async () => {
    post.visit = visitAt("2026-12-20T15:15:00.000Z");
    post.outbox.faults.email.push({ fault: "status", status: 429 });
    const notice = await post.announce();
    await post.deliver(notice);
    await post.sweepAfter(86_401);
    expect((await post.states(notice))["email"]).toBe("failed: gave-up");
  });
});
