import type { EmulatorClient } from "@/e2e/fixtures/emulator-client";
import type { Database } from "@/lib/db/open-database";
import type { ExecutionRef } from "@/lib/domain/execution";
import { seedOperation } from "./seed-run";

/** What an operation was asked to do, as it was asked: the checks believe no row about that. */
export interface PlannedItem extends ExecutionRef {
  operationId: string;
  status: "QUEUED" | "IN_PROGRESS";
}

export interface ChaosWorld {
  operationIds: readonly string[];
  items: readonly PlannedItem[];
  jobIds: readonly string[];
  /** Those of the plans, and others that nobody asked to cancel. */
  executions: readonly ExecutionRef[];
}

const JOB = "firmware-9";
/** On things of the first operation: whoever cancels by the thing alone is found out. */
const OTHER_JOB = "rotate-keys";

/** Of all items, in hundredths: in both operations, in progress, and besides them executions in no plan. */
const SHARED = 10;
const IN_PROGRESS = 15;
const UNASKED = 10;

/**
 * Two operations of so many items in all, one unforced and one forced, that have some executions in common; on jobs
 * and things that have others beside them.
 */
export async function seedWorld(
  emulator: EmulatorClient,
  database: Database,
  itemCount: number,
): Promise<ChaosWorld> {
  const part = (hundredths: number) => Math.round((itemCount * hundredths) / 100);
  const inBoth = executionsOf("shared", JOB, part(SHARED), "QUEUED");
  const inFirst = executionsOf("first", JOB, part(60) - inBoth.length, "QUEUED");
  const started = executionsOf("started", JOB, part(IN_PROGRESS), "IN_PROGRESS");
  const inSecond = executionsOf(
    "second",
    JOB,
    itemCount - part(60) - inBoth.length - started.length,
    "QUEUED",
  );
  const beside = [
    ...executionsOf("beside", JOB, part(UNASKED), "QUEUED"),
    ...executionsOf("beside-started", JOB, part(UNASKED), "IN_PROGRESS"),
  ];
  const ofOtherJob = executionsOf("first", OTHER_JOB, Math.min(inFirst.length, part(UNASKED)), "QUEUED");

  const ofJob = [...inBoth, ...inFirst, ...started, ...inSecond, ...beside];
  await emulator.seed({
    things: ofJob.map(({ thingName }) => ({ name: thingName })),
    jobs: [toJob(JOB, ofJob), toJob(OTHER_JOB, ofOtherJob)],
  });

  // Those in both stand at the beginning of one list and at the end of the other: now one is quicker, now the other.
  const asked = [
    { id: "op_unforced", force: false, executions: [...inBoth, ...inFirst] },
    { id: "op_forced", force: true, executions: [...started, ...inSecond, ...inBoth] },
  ];
  const items: PlannedItem[] = [];
  for (const { id, force, executions } of asked) {
    items.push(...executions.map((execution) => ({ ...execution, operationId: id })));
    const given = executions.map(({ status, ...ref }) => ({ ...ref, plannedStatus: status }));
    await seedOperation(database, { id, force, items: given });
  }
  return {
    operationIds: asked.map(({ id }) => id),
    items,
    jobIds: [JOB, OTHER_JOB],
    executions: [...ofJob, ...ofOtherJob].map(({ thingName, jobId }) => ({ thingName, jobId })),
  };
}

type Seeded = Omit<PlannedItem, "operationId">;

function executionsOf(stem: string, jobId: string, count: number, status: Seeded["status"]): Seeded[] {
  return Array.from({ length: count }, (_, at) => ({ thingName: `kiosk-${stem}-${at}`, jobId, status }));
}

function toJob(jobId: string, executions: readonly Seeded[]) {
  return {
    jobId,
    targets: { things: executions.map(({ thingName }) => thingName) },
    executions: executions.map(({ thingName, status }) => ({ thingName, status })),
  };
}
