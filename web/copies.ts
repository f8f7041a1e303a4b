import type { Plugin } from "vite";

const SHARED =
  /\/web\/ui\/(chart\/(measured-list|papers|range-bar|save-file)|said\/(said|threads|writing))\.tsx?$/;

const copyFor = (importer: string): string | undefined => {
  if (importer.includes("/web/practice/")) return "?staff";
  if (importer.includes("/web/patient/records/")) return "?record";
  if (importer.includes("/web/patient/exports/")) return "?export";
  return /\?(staff|record|export)$/.exec(importer)?.[0];
};

/**
 * What a result is drawn with belongs to the result's own file, and a conversation to the patient's. Records that hold
 * values, requests for a correction, the preview for staff and their conversations have a copy: shared, it would be a
 * file of its own, and a phone would wait for one more.
 */
export const copies = (): Plugin => ({
  name: "copies",
  enforce: "pre",
  async resolveId(source, importer = "") {
    const copy = copyFor(importer);
    if (copy === undefined) return undefined;
    const found = await this.resolve(source, importer.replace(copy, ""), { skipSelf: true });
    return found && SHARED.test(found.id) ? found.id + copy : undefined;
  },
});
