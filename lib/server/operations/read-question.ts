import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import { filterByName } from "@/lib/core/domain/filter-by-name";
import type { CancelSelector, SeenExecution } from "@/lib/core/domain/operation";
import { PLAN_READS, type SelectorPage, type SelectorReader, readOpen } from "./plan-reads";
import { readExecutions } from "./read-executions";

/** What is known of a question before its lists are read. */
export interface ExpectedReads {
  /** About how many executions there are to read, where that is known. */
  ofAbout: number | null;
  /** Of the job that it is about. */
  jobCreatedAt: Date | null;
}

export async function expectedReads(
  iot: SelectorReader,
  kysely: Kysely<Tables>,
  question: CancelSelector,
): Promise<ExpectedReads> {
  const jobCreatedAt = null;
  switch (question.kind) {
    case "executions":
      return { ofAbout: question.executions.length, jobCreatedAt };
    case "items":
      return { ofAbout: (await listItems(kysely, question)).length, jobCreatedAt };
    case "job": {
      const job = await iot.describeJob(question.jobId, PLAN_READS);
      // The list itself says why, should it not be there: counters are only of help.
      if (!job.ok) return { ofAbout: null, jobCreatedAt };
      const { counts, createdAt } = job.value;
      const ofAbout = question.statuses.reduce((sum, status) => sum + counts[status], 0);
      return { ofAbout, jobCreatedAt: createdAt };
    }
    case "thing":
      return { ofAbout: null, jobCreatedAt };
  }
}

/** All that a question means, page by page as it is read. @throws NotReadable */
export async function* readSelector(
  iot: SelectorReader,
  kysely: Kysely<Tables>,
  question: CancelSelector,
): AsyncGenerator<SelectorPage> {
  switch (question.kind) {
    case "executions":
      yield* readExecutions(iot, question.executions);
      return;
    case "items":
      yield* readExecutions(iot, await listItems(kysely, question));
      return;
    case "job":
      for await (const rows of readOpen(question.statuses, (status, cursor) =>
        iot.listExecutionsForJob(question.jobId, status, cursor, PLAN_READS),
      ))
        yield { found: filterByName(rows, question.name), read: rows.length, gone: 0, replaced: 0 };
      return;
    case "thing":
      for await (const rows of readOpen(question.statuses, (status, cursor) =>
        iot.listExecutionsForThing(question.thingName, status, cursor, PLAN_READS),
      ))
        yield { found: rows, read: rows.length, gone: 0, replaced: 0 };
  }
}

type ItemsQuestion = Extract<CancelSelector, { kind: "items" }>;

/** What that operation did not get done. */
function listItems(
  kysely: Kysely<Tables>,
  { operationId, outcomes }: ItemsQuestion,
): Promise<SeenExecution[]> {
  // What was found to be another one is planned as what was found: that is what the person retries.
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
