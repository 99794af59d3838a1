"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { operationsHref } from "@/components/shell/fleet-href";
import { ReadError, toFailure } from "@/components/shell/read-error";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { onDemand } from "@/components/ui/on-demand";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import { isOver, type Operation, type RunnerFailure } from "@/lib/core/domain/operation";
import { countsWords } from "@/lib/core/format/item-outcome-words";
import { operationTitle, pauseCauseWords } from "@/lib/core/format/operation-words";
import { operationQuery } from "@/lib/client/queries/operations";
import { AnnouncedProgress } from "./announced-progress";
import { OperationNotRead } from "./operation-not-read";
import { OperationItems } from "./operation-items";
import { OperationProgressPanel } from "./operation-progress-panel";
import { OperationStateBadge } from "./operation-state-badge";
import { type Milestone, useNotifyWhenDone } from "./use-notify-when-done";
import { useFollowOperations } from "./use-follow-operations";
import { OperationRequest } from "./operation-request";

// Most operations that people open are over, and only one that continues has controls.
const OperationControls = onDemand(() =>
  import("./operation-controls").then((module) => module.OperationControls),
);

// Few operations are held up, so this code loads only when one is.
const OperationHeldUp = onDemand(() =>
  import("./operation-held-up").then((module) => module.OperationHeldUp),
);

/** A read of our own store, not of AWS: often enough that the numbers move. */
const READ_EVERY_MS = 2_000;

/** One bulk cancellation: its progress, each of its executions, its request, and the buttons that control it. */
export function OperationView({ operationId }: { operationId: string }) {
  const { fleet } = useConsole();
  const isHydrated = useIsHydrated();
  const [isWaitedFor, setWaitedFor] = useState(false);
  const read = useQuery({
    ...operationQuery(fleet.id, operationId),
    refetchInterval: ({ state }) =>
      (state.data && isOver(state.data.operation.state)) || isGone(state.error) ? false : READ_EVERY_MS,
    // Someone who waits for the notification may look at another tab.
    refetchIntervalInBackground: isWaitedFor,
  });
  const operation = read.data?.operation;
  const isLastKnown = read.error !== null;
  useFollowOperations(operation ? [operation] : null);
  const over = operation !== undefined && isOver(operation.state);
  const title = operation
    ? operationTitle({ total: operation.total, force: operation.order.force })
    : operationId;
  const notification = useNotifyWhenDone(operation ? milestoneOf(operation, title) : null);
  if (isWaitedFor !== (notification.wish === "on")) setWaitedFor(notification.wish === "on");
  const crumbs = [
    { label: "Operations", href: operationsHref(fleet.id) },
    { label: operationId, mono: true },
  ];

  if (isGone(read.error))
    return (
      <>
        <PageHeader title={operationId} mono crumbs={crumbs} />
        <Panel padded={false}>
          <EmptyState
            title="There is no such operation in this fleet"
            action={<ButtonLink href={operationsHref(fleet.id)}>To all operations</ButtonLink>}
          >
            It may be another fleet’s, or its id may be misspelled.
          </EmptyState>
        </Panel>
      </>
    );

  return (
    <>
      <PageHeader
        title={title}
        crumbs={crumbs}
        badges={operation && <OperationStateBadge operation={operation} isLastKnown={isLastKnown} />}
        actions={
          // Never a button that does nothing yet.
          operation &&
          !over &&
          isHydrated && (
            <OperationControls
              operation={operation}
              error={read.error}
              onRefresh={() => void read.refetch()}
              notification={notification}
            />
          )
        }
      />
      {operation && <AnnouncedProgress operation={operation} />}
      {read.error &&
        (read.data ? (
          <OperationNotRead
            operation={read.data.operation}
            error={read.error}
            onRetry={() => void read.refetch()}
            retrying={isHydrated && read.isFetching}
          />
        ) : (
          <Panel padded={false}>
            <ReadError
              title="The operation could not be read"
              error={read.error}
              onRetry={() => void read.refetch()}
              retrying={read.isFetching}
            />
          </Panel>
        ))}
      {read.isPending && <SkeletonRows rows={6} />}
      {read.data && (
        <>
          {!isLastKnown && isHeldUp(read.data) && <OperationHeldUp progress={read.data} />}
          <OperationProgressPanel
            operation={read.data.operation}
            pace={read.data.pace}
            isLastKnown={isLastKnown}
          />
          <div className="grid items-start gap-3.5 lg:grid-cols-[minmax(0,1fr)_18.75rem]">
            <OperationItems operation={read.data.operation} />
            <OperationRequest operation={read.data.operation} retries={read.data.retries} />
          </div>
        </>
      )}
    </>
  );
}

/** Its end, or a pause that nobody requested: each is a reason to come back. */
function milestoneOf({ state, pauseCause, counts }: Operation, title: string): Milestone | null {
  if (isOver(state))
    return {
      kind: "over",
      title: `${title}: ${state === "stopped" ? "stopped" : "done"}`,
      body: countsWords(counts),
    };
  if (state !== "paused" || pauseCause === null || pauseCause === "asked") return null;
  return { kind: "needs-person", title: `${title}: paused by itself`, body: pauseCauseWords(pauseCause) };
}

/** Whether it does not continue by itself now. */
function isHeldUp({
  operation,
  runnerFailure,
}: {
  operation: Operation;
  runnerFailure: RunnerFailure | null;
}): boolean {
  return operation.state === "paused" || operation.suspension !== null || runnerFailure !== null;
}

/** Reading again every few seconds would not bring it back. */
function isGone(error: Error | null): boolean {
  return error !== null && toFailure(error).kind === "not-found";
}
