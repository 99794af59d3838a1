import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { readFailureMessage } from "@/lib/core/format/read-failure-message";
import { toFailure } from "./read-error";

/** A read that failed above what was read before: small, so that it pushes no row from under the eye. */
export function ReadNotice({
  title,
  note,
  error,
  onRetry,
  retrying,
  className,
}: {
  title: string;
  /** What that means for what the page still shows. */
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
