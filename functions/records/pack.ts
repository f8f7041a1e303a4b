import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { EhrRecord } from "#ports/ehr-records.ts";

/** A resource as text a quarter its size: an export must hold exactly what the screen shows. */
export const packed = (raw: EhrRecord["raw"]): string =>
  deflateRawSync(Buffer.from(JSON.stringify(raw))).toString("base64");

/** The resource as the EHR sent it. */
export const unpacked = (text: string): unknown =>
  JSON.parse(inflateRawSync(Buffer.from(text, "base64")).toString("utf8"));

/** Tells two states of something apart. */
export const fingerprint = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(value) ?? "")
    .digest("base64url")
    .slice(0, 22);

/** What a value says, whatever the order of its fields: the store gives them back in another. */
export const contentOf = (value: unknown): string => JSON.stringify(value, inOrder) ?? "";

const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
