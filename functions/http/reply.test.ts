import { expect, it } from "vitest";
import { recordsApi } from "#domain/records.ts";
import { answerReply } from "./reply.ts";

it("gives a file out as bytes to save: sniffed by nobody, kept nowhere, and without any right where it is opened", () => {
  const base64 = btoa("%PDF-1.4");
  const reply = answerReply(recordsApi.file, { contentType: "application/pdf", base64 });
  expect(reply).toMatchObject({ statusCode: 200, isBase64Encoded: true, body: base64 });
  expect(reply.headers).toEqual({
    "cache-control": "no-store",
    "content-disposition": "attachment",
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "content-type": "application/pdf",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  const page = { contentType: "text/html", base64: btoa("<script>") };
  expect(() => answerReply(recordsApi.file, page)).toThrow();
});
