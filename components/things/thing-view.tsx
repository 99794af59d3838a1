"use client";

import { useMemo } from "react";
import { useQueueJobs } from "@/components/executions/use-queue-jobs";
import { useConsole } from "@/components/shell/console-context";
import { thingsHref } from "@/components/shell/fleet-href";
import { LiveStatus } from "@/components/shell/live-status";
import { oldestRead } from "@/components/shell/oldest-read";
import { ReadError } from "@/components/shell/read-error";
import { ReadNotice } from "@/components/shell/read-notice";
import { type LiveList, useLiveList } from "@/components/shell/use-live-list";
import { useLiveQuery } from "@/components/shell/use-live-query";
import { useSearchState } from "@/components/shell/use-search-state";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValueStrip } from "@/components/ui/key-values";
import { useNow } from "@/components/ui/now";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { useIsPicking, useRowSelection } from "@/components/ui/use-row-selection";
import { thingExecutionsFilter } from "@/lib/core/contracts/filters";
import { diagnoseThing } from "@/lib/core/domain/diagnose-thing";
import { byQueueOrder } from "@/lib/core/domain/device-queue";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import type { Thing } from "@/lib/core/domain/thing";
import { diagnosisSentence } from "@/lib/core/format/diagnosis-words";
import { thingExecutionsQuery } from "@/lib/client/queries/executions";
import { thingQuery } from "@/lib/client/queries/things";
import { ConnectivityBadge } from "./connectivity-badge";
import { ThingExecutions } from "./thing-executions";
import { ThingTimeline } from "./thing-timeline";

/** Finished executions change seldom; people watch the open ones. */
const FINISHED_EVERY_MS = 30_000;
const THING_EVERY_MS = 15_000;

/** One thing: its facts, what blocks its queue, its open and finished executions, and a timeline. */
export function ThingView({ thingName }: { thingName: string }) {
  const { fleet } = useConsole();
  const thing = useLiveQuery(thingQuery(fleet.id, thingName), THING_EVERY_MS);
  const selection = useRowSelection<ExecutionSummary>();
  const isSelecting = useIsPicking(selection);
  const open = useQueueOrder(
    useLiveList(thingExecutionsQuery(fleet.id, { thingName, tab: "open" }), { isSelecting }),
  );
  const finished = useLiveList(thingExecutionsQuery(fleet.id, { thingName, tab: "finished" }), {
    everyMs: FINISHED_EVERY_MS,
  });
  const shown = useSearchState(thingExecutionsFilter).state.tab === "open" ? open : finished;
  // The facts above the list are about the open executions, whichever list is shown.
  const live = {
    readAt: oldestRead([open.readAt, shown.readAt]),
    liveness: shown.liveness,
    isRefreshing: shown.isRefreshing || open.isRefreshing || thing.isRefreshing,
    error: shown.error ?? open.error,
    refresh: () => {
      void thing.refetch();
      open.refresh();
      if (shown !== open) shown.refresh();
    },
  };
  const things = { label: "Things", href: thingsHref(fleet.id) };

  if (thing.error && !thing.data)
    return (
      <>
        <PageHeader title={thingName} mono crumbs={[things, { label: thingName, mono: true }]} />
        <Panel>
          <ReadError
            title="The thing could not be read"
            error={thing.error}
            onRetry={() => void thing.refetch()}
            retrying={thing.isFetching}
          />
          <p className="pb-4 text-center">
            <ButtonLink href={things.href}>All things</ButtonLink>
          </p>
        </Panel>
      </>
    );

  return (
    <>
      <PageHeader
        title={thingName}
        mono
        crumbs={[things, { label: thingName, mono: true }]}
        badges={thing.data && <ConnectivityBadge connectivity={thing.data.connectivity} focusable />}
        actions={
          <>
            <LiveStatus list={live} />
            <CopyLink />
          </>
        }
      />
      <div className="flex flex-col gap-3.5">
        {thing.error && (
          <ReadNotice
            title="The thing could not be read again."
            note="Its type, groups, attributes and connection are from the last read."
            error={thing.error}
            onRetry={() => void thing.refetch()}
            retrying={thing.isFetching}
          />
        )}
        <Facts thing={thing.data} open={open.readAt === null ? null : open} />
        <ThingExecutions
          thingName={thingName}
          typeName={thing.data?.typeName}
          open={open}
          finished={finished}
          selection={selection}
        />
        <ThingTimeline executions={[...open.rows, ...finished.rows]} />
        {thing.data && <Attributes attributes={thing.data.attributes} />}
      </div>
    </>
  );
}

/** In the order in which the device takes them: those in progress, then the oldest. AWS promises no order. */
function useQueueOrder(list: LiveList<ExecutionSummary>): LiveList<ExecutionSummary> {
  // The table compares the array: a new one means other rows.
  const rows = useMemo(() => [...list.rows].sort(byQueueOrder), [list.rows]);
  return { ...list, rows };
}

function Facts({
  thing,
  open,
}: {
  thing: Thing | undefined;
  open: Pick<LiveList<ExecutionSummary>, "rows" | "hasMore"> | null;
}) {
  const now = new Date(useNow());
  const { fleet } = useConsole();
  const typeName = thing?.typeName ?? null;
  const isPart = open?.hasMore ?? false;
  const { jobs } = useQueueJobs(open?.rows ?? []);
  const diagnosis = open && diagnoseThing(open.rows, { typeName, isPart, jobs }, fleet.thresholds, now);
  const connectivity = thing?.connectivity.state ?? null;
  return (
    <KeyValueStrip
      items={[
        { label: "Thing type", value: thing ? (thing.typeName ?? "none") : "…", mono: true },
        {
          label: "Groups",
          value: thing ? (thing.groups?.join(", ") ?? "not read") || "none" : "…",
          mono: true,
        },
        {
          label: "Diagnosis",
          value: diagnosis ? diagnosisSentence(diagnosis, now, { connectivity, isPart }) : "…",
          tone: diagnosis?.kind === "silent" ? "warning" : "neutral",
        },
      ]}
    />
  );
}

function Attributes({ attributes }: { attributes: Thing["attributes"] }) {
  const names = Object.keys(attributes).sort();
  return (
    <Panel title="Attributes">
      {names.length === 0 ? (
        <p className="text-sm text-muted">This thing has no attributes.</p>
      ) : (
        <dl className="grid grid-cols-1 gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[minmax(8rem,auto)_1fr]">
          {names.map((name) => (
            <div key={name} className="contents">
              <dt className="font-mono wrap-anywhere text-muted">{name}</dt>
              <dd className="font-mono wrap-anywhere text-ink">{attributes[name]}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}

function CopyLink() {
  return <CopyButton text={() => window.location.href}>Copy link</CopyButton>;
}
