import type { DeviceWork } from "./device-work.ts";
import type { Temper } from "./device-temper.ts";
import type { Random } from "./random.ts";

type Fate = "succeed" | "fail" | "reject" | "hang";

/** The execution that a device works on. */
export type WorkInFlight = {
  jobId: string;
  work: DeviceWork;
  percent: number;
  fate: Fate;
  /** The percentage at which a device fails or hangs. */
  endsAtPercent: number;
  /** The device has stopped reporting and only checks whether its execution was canceled. */
  silent: boolean;
  nextReportAtMs: number;
};

export type DeviceState = {
  online: boolean;
  inFlight: WorkInFlight | null;
  nextLookAtMs: number;
  presenceChangesAtMs: number;
};

/** The actions of a device on its execution. */
export type DeviceAction =
  | { kind: "look-whether-canceled" }
  | { kind: "fall-silent" }
  | { kind: "report"; percent: number }
  | { kind: "end"; status: "SUCCEEDED" | "FAILED" | "REJECTED"; details: Record<string, string> };

export type Permission =
  | { kind: "wait" }
  | { kind: "look-for-work" }
  | { kind: "come-back" }
  | { kind: "go-away"; reason: string }
  | DeviceAction;

const WAIT: Permission = { kind: "wait" };

/** The next action of a device. Depends only on its temper, its state, the time and the random numbers. */
export function decideAction(temper: Temper, state: DeviceState, nowMs: number, random: Random): Permission {
  if (nowMs >= state.presenceChangesAtMs) return changePresence(state, random);
  if (!state.online) return WAIT;
  const { inFlight } = state;
  if (inFlight === null) return nowMs >= state.nextLookAtMs ? { kind: "look-for-work" } : WAIT;
  if (nowMs < inFlight.nextReportAtMs) return WAIT;
  if (inFlight.silent) return { kind: "look-whether-canceled" };
  return goOn(inFlight, inFlight.percent + random.between(...temper.percentPerReport), random);
}

function changePresence({ online }: DeviceState, random: Random): Permission {
  if (!online) return { kind: "come-back" };
  return { kind: "go-away", reason: random.pick(["CONNECTION_LOST", "MQTT_KEEP_ALIVE_TIMEOUT"]) };
}

function goOn({ work, fate, endsAtPercent }: WorkInFlight, percent: number, random: Random): DeviceAction {
  if (fate === "reject") return { kind: "end", status: "REJECTED", details: random.pick(work.rejections) };
  if (fate === "fail" && percent >= endsAtPercent) {
    return { kind: "end", status: "FAILED", details: random.pick(work.failures) };
  }
  if (fate === "hang" && percent >= endsAtPercent) return { kind: "fall-silent" };
  if (percent >= 100) return { kind: "end", status: "SUCCEEDED", details: work.success(random) };
  return { kind: "report", percent };
}

/** Draws the fate of work that starts now. */
export function drawFate({ fateOdds }: Temper, random: Random): Pick<WorkInFlight, "fate" | "endsAtPercent"> {
  const draw = random.next();
  const { fail, reject, hang } = fateOdds;
  const fate =
    draw < fail ? "fail" : draw < fail + reject ? "reject" : draw < fail + reject + hang ? "hang" : "succeed";
  return { fate, endsAtPercent: random.between(10, 95) };
}
