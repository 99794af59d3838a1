"use client";

import { ErrorState } from "@/components/ui/error-state";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { failedApi, readFailureReason } from "@/lib/core/format/read-failure-message";
import { ReadFailed } from "@/lib/client/queries/fetch-json";

/** Explains a failed read: which call failed, why, and what to do. */
export function ReadError({
  title,
  error,
  onRetry,
  retrying,
}: {
  title: string;
  error: Error;
  onRetry?: () => void;
  retrying?: boolean;
}) {
  const failure = toFailure(error);
  return (
    <ErrorState title={title} call={failedApi(failure) ?? undefined} onRetry={onRetry} retrying={retrying}>
      {readFailureReason(failure)}
    </ErrorState>
  );
}

/**
 * The failure that an error carries. Any other error is a bug of ours, such as an answer that does not fit its schema.
 */
export function toFailure(error: Error): ReadFailure {
  return error instanceof ReadFailed ? error.failure : { kind: "console", because: "error" };
}
