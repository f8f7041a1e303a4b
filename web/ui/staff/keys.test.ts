import { afterEach, describe, expect, it } from "vitest";
import { keyCaps, keysAreFree, readKey, SECOND_KEY_MS } from "./keys.ts";

const chords = ["j", "g s", "g r", "A", "mod+k", "r"];
const known = (chord: string) =>
  chords.some((each) => each === chord || (chord.endsWith(" ") && each.startsWith(chord)));
const press = (key: string, at = 0, more: { mod?: boolean; alt?: boolean } = {}) => ({
  key,
  at,
  mod: more.mod ?? false,
  alt: more.alt ?? false,
});

describe("a key", () => {
  it("completes a chord of its own; large and small letters are two", () => {
    expect(readKey(press("j"), undefined, known)).toEqual({ chord: "j" });
    expect(readKey(press("A"), undefined, known)).toEqual({ chord: "A" });
    expect(readKey(press("a"), undefined, known)).toEqual({});
  });

  it("begins a chord of two, which the second completes in time", () => {
    const { begun } = readKey(press("g", 100), undefined, known);
    expect(begun).toEqual({ key: "g", at: 100 });
    expect(readKey(press("r", 100 + SECOND_KEY_MS), begun, known)).toEqual({ chord: "g r" });
    expect(readKey(press("r", 101 + SECOND_KEY_MS), begun, known)).toEqual({ chord: "r" });
  });

  it("after a false second key counts for itself", () => {
    expect(readKey(press("j", 10), { key: "g", at: 0 }, known)).toEqual({ chord: "j" });
  });

  it("with Ctrl or Cmd is another, and with Alt nobody's", () => {
    expect(readKey(press("K", 0, { mod: true }), undefined, known)).toEqual({ chord: "mod+k" });
    expect(readKey(press("j", 0, { mod: true }), undefined, known)).toEqual({});
    expect(readKey(press("j", 0, { alt: true }), undefined, known)).toEqual({});
  });

  it("is printed as its caps", () => {
    expect(keyCaps("g s")).toEqual(["g", "s"]);
    expect(keyCaps("mod+k")).toEqual(["Ctrl", "K"]);
    expect(keyCaps("Escape")).toEqual(["Esc"]);
  });
});

describe("where a key goes down", () => {
  afterEach(() => document.body.replaceChildren());
  const put = (tag: string): Element => {
    const made = document.createElement(tag);
    document.body.append(made);
    return made;
  };

  it("a field keeps it", () => {
    for (const tag of ["input", "select", "textarea"])
      expect(keysAreFree(put(tag), "j")).toBe(false);
    expect(keysAreFree(document.body, "j")).toBe(true);
  });

  it("a button keeps Enter and space, and lets the others pass", () => {
    const button = put("button");
    expect(["Enter", " ", "j"].map((key) => keysAreFree(button, key))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("an open dialog keeps everything", () => {
    put("dialog").setAttribute("open", "");
    expect(keysAreFree(document.body, "j")).toBe(false);
  });
});
