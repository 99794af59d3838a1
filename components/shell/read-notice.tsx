import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { readFailureMessage } from "@/lib/core/format/read-failure-message";
import { toFailure } from "./read-error";

/** A failed read above the rows of an earlier one. Small, so that it moves the rows little. */
export function ReadNotice({
  title,
  note,
  error,
  onRetry,
  retrying,
  className,
}: {
  title: string;
  /** What the failure means for what the page still shows. */
  note?: string;
  error: Error;
  onRetry: () => void;
  retrying: boolean;
  className?: string;
}) {
  return (
    <Notice tone="danger" title={title} announce className={className}>
      {readFailureMessage(toFailure(error))} {note}{" "}
      <Button size="sm" className="ml-1" onClick={onRetry} pending={retrying}>
        Retry
      </Button>
    </Notice>
  );
}
