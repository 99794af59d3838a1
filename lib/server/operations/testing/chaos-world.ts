import type { EmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Database } from "@/lib/server/db/open-database";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { executionName } from "./check-history";
import { listSeen } from "./list-seen";
import { seedOperation } from "./seed-run";

/** An item as the test requested it. The checks trust no row about that. */
export interface PlannedItem extends ExecutionRef {
  operationId: string;
  status: "QUEUED" | "IN_PROGRESS";
  queuedAt: Date;
  startedAt: Date | null;
}

export interface ChaosWorld {
  operationIds: readonly string[];
  items: readonly PlannedItem[];
  jobIds: readonly string[];
  /** Those of the plans, and others that nobody requested to cancel. */
  executions: readonly ExecutionRef[];
}

export const JOB = "firmware-9";
/** On things of the first operation, to detect a runner that cancels by the thing alone. */
const OTHER_JOB = "rotate-keys";
/** Deleted and created again while its executions are being canceled. */
export const RECREATED_JOB = "certificates-3";
/** Its executions start again after they failed. */
const RETRIED_JOB = "settings-5";

/** The operation that is paused and stopped, and the one whose person loses the permission. */
export const HALTED = { operationId: "op_halted", personId: "ben" } as const;
export const WITHDRAWN = { operationId: "op_withdrawn", personId: "cleo" } as const;

/** In hundredths of all items: in both operations, in progress, and in no plan. */
const SHARED = 10;
const IN_PROGRESS = 12;
const UNASKED = 10;
const RECREATED = 8;
const RETRIED = 8;
/** For each of the two operations that are halted. */
const HALTED_PART = 12;
const OF_FIRST = 40;
const RETRIES = 5;
/** AWS's limit of targets when a job is created. */
const MOST_TARGETS = 100;

/**
 * Seeds operations with this number of items in all, on jobs and things that also have other executions: an unforced and
 * a forced one that share some executions, one that is paused and stopped, and one that loses its permission.
 */
export async function seedWorld(
  { emulator, config }: Pick<EmulatedFleet, "emulator" | "config">,
  database: Database,
  itemCount: number,
): Promise<ChaosWorld> {
  const part = (hundredths: number) => Math.round((itemCount * hundredths) / 100);
  const inBoth = executionsOf("shared", JOB, part(SHARED), "QUEUED");
  const inFirst = executionsOf("first", JOB, part(OF_FIRST) - inBoth.length, "QUEUED");
  const started = executionsOf("started", JOB, part(IN_PROGRESS), "IN_PROGRESS");
  const recreated = executionsOf(
    "recreated",
    RECREATED_JOB,
    Math.min(part(RECREATED), MOST_TARGETS),
    "QUEUED",
  );
  const retried = executionsOf("retried", RETRIED_JOB, part(RETRIED), "IN_PROGRESS");
  const halted = executionsOf("halted", JOB, part(HALTED_PART), "QUEUED");
  const withdrawn = executionsOf("withdrawn", JOB, part(HALTED_PART), "QUEUED");
  const beside = [
    ...executionsOf("beside", JOB, part(UNASKED), "QUEUED"),
    ...executionsOf("beside-started", JOB, part(UNASKED), "IN_PROGRESS"),
  ];
  const ofOtherJob = executionsOf("first", OTHER_JOB, Math.min(inFirst.length, part(UNASKED)), "QUEUED");

  const ofJob = [...inBoth, ...inFirst, ...started, ...halted, ...withdrawn, ...beside];
  await emulator.seed({
    things: [...ofJob, ...recreated, ...retried].map(({ thingName }) => ({ name: thingName })),
    jobs: [
      toJob(JOB, ofJob),
      toJob(OTHER_JOB, ofOtherJob),
      toJob(RECREATED_JOB, recreated),
      { ...toJob(RETRIED_JOB, retried), retry: [{ failureType: "FAILED", numberOfRetries: RETRIES }] },
    ],
  });

  // The shared ones are first on one list and last on the other, so that either operation may get to them first.
  const asked = [
    { id: "op_unforced", force: false, executions: [...inBoth, ...inFirst] },
    { id: "op_forced", force: true, executions: [...retried, ...started, ...inBoth, ...recreated] },
    { id: HALTED.operationId, personId: HALTED.personId, force: false, executions: halted },
    { id: WITHDRAWN.operationId, personId: WITHDRAWN.personId, force: false, executions: withdrawn },
  ];
  const jobIds = [JOB, OTHER_JOB, RECREATED_JOB, RETRIED_JOB];
  const lists = await Promise.all(jobIds.map((jobId) => listSeen(config, jobId)));
  const seen = new Map(lists.flat().map((each) => [executionName(each), each]));
  const items: PlannedItem[] = [];
  for (const { id, executions, ...operation } of asked) {
    const planned = executions.map((execution): PlannedItem => {
      const { queuedAt, startedAt } = seen.get(executionName(execution))!;
      return { ...execution, operationId: id, queuedAt: queuedAt!, startedAt };
    });
    items.push(...planned);
    const given = planned.map(({ status, ...item }) => ({ ...item, plannedStatus: status }));
    await seedOperation(database, { id, ...operation, target: targetOf(config), items: given });
  }
  return {
    operationIds: asked.map(({ id }) => id),
    items,
    jobIds,
    executions: [...ofJob, ...ofOtherJob, ...recreated, ...retried].map(({ thingName, jobId }) => ({
      thingName,
      jobId,
    })),
  };
}

/** The account of the emulator. */
export const ACCOUNT = "123456789012";
const targetOf = ({ region, endpoint }: EmulatedFleet["config"]) => ({ region, endpoint, account: ACCOUNT });

type Seeded = Pick<PlannedItem, "thingName" | "jobId" | "status">;

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
