import { vi } from "vitest";
import type { AwsCall, EmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { SeededExecution } from "@/lib/testing/emulator-seed";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { Database } from "@/lib/server/db/open-database";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { createFleetGateway, type FleetGateway } from "@/lib/server/iot/create-iot-gateway";

/** The emulator, store and gateway that many cancellations share. Each has its own things and jobs. */
export interface FaultWorld {
  fleet: EmulatedFleet;
  database: Database;
  audit: AuditLog;
  gateway: FleetGateway;
}

export type OpenStatus = Extract<SeededExecution["status"], "QUEUED" | "IN_PROGRESS">;

export const createFaultWorld = (fleet: EmulatedFleet, database: Database): FaultWorld => ({
  fleet,
  database,
  audit: createAuditLog(() => Promise.resolve(database)),
  gateway: createFleetGateway(fleet.config),
});

/** What the audit log and AWS have about one execution or job. */
export interface Trace {
  /** The outcomes of its entries, oldest first. Null: an open one. */
  audit: (string | null)[];
  /** Entries that the store lists as open. */
  open: number;
  /** How often the call left the console. */
  sent: number;
  /** How often AWS performed it with success. */
  accepted: number;
  status: string;
  /** Tries that ended as too late, before anything was sent. They are in none of the above. */
  heldUp: number;
}

/** An execution, or a whole job. */
export type Subject = { thingName?: string; jobId: string };

/** The calls of this API that name the subject, by the emulator's own log. */
export async function callsAbout({ fleet }: FaultWorld, api: string, subject: Subject): Promise<AwsCall[]> {
  const query = new URLSearchParams({ api, ...subject });
  const response = await fetch(`${fleet.url}/_emulator/log?${query}`);
  return ((await response.json()) as { calls: AwsCall[] }).calls;
}

/**
 * The entries of the subject, oldest first. On a busy machine a try may end as too late before anything is sent, and is
 * repeated. That is no answer to a fault, so it is left out.
 */
export async function entriesOf(world: FaultWorld, subject: Subject): Promise<AuditEntry[]> {
  return (await readEntries(world, subject)).filter((entry) => !isTooLate(entry));
}

const isTooLate = ({ outcome }: AuditEntry) => outcome?.kind === "too-late";

async function readEntries({ audit }: FaultWorld, { thingName, jobId }: Subject): Promise<AuditEntry[]> {
  const { rows } = await audit.find({ ...NO_AUDIT_FILTER, thing: thingName ?? null, job: jobId }, null, 50);
  return rows.reverse();
}

/** @param isSent whether a call was sent: then it waits for the call in the emulator's log */
export async function traceOf(world: FaultWorld, subject: Subject, isSent: boolean): Promise<Trace> {
  const api = subject.thingName === undefined ? "CancelJob" : "CancelJobExecution";
  const all = await readEntries(world, subject);
  const heldUp = all.filter(isTooLate).length;
  const entries = all.filter((entry) => !isTooLate(entry));
  const calls = await vi.waitFor(
    async () => {
      const logged = await callsAbout(world, api, subject);
      // The emulator logs a call when it has answered, which may be after the console's timeout.
      if (isSent && heldUp === 0 && logged.length === 0) throw new Error(`There is no ${api} in the log.`);
      return logged;
    },
    { timeout: 20_000, interval: 100 },
  );
  return {
    audit: entries.map(({ outcome }) => outcome?.kind ?? null),
    open: await countOpen(world, entries),
    sent: calls.length,
    accepted: calls.reduce((sum, { acceptedCount = 0 }) => sum + acceptedCount, 0),
    status: await statusOf(world, subject),
    heldUp,
  };
}

async function countOpen({ database }: FaultWorld, entries: readonly AuditEntry[]): Promise<number> {
  if (entries.length === 0) return 0;
  const ids = entries.map(({ entry }) => entry);
  const { kysely } = database;
  return (await kysely.selectFrom("audit_open").select("entry").where("entry", "in", ids).execute()).length;
}

/** What AWS has now. */
export async function statusOf({ gateway }: FaultWorld, { thingName, jobId }: Subject): Promise<string> {
  const iot = gateway.as(null);
  const read =
    thingName === undefined
      ? await iot.describeJob(jobId, { maxAgeMs: 0 })
      : await iot.describeExecution({ thingName, jobId }, { maxAgeMs: 0 });
  return read.ok ? read.value.status : read.failure.kind;
}
