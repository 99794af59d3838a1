import type { ItemNote } from "@/lib/domain/operation";
import { nameOf } from "./chaos-trouble";
import type { Witnesses } from "./chaos-witnesses";
import type { ChaosWorld, PlannedItem } from "./chaos-world";

const CANCEL = "CancelJobExecution";
/** What an item may have ended like, with what was thrown at it. Any other outcome is a lie. */
const TRUE_OUTCOMES = [
  "canceled",
  "already-finished",
  "started-meanwhile",
  "changed-meanwhile",
  "gave-up",
  "unknown",
];
const FINISHED = ["SUCCEEDED", "FAILED", "REJECTED", "CANCELED", "REMOVED", "TIMED_OUT"];
/** Of each check so many are told. */
const MOST_TOLD = 5;

/** Everything that the witnesses say which cannot be so, in sentences. */
export function findBreaches(world: ChaosWorld, witnesses: Witnesses): string[] {
  const found = gather(world, witnesses);
  return [
    oneOutcomeEach,
    outcomesAreTrue,
    nothingElseCanceled,
    nothingCanceledTwice,
    forceWhereAskedOnly,
    everythingOnRecord,
    ledgerHolds,
  ].flatMap((check) => limit(check(found)));
}

interface Case extends Witnesses {
  world: ChaosWorld;
  /** By execution. */
  planned: ReadonlyMap<string, readonly PlannedItem[]>;
  rowsOf: ReadonlyMap<string, Witnesses["rows"]>;
  actedOn: ReadonlyMap<string, Witnesses["calls"]>;
  intentsOf: ReadonlyMap<string, Witnesses["ledger"]>;
}

function gather(world: ChaosWorld, witnesses: Witnesses): Case {
  const { rows, calls, ledger } = witnesses;
  return {
    ...witnesses,
    world,
    planned: Map.groupBy(world.items, nameOf),
    rowsOf: Map.groupBy(rows, nameOfRow),
    actedOn: Map.groupBy(
      calls.filter(({ api, hasActed }) => api === CANCEL && hasActed),
      nameOf,
    ),
    intentsOf: Map.groupBy(
      ledger.filter(({ kind, deed }) => kind === "intent" && deed === "cancel-execution"),
      nameOf,
    ),
  };
}

type Row = Witnesses["rows"][number];
const nameOfRow = ({ thing_name, job_id }: Row) => nameOf({ thingName: thing_name, jobId: job_id });
const noteOf = ({ note }: Row) => (note === null ? null : (JSON.parse(note) as ItemNote));

function oneOutcomeEach({ world, rows, rowsOf }: Case): string[] {
  const breaches = world.items.flatMap((item) => {
    const those = (rowsOf.get(nameOf(item)) ?? []).filter((row) => row.operation_id === item.operationId);
    const outcomes = those.map(({ state, outcome }) => (state === "settled" ? outcome : state));
    return those.length === 1 && outcomes[0] !== null && those[0]!.state === "settled"
      ? []
      : [`${nameOf(item)} in ${item.operationId} has not one outcome: ${JSON.stringify(outcomes)}.`];
  });
  if (rows.length !== world.items.length)
    breaches.push(`There are ${rows.length} rows of ${world.items.length} items.`);
  return breaches;
}

function outcomesAreTrue(found: Case): string[] {
  return found.rows.flatMap((row) => {
    const lie = lieOf(row, found);
    const status = found.statuses.get(nameOfRow(row));
    return lie === null
      ? []
      : [`${nameOfRow(row)} in ${row.operation_id} is said to be ${row.outcome} and is ${status}: ${lie}.`];
  });
}

/** Why an outcome cannot be so. Null: it can. */
function lieOf(row: Row, { statuses, touched, actedOn, intentsOf, rowsOf }: Case): string | null {
  const name = nameOfRow(row);
  const isCanceled = statuses.get(name) === "CANCELED";
  const others = (rowsOf.get(name) ?? []).filter(({ operation_id }) => operation_id !== row.operation_id);
  const byAnother = others.find(({ outcome }) => outcome === "canceled");
  if (!TRUE_OUTCOMES.includes(row.outcome ?? "")) return "nothing that was done leads to this";
  if (row.outcome === "canceled") {
    if (!isCanceled) return "it is not canceled";
    if (!actedOn.has(name)) return "no call has done it";
    const asked = (intentsOf.get(name) ?? []).some(({ operationId }) => operationId === row.operation_id);
    return asked ? null : "this operation has not asked for it";
  }
  if (row.outcome === "unknown") return null; // AWS was silent to the end, and that is what it says
  if (isCanceled && !byAnother) return "no operation says that it has canceled it";
  if (row.outcome === "already-finished") {
    if (!FINISHED.includes(statuses.get(name) ?? "")) return "it is not over";
    if (!isCanceled && !touched.has(name)) return "no device has ended it";
    const named = noteOf(row)?.operationId;
    return isCanceled && named !== byAnother!.operation_id
      ? `the operation that canceled it is not named, but ${named}`
      : null;
  }
  if (row.outcome !== "gave-up" && !touched.has(name)) return "no device has touched it";
  return null;
}

function nothingElseCanceled({ statuses, planned, actedOn, rowsOf, calls }: Case): string[] {
  const canceled = [...statuses].filter(([, status]) => status === "CANCELED").map(([name]) => name);
  const says = (name: string, outcome: string) =>
    (rowsOf.get(name) ?? []).some((row) => row.outcome === outcome);
  return [
    ...canceled.filter((name) => !planned.has(name)).map((name) => `${name} is canceled, and in no plan.`),
    ...canceled
      .filter((name) => planned.has(name) && !says(name, "canceled") && !says(name, "unknown"))
      .map((name) => `${name} is canceled, and no item says so.`),
    ...canceled.filter((name) => !actedOn.has(name)).map((name) => `${name} is canceled by no call.`),
    ...[...actedOn.keys()]
      .filter((name) => !planned.has(name) || statuses.get(name) !== "CANCELED")
      .map((name) => `A call canceled ${name}, which is in no plan or not canceled.`),
    ...calls
      .filter(({ api, hasActed }) => hasActed && api !== CANCEL && !/^(Describe|List|Get|Search)/.test(api))
      .map(({ api }) => `${api} was called, and nobody asked for that.`),
  ];
}

function nothingCanceledTwice({ actedOn }: Case): string[] {
  return [...actedOn]
    .filter(([, calls]) => calls.length > 1)
    .map(([name, calls]) => `${name} was canceled ${calls.length} times.`);
}

/** By force only where it was asked for, on what was in progress when the plan was made. */
function forceWhereAskedOnly({ calls, planned }: Case): string[] {
  return calls
    .filter(({ api, force }) => api === CANCEL && force === "true")
    .filter((call) => !planned.get(nameOf(call))?.some(({ status }) => status === "IN_PROGRESS"))
    .map((call) => `Force was used on ${nameOf(call)}, planned as queued.`);
}

/** Whatever was done stands in the ledger, and stood there before it was done. */
function everythingOnRecord({ actedOn, intentsOf, ledger }: Case): string[] {
  const unasked = [...actedOn].flatMap(([name, calls]) =>
    calls
      .filter(({ at }) => !(intentsOf.get(name) ?? []).some((intent) => Date.parse(intent.at) <= at))
      .map(() => `${name} was canceled without an entry in the ledger before it.`),
  );
  const requests = new Map([...actedOn].flatMap(([name, calls]) => calls.map((c) => [c.requestId, name])));
  const untrue = ledger.filter(
    ({ kind, deed, outcome, ...entry }) =>
      kind === "outcome" &&
      deed === "cancel-execution" &&
      outcome?.kind === "accepted" &&
      outcome.requestId !== null &&
      requests.get(outcome.requestId) !== nameOf(entry),
  );
  return [
    ...unasked,
    ...untrue.map(
      (entry) => `Entry ${entry.entry} says that ${nameOf(entry)} was canceled by a call that did not.`,
    ),
  ];
}

function ledgerHolds({ world, ledger, openEntries, chain, rows }: Case): string[] {
  const breaches = world.operationIds.flatMap((id) => {
    const ends = ledger.filter(
      ({ deed, operationId }) => deed === "operation-finished" && operationId === id,
    );
    if (ends.length !== 1) return [`The ledger has ${ends.length} ends of ${id}.`];
    const { counts } = ends[0]!.after as unknown as { counts: Record<string, number> };
    const those = Map.groupBy(
      rows.filter(({ operation_id }) => operation_id === id),
      ({ outcome }) => outcome,
    );
    const isSame =
      Object.keys(counts).length === those.size &&
      [...those].every(([outcome, { length }]) => counts[outcome ?? ""] === length);
    return isSame ? [] : [`The ledger has other counts of ${id} than its items: ${JSON.stringify(counts)}.`];
  });
  if (openEntries > 0) breaches.push(`${openEntries} entries of the ledger have no outcome.`);
  if (chain.fault) breaches.push(`The chain of the ledger is broken: ${JSON.stringify(chain.fault)}.`);
  return breaches;
}

function limit(breaches: readonly string[]): string[] {
  const more = breaches.length - MOST_TOLD;
  return more > 0 ? [...breaches.slice(0, MOST_TOLD), `… and ${more} more of this kind.`] : [...breaches];
}
