import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { MAX_SHORT_PAGES } from "@/lib/core/domain/read-on";
import { createIotGateway } from "./create-iot-gateway";
import type { IotGateway } from "./iot-gateway";

/** Shared for long: only what goes on within one read has to ask AWS itself. */
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

const LISTS: readonly { api: string; read: () => Promise<unknown> }[] = [
  { api: "SearchIndex", read: () => iot.searchThings("thingName:kiosk*", null, SHARED) },
  { api: "ListThings", read: () => iot.listThings({ type: null, attribute: null }, null, SHARED) },
  { api: "ListThingsInThingGroup", read: () => iot.listThingsInGroup("a", null, SHARED) },
  { api: "ListThingTypes", read: () => iot.listThingTypes(null, SHARED) },
  { api: "ListThingGroups", read: () => iot.listThingGroups(null, null, SHARED) },
  {
    api: "ListJobs",
    read: () => iot.listJobs({ status: null, selection: null, group: null, namespace: null }, null, SHARED),
  },
  {
    api: "ListJobExecutionsForThing",
    read: () => iot.listExecutionsForThing(REF.thingName, "QUEUED", null, SHARED),
  },
  { api: "ListJobExecutionsForJob", read: () => iot.listExecutionsForJob(REF.jobId, null, null, SHARED) },
];

/** @throws where it failed, or has not ended */
async function rowsOf(read: () => Promise<unknown>): Promise<unknown> {
  const answer = await read();
  expect(answer).toMatchObject({ ok: true, value: { cursor: null } });
  return (answer as { value: { rows: unknown } }).value.rows;
}

describe.each(LISTS)("$api", ({ api, read }) => {
  test("is read on while AWS answers empty pages, though each has the token that it was asked with", async () => {
    await fleet.emulator.fault({ api, kind: "empty-page", count: MAX_SHORT_PAGES - 1 });
    expect(await read()).toMatchObject({
      ok: true,
      value: { rows: expect.arrayContaining([expect.anything()]) as unknown[], cursor: null },
    });
  });

  test("is read to its end where pages are short", async () => {
    const whole = await rowsOf(read);
    iot = createIotGateway(fleet.config);
    await fleet.emulator.fault({ api, kind: "short-page", rows: 1, count: "unlimited" });
    expect(whole).not.toHaveLength(1);
    expect(await rowsOf(read)).toEqual(whole);
  });

  test("has not ended where too many pages are empty", async () => {
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
])("$api, of which all is wanted", ({ api, read, all }) => {
  test("is read to its end, whatever the pages", async () => {
    await fleet.emulator.fault({ api, kind: "empty-page", count: 2 });
    await fleet.emulator.fault({ api, kind: "short-page", rows: 1, count: "unlimited" });
    expect(await read()).toEqual({ ok: true, value: all });
  });

  test("is not read where it does not end: its first rows would look like all", async () => {
    await fleet.emulator.fault({ api, kind: "empty-page", count: "unlimited" });
    expect(await read()).toEqual({
      ok: false,
      failure: { kind: "unavailable", api, because: "unreadable" },
    });
  });
});
