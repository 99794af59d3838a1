import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/e2e/fixtures/emulated-fleet";
import { createIotGateway } from "@/lib/iot/create-iot-gateway";
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
      value: { things: ["zed-ams:1", "zed-ams_2", "ber-zed-3"], jobs: [] },
    });
    expect(await find("ams:1")).toEqual({ ok: true, value: { things: ["zed-ams:1"], jobs: [] } });
  });

  it("cannot be asked for more than a name holds", async () => {
    expect(await find("* OR thingName:z")).toEqual({ ok: true, value: { things: [], jobs: [] } });
  });

  it("are none where fleet indexing is off", async () => {
    await fleet.emulator.settings({ indexing: { mode: "OFF", connectivity: "OFF" } });
    expect(await find("zed")).toEqual({ ok: true, value: { things: [], jobs: [] } });
  });
});
