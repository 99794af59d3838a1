"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useLoadAll } from "@/components/shell/use-load-all";
import { useConsole } from "@/components/shell/console-context";
import { jobHref, thingHref } from "@/components/shell/fleet-href";
import { ListError } from "@/components/shell/list-error";
import type { LiveList } from "@/components/shell/use-live-list";
import type { SearchControl } from "@/components/shell/use-search-state";
import { useShownRows } from "@/components/shell/use-shown-rows";
import { Button } from "@/components/ui/button";
import type { DataColumn } from "@/components/ui/data-column";
import { DataTable } from "@/components/ui/data-table";
import { ExactTime } from "@/components/ui/exact-time";
import { Panel } from "@/components/ui/panel";
import {
  GROUP_SORTS,
  shownGroupSort,
  type TriageFilter,
  type triageState,
} from "@/lib/core/contracts/triage-filter";
import { TRIAGE_REASONS, type TriageGroup, type TriageView } from "@/lib/core/domain/triage";
import { countWords } from "@/lib/core/format/count";
import { triageReasonWords } from "@/lib/core/format/triage-words";
import { StuckFooter } from "./stuck-footer";

type GroupView = Exclude<TriageView, "age">;
type Search = SearchControl<typeof triageState>;

const WORDS: Record<GroupView, { header: string; one: string }> = {
  job: { header: "Job", one: "job" },
  thing: { header: "Thing", one: "thing" },
  reason: { header: "Reason", one: "reason" },
};

/** Stuck by job, thing or reason. Each row leads to its executions. */
export function StuckGroups({
  view,
  list,
  isIndexWhole,
  search,
  filter,
  empty,
}: {
  view: GroupView;
  list: LiveList<TriageGroup>;
  isIndexWhole: boolean;
  search: Search;
  filter: TriageFilter;
  empty: ReactNode;
}) {
  const { fleet } = useConsole();
  const { dir } = search.state;
  const by = shownGroupSort(filter.state, search.state.by);
  const loadAll = useLoadAll(list, JSON.stringify([view, filter, by, dir]));
  const rows = useShownRows(list, loadAll.state === "loading");
  const show = ({ key }: TriageGroup) => search.push({ view: "age", ...narrowTo(view, key) });
  return (
    <Panel padded={false}>
      <DataTable
        label={`Stuck by ${view}`}
        columns={groupColumns(view, filter.state, fleet.id)}
        rows={rows}
        rowKey={({ key }) => key}
        view={{
          key: `${view} ${JSON.stringify(filter)}`,
          sort: { columnId: by, direction: dir },
          onSort: ({ columnId, direction }) =>
            search.push({ by: GROUP_SORTS.find((name) => name === columnId) ?? "stuck", dir: direction }),
        }}
        reading={{
          isLoading: list.isLoading,
          isStale: list.isLoading && rows.length > 0,
          error: list.error && <ListError what="What is stuck" list={list} />,
          empty,
        }}
        paging={{ onEndReached: list.hasMore && !loadAll.isFull ? () => void list.loadMore() : undefined }}
        interaction={{
          onOpen: show,
          actions: (row) => (
            <Button size="sm" onClick={() => show(row)}>
              Show<span className="sr-only"> the executions of {row.key}</span>
            </Button>
          ),
          actionsWidth: 88,
        }}
        layout={{
          maxHeight: "max(22rem, calc(100dvh - 22rem))",
          footer: (
            <StuckFooter
              list={list}
              loadAll={loadAll}
              isIndexWhole={isIndexWhole}
              filter={filter}
              one={WORDS[view].one}
            />
          ),
        }}
      />
    </Panel>
  );
}

function narrowTo(view: GroupView, key: string): Partial<Search["state"]> {
  if (view === "reason") return { reason: TRIAGE_REASONS.find((reason) => reason === key) ?? null };
  return view === "job" ? { job: key } : { only: key, thing: null };
}

function groupColumns(
  view: GroupView,
  state: TriageFilter["state"],
  fleetId: string,
): DataColumn<TriageGroup>[] {
  const number = (count: number) => (count === 0 ? <span className="text-muted">0</span> : countWords(count));
  const columns: DataColumn<TriageGroup>[] = [
    {
      id: "key",
      header: WORDS[view].header,
      mono: view !== "reason",
      minWidth: 150,
      sortable: true,
      cell: ({ key }) => <GroupName view={view} fleetId={fleetId} name={key} />,
    },
    {
      id: "stuck",
      header: "Stuck",
      width: 88,
      align: "end",
      sortable: true,
      cell: ({ stuck }) => number(stuck),
    },
    {
      id: "waiting",
      header: "Waiting",
      width: 100,
      align: "end",
      sortable: true,
      cell: ({ waiting }) => number(waiting),
    },
    {
      id: "since",
      header: "Longest since",
      width: 140,
      sortable: true,
      cell: ({ oldestSince }) => <ExactTime date={oldestSince} />,
    },
  ];
  // A filter for stuck executions leaves the waiting ones uncounted: "0 waiting" would be untrue.
  const notCounted = state === "both" ? null : state === "stuck" ? "waiting" : "stuck";
  return columns.filter(({ id }) => id !== notCounted);
}

function GroupName({ view, fleetId, name }: { view: GroupView; fleetId: string; name: string }) {
  if (view === "reason") {
    const reason = TRIAGE_REASONS.find((known) => known === name);
    return <>{reason ? triageReasonWords(reason) : name}</>;
  }
  const href = view === "job" ? jobHref(fleetId, name) : thingHref(fleetId, name);
  return (
    <Link href={href} prefetch={false} title={name} className="hover:underline">
      {name}
    </Link>
  );
}
