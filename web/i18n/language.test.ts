import { describe, expect, it } from "vitest";
import { counted, language, learn, named, say, speak, t } from "./language.ts";

describe("the page's language", () => {
  it("switches every part that was learned, and the document with it", async () => {
    await speak("en");
    await learn("appointments");
    expect(counted("book.open", 1)).toBe("1 open time");
    await speak("es");
    expect(language()).toBe("es");
    expect(document.documentElement.lang).toBe("es");
    expect(counted("book.open", 3)).toBe("3 horas libres");
    expect(localStorage.getItem("language")).toBe("es");
  });

  it("takes the practice's own name for a thing in that language", async () => {
    await speak("es");
    expect(named({ name: "Follow-up", nameEs: "Seguimiento" })).toBe("Seguimiento");
    expect(named({ name: "Follow-up" })).toBe("Follow-up");
  });

  it("ends a sentence once, also after a.m.", async () => {
    await speak("es");
    await learn("appointments");
    const time = say.time("2026-12-03T15:15:00Z", "America/Chicago");
    expect(t("confirm.kept", { time })).not.toContain("..");
  });
});
