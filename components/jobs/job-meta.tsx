import { ExactTime } from "@/components/ui/exact-time";
import { Skeleton } from "@/components/ui/skeleton";
import { type Job, totalExecutions } from "@/lib/core/domain/job";
import { executionsWords } from "@/lib/core/format/count";
import { selectionWord } from "./selection-word";

/** "Continuous · 4,812 executions · created 6 d ago · namespace aws.greengrass". */
export function JobMeta({ job }: { job: Job | undefined }) {
  if (!job) return <Skeleton className="w-60" />;
  const total = totalExecutions(job.counts);
  return (
    <>
      {job.targetSelection && `${selectionWord(job.targetSelection)} · `}
      {executionsWords(total)} · created <ExactTime date={job.createdAt} focusable />
      {job.completedAt && (
        <>
          {" · completed "}
          <ExactTime date={job.completedAt} focusable />
        </>
      )}
      {job.namespaceId !== null && (
        <>
          {" · namespace "}
          <span className="font-mono">{job.namespaceId}</span>
        </>
      )}
    </>
  );
}
