import type { CancelPlan } from "@/lib/domain/cancel-plan";
import { countWords, executionsWords } from "@/lib/format/count";

/** What differs between canceling the queued executions of a job and canceling the job. */
export function JobOrExecutions({ plan }: { plan: CancelPlan }) {
  const { queued, inProgress } = plan.counts;
  return (
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
        <Difference name="Calls" executions={countWords(queued)} job="One; AWS does the rest" />
        <Difference
          name="Afterwards"
          executions="The job goes on, and may queue new executions"
          job="The job has ended for good: no new executions"
        />
        <Difference
          name="In progress"
          executions={inProgress === 0 ? "None" : `${executionsWords(inProgress)} left alone`}
          job="Go on, and may still finish and report, unless forced"
        />
        <Difference
          name="What is told"
          executions="An outcome for each, which can be retried"
          job="One entry in the audit log"
        />
      </tbody>
    </table>
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
