"use client";

import { toFailure } from "@/components/shell/read-error";
import { ReadNotice } from "@/components/shell/read-notice";
import { useNow } from "@/components/ui/now";
import type { Operation } from "@/lib/core/domain/operation";
import { lastKnownWords, notReadWords } from "@/lib/core/format/last-known-words";

/** Since when an operation cannot be read, and what was last known of it. */
export function OperationNotRead({
  operation,
  error,
  onRetry,
  retrying,
}: {
  operation: Operation;
  error: Error;
  onRetry: () => void;
  retrying: boolean;
}) {
  const now = useNow();
  return (
    <ReadNotice
      title={notReadWords(toFailure(error), operation.readAt, now)}
      note={lastKnownWords(operation)}
      error={error}
      onRetry={onRetry}
      retrying={retrying}
      className="mb-3.5"
    />
  );
}
