import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { LEADING_WILDCARD_QUERY_LENGTH } from "@/lib/core/domain/search-term";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { findIndexedThings } from "./find-indexed-things";

const reader = { id: "u", name: "Ada", role: "viewer" } as const;

describe("things of AWS's own index", () => {
  let fleet: EmulatedFleet;
  beforeAll(async () => {
    fleet = await startEmulatedFleet();
    await fleet.emulator.seed({ things: ["zed-ams:1", "zed-ams_2", "ber-zed-3"].map((name) => ({ name })) });
  });
  afterAll(() => fleet.stop());

  const find = (part: string) => findIndexedThings({ iot: createIotGateway(fleet.config) }, reader, { part });

  it("are found by a part of the name", async () => {
    await fleet.emulator.settings({ indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
    expect(await find("zed")).toEqual({
      ok: true,
      value: { things: ["zed-ams:1", "zed-ams_2", "ber-zed-3"], jobs: [], missing: null },
    });
    expect(await find("ams:1")).toEqual({
      ok: true,
      value: { things: ["zed-ams:1"], jobs: [], missing: null },
    });
  });

  const longest = (LEADING_WILDCARD_QUERY_LENGTH - "thingName:**".length) / 2;

  it("are found by the longest part that AWS takes, and no longer part is sent; an escaped character counts twice", async () => {
    const dashes = "-".repeat(longest);
    const [fits, tooLong] = [`${dashes}`, `${dashes}-`];
    await fleet.emulator.seed({ things: [{ name: `x${fits}` }, { name: `${tooLong}y` }] });
    expect(await find(fits)).toEqual({
      ok: true,
      value: { things: [`${tooLong}y`, `x${fits}`], jobs: [], missing: null },
    });
    const calls = await fleet.callsOf(async () => {
      expect(await find(tooLong)).toEqual({
        ok: true,
        value: { things: [`${tooLong}y`], jobs: [], missing: { kind: "too-long" } },
      });
    });
    expect(calls.filter(({ api }) => api === "SearchIndex")).toHaveLength(1);
  });

  it("are not presented as all if AWS has more than was read", async () => {
    const things = Array.from({ length: 15 }, (_, at) => ({ name: `many-${at}` }));
    await fleet.emulator.seed({ things });
    await fleet.emulator.fault({ api: "SearchIndex", kind: "short-page", rows: 1, count: 20 });
    const found = await find("many");
    await fleet.emulator.clearFaults();
    expect(found).toMatchObject({ ok: true, value: { missing: { kind: "more" } } });
  });

  it("are found by one search if the other fails, which is reported", async () => {
    await fleet.emulator.fault({ api: "SearchIndex", kind: "deny" });
    const found = await find("zed-ams");
    expect(found).toMatchObject({
      ok: true,
      value: {
        things: ["zed-ams:1", "zed-ams_2"],
        missing: { kind: "failed", failure: { kind: "denied", action: "iot:SearchIndex" } },
      },
    });
  });

  it("fail if both searches fail", async () => {
    await fleet.emulator.fault({ api: "SearchIndex", kind: "deny", count: "unlimited" });
    expect(await find("zed-ams")).toMatchObject({ ok: false, failure: { kind: "denied" } });
    await fleet.emulator.clearFaults();
  });

  it("are not searched for by a text that no name can contain", async () => {
    expect(await find("* OR thingName:z")).toEqual({
      ok: true,
      value: { things: [], jobs: [], missing: null },
    });
  });

  it("are none if fleet indexing is off", async () => {
    await fleet.emulator.settings({ indexing: { mode: "OFF", connectivity: "OFF" } });
    expect(await find("zed")).toEqual({ ok: true, value: { things: [], jobs: [], missing: null } });
  });
});
