import type { QueueJob } from "@/lib/core/domain/device-queue";
import type { BesideQueue, ThingDiagnosis } from "@/lib/core/domain/diagnose-thing";
import type { ConnectivityState } from "@/lib/core/domain/thing";
import { countOf, countWords } from "./count";
import { duration } from "./duration";
import { NOT_CONNECTED } from "./thing-words";

/**
 * What blocks this device's queue, in one sentence.
 *
 * @param isPart whether there are more open executions than the diagnosis covers
 */
export function diagnosisSentence(
  diagnosis: ThingDiagnosis,
  now: Date,
  { connectivity = null, isPart = false }: { connectivity?: ConnectivityState | null; isPart?: boolean } = {},
): string {
  const jobsWait = (count: number) =>
    isPart ? `${countWords(count)} or more jobs wait` : countOf(count, "job waits", "jobs wait");
  const behind = (count: number) => (count === 0 ? "." : `: ${jobsWait(count)} behind it.`);
  const beside = (queue: BesideQueue) => besideSentences(queue, isPart);
  const gone = goneWords(connectivity);
  switch (diagnosis.kind) {
    case "idle":
      return "Nothing open: no execution is queued or in progress.";
    case "none-so-far":
      return "Not known yet: no open execution was listed so far, and AWS has more to read.";
    case "held": {
      const rest = isPart ? "; what is not read yet may be in progress" : "";
      return `${countOf(diagnosis.queued, "job is", "jobs are")} queued for later${rest}.${beside(diagnosis.beside)}`;
    }
    case "waiting": {
      // An execution that is not read yet may be in progress: the device is then at work.
      const [idle, rest] = isPart
        ? ["", "; what is not read yet may be in progress"]
        : [" for the device to take up work", ""];
      const oldest = isPart ? ", the oldest of those read for " : ", the oldest for ";
      const span = diagnosis.since && duration(now.getTime() - diagnosis.since.getTime());
      return `${jobsWait(diagnosis.queued)}${idle}${span === null ? "" : `${oldest}${span}`}${gone}${rest}.${beside(diagnosis.beside)}`;
    }
    case "working":
      return `Working on ${diagnosis.execution.jobId}${behind(diagnosis.behind)}${beside(diagnosis.beside)}`;
    case "silent":
      return `${silence(diagnosis.execution.startedAt ?? diagnosis.since, diagnosis.since, now)}${gone}${behind(diagnosis.behind)}${beside(diagnosis.beside)}`;
  }
}

function goneWords(connectivity: ConnectivityState | null): string {
  if (connectivity === "disconnected") return ", the device is disconnected";
  return connectivity === "not-connected" ? `, the device is ${NOT_CONNECTED}` : "";
}

/** The silence is named separately only where the device had reported something since the start. */
function silence(startedAt: Date, since: Date, now: Date): string {
  const running = duration(now.getTime() - startedAt.getTime());
  const silent = duration(now.getTime() - since.getTime());
  return `In progress for ${running} with no update${running === silent ? "" : ` for ${silent}`}`;
}

/** With more scheduled jobs than this, only their number is given. */
const HELD_NAMED = 2;

/** A sentence for each kind of execution that does not wait in this queue. Empty: none. */
function besideSentences({ held, elsewhere, unplaced }: BesideQueue, isPart: boolean): string {
  const sentences = [
    unplaced > 0 &&
      `${isPart ? "At least " : ""}${countOf(unplaced, "more is", "more are")} queued; whether in the same namespace is not known.`,
    ...elsewhere.map(({ namespaceId, open }) => {
      const where = namespaceId === null ? "in the default namespace" : `in the namespace ${namespaceId}`;
      return `${countOf(open, "more is", "more are")} open ${where}, which devices ask for apart.`;
    }),
    ...heldSentences(held),
  ];
  return sentences.flatMap((sentence) => (sentence === false ? [] : ` ${sentence}`)).join("");
}

/** A sentence for each of the first held jobs, and one that counts the others. */
export function heldSentences(held: readonly QueueJob[]): string[] {
  const others = held.length - HELD_NAMED;
  return [
    ...held.slice(0, HELD_NAMED).map(heldSentence),
    ...(others > 0 ? [`${countOf(others, "more is", "more are")} scheduled as well.`] : []),
  ];
}

/** Why a queued execution is not handed out: AWS lists none of a scheduled job to a device. */
export function heldSentence({ jobId, nextWindow, startTime }: QueueJob): string {
  const starts = startTime === null ? "it starts" : `it starts, at ${startTime}`;
  const until = nextWindow === null ? starts : `its next maintenance window, at ${nextWindow}`;
  return `${jobId} is scheduled: AWS IoT does not list it to the device before ${until}.`;
}
