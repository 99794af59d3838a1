"use client";

import { ErrorState } from "@/components/ui/error-state";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { failedApi, readFailureReason } from "@/lib/core/format/read-failure-message";
import { ReadFailed } from "@/lib/client/queries/fetch-json";

/** A read that failed, in words: which call, why, what to do. What nobody foresaw is told as that. */
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

/** What is no expected failure is a bug of ours: an answer that does not fit its schema, say. */
export function toFailure(error: Error): ReadFailure {
  return error instanceof ReadFailed ? error.failure : { kind: "console", because: "error" };
}
