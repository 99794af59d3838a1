"use client";

import { CircleX, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";

/** A read that failed: which call, why, and a button to retry. Announced when it appears. */
export function ErrorState({
  title,
  call,
  onRetry,
  retrying = false,
  children,
}: {
  title: string;
  /** The API call that failed. */
  call?: string;
  onRetry?: () => void;
  retrying?: boolean;
  children?: ReactNode;
}) {
  return (
    <div role="alert" className="flex flex-col items-center gap-1.5 px-6 py-12 text-center">
      <CircleX aria-hidden className="mb-1 size-6 stroke-[1.5] text-danger" />
      <p className="text-base font-medium text-ink">{title}</p>
      {call && (
        <p className="text-sm text-body">
          <code className="font-mono wrap-anywhere">{call}</code> failed.
        </p>
      )}
      {children && <div className="max-w-lg text-sm wrap-anywhere text-muted">{children}</div>}
      {onRetry && (
        <Button className="mt-3" onClick={onRetry} pending={retrying}>
          {!retrying && <RefreshCw aria-hidden />}
          Retry
        </Button>
      )}
    </div>
  );
}
