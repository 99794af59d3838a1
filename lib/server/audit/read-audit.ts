import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { AuditFilter } from "@/lib/core/contracts/audit-filter";
import type { Page } from "@/lib/core/contracts/page";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { AuditLog } from "./audit-log";

/** A screenful and what one scrolls to next. */
const PAGE_SIZE = 50;

/** A page of the audit log, newest first, as far as this person may see it. */
export async function listAudit(
  { audit }: { audit: Pick<AuditLog, "find"> },
  actor: Actor,
  { cursor, ...filter }: AuditFilter & { cursor: string | null },
): Promise<Result<Page<AuditEntry>, ReadFailure>> {
  const may = canRead(actor, filter);
  if (!may.ok) return may;
  const before = cursor === null ? null : Number(cursor);
  const page = await audit.find(within(actor, filter), before, PAGE_SIZE);
  return ok({ rows: page.rows, cursor: page.cursor?.toString() ?? null, readAt: new Date() });
}

/** One entry whole. */
export async function describeAudit(
  { audit }: { audit: Pick<AuditLog, "findOne"> },
  actor: Actor,
  { entry }: { entry: number },
): Promise<Result<AuditEntry, ReadFailure>> {
  const may = authorize(actor, "read-audit");
  if (!may.ok) return may;
  const found = await audit.findOne(entry);
  return found && canSee(actor, found) ? ok(found) : fail({ kind: "not-found", what: `Entry ${entry}` });
}

/** Whether this person may read what the filter asks for. */
export function canRead(actor: Actor, { fleet }: AuditFilter): Result<void, ReadFailure> {
  return authorize(actor, "read-audit", fleet === null ? {} : { fleetId: fleet });
}

/** Who has to do with some fleets only sees what was done there. */
export function within(actor: Actor, filter: AuditFilter): AuditFilter & { fleets?: readonly string[] } {
  return actor.fleets ? { ...filter, fleets: actor.fleets } : filter;
}

function canSee(actor: Actor, { fleetId }: AuditEntry): boolean {
  return !actor.fleets || (fleetId !== null && actor.fleets.includes(fleetId));
}
