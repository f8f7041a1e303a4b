import * as z from "zod/mini";
import { Problem } from "#domain/problem.ts";
import { inItemId, type recordsApi } from "#domain/records.ts";
import type { Handlers } from "#http/access.ts";
import { EhrUnavailable } from "#ports/ehr.ts";
import { unpacked } from "./pack.ts";
import type { ReadPorts } from "./read.ts";

const Raw = z.record(z.string(), z.unknown());

const refused = (error: unknown): never => {
  throw error instanceof EhrUnavailable ? new Problem("ehr.unavailable") : error;
};

/** A file of a record, for whoever sees the record; what is hidden, missing or not opened here looks the same. */
export const file = (ports: ReadPorts): Handlers<typeof recordsApi>["file"] => ({
  async run(access, { section, id, n }) {
    if (!inItemId(id)) throw new Problem("not-found");
    const found = await ports.released.one(access, id);
    const place = Number(n);
    const offered = found?.record.item.attachments?.some((one) => one.file === place);
    if (found?.record.section !== section || !offered) throw new Problem("not-found");
    const raw = Raw.parse(unpacked(found.record.raw));
    const ehr = await ports.ehr(access.practice.connectionId);
    const read = await ehr.file(raw, place).catch(refused);
    if (!read) throw new Problem("not-found");
    return { contentType: read.contentType, base64: Buffer.from(read.bytes).toString("base64") };
  },
});
