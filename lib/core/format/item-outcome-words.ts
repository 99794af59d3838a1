import type { ItemStatus } from "@/lib/core/domain/item-groups";
import type { ItemNote, OperationCounts, OperationItem } from "@/lib/core/domain/operation";
import { countWords } from "./count";
import { notComparableSentence } from "./cancel-failure-message";
import { executionStatusWord } from "./execution-status-word";

/** The outcome of an item, or its state, in a word or two. */
export function itemStatusWord(status: ItemStatus): string {
  switch (status) {
    case "canceled":
      return "Canceled";
    case "already-finished":
      return "Already finished";
    case "started-meanwhile":
      return "Started meanwhile";
    case "changed-meanwhile":
      return "Changed meanwhile";
    case "not-found":
      return "Not found";
    case "denied":
      return "Denied";
    case "gave-up":
      return "Gave up";
    case "unknown":
      return "Unknown";
    case "stopped":
      return "Stopped";
    case "waiting":
      return "Waiting";
    case "in-hand":
      return "In hand";
  }
}

/** The status of an item: its outcome, or its state before it has one. */
export function statusOf({ state, outcome }: Pick<OperationItem, "state" | "outcome">): ItemStatus {
  return outcome ?? (state === "in-hand" ? "in-hand" : "waiting");
}

/** Why an item ended as it did, from its note. */
export function itemWhy(item: OperationItem): string {
  const { note, tries } = item;
  switch (statusOf(item)) {
    case "canceled":
      return canceled(note);
    case "already-finished":
      return alreadyFinished(note);
    case "started-meanwhile":
      return `${was(item)}, the device has started on it${nowWords(note)}`;
    case "changed-meanwhile":
      if (note?.kind === "replaced") return `Replaced or started again since it was planned${nowWords(note)}`;
      return `${was(item)}${nowWords(note) || ", no longer what was planned"}${reportedWords(note)}`;
    case "not-found":
      return "AWS IoT no longer knows the execution";
    case "denied":
      return denied(note);
    case "gave-up":
      return gaveUp(note, tries);
    case "unknown":
      return `AWS did not confirm${errorWords(note ?? { kind: "" })}, and no later read could tell${triesWords(tries)}`;
    case "stopped":
      return "The operation was stopped before its turn";
    case "in-hand":
      return "Being canceled now";
    case "waiting":
      if (note === null || tries === 0) return "Waiting for its turn";
      return note.kind === "unknown"
        ? `AWS did not confirm${errorWords(note)}, to be read before the next try`
        : `${trouble(note)}, waiting for the next try`;
  }
}

function canceled(note: ItemNote | null): string {
  switch (note?.kind) {
    case "accepted":
      return "AWS IoT accepted the cancellation";
    case "already-canceled":
      return "Asked once before without an answer, then found canceled";
    case "canceled-by-us-or-others":
      return "Canceled by this operation or by someone else: AWS’s answers do not tell which";
    default:
      return "Canceled in AWS IoT";
  }
}

function alreadyFinished(note: ItemNote | null): string {
  if (note?.operationId) return `Already canceled by the operation ${note.operationId}`;
  if (note?.status === "CANCELED" || note?.kind === "already-canceled") return "Had already been canceled";
  return note?.status ? `Had already ended: ${lower(note.status)}` : "Had already ended";
}

function denied(note: ItemNote | null): string {
  switch (note?.kind) {
    case "forbidden":
      return "The person who asked may not cancel on this thing";
    case "credentials":
      return `AWS did not accept the console’s credentials${errorWords(note)}`;
    default:
      return `AWS denied the call on this thing${errorWords(note)}`;
  }
}

function gaveUp(note: ItemNote | null, tries: number): string {
  if (note?.kind === "too-many-details")
    return "With the device’s own details there are more pairs than AWS takes";
  if (note?.missing) return withoutStop(notComparableSentence(note.missing));
  if (note?.kind === "invalid-request") return `AWS refused the request${errorWords(note)}`;
  return `${note ? trouble(note) : "AWS IoT did not take it"}${triesWords(tries)}`;
}

/** What a try, or the last of several, failed on. */
function trouble(note: ItemNote): string {
  switch (note.kind) {
    case "throttled":
      return `${note.error ?? "AWS IoT"} was throttled`;
    case "too-late":
      return "Standdown was held up between reading and canceling";
    case "unavailable":
      return `AWS IoT was not available${errorWords(note)}`;
    case "not-canceled":
      return notCanceled(note);
    case "credentials":
      return `AWS did not accept the console’s credentials${errorWords(note)}`;
    default:
      return `Not done yet${errorWords(note)}`;
  }
}

/** Only AWS's own refusal has a read and no error. After a restart neither is known. */
function notCanceled({ error, status }: ItemNote): string {
  const still = status ? lower(status) : "open";
  if (error) return `AWS did not confirm (${error}), and it was still ${still}`;
  return status ? `AWS refused, though it was still ${still}` : `It was asked for, and was still ${still}`;
}

const was = ({ plannedStatus }: OperationItem) => `Was ${lower(plannedStatus)}`;

function nowWords(note: ItemNote | null): string {
  const version = note?.versionNumber == null ? "" : `v${note.versionNumber} `;
  return note?.status ? `, now ${version}${lower(note.status)}` : "";
}

/** What a device has reported since the plan. */
function reportedWords(note: ItemNote | null): string {
  const details = Object.entries(note?.statusDetails ?? {});
  return details.length === 0
    ? ""
    : `, reports ${details.map(([key, value]) => `${key}: ${value}`).join(", ")}`;
}

const withoutStop = (sentence: string) => sentence.replace(/\.$/, "");
const errorWords = (note: ItemNote | null) => (note?.error ? ` (${note.error})` : "");
const triesWords = (tries: number) => (tries > 1 ? `, ${tries} tries` : "");
const lower = (status: string) => executionStatusWord(status).toLowerCase();

/** The counts of all outcomes: "886 canceled, 37 already finished, 544 waiting". Leaves out zeros. */
export function countsWords(counts: OperationCounts): string {
  // An item in flight still waits for its outcome.
  const { "in-hand": _, ...others } = { ...counts, waiting: counts.waiting + counts["in-hand"] };
  return Object.entries(others)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${countWords(count)} ${itemStatusWord(name as ItemStatus).toLowerCase()}`)
    .join(", ");
}
