import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { MAX_SHORT_PAGES } from "@/lib/core/domain/read-on";
import { createIotGateway } from "./create-iot-gateway";
import type { IotGateway, ReadOptions } from "./iot-gateway";

/** A long age: only the later pages of one read have to come from AWS. */
const SHARED = { maxAgeMs: 60_000 };
const REF = { thingName: "kiosk", jobId: "fw" };
const THINGS = [REF.thingName, "kiosk-2"];

let fleet: EmulatedFleet;
let iot: IotGateway;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  await fleet.emulator.settings({ indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
  await fleet.emulator.seed({
    thingTypes: [{ name: "kiosk" }, { name: "agv" }],
    groups: ["a", "b", "c"].map((name) => ({ name })),
    things: THINGS.map((name) => ({ name, type: "kiosk", groups: ["a", "b", "c"] })),
    jobs: [REF.jobId, "keys"].map((jobId) => ({ jobId, targets: { things: THINGS }, executions: "queued" })),
  });
});
afterAll(() => fleet.stop());
beforeEach(() => {
  iot = createIotGateway(fleet.config);
});
afterEach(() => fleet.emulator.clearFaults());

const LISTS: readonly { api: string; read: (options?: ReadOptions) => Promise<unknown> }[] = [
  { api: "SearchIndex", read: (options = SHARED) => iot.searchThings("thingName:kiosk*", null, options) },
  {
    api: "ListThings",
    read: (options = SHARED) => iot.listThings({ type: null, attribute: null }, null, options),
  },
  { api: "ListThingsInThingGroup", read: (options = SHARED) => iot.listThingsInGroup("a", null, options) },
  { api: "ListThingTypes", read: (options = SHARED) => iot.listThingTypes(null, options) },
  { api: "ListThingGroups", read: (options = SHARED) => iot.listThingGroups(null, null, options) },
  {
    api: "ListJobs",
    read: (options = SHARED) =>
      iot.listJobs({ status: null, selection: null, group: null, namespace: null }, null, options),
  },
  {
    api: "ListJobExecutionsForThing",
    read: (options = SHARED) => iot.listExecutionsForThing(REF.thingName, "QUEUED", null, options),
  },
  {
    api: "ListJobExecutionsForJob",
    read: (options = SHARED) => iot.listExecutionsForJob(REF.jobId, null, null, options),
  },
];

/** @throws if the read failed, or the list has not ended */
async function rowsOf(read: () => Promise<unknown>): Promise<unknown> {
  const answer = await read();
  expect(answer).toMatchObject({ ok: true, value: { cursor: null } });
  return (answer as { value: { rows: unknown } }).value.rows;
}

describe.each(LISTS)("$api", ({ api, read }) => {
  test("is read on while AWS answers with empty pages, though each carries the token of its request", async () => {
    await fleet.emulator.fault({ api, kind: "empty-page", count: MAX_SHORT_PAGES - 1 });
    expect(await read()).toMatchObject({
      ok: true,
      value: { rows: expect.arrayContaining([expect.anything()]) as unknown[], cursor: null },
    });
  });

  test("is read to its end when pages are short", async () => {
    const whole = await rowsOf(read);
    iot = createIotGateway(fleet.config);
    await fleet.emulator.fault({ api, kind: "short-page", rows: 1, count: "unlimited" });
    expect(whole).not.toHaveLength(1);
    expect(await rowsOf(read)).toEqual(whole);
  });

  test("is one call if its reader takes pages as AWS cuts them", async () => {
    await fleet.emulator.fault({ api, kind: "empty-page", count: 1 });
    const calls = await fleet.callsOf(async () => {
      expect(await read({ maxAgeMs: 0, fillsPages: false })).toMatchObject({
        ok: true,
        value: { rows: [], cursor: expect.any(String) as string },
      });
    });
    expect(calls).toHaveLength(1);
  });

  test("has not ended after too many empty pages", async () => {
    await fleet.emulator.fault({ api, kind: "empty-page", count: "unlimited" });
    const calls = await fleet.callsOf(async () => {
      expect(await read()).toMatchObject({
        ok: true,
        value: { rows: [], cursor: expect.any(String) as string },
      });
    });
    expect(calls).toHaveLength(MAX_SHORT_PAGES);
  });
});

describe.each([
  {
    api: "ListThingGroupsForThing",
    read: () => iot.listGroupsOfThing(REF.thingName, SHARED),
    all: expect.toSatisfy((groups: string[]) => groups.toSorted().join() === "a,b,c") as unknown,
  },
  {
    api: "ListJobExecutionsForThing",
    read: () => iot.listExecutionsOfJobOnThing(REF, SHARED),
    all: [expect.objectContaining(REF)] as unknown,
  },
])("$api, which is read completely", ({ api, read, all }) => {
  test("is read to its end, whatever the pages", async () => {
    await fleet.emulator.fault({ api, kind: "empty-page", count: 2 });
    await fleet.emulator.fault({ api, kind: "short-page", rows: 1, count: "unlimited" });
    expect(await read()).toEqual({ ok: true, value: all });
  });

  test("fails if it does not end: its first rows would look like all", async () => {
    await fleet.emulator.fault({ api, kind: "empty-page", count: "unlimited" });
    expect(await read()).toEqual({
      ok: false,
      failure: { kind: "unavailable", api, because: "unreadable" },
    });
  });
});
