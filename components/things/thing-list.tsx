"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { thingHref } from "@/components/shell/fleet-href";
import { ListError } from "@/components/shell/list-error";
import { ListFooter } from "@/components/shell/list-footer";
import { LiveStatus } from "@/components/shell/live-status";
import { NoneSoFar } from "@/components/shell/none-so-far";
import { useLiveList } from "@/components/shell/use-live-list";
import { useSearchState } from "@/components/shell/use-search-state";
import { useShownRows } from "@/components/shell/use-shown-rows";
import { useWithoutRepeats } from "@/components/shell/use-without-repeats";
import { Button } from "@/components/ui/button";
import type { DataColumn } from "@/components/ui/data-column";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { thingsFilter } from "@/lib/core/contracts/filters";
import type { ThingSummary, Unanswerable } from "@/lib/core/domain/thing";
import { thingsQuery } from "@/lib/client/queries/things";
import { ConnectivityBadge } from "./connectivity-badge";
import { BlockedCell } from "./blocked-cell";
import { OpenCountCell } from "./open-count-cell";
import { ThingFilters } from "./thing-filters";
import { type OpenOf, useOpenOfThings } from "./use-open-of-things";

const UNANSWERABLE_WORDS: Record<Unanswerable, string> = {
  "needs-index":
    "Filtering by the start of a name or by connectivity needs fleet indexing, which this console has to do without here.",
  "needs-connectivity": "Connectivity is not indexed in this account.",
  "group-alone":
    "Without fleet indexing AWS lists a group, or filters by type and attribute, but not both together.",
};

/** The fleet's things: from fleet indexing where it is on, else from the registry. */
export function ThingList() {
  const { fleet } = useConsole();
  const router = useRouter();
  const search = useSearchState(thingsFilter);
  const list = useWithoutRepeats(useLiveList(thingsQuery(fleet.id, search.state)), keyOf);
  const rows = useShownRows(list, false);
  const [inView, setInView] = useState<ReadonlySet<string>>(new Set());
  const openOf = useOpenOfThings(inView);
  const { indexing = null, unanswerable = null, groupsBelow = null } = list.pages[0] ?? {};
  const isFiltered = Object.values(search.state).some((value) => value !== null);
  const clearFilters = () =>
    search.push({ search: null, type: null, group: null, attribute: null, connectivity: null });
  const clear = <Button onClick={clearFilters}>Clear filters</Button>;

  return (
    <>
      <PageHeader title="Things" actions={<LiveStatus list={list} />} />
      <Panel className="mb-3.5">
        <ThingFilters search={search} indexing={indexing} groupsBelow={groupsBelow} />
      </Panel>
      <Panel padded={false}>
        <DataTable
          label="Things"
          columns={columns(fleet.id, inView, openOf).filter(({ id }) => id !== "blocked" || fleet.hasIndex)}
          rows={rows}
          rowKey={keyOf}
          view={{ key: JSON.stringify(search.state) }}
          reading={{
            isLoading: list.isLoading,
            isStale: list.isLoading && rows.length > 0,
            error: list.error && <ListError what="The things" list={list} />,
            empty: list.hasMore ? (
              <NoneSoFar action={isFiltered && clear} />
            ) : isFiltered ? (
              <EmptyState
                title={unanswerable ? "AWS cannot answer this" : "No thing matches these filters"}
                action={clear}
              >
                {unanswerable
                  ? UNANSWERABLE_WORDS[unanswerable]
                  : indexing?.things &&
                    "A thing that was just created takes some seconds to appear in the fleet's index."}
              </EmptyState>
            ) : (
              <NoThings region={fleet.region} />
            ),
          }}
          paging={{ onEndReached: list.hasMore ? () => void list.loadMore() : undefined }}
          interaction={{
            onInView: (visible) => setInView(new Set(visible.map((thing) => thing.thingName))),
            onOpen: (thing) => router.push(thingHref(fleet.id, thing.thingName)),
          }}
          layout={{ footer: <ListFooter list={list} one="thing" /> }}
        />
      </Panel>
    </>
  );
}

function NoThings({ region }: { region: string }) {
  return (
    <EmptyState title="No things in this account and region">
      Things appear here as soon as they are registered in AWS IoT, in {region}. If you expected some, check
      the region and the account that the server signs in to.
    </EmptyState>
  );
}

const keyOf = ({ thingName }: ThingSummary) => thingName;

function columns(fleetId: string, inView: ReadonlySet<string>, openOf: OpenOf): DataColumn<ThingSummary>[] {
  return [
    {
      id: "name",
      header: "Thing",
      mono: true,
      minWidth: 190, // fits a window of 1,280 px together with the others
      cell: ({ thingName }) => (
        <Link
          href={thingHref(fleetId, thingName)}
          prefetch={false}
          className="hover:underline"
          title={thingName}
        >
          {thingName}
        </Link>
      ),
    },
    { id: "type", header: "Type", width: 140, mono: true, cell: ({ typeName }) => typeName ?? "—" },
    {
      id: "connectivity",
      header: "Connectivity",
      width: 205,
      cell: ({ connectivity }) => <ConnectivityBadge connectivity={connectivity} />,
    },
    {
      id: "open",
      header: "Open executions",
      width: 145,
      cell: ({ thingName }) => (
        <OpenCountCell thingName={thingName} inView={inView.has(thingName)} known={openOf(thingName)} />
      ),
    },
    {
      id: "blocked",
      header: "Blocked",
      width: 170,
      cell: ({ thingName }) => <BlockedCell fleetId={fleetId} known={openOf(thingName)} />,
    },
    {
      id: "groups",
      header: "Groups",
      minWidth: 160,
      mono: true,
      cell: ({ groups }) => (groups === null || groups.length === 0 ? "—" : groups.join(", ")),
    },
  ];
}
