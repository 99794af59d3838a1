"use client";

import { useMemo } from "react";
import { useConsole } from "@/components/shell/console-context";
import { LiveStatus } from "@/components/shell/live-status";
import { type LiveList, useLiveList } from "@/components/shell/use-live-list";
import { type SearchControl, useSearchState } from "@/components/shell/use-search-state";
import { EmptyState } from "@/components/ui/empty-state";
import { onDemand } from "@/components/ui/on-demand";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import { useIsPicking, useRowSelection } from "@/components/ui/use-row-selection";
import { shownGroupSort, type TriageFilter, triageState } from "@/lib/core/contracts/triage-filter";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import type { IndexAge, TriageView } from "@/lib/core/domain/triage";
import { stuckGroupsQuery, stuckQuery } from "@/lib/client/queries/triage";
import { IndexAgeLine, IndexFailing } from "./index-age-line";
import { NothingStuck } from "./nothing-stuck";
import { StuckFilters } from "./stuck-filters";
import { StuckList, type StuckRow } from "./stuck-list";

// Each of these reads something before it shows anything, and none is the point of the page: their code loads after it.
const SavedViews = onDemand(() => import("./saved-views").then((module) => module.SavedViews));
const AlertNotices = onDemand(() => import("./alert-notices").then((module) => module.AlertNotices));
const TrendPanel = onDemand(() => import("./trend-panel").then((module) => module.TrendPanel));

/** Most people look at the list by age, so this code loads on demand. */
const StuckGroups = onDemand(
  () => import("./stuck-groups").then((module) => module.StuckGroups),
  <Panel padded={false}>
    <SkeletonRows />
  </Panel>,
);

type Search = SearchControl<typeof triageState>;

/** Executions of the whole fleet that are stuck or wait too long, from the index. */
export function StuckView() {
  const { fleet } = useConsole();
  return fleet.hasIndex ? <Indexed /> : <NotIndexed />;
}

function NotIndexed() {
  return (
    <>
      <PageHeader title="Stuck" />
      <Panel padded={false}>
        <EmptyState title="This fleet has no index">
          Its open executions are not read, as its share of the quotas for that is 0 (INDEX_SHARE, or
          indexShare in fleets.json). Each thing&apos;s page still says what is stuck on it.
        </EmptyState>
      </Panel>
    </>
  );
}

function Indexed() {
  const search = useSearchState(triageState);
  const isHydrated = useIsHydrated();
  const {
    view,
    sort: _sort,
    order: _order,
    by: _by,
    dir: _dir,
    range: _range,
    trend: _trend,
    ...filter
  } = search.state;
  return (
    <>
      {view === "age" ? (
        <ByAge search={search} filter={filter} />
      ) : (
        <Grouped key={view} view={view} search={search} filter={filter} />
      )}
      {isHydrated && (
        <div className="mt-3.5">
          <TrendPanel job={filter.job} search={search} />
        </div>
      )}
    </>
  );
}

function ByAge({ search, filter }: { search: Search; filter: TriageFilter }) {
  const { fleet } = useConsole();
  const { sort, order } = search.state;
  const selection = useRowSelection<StuckRow>();
  const list = useLiveList(stuckQuery(fleet.id, filter, { sort, order }), {
    isSelecting: useIsPicking(selection),
  });
  // The table compares the array: a new one means other rows.
  const rows = useMemo(() => list.rows.map(toRow), [list.rows]);
  const age = list.pages[0]?.age ?? null;
  return (
    <Frame search={search} list={list} age={age} groupsBelow={list.pages[0]?.groupsBelow ?? null}>
      <StuckList
        list={{ ...list, rows }}
        isIndexWhole={isWhole(age)}
        search={search}
        filter={filter}
        selection={selection}
        empty={<NothingStuck search={search} filter={filter} age={age} />}
      />
    </Frame>
  );
}

/** Until every job was read once, the list may be incomplete. */
const isWhole = (age: IndexAge | null) => Boolean(age?.completeAt) && age?.jobsRefused === 0;

/** The index has no retries: only AWS's lists contain them, and nobody decides by them here. */
const toRow = (row: Omit<StuckRow, "retryAttempt">): StuckRow => ({ ...row, retryAttempt: null });

function Grouped({
  view,
  search,
  filter,
}: {
  view: Exclude<TriageView, "age">;
  search: Search;
  filter: TriageFilter;
}) {
  const { fleet } = useConsole();
  const { dir } = search.state;
  const by = shownGroupSort(filter.state, search.state.by);
  const list = useLiveList(stuckGroupsQuery(fleet.id, view, filter, { by, dir }));
  const age = list.pages[0]?.age ?? null;
  return (
    <Frame search={search} list={list} age={age} groupsBelow={list.pages[0]?.groupsBelow ?? null}>
      <StuckGroups
        view={view}
        list={list}
        isIndexWhole={isWhole(age)}
        search={search}
        filter={filter}
        empty={<NothingStuck search={search} filter={filter} age={age} />}
      />
    </Frame>
  );
}

function Frame({
  search,
  list,
  age,
  groupsBelow,
  children,
}: {
  search: Search;
  list: LiveList<unknown>;
  age: IndexAge | null;
  groupsBelow: GroupsBelow | null;
  children: React.ReactNode;
}) {
  const isHydrated = useIsHydrated();
  return (
    <>
      <PageHeader
        title="Stuck"
        actions={
          <>
            <IndexAgeLine age={age} />
            <LiveStatus list={list} />
          </>
        }
      />
      <IndexFailing age={age} />
      {isHydrated && <AlertNotices />}
      <Panel className="mb-3.5">
        <StuckFilters search={search} groupsBelow={groupsBelow} />
        <div className="flow-root min-h-14.25">{isHydrated && <SavedViews />}</div>
      </Panel>
      {children}
    </>
  );
}
