import type { ThingDiagnosis } from "@/lib/domain/diagnose-thing";
import type { Connectivity, ConnectivityState, UnknownConnectivity } from "@/lib/domain/thing";
import { countOf, countWords } from "./count";
import { duration } from "./duration";

/** A state as a filter and a cell of a table name it. */
export const CONNECTIVITY_WORDS: Readonly<Record<ConnectivityState, string>> = {
  connected: "Connected",
  disconnected: "Disconnected",
  "not-connected": "Not connected",
  unknown: "Unknown",
};

/** What AWS leaves open of a device that it calls not connected. */
const NOT_CONNECTED_BECAUSE = "never, long ago, or under another client id";
export const NOT_CONNECTED = `not connected (${NOT_CONNECTED_BECAUSE})`;

/** "Connected 3 h". Absent data is never called offline. */
export function connectivityWords(connectivity: Connectivity, now: Date): string {
  const since = "since" in connectivity ? connectivity.since : null;
  return `${CONNECTIVITY_WORDS[connectivity.state]}${since ? spanSince(since, now) : ""}`;
}

const spanSince = (since: Date, now: Date) => ` ${duration(now.getTime() - since.getTime())}`;

/** Why it is disconnected, not connected or unknown. Null when there is nothing to add. */
export function connectivityReason(connectivity: Connectivity): string | null {
  if (connectivity.state === "unknown") return unknownReason(connectivity.because);
  if (connectivity.state === "not-connected") return NOT_CONNECTED_BECAUSE;
  return connectivity.state === "disconnected" ? connectivity.reason : null;
}

function unknownReason(because: UnknownConnectivity): string {
  switch (because) {
    case "not-indexed":
      return "Connectivity is not indexed in this account.";
    case "no-data":
      return "AWS has no connection data: it never connected, or its client id is not its name.";
    case "denied":
      return "This console may not ask: AWS wants iot:GetIndexingConfiguration and iot:SearchIndex allowed.";
    case "not-read":
      return "Fleet indexing could not be queried just now.";
  }
}

/**
 * What keeps this device's queue, in one sentence.
 *
 * @param isPart there are more open executions than those that the diagnosis is of
 */
export function diagnosisSentence(
  diagnosis: ThingDiagnosis,
  now: Date,
  { connectivity = null, isPart = false }: { connectivity?: ConnectivityState | null; isPart?: boolean } = {},
): string {
  const jobsWait = (count: number) =>
    isPart ? `${countWords(count)} or more jobs wait` : countOf(count, "job waits", "jobs wait");
  const behind = (count: number) => (count === 0 ? "." : `: ${jobsWait(count)} behind it.`);
  const gone = goneWords(connectivity);
  switch (diagnosis.kind) {
    case "idle":
      return "Nothing open: no execution is queued or in progress.";
    case "none-so-far":
      return "Not known yet: no open execution was listed so far, and AWS has more to read.";
    case "waiting": {
      // One that is not read yet may be in progress: then the device has taken up work.
      const [idle, rest] = isPart
        ? ["", "; what is not read yet may be in progress"]
        : [" for the device to take up work", ""];
      const oldest = isPart ? ", the oldest of those read for " : ", the oldest for ";
      const span = diagnosis.since && duration(now.getTime() - diagnosis.since.getTime());
      return `${jobsWait(diagnosis.queued)}${idle}${span === null ? "" : `${oldest}${span}`}${gone}${rest}.`;
    }
    case "working":
      return `Working on ${diagnosis.execution.jobId}${behind(diagnosis.behind)}`;
    case "silent":
      return `${silence(diagnosis.execution.startedAt ?? diagnosis.since, diagnosis.since, now)}${gone}${behind(diagnosis.behind)}`;
  }
}

function goneWords(connectivity: ConnectivityState | null): string {
  if (connectivity === "disconnected") return ", the device is disconnected";
  return connectivity === "not-connected" ? `, the device is ${NOT_CONNECTED}` : "";
}

/** The silence is named apart only where the device had reported something since it started. */
function silence(startedAt: Date, since: Date, now: Date): string {
  const running = duration(now.getTime() - startedAt.getTime());
  const silent = duration(now.getTime() - since.getTime());
  return `In progress for ${running} with no update${running === silent ? "" : ` for ${silent}`}`;
}
