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

describe("decideAction", () => {
  it.each<[string, DeviceState, object]>([
    ["an idle device looks for work when its next look is due", idle, { kind: "look-for-work" }],
    [
      "an idle device waits until its next look is due",
      { ...idle, nextLookAtMs: NOW_MS + 1 },
      { kind: "wait" },
    ],
    ["an offline device does nothing", { ...busy(), online: false }, { kind: "wait" }],
    [
      "an offline device comes back when its absence ends",
      { ...idle, online: false, presenceChangesAtMs: NOW_MS },
      { kind: "come-back" },
    ],
    [
      "a device can go offline while it works",
      { ...busy(), presenceChangesAtMs: NOW_MS },
      { kind: "go-away" },
    ],
    ["a device at work reports progress", busy({ percent: 10 }), { kind: "report" }],
    [
      "a device at work waits until its next report is due",
      busy({ nextReportAtMs: NOW_MS + 1 }),
      { kind: "wait" },
    ],
    ["a device ends its work at 100 percent", busy({ percent: 99 }), { kind: "end", status: "SUCCEEDED" }],
    [
      "a device fails its work when that is its fate",
      busy({ fate: "fail" }),
      { kind: "end", status: "FAILED" },
    ],
    ["a device hangs when that is its fate", busy({ fate: "hang" }), { kind: "fall-silent" }],
    [
      "a device rejects its work at once when that is its fate",
      busy({ percent: 0, fate: "reject" }),
      { kind: "end", status: "REJECTED" },
    ],
    [
      "a silent device only checks whether its work was canceled",
      busy({ percent: 99, silent: true }),
      { kind: "look-whether-canceled" },
    ],
  ])("%s", (_, state, action) => {
    expect(decided(state)).toMatchObject(action);
  });

  it("decides the same from the same state and random numbers", () => {
    expect(decided(busy({ percent: 10 }))).toEqual(decided(busy({ percent: 10 })));
  });

  it("does not change the state", () => {
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
