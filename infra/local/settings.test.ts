import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

test("without anything said, the defaults of npm start", () => {
  expect(readSettings({}, [])).toMatchObject({
    port: 4000,
    dataDir: ".data",
    fresh: false,
    ehr: { kind: "simulator", port: 4001, patients: 200, seed: 1 },
    conflicts: { rate: 0 },
  });
});

test("the simulator stands one port above the portal unless told otherwise", () => {
  expect(readSettings({ PORT: "5000" }, []).ehr).toMatchObject({ port: 5001 });
  expect(readSettings({ PORT: "5000", EHR_PORT: "7000" }, []).ehr).toMatchObject({ port: 7000 });
});

test("a named EHR takes the simulator's place, with the credentials given", () => {
  const ehr = {
    EHR_BASE_URL: "https://ehr.example.test/r4/",
    EHR_CLIENT_ID: "us",
    EHR_TOKEN_URL: "",
  };
  expect(readSettings(ehr, ["--fresh"])).toMatchObject({
    fresh: true,
    ehr: { kind: "external", baseUrl: "https://ehr.example.test/r4", clientId: "us" },
  });
});

test("--seed-ehr loads as large a practice as is said, forty patients unless it is", () => {
  const ehr = { EHR_BASE_URL: "https://ehr.example.test/r4" };
  expect(readSettings(ehr, []).seedEhr).toBeUndefined();
  expect(readSettings(ehr, ["--seed-ehr"]).seedEhr).toEqual({ patients: 40, seed: 1 });
  const small = { ...ehr, DEMO_PATIENTS: "20", DEMO_SEED: "7" };
  expect(readSettings(small, ["--seed-ehr"]).seedEhr).toEqual({ patients: 20, seed: 7 });
});

test.each([
  [{ PORT: "many" }, [], "PORT must be a whole number"],
  [{ PORT: "70000" }, [], "PORT must be at most 65535"],
  [{ EHR_BASE_URL: "ehr" }, [], "EHR_BASE_URL must be an http address"],
  [{ DEMO_BUNDLES: "/nowhere/at/all" }, [], "does not exist"],
  [{}, ["--frsh"], "--frsh is not known"],
  [{}, ["--seed-ehr"], "name it with EHR_BASE_URL"],
])("%j %j is answered in words", (environment, words, expected) => {
  expect(() => readSettings(environment, words)).toThrow(expected);
});
