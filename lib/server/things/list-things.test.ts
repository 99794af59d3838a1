import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Actor } from "@/lib/core/permissions/actor";
import type { ThingsFilter } from "@/lib/core/contracts/filters";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { describeThing } from "./describe-thing";
import { listNames } from "./list-names";
import { listThings } from "./list-things";

const VIEWER: Actor = { id: "ada", name: "Ada", role: "viewer" };
const STRANGER = { ...VIEWER, role: "nobody" } as unknown as Actor;
/** Less than an hour ago: after that AWS drops the time and the reason of a disconnection. */
const SINCE_MS = Date.now() - 20 * 60_000;
const NONE: ThingsFilter = { search: null, type: null, group: null, attribute: null, connectivity: null };

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  await fleet.emulator.seed({
    thingTypes: [{ name: "kiosk" }, { name: "gateway" }],
    groups: [{ name: "berlin" }, { name: "aachen" }],
    things: [
      {
        name: "kiosk:1",
        type: "kiosk",
        groups: ["berlin"],
        attributes: { site: "a=b", model: "K-1" },
        connectivity: { connected: true, timestampMs: SINCE_MS },
      },
      {
        name: "kiosk:2",
        type: "kiosk",
        groups: ["aachen", "berlin"],
        attributes: { site: "west", model: "K-1" },
        connectivity: {
          connected: false,
          timestampMs: SINCE_MS,
          disconnectReason: "MQTT_KEEP_ALIVE_TIMEOUT",
        },
      },
      { name: "kiosk:3", type: "kiosk", attributes: { site: "west" } },
      { name: "gate-1", type: "gateway", connectivity: { connected: false } },
    ],
  });
});
afterAll(() => fleet.stop());

/** A gateway that has read nothing yet, in an account with these settings of the index. */
async function gatewayWith(
  mode: "OFF" | "REGISTRY",
  connectivity: "OFF" | "STATUS",
  neverConnected: "disconnected" | "absent" = "disconnected",
): Promise<IotGateway> {
  await fleet.emulator.settings({ indexing: { mode, connectivity }, variants: { neverConnected } });
  return createIotGateway(fleet.config);
}

const list = (iot: IotGateway, filter: Partial<ThingsFilter>, cursor: string | null = null) =>
  listThings({ iot }, VIEWER, { ...NONE, ...filter, cursor });

async function namesOf(iot: IotGateway, filter: Partial<ThingsFilter>) {
  const page = await list(iot, filter);
  if (!page.ok) throw new Error(JSON.stringify(page));
  return page.value.rows.map((row) => row.thingName).sort();
}

describe("with the index on", () => {
  test("things have groups and connectivity", async () => {
    const iot = await gatewayWith("REGISTRY", "STATUS");
    const page = await list(iot, {});
    expect(page).toMatchObject({
      ok: true,
      value: { cursor: null, indexing: { things: true, connectivity: true } },
    });
    const rows = page.ok ? Object.fromEntries(page.value.rows.map((row) => [row.thingName, row])) : {};
    expect(rows["kiosk:1"]).toEqual({
      thingName: "kiosk:1",
      typeName: "kiosk",
      attributes: { site: "a=b", model: "K-1" },
      groups: ["berlin"],
      connectivity: { state: "connected", since: new Date(SINCE_MS) },
    });
    expect(rows["kiosk:2"]!.connectivity).toEqual({
      state: "disconnected",
      since: new Date(SINCE_MS),
      reason: "MQTT_KEEP_ALIVE_TIMEOUT",
    });
    expect(rows["kiosk:3"]!.connectivity).toEqual({ state: "not-connected" });
    expect(rows["gate-1"]!.connectivity).toEqual({ state: "not-connected" });
  });

  test.each<[Partial<ThingsFilter>, string[]]>([
    [{ search: "kiosk" }, ["kiosk:1", "kiosk:2", "kiosk:3"]],
    [{ search: "kiosk:2" }, ["kiosk:2"]],
    [{ search: "iosk" }, []],
    [{ type: "gateway" }, ["gate-1"]],
    [{ group: "berlin" }, ["kiosk:1", "kiosk:2"]],
    [{ attribute: "site=west" }, ["kiosk:2", "kiosk:3"]],
    [{ attribute: "site=a=b" }, ["kiosk:1"]],
    [{ connectivity: "connected" }, ["kiosk:1"]],
    [{ connectivity: "disconnected" }, ["kiosk:2"]],
    [{ connectivity: "not-connected" }, ["gate-1", "kiosk:3"]],
    [{ connectivity: "unknown" }, []],
    [{ search: "kiosk", group: "berlin", attribute: "site=west", connectivity: "disconnected" }, ["kiosk:2"]],
    [{ type: "gateway", group: "berlin" }, []],
  ])("%j finds %j", async (filter, names) => {
    expect(await namesOf(await gatewayWith("REGISTRY", "STATUS"), filter)).toEqual(names);
  });

  test.each<[Partial<ThingsFilter>, string[]]>([
    [{ connectivity: "not-connected" }, ["gate-1"]],
    [{ connectivity: "unknown" }, ["kiosk:3"]],
  ])("%j finds %j if a thing that never connected has no connection data", async (filter, names) => {
    expect(await namesOf(await gatewayWith("REGISTRY", "STATUS", "absent"), filter)).toEqual(names);
  });

  test("a list continues by its cursor", async () => {
    const prefix = fleet.name("many-");
    await fleet.emulator.seed({ thingRange: [{ prefix, from: 0, count: 150 }] });
    const iot = await gatewayWith("REGISTRY", "STATUS");
    const first = await list(iot, { search: prefix });
    const cursor = first.ok ? first.value.cursor : null;
    expect(cursor).not.toBeNull();
    const second = await list(iot, { search: prefix }, cursor);
    const names = [first, second].flatMap((page) =>
      page.ok ? page.value.rows.map((row) => row.thingName) : [],
    );
    expect(second).toMatchObject({ value: { cursor: null } });
    expect([names.length, new Set(names).size]).toEqual([150, 150]);
  });

  test("connectivity that is not indexed is unknown for each device", async () => {
    const iot = await gatewayWith("REGISTRY", "OFF");
    const page = await list(iot, { search: "kiosk" });
    expect(page).toMatchObject({ value: { indexing: { things: true, connectivity: false } } });
    const connected = await list(iot, { connectivity: "connected" });
    expect(connected).toMatchObject({ value: { rows: [], unanswerable: "needs-connectivity" } });
    const states = page.ok ? page.value.rows.map((row) => row.connectivity) : [];
    expect(states).toEqual(Array(3).fill({ state: "unknown", because: "not-indexed" }));
  });
});

describe("with the index off", () => {
  test("things come from the registry, which has neither groups nor connectivity", async () => {
    const page = await list(await gatewayWith("OFF", "OFF"), { type: "gateway" });
    expect(page).toMatchObject({
      ok: true,
      value: {
        indexing: { things: false, connectivity: false },
        rows: [
          {
            thingName: "gate-1",
            typeName: "gateway",
            groups: null,
            connectivity: { state: "unknown", because: "not-indexed" },
          },
        ],
      },
    });
  });

  test("things come from the registry if AWS denies reading the setting, which is not reported as off", async () => {
    const iot = await gatewayWith("REGISTRY", "STATUS");
    await fleet.emulator.fault({ api: "GetIndexingConfiguration", kind: "deny" });
    expect(await list(iot, { type: "gateway" })).toMatchObject({
      ok: true,
      value: {
        indexing: { things: false, connectivity: false, denied: true },
        rows: [{ thingName: "gate-1", connectivity: { state: "unknown", because: "denied" } }],
      },
    });
  });

  test.each<[Partial<ThingsFilter>, string[]]>([
    [{ type: "kiosk" }, ["kiosk:1", "kiosk:2", "kiosk:3"]],
    [{ attribute: "site=a=b" }, ["kiosk:1"]],
    [{ type: "kiosk", attribute: "model=K-1" }, ["kiosk:1", "kiosk:2"]],
    [{ group: "berlin" }, ["kiosk:1", "kiosk:2"]],
  ])("%j finds %j", async (filter, names) => {
    expect(await namesOf(await gatewayWith("OFF", "OFF"), filter)).toEqual(names);
  });

  test.each<[Partial<ThingsFilter>, string]>([
    [{ search: "kiosk" }, "needs-index"],
    [{ connectivity: "connected" }, "needs-index"],
    [{ group: "berlin", type: "kiosk" }, "group-alone"],
    [{ group: "berlin", attribute: "site=west" }, "group-alone"],
  ])("%j is refused, and not answered by another filter", async (filter, unanswerable) => {
    const page = await list(await gatewayWith("OFF", "OFF"), filter);
    expect(page).toMatchObject({ ok: true, value: { rows: [], cursor: null, unanswerable } });
  });

  test("a group that does not exist is not found", async () => {
    expect(await list(await gatewayWith("OFF", "OFF"), { group: "nowhere" })).toEqual({
      ok: false,
      failure: { kind: "not-found", what: "The thing group nowhere" },
    });
  });
});

test("if AWS denies reading the indexing, the registry is shown; any other failure is reported", async () => {
  const iot = await gatewayWith("REGISTRY", "STATUS");
  await fleet.emulator.fault({ api: "GetIndexingConfiguration", kind: "deny" });
  expect(await list(iot, {})).toMatchObject({ ok: true, value: { indexing: { things: false } } });

  const other = createIotGateway(fleet.config);
  await fleet.emulator.fault({ api: "GetIndexingConfiguration", kind: "lose-answer" });
  expect(await list(other, {})).toMatchObject({
    ok: false,
    failure: { kind: "unavailable", api: "GetIndexingConfiguration", because: "no-answer" },
  });
});

test("an index that is switched off while its setting is still cached is reported as off", async () => {
  const iot = await gatewayWith("REGISTRY", "STATUS");
  await list(iot, { search: "kiosk" });
  await fleet.emulator.settings({ indexing: { mode: "OFF", connectivity: "OFF" } });
  expect(await list(iot, { search: "gate" })).toEqual({ ok: false, failure: { kind: "index-off" } });
});

test("of more than a thousand groups below one, the first thousand are searched, which is reported", async () => {
  const own = await startEmulatedFleet();
  const names = Array.from({ length: 1_001 }, (_, at) => `g-${String(at).padStart(4, "0")}`);
  await own.emulator.settings({ indexing: { mode: "REGISTRY", connectivity: "OFF" } });
  await own.emulator.seed({
    groups: [{ name: "all" }, ...names.map((name) => ({ name, parent: "all" }))],
    things: [{ name: "lonely", groups: ["g-0060"] }],
  });
  const page = await list(createIotGateway(own.config), { group: "all" });
  await own.stop();
  expect(page).toMatchObject({
    ok: true,
    value: {
      rows: [{ thingName: "lonely" }],
      groupsBelow: { kind: "listed", count: 1_000, isComplete: false },
    },
  });
});

/** Whether AWS's index has the groups above a thing's own is not documented. */
const WAYS = ["direct", "with-parents"] as const;

describe.each(WAYS)("a group with groups below it, where AWS names those of a thing %s", (way) => {
  let own: EmulatedFleet;
  beforeAll(async () => {
    own = await startEmulatedFleet();
    const halls = Array.from({ length: 26 }, (_, at) => `hall-${String.fromCharCode(97 + at)}`);
    await own.emulator.settings({
      indexing: { mode: "REGISTRY", connectivity: "STATUS" },
      variants: { groupsInIndex: way, groupsOfThing: way },
    });
    await own.emulator.seed({
      thingTypes: [{ name: "press" }],
      groups: [
        ...[{ name: "plant" }, { name: "halls", parent: "plant" }, { name: "yard" }, { name: "empty" }],
        ...halls.map((name) => ({ name, parent: "halls" })),
      ],
      things: [
        { name: "in-plant", groups: ["plant"] },
        { name: "in-yard", groups: ["yard"] },
        { name: "in-two", groups: ["hall-b", "hall-z"] },
        ...halls.map((hall) => ({ name: `in-${hall}`, type: "press", groups: [hall] })),
      ],
    });
  });
  afterAll(() => own.stop());

  const BELOW = ["hall-a", "hall-b", "hall-c", "hall-d", "hall-e"];

  async function readAll(filter: Partial<ThingsFilter>) {
    const iot = createIotGateway(own.config);
    const names = new Set<string>();
    let cursor: string | null = null;
    let below: unknown;
    do {
      const page = await list(iot, filter, cursor);
      if (!page.ok) throw new Error(JSON.stringify(page));
      for (const { thingName } of page.value.rows) names.add(thingName);
      below = page.value.groupsBelow;
      cursor = page.value.cursor;
    } while (cursor !== null);
    return { names: [...names], below };
  }

  test("has the things of all of them, even if they do not fit into one query", async () => {
    const { names, below } = await readAll({ group: "plant" });
    expect([names.length, names.includes("in-yard")]).toEqual([28, false]);
    expect(below).toEqual({ kind: "listed", count: 27, first: BELOW, isComplete: true });
  });

  test("combines with other filters", async () => {
    expect((await readAll({ group: "halls", type: "press", search: "in-hall-y" })).names).toEqual([
      "in-hall-y",
    ]);
    expect((await readAll({ group: "plant", connectivity: "unknown" })).names).toEqual([]);
  });

  test("is reported to have none below it, or not to exist", async () => {
    expect(await readAll({ group: "hall-y" })).toEqual({
      names: ["in-hall-y"],
      below: { kind: "listed", count: 0, first: [], isComplete: true },
    });
    expect(await readAll({ group: "nowhere" })).toEqual({ names: [], below: { kind: "no-such-group" } });
  });

  test("is shown without them if AWS denies listing them, which is reported", async () => {
    await own.emulator.fault({ api: "ListThingGroups", kind: "deny", count: "unlimited" });
    const { below } = await readAll({ group: "plant" });
    await own.emulator.clearFaults();
    expect(below).toMatchObject({
      kind: "not-read",
      failure: { kind: "denied", action: "iot:ListThingGroups" },
    });
  });

  test("is not shown in part if they cannot be read", async () => {
    await own.emulator.fault({ api: "ListThingGroups", kind: "lose-answer", count: "unlimited" });
    const page = await list(createIotGateway(own.config), { group: "plant" });
    await own.emulator.clearFaults();
    expect(page).toMatchObject({ ok: false, failure: { kind: "unavailable", api: "ListThingGroups" } });
  });

  test("has the same things if the index is off", async () => {
    await own.emulator.settings({ indexing: { mode: "OFF", connectivity: "OFF" } });
    const { names, below } = await readAll({ group: "plant" });
    await own.emulator.settings({ indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
    expect([names.length, below]).toEqual([28, { kind: "all" }]);
  });
});

describe("one thing", () => {
  const describeOne = (iot: IotGateway, thingName: string) => describeThing({ iot }, VIEWER, { thingName });

  test("has its groups and its connectivity", async () => {
    const iot = await gatewayWith("REGISTRY", "STATUS");
    expect(await describeOne(iot, "kiosk:2")).toEqual({
      ok: true,
      value: {
        thingName: "kiosk:2",
        typeName: "kiosk",
        attributes: { site: "west", model: "K-1" },
        groups: expect.toSatisfy(
          (groups: string[]) => groups.toSorted().join() === "aachen,berlin",
        ) as string[],
        connectivity: { state: "disconnected", since: new Date(SINCE_MS), reason: "MQTT_KEEP_ALIVE_TIMEOUT" },
        readAt: expect.any(Date) as Date,
      },
    });
    expect(await describeOne(iot, "kiosk:1")).toMatchObject({
      value: { connectivity: { state: "connected" } },
    });
  });

  test("has unknown connectivity if the index returns only empty pages with a token", async () => {
    const iot = await gatewayWith("REGISTRY", "STATUS");
    await fleet.emulator.fault({ api: "SearchIndex", kind: "empty-page", count: "unlimited" });
    expect(await describeOne(iot, "kiosk:1")).toMatchObject({
      value: { connectivity: { state: "unknown", because: "not-read" } },
    });
    await fleet.emulator.clearFaults();
  });

  test("that never connected is not connected", async () => {
    expect(await describeOne(await gatewayWith("REGISTRY", "STATUS"), "kiosk:3")).toMatchObject({
      value: { connectivity: { state: "not-connected" } },
    });
  });

  test("without connection data is unknown, which is not offline", async () => {
    expect(await describeOne(await gatewayWith("REGISTRY", "STATUS", "absent"), "kiosk:3")).toMatchObject({
      value: { connectivity: { state: "unknown", because: "no-data" } },
    });
  });

  test.each([
    ["REGISTRY", "OFF"],
    ["OFF", "OFF"],
  ] as const)(
    "with the index %s and connectivity %s is unknown because of that",
    async (mode, connectivity) => {
      expect(await describeOne(await gatewayWith(mode, connectivity), "kiosk:1")).toMatchObject({
        value: { connectivity: { state: "unknown", because: "not-indexed" } },
      });
    },
  );

  test.each([
    ["GetIndexingConfiguration", "deny", "denied"],
    ["SearchIndex", "deny", "denied"],
    ["GetIndexingConfiguration", "error", "not-read"],
    ["SearchIndex", "error", "not-read"],
  ] as const)(
    "is shown even where %s fails (%s), and then not said to be offline",
    async (api, kind, because) => {
      const iot = await gatewayWith("REGISTRY", "STATUS");
      await fleet.emulator.fault({ api, kind, count: 20 });
      expect(await describeOne(iot, "kiosk:1")).toMatchObject({
        ok: true,
        value: { thingName: "kiosk:1", connectivity: { state: "unknown", because } },
      });
      await fleet.emulator.clearFaults();
    },
  );

  test("that the registry does not have is not found, whatever the index has", async () => {
    expect(await describeOne(await gatewayWith("REGISTRY", "STATUS"), "nobody")).toEqual({
      ok: false,
      failure: { kind: "not-found", what: "The thing nobody" },
    });
  });
});

describe("names to choose from", () => {
  test("are sorted, and reported as complete", async () => {
    const iot = createIotGateway(fleet.config);
    expect(await listNames({ iot }, VIEWER, { of: "groups" })).toEqual({
      ok: true,
      value: { names: ["aachen", "berlin"], complete: true },
    });
    expect(await listNames({ iot }, VIEWER, { of: "types" })).toEqual({
      ok: true,
      value: { names: ["gateway", "kiosk"], complete: true },
    });
  });

  test("end at a thousand, and are reported as incomplete", async () => {
    const own = await startEmulatedFleet();
    const name = (at: number) => `group-${String(at).padStart(4, "0")}`;
    await own.emulator.seed({ groups: Array.from({ length: 1_001 }, (_, at) => ({ name: name(at) })) });
    const names = await listNames({ iot: createIotGateway(own.config) }, VIEWER, { of: "groups" });
    await own.stop();
    expect(names).toMatchObject({ ok: true, value: { complete: false } });
    expect(names.ok && new Set(names.value.names).size).toBe(1_000);
  });

  test("are not shown in part if AWS fails", async () => {
    await fleet.emulator.fault({ api: "ListThingTypes", kind: "deny" });
    expect(await listNames({ iot: createIotGateway(fleet.config) }, VIEWER, { of: "types" })).toMatchObject({
      ok: false,
      failure: { kind: "denied", action: "iot:ListThingTypes" },
    });
  });
});

test("a person without the permission to read is refused before AWS is called", async () => {
  const refused = { ok: false, failure: { kind: "forbidden", permission: "read", because: "role" } };
  const iot = createIotGateway(fleet.config);
  const calls = await fleet.callsOf(async () => {
    expect(await listThings({ iot }, STRANGER, { ...NONE, cursor: null })).toEqual(refused);
    expect(await describeThing({ iot }, STRANGER, { thingName: "kiosk:1" })).toEqual(refused);
    expect(await listNames({ iot }, STRANGER, { of: "types" })).toEqual(refused);
  });
  expect(calls).toEqual([]);
});
