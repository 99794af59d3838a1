import { type DeviceAct, performDeviceActs, tryDeviceActs } from "./device-acts";
import { callControl, type EmulatorAddress, postControl } from "./emulator-calls";
import type { ActiveFault, Fault } from "./emulator-fault";
import type { LoggedCall } from "./emulator-log";
import type { Seed } from "./emulator-seed";
import type { Settings } from "./emulator-settings";
import { countMessages, eventQueueUrl, sendMessage } from "./event-queue";
import * as otherTool from "./other-tool";

/**
 * Everything that a test does to an emulator: by its control API, as devices, and as another tool of the AWS account.
 * The tests of a run share an emulator: change its settings, clock and log only in one of your own.
 */
export class EmulatorClient implements EmulatorAddress {
  readonly url: string;
  readonly region: string;

  constructor(url: string, region = "eu-west-1") {
    this.url = url;
    this.region = region;
  }

  seed = (seed: Seed) => postControl(this, "seed", seed);
  settings = (settings: Settings) => postControl(this, "settings", settings);
  advanceClock = (advanceMs: number) => postControl(this, "clock", { advanceMs });
  stats = () => callControl(this, "GET", "stats");
  /** Empties the world. */
  reset = () => postControl(this, "reset", {});

  fault = (fault: Fault) => postControl(this, "faults", fault);
  /** Clears the faults of every test. */
  clearFaults = () => callControl(this, "DELETE", "faults");
  /** The faults that will strike further calls. */
  async waitingFaults(): Promise<ActiveFault[]> {
    return ((await callControl(this, "GET", "faults")) as { faults: ActiveFault[] }).faults;
  }

  deviceAct = (...acts: DeviceAct[]) => performDeviceActs(this, acts);
  tryDeviceActs = (acts: readonly DeviceAct[]) => tryDeviceActs(this, acts);

  /** The calls that the emulator has answered since number `since`. */
  log = (since = 0) => callControl(this, "GET", `log?since=${since}`);
  /** The calls of `api` that named this thing, oldest first. */
  async callsOf(api: string, thingName: string): Promise<LoggedCall[]> {
    const { calls } = (await this.log()) as { calls: LoggedCall[] };
    return calls.filter((call) => call.api === api && call.thingName === thingName);
  }
  /** How often AWS has accepted a call of `api` that named this thing, whatever it answered. */
  async countAccepted(api: string, thingName: string): Promise<number> {
    const calls = await this.callsOf(api, thingName);
    return calls.reduce((sum, { acceptedCount = 0 }) => sum + acceptedCount, 0);
  }

  statusesOf = (jobId: string) => otherTool.listStatuses(this, jobId);
  createJob = (jobId: string, things: readonly string[], options?: otherTool.JobOptions) =>
    otherTool.createJob(this, jobId, things, options);
  recreateJob = (jobId: string, things: readonly string[], options?: otherTool.JobOptions) =>
    otherTool.recreateJob(this, jobId, things, options);
  deleteJob = (jobId: string) => otherTool.deleteJob(this, jobId);
  deleteExecution = (thingName: string, jobId: string) => otherTool.deleteExecution(this, thingName, jobId);
  deleteThing = (thingName: string) => otherTool.deleteThing(this, thingName);
  deleteGroup = (name: string) => otherTool.deleteGroup(this, name);
  /** @returns whether AWS accepted it */
  cancel = (target: { thingName?: string; jobId: string }) => otherTool.tryCancel(this, target);
  leaveAndJoin = (thingName: string, groupName: string) => otherTool.leaveAndJoin(this, thingName, groupName);

  get queueUrl(): string {
    return eventQueueUrl(this);
  }
  sendMessage = (body: string) => sendMessage(this, body);
  countMessages = () => countMessages(this);
}
