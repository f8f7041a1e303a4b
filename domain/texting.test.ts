import { expect, test } from "vitest";
import { OTHER, STOPPING } from "./testing-texts.ts";
import { wishIn } from "./texting.ts";

test.each(STOPPING)("%s: no more texts", (text) => {
  expect(wishIn(text)).toBe("stop");
});

test.each("START,start!,Unstop,Yes,YES.,Resume,opt in,Empezar,Continuar,reanudar".split(","))(
  "%s: texts again",
  (text) => {
    expect(wishIn(text)).toBe("start");
  },
);

test.each(OTHER)("%s: nothing changes", (text) => {
  expect(wishIn(text)).toBeUndefined();
});
