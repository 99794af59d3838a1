"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { jobHref } from "@/components/shell/fleet-href";
import { ListFooter } from "@/components/shell/list-footer";
import { LiveStatus } from "@/components/shell/live-status";
import { NoneSoFar } from "@/components/shell/none-so-far";
import { useLiveList } from "@/components/shell/use-live-list";
import { useSearchState } from "@/components/shell/use-search-state";
import { useWithoutRepeats } from "@/components/shell/use-without-repeats";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { jobsFilter } from "@/lib/core/contracts/filters";
import type { JobSummary } from "@/lib/core/domain/job";
import { jobsQuery } from "@/lib/client/queries/jobs";
import { jobColumns } from "./job-columns";
import { ListError } from "@/components/shell/list-error";
import { JobFilters } from "./job-filters";
import { useShownRows } from "@/components/shell/use-shown-rows";

const keyOf = ({ jobId }: JobSummary) => jobId;

/** The fleet's jobs as AWS lists them. Counters are read for the rows in view. */
export function JobList() {
  const { fleet } = useConsole();
  const router = useRouter();
  const search = useSearchState(jobsFilter);
  const list = useWithoutRepeats(useLiveList(jobsQuery(fleet.id, search.state)), keyOf);
  const rows = useShownRows(list, false);
  const [inView, setInView] = useState<ReadonlySet<string>>(new Set());
  const isFiltered = Object.values(search.state).some((value) => value !== null);
  const [timesCleared, setTimesCleared] = useState(0);
  const clearFilters = () => {
    search.push({ status: null, selection: null, group: null, namespace: null });
    setTimesCleared(timesCleared + 1);
  };
  const clear = <Button onClick={clearFilters}>Clear filters</Button>;

  return (
    <>
      <PageHeader title="Jobs" actions={<LiveStatus list={list} />} />
      <Panel className="mb-3.5">
        <JobFilters
          search={search}
          timesCleared={timesCleared}
          groupsBelow={list.pages[0]?.groupsBelow ?? null}
        >
          {isFiltered && clear}
        </JobFilters>
      </Panel>
      <Panel padded={false}>
        <DataTable
          label="Jobs"
          columns={jobColumns(fleet.id, inView)}
          rows={rows}
          rowKey={keyOf}
          view={{ key: JSON.stringify(search.state) }}
          reading={{
            isLoading: list.isLoading,
            isStale: list.isLoading && rows.length > 0,
            error: list.error && <ListError what="The jobs" list={list} />,
            empty: list.hasMore ? (
              <NoneSoFar action={isFiltered && clear} />
            ) : isFiltered ? (
              <EmptyState title="No job matches these filters" action={clear} />
            ) : (
              <NoJobs region={fleet.region} />
            ),
          }}
          paging={{ onEndReached: list.hasMore ? () => void list.loadMore() : undefined }}
          interaction={{
            onInView: (visible) => setInView(new Set(visible.map((job) => job.jobId))),
            onOpen: (job) => router.push(jobHref(fleet.id, job.jobId)),
          }}
          layout={{
            maxHeight: "max(24rem, calc(100dvh - 18rem))",
            footer: <ListFooter list={list} one="job" />,
          }}
        />
      </Panel>
    </>
  );
}

function NoJobs({ region }: { region: string }) {
  return (
    <EmptyState title="No jobs in this account and region">
      Jobs appear here as soon as they are created in AWS IoT, in {region}: by its console, by{" "}
      <code className="font-mono">aws iot create-job</code>, or by your own pipeline.
    </EmptyState>
  );
}
