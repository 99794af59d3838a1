import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { OpenCount } from "@/lib/core/contracts/execution";
import type { Page } from "@/lib/core/contracts/page";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { executionStage, OPEN_STATUSES } from "@/lib/core/domain/execution-status";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { readOn } from "@/lib/core/domain/read-on";
import { ok, type Result } from "@/lib/core/domain/result";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { readStatusPages } from "./status-pages";

type Services = { iot: Pick<IotGateway, "listExecutionsForThing" | "listExecutionsForJob"> };
type ExecutionPage = Promise<Result<Page<ExecutionSummary>, ReadFailure>>;

/**
 * One page of a job's executions. Without a status it is one call. With several it is one call for each, so a page may
 * have up to 250 executions of each status.
 */
export async function listJobExecutions(
  { iot }: Services,
  actor: Actor,
  query: { jobId: string; statuses: readonly string[]; cursor: string | null },
): ExecutionPage {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  const statuses = query.statuses.length === 0 ? [null] : query.statuses;
  return readStatusPages(statuses, query.cursor, (status, token) =>
    iot.listExecutionsForJob(query.jobId, status, token),
  );
}

/**
 * One page of a thing's executions.
 *
 * Open ones take two calls, one for each status. Finished ones have six statuses, so a single call without a status is
 * cheaper. Open ones are filtered out of its answer, so a page may be short; empty pages are skipped.
 */
export async function listThingExecutions(
  { iot }: Services,
  actor: Actor,
  query: { thingName: string; tab: "open" | "finished"; cursor: string | null },
): ExecutionPage {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  const read = (statuses: readonly (string | null)[], cursor: string | null) =>
    readStatusPages(statuses, cursor, (status, token) =>
      iot.listExecutionsForThing(query.thingName, status, token),
    );
  if (query.tab === "open") return read(OPEN_STATUSES, query.cursor);
  const readFinished = async (cursor: string | null) => {
    const page = await read([null], cursor);
    return page.ok ? ok({ ...page.value, rows: page.value.rows.filter((row) => !isOpen(row)) }) : page;
  };
  return readOn(query.cursor, readFinished, MAX_OPEN_PAGES);
}

/** How many pages without a finished execution are skipped. Each may already have cost ten empty pages of AWS. */
const MAX_OPEN_PAGES = 3;

const isOpen = (row: ExecutionSummary) => ["queued", "in-progress"].includes(executionStage(row.status));

/** Nobody waits for one cell of a table, so it is read at low priority and cached for long. */
const COUNT_MAX_AGE_MS = 20_000;

/**
 * Counts the open executions of a thing in the first page of all its executions. `atLeast`: there are more pages, so
 * there may be more. This takes one call. A call for each open status would use up twice as much of the quota, and a
 * list of things needs the count for each row in view.
 */
export async function countOpenExecutions(
  { iot }: Services,
  actor: Actor,
  query: { thingName: string },
): Promise<Result<OpenCount, ReadFailure>> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  const page = await iot.listExecutionsForThing(query.thingName, null, null, {
    priority: "background",
    maxAgeMs: COUNT_MAX_AGE_MS,
  });
  if (!page.ok) return page;
  const { rows, cursor } = page.value;
  return ok({
    open: rows.filter(isOpen).length,
    inProgress: rows.filter((row) => row.status === "IN_PROGRESS").length,
    atLeast: cursor !== null,
  });
}
