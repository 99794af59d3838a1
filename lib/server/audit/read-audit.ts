import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { AuditFilter } from "@/lib/core/contracts/audit-filter";
import type { Page } from "@/lib/core/contracts/page";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { AuditLog } from "./audit-log";

/** A screenful, and some more to scroll to. */
const PAGE_SIZE = 50;

/** One page of the audit log, newest first, of the fleets that this person has access to. */
export async function listAudit(
  { audit }: { audit: Pick<AuditLog, "find"> },
  actor: Actor,
  { cursor, ...filter }: AuditFilter & { cursor: string | null },
): Promise<Result<Page<AuditEntry>, ReadFailure>> {
  const authorized = authorizeReading(actor, filter);
  if (!authorized.ok) return authorized;
  const before = cursor === null ? null : Number(cursor);
  const page = await audit.find(withinFleets(actor, filter), before, PAGE_SIZE);
  return ok({ rows: page.rows, cursor: page.cursor?.toString() ?? null, readAt: new Date() });
}

/** One entry. Not found where this person has no access to its fleet. */
export async function describeAudit(
  { audit }: { audit: Pick<AuditLog, "findOne"> },
  actor: Actor,
  { entry }: { entry: number },
): Promise<Result<AuditEntry, ReadFailure>> {
  const authorized = authorize(actor, "read-audit");
  if (!authorized.ok) return authorized;
  const found = await audit.findOne(entry);
  return found && canSee(actor, found) ? ok(found) : fail({ kind: "not-found", what: `Entry ${entry}` });
}

/** Refuses unless this person may read the entries of this filter. */
export function authorizeReading(actor: Actor, { fleet }: AuditFilter): Result<void, ReadFailure> {
  return authorize(actor, "read-audit", fleet === null ? {} : { fleetId: fleet });
}

/** The filter, limited to the fleets that this person has access to. */
export function withinFleets(
  actor: Actor,
  filter: AuditFilter,
): AuditFilter & { fleets?: readonly string[] } {
  return actor.fleets ? { ...filter, fleets: actor.fleets } : filter;
}

function canSee(actor: Actor, { fleetId }: AuditEntry): boolean {
  return !actor.fleets || (fleetId !== null && actor.fleets.includes(fleetId));
}
