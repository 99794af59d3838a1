import type { Kysely } from "kysely";
import type { Tables } from "@/lib/db/tables";
import type { ExecutionRef } from "@/lib/domain/execution";
import { filterByName } from "@/lib/domain/filter-by-name";
import type { CancelQuestion } from "@/lib/domain/operation";
import { PLAN_READS, type QuestionPage, type QuestionReader, readOpen } from "./plan-reads";
import { readExecutions } from "./read-executions";

/** About how many executions there are to read, where that is known. */
export async function expectedReads(
  iot: QuestionReader,
  kysely: Kysely<Tables>,
  question: CancelQuestion,
): Promise<number | null> {
  switch (question.kind) {
    case "executions":
      return question.executions.length;
    case "items":
      return (await listItems(kysely, question)).length;
    case "job": {
      const job = await iot.describeJob(question.jobId, PLAN_READS);
      // The list itself says why, should it not be there: counters are only of help.
      if (!job.ok) return null;
      return question.statuses.reduce((sum, status) => sum + job.value.counts[status], 0);
    }
    case "thing":
      return null;
  }
}

/** All that a question means, page by page as it is read. @throws NotReadable */
export async function* readQuestion(
  iot: QuestionReader,
  kysely: Kysely<Tables>,
  question: CancelQuestion,
): AsyncGenerator<QuestionPage> {
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
        yield { found: filterByName(rows, question.name), read: rows.length, gone: 0 };
      return;
    case "thing":
      for await (const rows of readOpen(question.statuses, (status, cursor) =>
        iot.listExecutionsForThing(question.thingName, status, cursor, PLAN_READS),
      ))
        yield { found: rows, read: rows.length, gone: 0 };
  }
}

type ItemsQuestion = Extract<CancelQuestion, { kind: "items" }>;

/** What that operation did not get done. */
function listItems(
  kysely: Kysely<Tables>,
  { operationId, outcomes }: ItemsQuestion,
): Promise<ExecutionRef[]> {
  return kysely
    .selectFrom("operation_item")
    .select(["thing_name as thingName", "job_id as jobId"])
    .where("operation_id", "=", operationId)
    .where("state", "=", "settled")
    .where("outcome", "in", outcomes)
    .orderBy("seq")
    .execute();
}
