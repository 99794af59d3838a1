import type { DeviceExecution, DevicePlane } from "../device/device-plane.ts";
import {
  type DeviceState,
  decideAction,
  drawFate,
  type DeviceAction,
  type WorkInFlight,
} from "./decide-action.ts";
import type { Temper } from "./device-temper.ts";
import { progressDetails, workOfDocument } from "./device-work.ts";
import { HOUR_MS, SECOND_MS } from "./durations.ts";
import type { Random } from "./random.ts";

/** Work without a report for this long is not resumed: it hangs. */
const HANGS_AFTER_MS = 2 * HOUR_MS;
const LOOK_EVERY_MS = [15 * SECOND_MS, 90 * SECOND_MS] as const;
const LOOK_WHETHER_CANCELED_EVERY_MS = 3 * SECOND_MS;
const AFTER_CANCELING_MS = [4 * SECOND_MS, 9 * SECOND_MS] as const;
/** The step timer of flaky devices: their work times out if they stay disconnected longer than this. */
const FLAKY_STEP_TIMEOUT_MINUTES = 10;

/** A simulated device: performs the actions of `decideAction` and keeps the plane's answers. */
export class Device {
  readonly #plane: DevicePlane;
  readonly #thingName: string;
  readonly #temper: Temper;
  readonly #random: Random;
  readonly #state: DeviceState;
  /** Its work was just canceled: it starts the next execution whatever the pace of the fleet. */
  #freed = false;

  constructor(plane: DevicePlane, thingName: string, temper: Temper, random: Random, state: DeviceState) {
    this.#plane = plane;
    this.#thingName = thingName;
    this.#temper = temper;
    this.#random = random;
    this.#state = state;
  }

  get isAtWork(): boolean {
    return this.#state.inFlight !== null && !this.#state.inFlight.silent;
  }

  /** Performs at most one action. @returns whether the device has started new work */
  act(nowMs: number, canStart: boolean): "started" | "went-on" {
    const action = decideAction(this.#temper, this.#state, nowMs, this.#random);
    switch (action.kind) {
      case "wait":
        return "went-on";
      case "look-for-work":
        return this.#lookForWork(nowMs, canStart || this.#freed) ? "started" : "went-on";
      case "go-away":
        this.#changePresence(nowMs, false, action.reason);
        return "went-on";
      case "come-back":
        this.#changePresence(nowMs, true);
        return "went-on";
      default:
        if (this.#state.inFlight !== null) this.#goOn(this.#state.inFlight, action, nowMs);
        return "went-on";
    }
  }

  #goOn(inFlight: WorkInFlight, action: DeviceAction, nowMs: number): void {
    switch (action.kind) {
      case "look-whether-canceled":
        if (!this.#isStillInProgress(inFlight.jobId)) this.#dropWork(nowMs);
        else inFlight.nextReportAtMs = nowMs + LOOK_WHETHER_CANCELED_EVERY_MS;
        return;
      case "fall-silent":
        inFlight.silent = true;
        return;
      case "report":
        inFlight.percent = action.percent;
        inFlight.nextReportAtMs = nowMs + this.#random.between(...this.#temper.reportEveryMs);
        if (!this.#report(inFlight)) this.#dropWork(nowMs);
        return;
      case "end":
        this.#end(inFlight.jobId, action, nowMs);
        return;
    }
  }

  #report({ jobId, work, percent }: WorkInFlight): boolean {
    const stepTimeout =
      this.#temper.presence === null ? {} : { stepTimeoutInMinutes: FLAKY_STEP_TIMEOUT_MINUTES };
    const statusDetails = progressDetails(work, percent);
    return this.#plane.update(this.#thingName, jobId, {
      status: "IN_PROGRESS",
      statusDetails,
      ...stepTimeout,
    }).ok;
  }

  #end(jobId: string, { status, details }: Extract<DeviceAction, { kind: "end" }>, nowMs: number): void {
    const result = this.#plane.update(this.#thingName, jobId, { status, statusDetails: details });
    if (!result.ok) return this.#dropWork(nowMs);
    this.#state.inFlight = null;
    this.#state.nextLookAtMs = nowMs + this.#random.between(...LOOK_EVERY_MS);
  }

  /** Refused: the execution was canceled or timed out. There is nothing to report or to undo. */
  #dropWork(nowMs: number): void {
    this.#state.inFlight = null;
    this.#freed = true;
    this.#state.nextLookAtMs = nowMs + this.#random.between(...AFTER_CANCELING_MS);
  }

  #isStillInProgress(jobId: string): boolean {
    return this.#plane.pending(this.#thingName).inProgress.some((each) => each.jobId === jobId);
  }

  /** Continues the execution in progress; else starts the oldest queued one, if the pace allows. */
  #lookForWork(nowMs: number, canStart: boolean): boolean {
    this.#state.nextLookAtMs = nowMs + this.#random.between(...LOOK_EVERY_MS);
    const { inProgress, queued } = this.#plane.pending(this.#thingName);
    const [current] = inProgress;
    if (current !== undefined) {
      this.#takeInFlight(current, nowMs);
      return false;
    }
    const [next] = queued;
    if (next === undefined || !canStart) return false;
    const started = this.#plane.startNext(
      this.#thingName,
      progressDetails(workOfDocument(next.jobDocument), 0),
    );
    if (started === null) return false;
    this.#freed = false;
    this.#takeInFlight(started, nowMs);
    return true;
  }

  #takeInFlight(execution: DeviceExecution, nowMs: number): void {
    const percent = Number(execution.statusDetails.percent);
    this.#state.inFlight = {
      jobId: execution.jobId,
      work: workOfDocument(execution.jobDocument),
      percent: Number.isFinite(percent) ? percent : 0,
      ...drawFate(this.#temper, this.#random),
      silent: nowMs - execution.lastUpdatedAtMs > HANGS_AFTER_MS,
      nextReportAtMs: nowMs + this.#random.between(...this.#temper.reportEveryMs),
    };
  }

  #changePresence(nowMs: number, online: boolean, reason?: string): void {
    const { presence } = this.#temper;
    this.#state.online = online;
    this.#state.presenceChangesAtMs =
      presence === null
        ? Infinity
        : nowMs + this.#random.between(...(online ? presence.onlineMs : presence.awayMs));
    this.#plane.setConnected(this.#thingName, online, reason);
  }
}
