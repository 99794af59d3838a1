"use client";

import { useConsole } from "@/components/shell/console-context";
import { jobHref, thingHref, thingsHref } from "@/components/shell/fleet-href";
import { PartOfOperations } from "@/components/operations/part-of-operations";
import { ExecutionHistory } from "@/components/audit/execution-history";
import { LiveStatus } from "@/components/shell/live-status";
import { ReadError } from "@/components/shell/read-error";
import { useLiveQuery } from "@/components/shell/use-live-query";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import { executionQuery } from "@/lib/client/queries/executions";
import { useIsDialogOpen } from "@/components/ui/open-dialogs";
import { CancelExecutionButton } from "./cancel-execution-button";
import { ExecutionCommands } from "./execution-commands";
import { ExecutionDetails } from "./execution-details";
import { ExecutionTimes } from "./execution-times";
import { JobDocumentOnDemand } from "./job-document-on-demand";
import { RowStatus } from "./row-status";
import { useCancelDialog } from "./use-cancel-dialog";

/** One execution: what AWS reports, what the device reported, the job document, and the button that cancels it. */
export function ExecutionView({ target }: { target: ExecutionRef }) {
  const { fleet } = useConsole();
  const read = useLiveQuery(executionQuery(fleet.id, target));
  const isDialogOpen = useIsDialogOpen();
  const canceling = useCancelDialog();
  const live = {
    readAt: read.data?.readAt ?? null,
    liveness: isDialogOpen ? ("paused" as const) : ("live" as const),
    refresh: () => void read.refetch(),
    isRefreshing: read.isRefreshing,
    error: read.error,
  };

  return (
    <>
      <PageHeader
        title={target.jobId}
        mono
        crumbs={[
          { label: "Things", href: thingsHref(fleet.id) },
          { label: target.thingName, href: thingHref(fleet.id, target.thingName), mono: true },
          { label: target.jobId, mono: true },
        ]}
        badges={read.data && <RowStatus execution={read.data} />}
        meta={
          <>
            on <span className="font-mono">{target.thingName}</span>
          </>
        }
        actions={
          <>
            <LiveStatus list={live} />
            <ButtonLink href={jobHref(fleet.id, target.jobId)}>See the job</ButtonLink>
            {read.data && (
              <CancelExecutionButton execution={read.data} onCancel={canceling.cancel} variant="danger" />
            )}
          </>
        }
      />
      {read.error && (
        <Panel className="mb-3.5">
          <ReadError
            title={read.data ? "The execution could not be read again" : "The execution could not be read"}
            error={read.error}
            onRetry={live.refresh}
            retrying={read.isFetching}
          />
        </Panel>
      )}
      {read.data ? <Facts execution={read.data} /> : !read.error && <SkeletonRows rows={4} />}
      {canceling.dialog}
    </>
  );
}

function Facts({ execution }: { execution: Execution }) {
  return (
    <div className="flex flex-col gap-3.5">
      <ExecutionTimes execution={execution} />
      <ExecutionDetails details={execution.statusDetails} />
      <JobDocumentOnDemand jobId={execution.jobId} />
      <PartOfOperations execution={execution} />
      <ExecutionHistory thingName={execution.thingName} jobId={execution.jobId} />
      <ExecutionCommands execution={execution} />
    </div>
  );
}
