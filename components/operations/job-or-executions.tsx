"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { ReadNotice } from "@/components/shell/read-notice";
import { ExactTime } from "@/components/ui/exact-time";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { countWords } from "@/lib/core/format/count";
import { freshJobQuery } from "@/lib/client/queries/jobs";
import { inProgressWords, queuedWords } from "./job-or-executions-words";

/**
 * How canceling the queued executions of a job differs from canceling the job.
 *
 * The plan has read only its own statuses, so the job's counters say how many are in progress. They are read when the
 * dialog opens: the page's own may be old.
 */
export function JobOrExecutions({ plan, jobId }: { plan: CancelPlan; jobId: string }) {
  const { fleet } = useConsole();
  const job = useQuery(freshJobQuery(fleet.id, jobId));
  const counts = job.data?.counts ?? null;
  const missing = job.isError ? "Not read" : "Reading…";
  const queued = counts ? queuedWords(plan.counts.queued, counts) : null;
  const inProgress = counts ? inProgressWords(counts) : null;

  return (
    <div className="flex flex-col gap-2">
      <table className="w-full border-separate border-spacing-0 text-left text-sm [&_td]:border-t [&_td]:border-line [&_td]:py-1.5 [&_td]:pr-3 [&_td]:align-top [&_tbody_th]:border-t [&_tbody_th]:border-line [&_tbody_th]:py-1.5 [&_tbody_th]:pr-3 [&_tbody_th]:align-top [&_tbody_th]:font-normal [&_tbody_th]:text-muted [&_thead_th]:pr-3 [&_thead_th]:pb-1.5 [&_thead_th]:text-xs [&_thead_th]:font-medium [&_thead_th]:text-muted">
        <caption className="sr-only">What differs</caption>
        <thead>
          <tr>
            <td className="border-t-0!" />
            <th scope="col">Its executions</th>
            <th scope="col">The job</th>
          </tr>
        </thead>
        <tbody>
          <Difference name="Calls" executions={countWords(plan.counts.queued)} job="One; AWS does the rest" />
          <Difference
            name="Afterwards"
            executions="The job goes on, and may queue new executions"
            job="The job has ended for good: no new executions"
          />
          <Difference name="Queued" executions={queued?.executions ?? missing} job={queued?.job ?? missing} />
          <Difference
            name="In progress"
            executions={inProgress?.executions ?? missing}
            job={inProgress?.job ?? missing}
          />
          <Difference
            name="What is recorded"
            executions="An outcome for each, which can be retried"
            job="One entry in the audit log"
          />
        </tbody>
      </table>
      {job.data && (
        <p className="text-xs text-muted">
          AWS IoT counts what is queued and in progress with a delay. Read{" "}
          <ExactTime date={job.data.readAt} focusable />.
        </p>
      )}
      {job.isError && (
        <ReadNotice
          title="The job's counters could not be read."
          note="So nobody knows how many devices are running it now."
          error={job.error}
          onRetry={() => void job.refetch()}
          retrying={job.isFetching}
        />
      )}
    </div>
  );
}

function Difference({ name, executions, job }: { name: string; executions: string; job: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{executions}</td>
      <td>{job}</td>
    </tr>
  );
}
