import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { SEARCH_MAX_LENGTH } from "@/lib/core/contracts/filters";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { escapeTerm } from "@/lib/core/domain/search-term";
import { countGroupsThatFit, type ThingSearch, toSearchQuery } from "./search-query";

const NONE: ThingSearch = { text: null, type: null, groups: [], attribute: null, connectivity: null };

describe("the query", () => {
  test.each<[string, Partial<ThingSearch>, string]>([
    ["nothing", {}, "thingName:*"],
    ["a name", { text: "kiosk" }, "thingName:kiosk*"],
    ["a name with a colon", { text: "site:7" }, "thingName:site\\:7*"],
    [
      "a group named as an operator",
      { groups: ["NOT"], type: "or" },
      "thingTypeName:or AND thingGroupNames:\\NOT",
    ],
    ["a type and a group", { type: "a-b", groups: ["c"] }, "thingTypeName:a\\-b AND thingGroupNames:c"],
    [
      "several groups",
      { text: "x", groups: ["a-b", "c"] },
      "thingName:x* AND (thingGroupNames:a\\-b OR thingGroupNames:c)",
    ],
    ["an attribute", { attribute: { name: "a.b", value: "x=y" } }, "attributes.a\\.b:x\\=y"],
    ["what is connected", { connectivity: "connected" }, "connectivity.connected:true"],
    [
      "what is disconnected",
      { connectivity: "disconnected" },
      "connectivity.connected:false AND (connectivity.timestamp>0 OR connectivity.disconnectReason:*)",
    ],
    [
      "what is not connected, and nobody knows since when",
      { connectivity: "not-connected" },
      "connectivity.connected:false AND NOT connectivity.timestamp>0 AND NOT connectivity.disconnectReason:*",
    ],
    [
      "what is neither",
      { connectivity: "unknown" },
      "NOT connectivity.connected:true AND NOT connectivity.connected:false",
    ],
  ])("for %s", (_, search, query) => {
    expect(toSearchQuery({ ...NONE, ...search })).toBe(query);
  });

  test("escapes everything but letters, digits and _, in any script", () => {
    expect(escapeTerm("aß_漢9")).toBe("aß_漢9");
    expect(escapeTerm('*?:"()\\ 🙂')).toBe('\\*\\?\\:\\"\\(\\)\\\\\\ \\🙂');
  });
});

describe("groups in one query", () => {
  const halls = Array.from({ length: 20 }, (_, at) => `hall-${at}`);
  const { groups: _, ...own } = NONE;

  test.each<[string, Partial<ThingSearch>, string[], number]>([
    ["alone", {}, halls, 11],
    ["beside a name and a type", { text: "a AND b", type: "c" }, halls, 10],
    ["beside all that can be asked", { text: "a", type: "b", connectivity: "not-connected" }, halls, 7],
    ["with long names", {}, halls.map((name) => "-".repeat(100) + name), 4],
    ["where one is too long already", { text: "-".repeat(128) }, ["-".repeat(400), "b"], 1],
  ])("%s: as many as AWS takes", (_, search, groups, count) => {
    expect(countGroupsThatFit({ ...own, ...search }, groups)).toBe(count);
  });
});

describe("against an index", () => {
  const NAMES = [
    "kiosk-1",
    "kiosk-10",
    "KIOSK:2",
    "or",
    "OR-1",
    "and",
    "not",
    "NOT:x",
    "thingName:x",
    "a",
    "x",
    "_",
    "-",
  ];
  let fleet: EmulatedFleet;
  let iot: IotGateway;
  beforeAll(async () => {
    fleet = await startEmulatedFleet();
    await fleet.emulator.settings({ indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
    await fleet.emulator.seed({ things: NAMES.map((name) => ({ name })) });
    iot = createIotGateway(fleet.config);
  });
  afterAll(() => fleet.stop());

  /** The index ignores case. */
  const startingWith = (text: string) =>
    NAMES.filter((name) => name.toLowerCase().startsWith(text.toLowerCase())).sort();

  async function find(search: Partial<ThingSearch>): Promise<string[]> {
    const page = await iot.searchThings(toSearchQuery({ ...NONE, ...search }), null);
    if (!page.ok) throw new Error(JSON.stringify(page.failure));
    return page.value.rows.map((row) => row.thingName).sort();
  }

  test.each([
    "* OR thingName:x",
    "x) OR (thingName:*",
    '"',
    "\\",
    "a\\",
    "NOT x",
    "k*",
    "k?osk",
    "[a TO z]",
    "-",
    "{",
    ">a",
  ])("%j is searched for literally", async (text) => {
    expect(await find({ text })).toEqual(startingWith(text));
  });

  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(...NAMES),
        fc.constantFrom(
          "*",
          "?",
          " OR ",
          "AND",
          "OR",
          "NOT",
          " AND ",
          "NOT ",
          "(",
          ")",
          '"',
          "\\",
          ":",
          "-",
          "[",
          " TO ",
          "]",
          "{",
          "}",
        ),
        fc.constantFrom("thingName:", "<", ">", "=", "~", "^", "+", "!", "/", ",", ";", "'", "\t", "🙂", "ß"),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join("").slice(0, SEARCH_MAX_LENGTH).trim())
    .filter((text) => text !== "" && text.isWellFormed());

  test("no text finds a thing whose name does not start with it, and none is missed", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        expect(await find({ text })).toEqual(startingWith(text));
      }),
      { numRuns: 200 },
    );
  });

  test("no type, group or attribute widens the search", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom("type", "group", "attribute"), async (text, field) => {
        const term =
          field === "attribute"
            ? { attribute: { name: "a", value: text } }
            : field === "group"
              ? { groups: [text, text] }
              : { type: text };
        expect(await find(term)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test.each(["AND", "OR", "NOT"])("a type and a group named %s are found by their names", async (name) => {
    await fleet.emulator.seed({
      thingTypes: [{ name }],
      groups: [{ name }],
      things: [{ name: `zz-${name}`, type: name, groups: [name] }],
    });
    const named = { text: "zz", type: name, groups: [name] };
    expect(await find({ ...named, connectivity: "not-connected" })).toEqual([`zz-${name}`]);
    await fleet.emulator.settings({ variants: { neverConnected: "absent" } });
    expect(await find({ ...named, connectivity: "unknown" })).toEqual([`zz-${name}`]);
    await fleet.emulator.settings({ variants: { neverConnected: "disconnected" } });
  });

  test("the longest text that a person can type is accepted", async () => {
    expect(await find({ text: "*".repeat(SEARCH_MAX_LENGTH) })).toEqual([]);
  });
});
