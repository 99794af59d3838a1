import type { ThingDiagnosis } from "@/lib/domain/diagnose-thing";
import type { Connectivity, UnknownConnectivity } from "@/lib/domain/thing";
import { countOf, countWords } from "./count";
import { duration } from "./duration";

/** "Connected 3 h". Absent data is never called offline. */
export function connectivityWords(connectivity: Connectivity, now: Date): string {
  const span =
    connectivity.state !== "unknown" && connectivity.since ? spanSince(connectivity.since, now) : "";
  switch (connectivity.state) {
    case "connected":
      return `Connected${span}`;
    case "disconnected":
      return `Disconnected${span}`;
    case "unknown":
      return "Unknown";
  }
}

const spanSince = (since: Date, now: Date) => ` ${duration(now.getTime() - since.getTime())}`;

/** Why it is disconnected or unknown. Null when there is nothing to add. */
export function connectivityReason(connectivity: Connectivity): string | null {
  if (connectivity.state === "unknown") return unknownReason(connectivity.because);
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
  {
    connectivity = null,
    isPart = false,
  }: { connectivity?: Connectivity["state"] | null; isPart?: boolean } = {},
): string {
  const jobsWait = (count: number) =>
    isPart ? `${countWords(count)} or more jobs wait` : countOf(count, "job waits", "jobs wait");
  const behind = (count: number) => (count === 0 ? "." : `: ${jobsWait(count)} behind it.`);
  const gone = connectivity === "disconnected" ? ", the device is disconnected" : "";
  switch (diagnosis.kind) {
    case "idle":
      return "Nothing open: no execution is queued or in progress.";
    case "none-so-far":
      return "Not known yet: no open execution was listed so far, and AWS has more to read.";
    case "waiting":
      return `${jobsWait(diagnosis.queued)} for the device to take up work${
        diagnosis.since
          ? `, the oldest${isPart ? " of those read" : ""} for ${duration(now.getTime() - diagnosis.since.getTime())}`
          : ""
      }${gone}.`;
    case "working":
      return `Working on ${diagnosis.execution.jobId}${behind(diagnosis.behind)}`;
    case "silent":
      return `${silence(diagnosis.execution.startedAt ?? diagnosis.since, diagnosis.since, now)}${gone}${behind(diagnosis.behind)}`;
  }
}

/** The silence is named apart only where the device had reported something since it started. */
function silence(startedAt: Date, since: Date, now: Date): string {
  const running = duration(now.getTime() - startedAt.getTime());
  const silent = duration(now.getTime() - since.getTime());
  return `In progress for ${running} with no update${running === silent ? "" : ` for ${silent}`}`;
}
