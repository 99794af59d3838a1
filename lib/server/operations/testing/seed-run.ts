import { sql } from "kysely";
import type { EmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { SeededExecution } from "@/lib/testing/emulator-seed";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import type { Database } from "@/lib/server/db/open-database";
import type { AwsTarget } from "@/lib/core/domain/execution";
import type { CancelOrder } from "@/lib/core/domain/operation";
import { createFleetGateway } from "@/lib/server/iot/create-iot-gateway";
import type { RunnerServices } from "../runner-services";
import { listSeen } from "./list-seen";

export const FLEET_ID = "demo";
export const ADA: Actor = { id: "ada", name: "Ada", email: "ada@example.com", role: "supervisor" };

/** The target of operations and of the fleet, unless a test sets another. */
export const SEEDED_TARGET: AwsTarget = { region: "eu-west-1", account: null, endpoint: null };

export interface SeededItem {
  thingName: string;
  jobId: string;
  plannedStatus?: "QUEUED" | "IN_PROGRESS";
  executionNumber?: number;
  /** As the plan saw it. */
  queuedAt?: Date | null;
  startedAt?: Date | null;
  lastUpdatedAt?: Date | null;
  versionNumber?: number | null;
  tries?: number;
}

export interface SeededOperation {
  id: string;
  items: readonly SeededItem[];
  fleetId?: string;
  force?: boolean;
  evenIfProgressed?: boolean;
  personId?: string;
  /** Where it was planned for. */
  target?: AwsTarget;
}

/** The services of a runner on an open store and an emulator. */
export function runnerServices(
  database: Database,
  config: Parameters<typeof createFleetGateway>[0],
  more: Partial<RunnerServices> = {},
): RunnerServices {
  const gateway = createFleetGateway(config);
  return {
    fleet: { id: FLEET_ID, bulkLimit: 1_000_000 },
    audit: createAuditLog(() => Promise.resolve(database)),
    database: () => Promise.resolve(database),
    gatewayOf: (caller) => gateway.as(caller),
    findPerson: () => Promise.resolve(ADA),
    pace: () => gateway.pace("CancelJobExecution"),
    target: () => SEEDED_TARGET,
    suspendAtMostMs: 3_600_000,
    ...more,
  };
}

/**
 * A job with executions in the emulator, one on each of its things.
 *
 * @returns them as items of an operation, with what a plan's list shows of each
 */
export async function seedJob(
  { emulator, name, config }: Pick<EmulatedFleet, "emulator" | "name" | "config">,
  executions: readonly SeededExecution[],
): Promise<SeededItem[]> {
  const jobId = name("fw");
  const things = executions.map((_, at) => `${jobId}-kiosk-${at}`);
  await emulator.seed({
    things: things.map((thing) => ({ name: thing })),
    jobs: [
      {
        jobId,
        targets: { things },
        executions: executions.map((execution, at) => ({ thingName: things[at]!, ...execution })),
      },
    ],
  });
  const seen = new Map((await listSeen(config, jobId)).map((each) => [each.thingName, each]));
  return things.map((thingName) => {
    const { status, queuedAt, startedAt, executionNumber } = seen.get(thingName)!;
    return {
      thingName,
      jobId,
      plannedStatus: status === "IN_PROGRESS" ? "IN_PROGRESS" : "QUEUED",
      executionNumber: executionNumber ?? 1,
      queuedAt,
      startedAt,
    };
  });
}

/** Seeds an operation as a request writes it. */
export async function seedOperation(
  { kysely }: Database,
  {
    id,
    items,
    fleetId = FLEET_ID,
    force = false,
    evenIfProgressed = true,
    personId = "ada",
    target = SEEDED_TARGET,
  }: SeededOperation,
): Promise<void> {
  const order: CancelOrder = {
    force,
    statusDetails: {},
    keepDeviceDetails: false,
    evenIfProgressed,
    reason: "wrong image",
  };
  await kysely
    .insertInto("operation")
    .values({
      id,
      fleet_id: fleetId,
      person_id: personId,
      person: JSON.stringify({ id: "ada", name: "Ada", email: null, role: "operator", address: "192.0.2.7" }),
      question: JSON.stringify({ kind: "executions", count: items.length }),
      order: JSON.stringify(order),
      left_out: JSON.stringify({ inProgress: 0, finished: 0, gone: 0, unknownStatus: 0, notAllowed: 0 }),
      state: "running",
      stop_cause: null,
      retry_of: null,
      total: items.length,
      target: JSON.stringify(target),
      planned_at: new Date(),
      started_at: null,
      finished_at: null,
    })
    .execute();
  const rows = items.map(({ plannedStatus = "QUEUED", executionNumber = 1, tries = 0, ...item }, at) => ({
    seq: at + 1,
    thing_name: item.thingName,
    job_id: item.jobId,
    execution_number: executionNumber,
    planned_status: plannedStatus,
    queued_at: item.queuedAt ?? null,
    started_at: item.startedAt ?? null,
    last_updated_at: item.lastUpdatedAt ?? null,
    version_number: item.versionNumber ?? null,
    tries,
  }));
  await sql`
    insert into operation_item (operation_id, seq, thing_name, job_id, execution_number, planned_status, queued_at,
      started_at, last_updated_at, version_number, state, tries)
    select ${id}::text, seq, thing_name, job_id, execution_number, planned_status, queued_at, started_at, last_updated_at,
      version_number, 'waiting', tries
    from json_to_recordset(${JSON.stringify(rows)}::json) as given
      (seq integer, thing_name text, job_id text, execution_number bigint, planned_status text, queued_at timestamptz,
        started_at timestamptz, last_updated_at timestamptz, version_number bigint, tries integer)`.execute(
    kysely,
  );
}
