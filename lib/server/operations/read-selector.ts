import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import { filterByName } from "@/lib/core/domain/filter-by-name";
import type { CancelSelector, SeenExecution } from "@/lib/core/domain/operation";
import { PLAN_READS, type SelectorPage, type SelectorReader, readOpen } from "./plan-reads";
import { readExecutions } from "./read-executions";

/** What is known about a selector before its lists are read. */
export interface ExpectedReads {
  /** About how many executions there are to read. Null: unknown. */
  ofAbout: number | null;
  /** Null: the selector names no job, or AWS did not describe it. */
  jobCreatedAt: Date | null;
}

export async function expectedReads(
  iot: SelectorReader,
  kysely: Kysely<Tables>,
  selector: CancelSelector,
): Promise<ExpectedReads> {
  const jobCreatedAt = null;
  switch (selector.kind) {
    case "executions":
      return { ofAbout: selector.executions.length, jobCreatedAt };
    case "items":
      return { ofAbout: (await listItems(kysely, selector)).length, jobCreatedAt };
    case "job": {
      const job = await iot.describeJob(selector.jobId, PLAN_READS);
      // No error: the counters only help, and the list reports it if the job does not exist.
      if (!job.ok) return { ofAbout: null, jobCreatedAt };
      const { counts, createdAt } = job.value;
      const ofAbout = selector.statuses.reduce((sum, status) => sum + counts[status], 0);
      return { ofAbout, jobCreatedAt: createdAt };
    }
    case "thing":
      return { ofAbout: null, jobCreatedAt };
  }
}

/** Everything that a selector selects, page by page as it is read. @throws NotReadable */
export async function* readSelector(
  iot: SelectorReader,
  kysely: Kysely<Tables>,
  selector: CancelSelector,
): AsyncGenerator<SelectorPage> {
  switch (selector.kind) {
    case "executions":
      yield* readExecutions(iot, selector.executions);
      return;
    case "items":
      yield* readExecutions(iot, await listItems(kysely, selector));
      return;
    case "job":
      for await (const rows of readOpen(selector.statuses, (status, cursor) =>
        iot.listExecutionsForJob(selector.jobId, status, cursor, PLAN_READS),
      ))
        yield { found: filterByName(rows, selector.name), read: rows.length, gone: 0, replaced: 0 };
      return;
    case "thing":
      for await (const rows of readOpen(selector.statuses, (status, cursor) =>
        iot.listExecutionsForThing(selector.thingName, status, cursor, PLAN_READS),
      ))
        yield { found: rows, read: rows.length, gone: 0, replaced: 0 };
  }
}

type ItemsSelector = Extract<CancelSelector, { kind: "items" }>;

/** The executions that an operation did not cancel, with these outcomes. */
function listItems(
  kysely: Kysely<Tables>,
  { operationId, outcomes }: ItemsSelector,
): Promise<SeenExecution[]> {
  // An item that was found replaced is planned as the execution that was found: that is the one the person retries.
  const number = sql<number | null>`case when outcome <> 'changed-meanwhile' then execution_number end`;
  const startedAt = sql<Date | null>`
    case when outcome <> 'changed-meanwhile' and planned_status = 'IN_PROGRESS' then started_at end`;
  const queuedAt = sql<Date | null>`
    case when outcome <> 'changed-meanwhile' then queued_at else (note::json ->> 'queuedAt')::timestamptz end`;
  return kysely
    .selectFrom("operation_item")
    .select([
      "thing_name as thingName",
      "job_id as jobId",
      number.as("executionNumber"),
      queuedAt.as("queuedAt"),
      startedAt.as("startedAt"),
    ])
    .where("operation_id", "=", operationId)
    .where("state", "=", "settled")
    .where("outcome", "in", outcomes)
    .orderBy("seq")
    .execute();
}
