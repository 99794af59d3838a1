import { toFailure } from "@/components/shell/read-error";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { readFailureMessage } from "@/lib/format/read-failure-message";

/** The job itself could not be read, while its executions may well be. */
export function JobNotRead({
  error,
  again,
  onRetry,
  retrying,
}: {
  error: Error;
  /** It was read before: what the page tells of it is old. */
  again: boolean;
  onRetry: () => void;
  retrying: boolean;
}) {
  return (
    <Notice
      tone="danger"
      title={again ? "The job could not be read again." : "The job could not be read."}
      announce
      className="mb-3.5"
      controls={
        <Button size="sm" onClick={onRetry} pending={retrying}>
          Retry
        </Button>
      }
    >
      {readFailureMessage(toFailure(error))}
      {again && " Its counts and configuration are as they were read last."}
    </Notice>
  );
}
