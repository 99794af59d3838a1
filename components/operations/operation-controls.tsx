"use client";

import { LiveStatus } from "@/components/shell/live-status";
import { useIsDialogOpen } from "@/components/ui/open-dialogs";
import type { Operation } from "@/lib/core/domain/operation";
import { ControlButtons } from "./control-buttons";
import { NotifyWhenDone } from "./notify-when-done";
import type { useNotifyWhenDone } from "./use-notify-when-done";

/**
 * The top of the page of an operation that is not over: how fresh the page is, and the buttons to be notified, pause
 * and stop.
 */
export function OperationControls({
  operation,
  error,
  onRefresh,
  notification,
}: {
  operation: Operation;
  /** Why the last read failed. Null if it did not. */
  error: Error | null;
  onRefresh: () => void;
  notification: ReturnType<typeof useNotifyWhenDone>;
}) {
  const isDialogOpen = useIsDialogOpen();
  return (
    <>
      <LiveStatus
        list={{
          readAt: operation.readAt,
          liveness: isDialogOpen ? "paused" : "live",
          refresh: onRefresh,
          isRefreshing: false,
          error,
        }}
      />
      <NotifyWhenDone notification={notification} />
      <ControlButtons operation={operation} />
    </>
  );
}
