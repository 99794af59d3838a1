"use client";

import { useQuery } from "@tanstack/react-query";
import type { ComponentProps } from "react";
import { useConsole } from "@/components/shell/console-context";
import { jobsHref } from "@/components/shell/fleet-href";
import { LiveStatus } from "@/components/shell/live-status";
import { oldestRead } from "@/components/shell/oldest-read";
import { ReadError, toFailure } from "@/components/shell/read-error";
import { MAX_LIVE_PAGES, REFRESH_EVERY_MS, useLiveList } from "@/components/shell/use-live-list";
import { useSearchState } from "@/components/shell/use-search-state";
import { ButtonLink } from "@/components/ui/button-link";
import { onDemand } from "@/components/ui/on-demand";
import { useIsDialogOpen } from "@/components/ui/open-dialogs";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useIsPicking, useRowSelection } from "@/components/ui/use-row-selection";
import { jobExecutionsFilter } from "@/lib/core/contracts/filters";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { jobExecutionsQuery } from "@/lib/client/queries/executions";
import { jobQuery } from "@/lib/client/queries/jobs";
import { JobExecutions } from "./job-executions";
import { JobMeta } from "./job-meta";
import { JobNotes } from "./job-notes";
import { JobStatusBadge } from "./job-status-badge";
import { ReadNotice } from "@/components/shell/read-notice";
import { JobTabs } from "./job-tabs";

// The chip reads a count before it shows anything, so its code may load after the page.
const JobStuckChip = onDemand(() =>
  import("@/components/stuck/job-stuck-chip").then((module) => module.JobStuckChip),
);

const loadTrend = () => import("@/components/stuck/trend-panel").then((module) => module.TrendPanel);
const loadDocument = () => import("./job-document").then((module) => module.JobDocument);
const loadConfiguration = () => import("./job-configuration").then((module) => module.JobConfiguration);

// Most people who open a job look at its executions: the code of the other tabs loads when someone reaches for them.
const JobDocument = onDemand(loadDocument, <LoadingTab />);
const JobConfiguration = onDemand(loadConfiguration, <LoadingTab />);
const TrendPanel = onDemand(loadTrend, <LoadingTab />);
const loadTabs = () => void Promise.all([loadTrend(), loadDocument(), loadConfiguration()]);

/** One job: its state, executions, document and configuration. */
export function JobView({ jobId }: { jobId: string }) {
  const { fleet } = useConsole();
  const search = useSearchState(jobExecutionsFilter);
  const { tab, status } = search.state;
  const isDialogOpen = useIsDialogOpen();
  const isHydrated = useIsHydrated();
  const job = useQuery({
    ...jobQuery(fleet.id, jobId),
    refetchInterval: ({ state }) => (isDialogOpen || isGone(state.error) ? false : REFRESH_EVERY_MS),
  });
  const selection = useRowSelection<ExecutionSummary>();
  const isSelecting = useIsPicking(selection);
  const executions = useLiveList(
    {
      ...jobExecutionsQuery(fleet.id, { jobId, status }),
      enabled: tab === "executions" && !isGone(job.error),
      // Coming back to a list of 400 pages must not read them all again: that would take 40 s of the account's quota.
      refetchOnMount: isSmall,
      refetchOnReconnect: isSmall,
    },
    { isSelecting },
  );
  const reads = tab === "executions" ? [job.data?.readAt, executions.readAt] : [job.data?.readAt];
  const live = {
    readAt: oldestRead(reads),
    liveness: tab === "executions" ? executions.liveness : isDialogOpen ? "paused" : "live",
    isRefreshing: (isHydrated && job.isRefetching) || (tab === "executions" && executions.isRefreshing),
    error: job.error ?? (tab === "executions" ? executions.error : null),
    refresh: () => {
      void job.refetch();
      if (tab === "executions") executions.refresh();
    },
  } as const;
  const crumbs = [
    { label: "Jobs", href: jobsHref(fleet.id) },
    { label: jobId, mono: true },
  ];

  if (job.error && isGone(job.error))
    return (
      <NoSuchJob
        header={{ title: jobId, crumbs }}
        error={job.error}
        onRetry={live.refresh}
        isRetrying={job.isFetching}
      />
    );

  return (
    <>
      <PageHeader
        title={jobId}
        mono
        crumbs={crumbs}
        badges={
          job.data && (
            <>
              <JobStatusBadge job={job.data} />
              {isHydrated && <JobStuckChip jobId={jobId} />}
            </>
          )
        }
        meta={(job.data || job.isPending) && <JobMeta job={job.data} />}
        actions={<LiveStatus list={live} />}
      />
      {job.error && (
        <ReadNotice
          title={job.data ? "The job could not be read again." : "The job could not be read."}
          note={job.data && "Counts and configuration are from the last read."}
          error={job.error}
          onRetry={live.refresh}
          retrying={job.isFetching}
          className="mb-3.5"
        />
      )}
      {job.data && <JobNotes job={job.data} />}
      <JobTabs tab={tab} onTab={(next) => search.push({ tab: next })} onReach={loadTabs}>
        {tab === "executions" && (
          <JobExecutions
            jobId={jobId}
            counts={job.data?.counts ?? null}
            retries={(job.data?.retryCriteria.length ?? 0) > 0}
            list={executions}
            search={search}
            selection={selection}
          />
        )}
        {tab === "trend" && isHydrated && <TrendPanel job={jobId} search={search} />}
        {tab === "document" && <JobDocument jobId={jobId} source={job.data?.documentSource ?? null} />}
        {tab === "configuration" && (job.data || job.isPending) && <JobConfiguration job={job.data} />}
      </JobTabs>
    </>
  );
}

/** AWS has no such job: it was deleted, or the address is wrong. */
function NoSuchJob({
  header,
  error,
  onRetry,
  isRetrying,
}: {
  header: Pick<ComponentProps<typeof PageHeader>, "title" | "crumbs">;
  error: Error;
  onRetry: () => void;
  isRetrying: boolean;
}) {
  const { fleet } = useConsole();
  return (
    <>
      <PageHeader {...header} mono actions={<ButtonLink href={jobsHref(fleet.id)}>To all jobs</ButtonLink>} />
      <Panel padded={false}>
        <ReadError title="There is no such job" error={error} onRetry={onRetry} retrying={isRetrying} />
      </Panel>
    </>
  );
}

function LoadingTab() {
  return (
    <Panel padded={false}>
      <SkeletonRows rows={5} />
    </Panel>
  );
}

const isSmall = ({ state }: { state: { data?: { pages: readonly unknown[] } | undefined } }) =>
  (state.data?.pages.length ?? 0) <= MAX_LIVE_PAGES;

/** AWS does not know the job: reading it again every few seconds would not bring it back. */
function isGone(error: Error | null): boolean {
  return error !== null && toFailure(error).kind === "not-found";
}
