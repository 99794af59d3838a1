import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import { MAX_TRIES } from "@/lib/core/domain/item-outcome";
import { ANSWERS, CLAIMS, DENIES } from "./testing/faults/answers";
import {
  cancelItems,
  cancelSingle,
  cancelWholeJob,
  type Faults,
  type ItemTold,
  type Told,
} from "./testing/faults/cancel-with-faults";
import { type AnswerWord, FAULT_TABLE, type FaultRow } from "./testing/faults/fault-table";
import { createFaultWorld, type FaultWorld } from "./testing/faults/fault-world";
import { runBeforeTests } from "./testing/faults/run-before-tests";

/*
 * Every fault × what is canceled × whether AWS acted, over real HTTP. The cells run at the same time, before the tests,
 * as most of their time is spent waiting. Each test then judges one cell.
 */

const SITUATIONS = [
  "single queued",
  "single forced",
  "single queued with status details",
  "item queued",
  "item forced",
  "whole job",
  "whole job with a comment",
] as const;
type Situation = (typeof SITUATIONS)[number];

interface Cell {
  row: FaultRow;
  situation: Situation;
  hasActed: boolean;
  answer: AnswerWord;
}

const isJob = (situation: Situation) => situation.startsWith("whole job");
const statusOf = (situation: Situation) => (situation.endsWith("forced") ? "IN_PROGRESS" : "QUEUED");

const CELLS: readonly Cell[] = FAULT_TABLE.flatMap((row) =>
  SITUATIONS.flatMap((situation) => [
    ...cellsOf(row, situation, false, row.ifNotActed),
    ...cellsOf(row, situation, true, row.ifActed),
  ]),
);

function cellsOf(
  row: FaultRow,
  situation: Situation,
  hasActed: boolean,
  answers: FaultRow["ifActed"],
): Cell[] {
  if (answers === null) return [];
  const answer = typeof answers === "string" ? answers : answers[isJob(situation) ? "job" : "execution"];
  // What was sent along and stands there now is proof of whose cancellation it is.
  const isProved = situation.includes(" with ") && answer === "canceled by us or others";
  return [{ row, situation, hasActed, answer: isProved ? "canceled" : answer }];
}

const titleOf = ({ row, situation, hasActed, answer }: Cell) =>
  `${situation}, ${row.fault}, AWS ${hasActed ? "acted" : "did not act"}: ${answer}`;

const isItem = ({ situation }: Cell) => situation.startsWith("item");

/** An item with one try left, which ends by this very answer, and one that has all its tries left. */
type Found = { single: Told } | { items: { last: ItemTold; first: ItemTold } };

async function run(world: FaultWorld, { row, situation, hasActed }: Cell): Promise<Found> {
  const api = isJob(situation) ? "CancelJob" : "CancelJobExecution";
  const faults: Faults = { strike: [{ api, ...row.spec, afterActing: hasActed }], isSent: true };
  const bearsMark = situation.includes(" with ");
  if (isJob(situation)) return { single: await cancelWholeJob(world, faults, bearsMark) };
  const status = statusOf(situation);
  if (!situation.startsWith("item")) return { single: await cancelSingle(world, status, faults, bearsMark) };
  const { items } = await cancelItems(world, status, faults, [MAX_TRIES - 1, 0]);
  return { items: { last: items[0]!, first: items[1]! } };
}

/** Then the tries that were left tell of the machine, not of the fault. */
const wasHeldUp = (found: Found) =>
  "items" in found && found.items.first.tooLate + found.items.last.tooLate > 0;

let fleet: EmulatedFleet;
beforeAll(async () => void (fleet = await startEmulatedFleet()));
afterAll(() => fleet.stop());

describe.each(ENGINES)("cancellations with faults on the %s engine", (engine) => {
  let world: FaultWorld;
  openBeforeTests(engine, (database) => (world = createFaultWorld(fleet, database)));
  const foundIn = runBeforeTests().add(CELLS, (cell) => run(world, cell), wasHeldUp);
  const titled = (cells: readonly Cell[]) => cells.map((cell) => [titleOf(cell), cell] as const);

  test.each(titled(CELLS.filter((cell) => !isItem(cell))))("%s", (_, cell) => {
    const what = foundIn(cell);
    expect(what).toHaveProperty("single");
    if ("single" in what) judgeSingle(cell, what.single);
  });

  test.each(titled(CELLS.filter(isItem)))("%s", (_, cell) => {
    const what = foundIn(cell);
    expect(what).toHaveProperty("items");
    if (!("items" in what)) return;
    judgeLastTry(cell, what.items.last);
    judgeFirstTry(cell, what.items.first);
  });

  test("and the audit log is whole", async () => {
    expect(await verifyChain(world.database.kysely)).toMatchObject({ fault: null });
    expect(await world.database.kysely.selectFrom("audit_open").select("entry").execute()).toEqual([]);
  });
});

function judgeSingle({ answer, hasActed, situation }: Cell, { says, ...told }: Told): void {
  const { kind, says: words } = ANSWERS[answer];
  const open = isJob(situation) ? "IN_PROGRESS" : statusOf(situation);
  expect(told).toMatchObject({
    outcome: kind,
    isConfirmed: hasActed ? true : null,
    audit: [kind],
    open: 0,
    sent: 1,
    accepted: hasActed ? 1 : 0,
    status: hasActed ? "CANCELED" : open,
  });
  expect(says).toContain(words ?? "");
  expect(says).not.toMatch(hasActed ? DENIES : CLAIMS);
}

function judgeLastTry({ answer, hasActed, situation }: Cell, { says, csv, ...told }: ItemTold): void {
  const { item } = ANSWERS[answer];
  // A fault of the system uses no try up: the last one is still there when it is over.
  const waits = item.next === "waits for the system";
  const isCanceled = hasActed || waits;
  expect(told).toMatchObject({
    outcome: item.outcome,
    tries: MAX_TRIES,
    audit: waits ? [item.audit, "accepted"] : [item.audit],
    open: 0,
    sent: waits ? 2 : 1,
    accepted: isCanceled ? 1 : 0,
    status: isCanceled ? "CANCELED" : statusOf(situation),
  });
  judgeWords({ says, csv }, item.outcome, item.why, isCanceled);
}

function judgeFirstTry({ answer, hasActed, situation }: Cell, { says, csv, ...told }: ItemTold): void {
  const { item } = ANSWERS[answer];
  const isRepeated = item.next !== "stays";
  const isCanceled = hasActed || isRepeated;
  const outcome = isRepeated ? "canceled" : item.outcome;
  expect(told).toMatchObject({
    outcome,
    tries: item.next === "is tried again" ? 2 : 1,
    audit: isRepeated ? [item.audit, "accepted"] : [item.audit],
    open: 0,
    sent: isRepeated ? 2 : 1,
    accepted: isCanceled ? 1 : 0,
    status: isCanceled ? "CANCELED" : statusOf(situation),
  });
  const why = isRepeated ? "AWS IoT accepted the cancellation" : item.why;
  judgeWords({ says, csv }, outcome, why, isCanceled);
}

/** The page and the CSV file say the same, and it is true. */
function judgeWords(
  { says, csv }: Pick<ItemTold, "says" | "csv">,
  outcome: string | null,
  why: string,
  isCanceled: boolean,
): void {
  expect(says).toContain(why);
  expect(says).not.toMatch(isCanceled ? DENIES : CLAIMS);
  expect(csv).toContain(`,${outcome},`);
  expect(csv).toContain(says.replaceAll('"', '""'));
}
