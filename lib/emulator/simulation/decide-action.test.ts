import { describe, expect, it } from "vitest";
import { decideAction, type DeviceState, drawFate, type WorkInFlight } from "./decide-action.ts";
import { TEMPERS } from "./device-temper.ts";
import { workOfDocument } from "./device-work.ts";
import { createRandom } from "./random.ts";

const NOW_MS = 1_000_000;
const work = workOfDocument('{"operation":"install-firmware"}');

const idle: DeviceState = {
  online: true,
  inFlight: null,
  nextLookAtMs: NOW_MS,
  presenceChangesAtMs: Infinity,
};
const busy = (inFlight: Partial<WorkInFlight> = {}): DeviceState => ({
  ...idle,
  inFlight: {
    jobId: "fw",
    work,
    percent: 50,
    fate: "succeed",
    endsAtPercent: 52,
    silent: false,
    nextReportAtMs: NOW_MS,
    ...inFlight,
  },
});
const decided = (state: DeviceState) => decideAction(TEMPERS.reliable, state, NOW_MS, createRandom(1));

describe("decideDeed", () => {
  it.each<[string, DeviceState, object]>([
    ["an idle device looks for work when it is time", idle, { kind: "look-for-work" }],
    ["and waits before", { ...idle, nextLookAtMs: NOW_MS + 1 }, { kind: "wait" }],
    ["a device that is away does nothing", { ...busy(), online: false }, { kind: "wait" }],
    ["it comes back in time", { ...idle, online: false, presenceChangesAtMs: NOW_MS }, { kind: "come-back" }],
    ["it goes away even at work", { ...busy(), presenceChangesAtMs: NOW_MS }, { kind: "go-away" }],
    ["work goes on by a report", busy({ percent: 10 }), { kind: "report" }],
    ["but not before its time", busy({ nextReportAtMs: NOW_MS + 1 }), { kind: "wait" }],
    ["it ends at a hundred", busy({ percent: 99 }), { kind: "end", status: "SUCCEEDED" }],
    ["or fails on the way", busy({ fate: "fail" }), { kind: "end", status: "FAILED" }],
    ["or hangs on the way", busy({ fate: "hang" }), { kind: "fall-silent" }],
    ["or rejects at once", busy({ percent: 0, fate: "reject" }), { kind: "end", status: "REJECTED" }],
    ["a silent device only looks", busy({ percent: 99, silent: true }), { kind: "look-whether-canceled" }],
  ])("%s", (_, state, action) => {
    expect(decided(state)).toMatchObject(action);
  });

  it("decides the same from the same state and chance", () => {
    expect(decided(busy({ percent: 10 }))).toEqual(decided(busy({ percent: 10 })));
  });

  it("leaves the state as it was", () => {
    const state = busy({ percent: 10 });
    const before = structuredClone({ ...state, inFlight: { ...state.inFlight, work: null } });
    decided(state);
    expect({ ...state, inFlight: { ...state.inFlight, work: null } }).toEqual(before);
  });
});

describe("drawFate", () => {
  it("follows the temper", () => {
    const random = createRandom(5);
    const fates = Map.groupBy(
      Array.from({ length: 1_000 }, () => drawFate(TEMPERS.stuck, random).fate),
      (fate) => fate,
    );
    expect(fates.get("hang")?.length).toBeGreaterThan(500);
    expect(fates.get("succeed")?.length).toBeGreaterThan(200);
    expect(fates.get("reject")).toBeUndefined();
  });
});
