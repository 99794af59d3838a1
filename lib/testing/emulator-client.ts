import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionStatus } from "../core/domain/execution-status";

/** The part of the emulator's seed that browser tests write; it refuses members that it does not know. */
export type Seed = {
  thingTypes?: { name: string; description?: string }[];
  groups?: { name: string; parent?: string }[];
  things?: SeededThing[];
  thingRange?: (Omit<SeededThing, "name"> & NameRange)[];
  jobs?: SeededJob[];
};

export type SeededThing = {
  name: string;
  type?: string;
  attributes?: Record<string, string>;
  groups?: string[];
  connectivity?: { connected: boolean; timestampMs?: number; disconnectReason?: string };
};

export type NameRange = { prefix: string; from: number; count: number; pad?: number };

export type SeededExecution = {
  status: ExecutionStatus;
  queuedAtMs?: number;
  startedAtMs?: number;
  lastUpdatedAtMs?: number;
  versionNumber?: number;
  executionNumber?: number;
  statusDetails?: Record<string, string>;
  forceCanceled?: boolean;
};

export type SeededJob = {
  jobId: string;
  description?: string;
  targets: { things?: string[]; groups?: string[] };
  targetSelection?: "SNAPSHOT" | "CONTINUOUS";
  status?: "IN_PROGRESS" | "CANCELED" | "COMPLETED" | "DELETION_IN_PROGRESS" | "SCHEDULED";
  document?: string;
  timeoutMinutes?: number;
  executions?:
    "queued" | (SeededExecution & { thingName: string })[] | (SeededExecution & { forThings: NameRange })[];
  [more: string]: unknown;
};

export type FaultKind =
  | "throttle"
  | "error"
  | "deny"
  | "slow"
  | "slow-drip"
  | "omit"
  | "short-page"
  | "empty-page"
  | "twice"
  | "html-500"
  | "html"
  | "empty"
  | "no-content"
  | "wrong-200"
  | "wrong-json"
  | "lose-answer"
  | "reset"
  | "hang"
  | "cut-off"
  | "oversized-headers"
  | "not-http";

/** What goes wrong; `lib/emulator/faults/README.md` says what a caller sees of each kind. */
export type Fault = {
  /** An API by its name; `Device:…` for the device plane; `*` for any. */
  api: string;
  kind: FaultKind;
  /** How many calls it strikes. Default 1; with a probability, unlimited. */
  count?: number | "unlimited";
  /** The chance that it strikes a call that it fits, 0 to 1. Default 1. */
  probability?: number;
  /** With a probability: the same seed strikes the same calls. Default 1. */
  seed?: number;
  /** Keep to your own thing or job: other tests call the same emulator at the same time. */
  match?: { thingName?: string; jobId?: string };
  /** The time until the answer. slow-drip: how long sending it takes. */
  delayMs?: number;
  /** Perform the call this long after it came in, by the emulator's clock. The answer may come before. */
  actsAfterMs?: number;
  /** omit: the member that the answer leaves out. */
  member?: string;
  /** short-page: the largest number of rows of a page. */
  rows?: number;
  /** What html and not-http (text) or wrong-json (any JSON) send in place of their default. */
  body?: unknown;
  /** Whether the answer has an x-amzn-RequestId. By default AWS's own have one, others have none. */
  requestId?: boolean;
  errorName?: string;
  status?: number;
  message?: string;
  /** Act first, then answer as if it had gone wrong. Always so with lose-answer. */
  afterActing?: boolean;
};

/** A fault as the emulator lists it. */
export type ActiveFault = Fault & { struck: number };

export type DeviceAct = {
  thingName: string;
  act: "start" | "progress" | "succeed" | "fail" | "reject" | "connect" | "disconnect";
  jobId?: string;
  statusDetails?: Record<string, string>;
  expectedVersion?: number;
  reason?: string;
};

/** A refusal says why, in the words of AWS's jobs data plane or of the emulator. */
export type DeviceActResult = { ok: true } | { ok: false; reason: string; message: string };

export type Settings = {
  quotas?: "aws" | "off";
  rates?: Record<string, number | null>;
  lagMs?: number;
  latencyMs?: number;
  indexing?: { mode: "OFF" | "REGISTRY"; connectivity: "OFF" | "STATUS" };
  /** How AWS behaves where nobody knows; `lib/emulator/control-endpoint/README.md` says what each means. */
  variants?: {
    groupsOfThing?: "with-parents" | "direct";
    groupsInIndex?: "direct" | "with-parents";
    executionsOfDeletedThing?: "removed" | "kept";
    neverConnected?: "disconnected" | "absent";
    versionOnCancel?: "raised" | "unchanged";
    cancelChecksFirst?: "version" | "state";
  };
  /** Events of jobs, into the queue `queueUrl`. What is left out of how they are delivered is orderly. */
  events?: { on: boolean; duplicates?: number; disorderMs?: number; seed?: number };
};

/** How a job is created. */
export type JobOptions = {
  /** How often an execution that failed is queued again. Default 0. */
  retriesAfterFailure?: number;
};

export type LoggedCall = {
  api: string;
  thingName?: string;
  jobId?: string;
  status: number;
  errorName?: string;
  force?: string;
  expectedVersion?: unknown;
  /** The fault that struck the call. */
  fault?: FaultKind;
  /** The caller got no HTTP answer. */
  isAnswerLost?: boolean;
  /** The call was performed with success, whatever was answered. */
  hasActed?: boolean;
  /** How often it was; absent for never. A late act (`actsAfterMs`) is entered here when it happens. */
  acceptedCount?: number;
  /** CancelJobExecution and CancelJob: each time that it was performed, refused ones too. */
  cancellations?: LoggedCancellation[];
};

/** One time that AWS performed a cancellation, and what it met. Times are epoch ms, by the emulator's clock. */
export type LoggedCancellation = {
  at: number;
  isAccepted: boolean;
  errorName?: string;
  /** Of the job, before the call; absent when there was none. */
  jobCreatedAt?: number;
  jobStatus?: "IN_PROGRESS" | "CANCELED" | "COMPLETED" | "DELETION_IN_PROGRESS" | "SCHEDULED";
  /** CancelJobExecution: the execution before the call; absent when there was none. */
  execution?: {
    status: ExecutionStatus;
    executionNumber: number;
    versionNumber: number;
    queuedAt: number;
    startedAt?: number;
  };
};

interface ListedExecutions {
  executionSummaries: { thingArn: string; jobExecutionSummary: { status: ExecutionStatus } }[];
  nextToken: string | null;
}

/** The emulator reads the credential scope of a signature, and does not check it. */
const signedFor = (service: "iot" | "sqs", region: string) =>
  `AWS4-HMAC-SHA256 Credential=tests/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** AWS deletes a job in the background: until then its id is taken, and a caller that asks too often is throttled. */
const STILL_THERE = ["ResourceAlreadyExistsException", "ThrottlingException"];
const DELETION_POLL_MS = 50;

/** The emulator's control endpoint. Settings and clock are shared: change them in a world of your own only. */
export class EmulatorClient {
  readonly url: string;
  /** Every region is a world of its own: this one is acted in and asked about. */
  readonly region: string;

  constructor(url: string, region = "eu-west-1") {
    this.url = url;
    this.region = region;
  }

  get #signed(): string {
    return signedFor("iot", this.region);
  }

  seed = (seed: Seed) => this.#post("seed", seed);
  fault = (fault: Fault) => this.#post("faults", fault);
  settings = (settings: Settings) => this.#post("settings", settings);
  /** Empties the world. For an emulator of your own. */
  reset = () => this.#post("reset", {});
  advanceClock = (advanceMs: number) => this.#post("clock", { advanceMs });

  /** Does as devices do, in this order. @returns what became of each */
  async tryDeviceActs(acts: readonly DeviceAct[]): Promise<DeviceActResult[]> {
    const { results } = (await this.#post("device", { acts })) as { results: DeviceActResult[] };
    return results;
  }

  /** Does as devices do, in this order. @throws when one of the acts is refused */
  async deviceAct(...acts: DeviceAct[]): Promise<void> {
    const results = await this.tryDeviceActs(acts);
    const refused = results.findIndex(({ ok }) => !ok);
    if (refused >= 0)
      throw new Error(`Refused: ${JSON.stringify(acts[refused])}: ${JSON.stringify(results[refused])}`);
  }

  /** The calls it has answered since number `since`. */
  log = (since = 0) => this.#call("GET", `log?since=${since}`);
  stats = () => this.#call("GET", "stats");
  /** The faults that have not yet been applied as often as they will be. */
  async waitingFaults(): Promise<ActiveFault[]> {
    return ((await this.#call("GET", "faults")) as { faults: ActiveFault[] }).faults;
  }
  /** For a world of your own: it clears the faults of every test. */
  clearFaults = () => this.#call("DELETE", "faults");

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

  /** The executions of a job as AWS itself has them, by thing. */
  async statusesOf(jobId: string): Promise<Record<string, ExecutionStatus>> {
    const statuses: Record<string, ExecutionStatus> = {};
    let token: string | null = null;
    do {
      const page = await this.#listExecutions(jobId, token);
      for (const { thingArn, jobExecutionSummary } of page.executionSummaries)
        statuses[thingArn.slice(thingArn.indexOf("/") + 1)] = jobExecutionSummary.status;
      token = page.nextToken;
    } while (token !== null);
    return statuses;
  }

  async #listExecutions(jobId: string, nextToken: string | null): Promise<ListedExecutions> {
    const query = new URLSearchParams({ maxResults: "250", ...(nextToken !== null && { nextToken }) });
    const response = await fetch(`${this.url}/jobs/${jobId}/things?${query}`, {
      headers: { authorization: this.#signed },
    });
    if (!response.ok) throw new Error(`ListJobExecutionsForJob: ${response.status} ${await response.text()}`);
    return (await response.json()) as ListedExecutions;
  }

  /** Deletes an execution as another tool would, over AWS IoT's own API. */
  async deleteExecution(thingName: string, jobId: string): Promise<void> {
    const response = await fetch(
      `${this.url}/things/${thingName}/jobs/${jobId}/executionNumber/1?force=true`,
      { method: "DELETE", headers: { authorization: this.#signed } },
    );
    if (!response.ok) throw new Error(`DeleteJobExecution: ${response.status} ${await response.text()}`);
  }

  /** Deletes a thing group as another tool would. */
  async deleteGroup(name: string): Promise<void> {
    const response = await fetch(`${this.url}/thing-groups/${name}`, {
      method: "DELETE",
      headers: { authorization: this.#signed },
    });
    if (!response.ok) throw new Error(`DeleteThingGroup: ${response.status} ${await response.text()}`);
  }

  /** Deletes a thing as another tool would. */
  async deleteThing(thingName: string): Promise<void> {
    const response = await fetch(`${this.url}/things/${thingName}`, {
      method: "DELETE",
      headers: { authorization: this.#signed },
    });
    if (!response.ok) throw new Error(`DeleteThing: ${response.status} ${await response.text()}`);
  }

  /** Deletes a job as another tool would. AWS takes a while to do it. */
  async deleteJob(jobId: string): Promise<void> {
    const response = await fetch(`${this.url}/jobs/${jobId}?force=true`, {
      method: "DELETE",
      headers: { authorization: this.#signed },
    });
    if (!response.ok) throw new Error(`DeleteJob: ${response.status} ${await response.text()}`);
  }

  /** Creates a job for things as another tool would: each gets a new execution, number and version 1. */
  async createJob(jobId: string, things: readonly string[], options: JobOptions = {}): Promise<void> {
    const response = await this.#createJob(jobId, things, options);
    if (!response.ok) throw new Error(`CreateJob: ${response.status} ${await response.text()}`);
  }

  /** Deletes a job and creates it again under the same id. Ends when the new one is there. */
  async recreateJob(jobId: string, things: readonly string[], options: JobOptions = {}): Promise<void> {
    await this.deleteJob(jobId);
    let response = await this.#createJob(jobId, things, options);
    while (STILL_THERE.includes(response.headers.get("x-amzn-errortype") ?? "")) {
      await sleep(DELETION_POLL_MS);
      response = await this.#createJob(jobId, things, options);
    }
    if (!response.ok) throw new Error(`CreateJob: ${response.status} ${await response.text()}`);
  }

  #createJob(jobId: string, things: readonly string[], { retriesAfterFailure = 0 }: JobOptions) {
    const criteriaList = [{ failureType: "FAILED", numberOfRetries: retriesAfterFailure }];
    return fetch(`${this.url}/jobs/${jobId}`, {
      method: "PUT",
      headers: { authorization: this.#signed, "content-type": "application/json" },
      body: JSON.stringify({
        targets: things.map((name) => `arn:aws:iot:${this.region}:123456789012:thing/${name}`),
        document: "{}",
        ...(retriesAfterFailure > 0 && { jobExecutionsRetryConfig: { criteriaList } }),
      }),
    });
  }

  /** Cancels a job, or by force an execution, as another tool would. @returns whether AWS did */
  async cancel({ thingName, jobId }: { thingName?: string; jobId: string }): Promise<boolean> {
    const path =
      thingName === undefined
        ? `jobs/${jobId}/cancel`
        : `things/${thingName}/jobs/${jobId}/cancel?force=true`;
    const response = await fetch(`${this.url}/${path}`, {
      method: "PUT",
      headers: { authorization: this.#signed, "content-type": "application/json" },
      body: "{}",
    });
    return response.ok;
  }

  /** Takes a thing out of a group and puts it back, as another tool would: continuous jobs are queued on it again. */
  async leaveAndJoin(thingName: string, thingGroupName: string): Promise<void> {
    for (const action of ["removeThingFromThingGroup", "addThingToThingGroup"]) {
      const response = await fetch(`${this.url}/thing-groups/${action}`, {
        method: "PUT",
        headers: { authorization: this.#signed, "content-type": "application/json" },
        body: JSON.stringify({ thingName, thingGroupName }),
      });
      if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
    }
  }

  /** Where events go, as an IoT rule would send them. */
  get queueUrl(): string {
    return `${this.url}/123456789012/iot-events`;
  }

  /** Puts into the queue what no rule would send, or what was sent long ago. */
  sendMessage = (MessageBody: string) => this.#sqs("SendMessage", { MessageBody });

  /** How many messages the queue has, those included that somebody has received and not deleted. */
  async countMessages(): Promise<number> {
    const { Attributes } = (await this.#sqs("GetQueueAttributes", {})) as {
      Attributes: Record<string, string>;
    };
    return (
      Number(Attributes.ApproximateNumberOfMessages) +
      Number(Attributes.ApproximateNumberOfMessagesNotVisible) +
      Number(Attributes.ApproximateNumberOfMessagesDelayed)
    );
  }

  async #sqs(action: string, input: object): Promise<unknown> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { authorization: signedFor("sqs", this.region), "x-amz-target": `AmazonSQS.${action}` },
      body: JSON.stringify({ QueueUrl: this.queueUrl, ...input }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  #post = (action: string, body: object) => this.#call("POST", action, body);

  async #call(method: string, action: string, body?: object): Promise<unknown> {
    const target = `${action}${action.includes("?") ? "&" : "?"}region=${this.region}`;
    const response = await fetch(`${this.url}/_emulator/${target}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /_emulator/${action}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
}
