import { itemNoteColumn } from "../json-columns";
import { checkHistory, executionName, type HistoryItem } from "./check-history";
import type { Witnesses } from "./chaos-witnesses";
import { type ChaosWorld, HALTED, type PlannedItem, RECREATED_JOB, WITHDRAWN } from "./chaos-world";

/** The outcomes that the thrown faults can lead to. Any other one is false. */
const TRUE_OUTCOMES = [
  "canceled",
  "already-finished",
  "started-meanwhile",
  "changed-meanwhile",
  "gave-up",
  "unknown",
];
const FINISHED = ["SUCCEEDED", "FAILED", "REJECTED", "CANCELED", "REMOVED", "TIMED_OUT"];
/** Of each check. */
const MAX_REPORTED = 5;

/** Every contradiction between the witnesses, as a sentence. */
export function findBreaches(world: ChaosWorld, witnesses: Witnesses): string[] {
  const found = gather(world, witnesses);
  return [oneOutcomeEach, outcomesAreTrue, historyHolds, nothingElseCanceled, auditLogHolds].flatMap(
    (check) => limit(check(found)),
  );
}

interface Case extends Witnesses {
  world: ChaosWorld;
  /** By execution. */
  planned: ReadonlyMap<string, readonly PlannedItem[]>;
  rowsOf: ReadonlyMap<string, Witnesses["rows"]>;
}

function gather(world: ChaosWorld, witnesses: Witnesses): Case {
  return {
    ...witnesses,
    world,
    planned: Map.groupBy(world.items, executionName),
    rowsOf: Map.groupBy(witnesses.rows, nameOfRow),
  };
}

type Row = Witnesses["rows"][number];
const nameOfRow = ({ thing_name, job_id }: Row) => executionName({ thingName: thing_name, jobId: job_id });
const noteOf = ({ note }: Row) => itemNoteColumn.parse(note);

function oneOutcomeEach({ world, rows, rowsOf }: Case): string[] {
  const breaches = world.items.flatMap((item) => {
    const those = (rowsOf.get(executionName(item)) ?? []).filter(
      (row) => row.operation_id === item.operationId,
    );
    const outcomes = those.map(({ state, outcome }) => (state === "settled" ? outcome : state));
    return those.length === 1 && outcomes[0] !== null && those[0]!.state === "settled"
      ? []
      : [`${executionName(item)} in ${item.operationId} has not one outcome: ${JSON.stringify(outcomes)}.`];
  });
  if (rows.length !== world.items.length)
    breaches.push(`There are ${rows.length} rows of ${world.items.length} items.`);
  return breaches;
}

function outcomesAreTrue(found: Case): string[] {
  return found.rows.flatMap((row) => {
    const lie = lieOf(row, found);
    const status = found.current.get(nameOfRow(row))?.status;
    return lie === null
      ? []
      : [`${nameOfRow(row)} in ${row.operation_id} is said to be ${row.outcome} and is ${status}: ${lie}.`];
  });
}

/** Why an outcome is false. Null: it may be true. `historyHolds` checks the canceled ones. */
function lieOf(row: Row, { current, planned, touched, rowsOf }: Case): string | null {
  const name = nameOfRow(row);
  const now = current.get(name);
  const { queuedAt } = planned.get(name)![0]!;
  const isReplaced = now?.queuedAt.getTime() !== queuedAt.getTime();
  const mayBeStopped = [HALTED.operationId, WITHDRAWN.operationId].some((id) => id === row.operation_id);
  if (row.outcome === "stopped" && mayBeStopped) return null;
  if (row.outcome === "not-found" && row.job_id === RECREATED_JOB) return null;
  if (!TRUE_OUTCOMES.includes(row.outcome ?? "")) return "nothing that was done leads to this";
  if (row.outcome === "unknown" || row.outcome === "canceled" || row.outcome === "gave-up") return null;
  if (isReplaced) return null;
  const isCanceled = now?.status === "CANCELED";
  if (row.outcome === "already-finished") {
    if (!FINISHED.includes(now?.status ?? "")) return "it is not over";
    if (!isCanceled) return touched.has(name) ? null : "no device has ended it";
    const byAnother = (rowsOf.get(name) ?? []).find(
      ({ outcome, operation_id }) => outcome === "canceled" && operation_id !== row.operation_id,
    );
    const named = noteOf(row)?.operationId;
    return byAnother === undefined || named === byAnother.operation_id
      ? null
      : `the operation that canceled it is not named, but ${named}`;
  }
  return touched.has(name) ? null : "no device has touched it";
}

function historyHolds({ world, rows, calls, auditRows, halts }: Case): string[] {
  const byItem = new Map(rows.map((row) => [`${row.operation_id} ${nameOfRow(row)}`, row]));
  const items = world.items.map(({ status, queuedAt, startedAt, ...item }): HistoryItem => {
    const row = byItem.get(`${item.operationId} ${executionName(item)}`);
    return {
      ...item,
      seen: {
        status,
        executionNumber: 1,
        queuedAt: queuedAt.getTime(),
        startedAt: startedAt?.getTime() ?? null,
      },
      state: row?.state ?? "missing",
      outcome: row?.outcome ?? null,
      noteKind: (row && noteOf(row)?.kind) ?? null,
    };
  });
  return checkHistory({ items, calls, rows: auditRows, halts });
}

function nothingElseCanceled({ current, planned, calls }: Case): string[] {
  return [
    ...[...current]
      .filter(([name, { status }]) => status === "CANCELED" && !planned.has(name))
      .map(([name]) => `${name} is canceled, and in no plan.`),
    ...calls
      .filter(({ api, hasActed }) => hasActed && !OURS.test(api))
      .map(({ api }) => `${api} was called, and nobody asked for that.`),
  ];
}

/** The blow "recreate" deletes a job and creates it again. */
const OURS = /^(CancelJobExecution$|DeleteJob$|CreateJob$|Describe|List|Get|Search)/;

function auditLogHolds({ world, auditRows, corrected, chain, rows }: Case): string[] {
  const breaches = world.operationIds.flatMap((id) => {
    const ends = auditRows.filter(
      ({ deed, operationId }) => deed === "operation-finished" && operationId === id,
    );
    if (ends.length !== 1) return [`The audit log has ${ends.length} ends of ${id}.`];
    if (corrected.has(id)) return []; // the counts were true when they were written
    const { counts } = ends[0]!.after as unknown as { counts: Record<string, number> };
    const those = Map.groupBy(
      rows.filter(({ operation_id }) => operation_id === id),
      ({ outcome }) => outcome,
    );
    const isSame =
      Object.keys(counts).length === those.size &&
      [...those].every(([outcome, { length }]) => counts[outcome ?? ""] === length);
    return isSame
      ? []
      : [`The audit log has other counts of ${id} than its items: ${JSON.stringify(counts)}.`];
  });
  if (chain.fault) breaches.push(`The chain of the audit log is broken: ${JSON.stringify(chain.fault)}.`);
  return breaches;
}

function limit(breaches: readonly string[]): string[] {
  const more = breaches.length - MAX_REPORTED;
  return more > 0 ? [...breaches.slice(0, MAX_REPORTED), `… and ${more} more of this kind.`] : [...breaches];
}
