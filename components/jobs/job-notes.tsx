import { Notice } from "@/components/ui/notice";
import type { Job } from "@/lib/core/domain/job";
import { scheduleNote } from "@/lib/core/format/schedule-words";
import { timeoutWords } from "./timeout-words";

/** What to know about a job before its executions: its description, why it was canceled, what it waits for. */
export function JobNotes({ job }: { job: Job }) {
  const isOpen = job.status !== "COMPLETED" && job.status !== "CANCELED";
  const notes = [
    job.timeoutMinutes === null && isOpen ? timeoutWords(null) : null,
    job.processingTargets.length > 0
      ? `AWS is still creating executions for ${job.processingTargets.length} of its targets.`
      : null,
    scheduleNote(job),
  ].filter((note) => note !== null);
  const isCanceled = job.status === "CANCELED";

  if (!job.description && notes.length === 0 && !isCanceled) return null;
  return (
    <div className="mb-2 flex flex-col gap-2 text-sm">
      {(job.description || notes.length > 0) && (
        <p className="max-w-5xl wrap-anywhere text-muted">
          {job.description && <span className="mr-3 text-body">{job.description}</span>}
          {notes.join(" ")}
        </p>
      )}
      {isCanceled && (
        <Notice tone="info" title={`This job was canceled${job.forceCanceled ? ", by force" : ""}.`}>
          {whyCanceled(job)}
        </Notice>
      )}
    </div>
  );
}

function whyCanceled({ reasonCode, comment }: Job): string {
  const words = [reasonCode && `Reason code: ${reasonCode}.`, comment && `Comment: ${comment}`].filter(
    Boolean,
  );
  return words.length > 0 ? words.join(" ") : "AWS has neither a reason code nor a comment for it.";
}
