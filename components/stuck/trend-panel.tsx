"use client";

import { useConsole } from "@/components/shell/console-context";
import { ReadError } from "@/components/shell/read-error";
import { useLiveQuery } from "@/components/shell/use-live-query";
import type { SearchControl } from "@/components/shell/use-search-state";
import { ChoiceChips } from "@/components/ui/choice-chips";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { trendState } from "@/lib/core/contracts/trend-filter";
import { type Trend, TREND_KEPT_DAYS, TREND_RANGES, type TrendRange } from "@/lib/core/domain/trend";
import { gapWords } from "@/lib/core/format/trend-words";
import { trendQuery } from "@/lib/client/queries/trends";
import { TrendChart } from "./trend-chart";
import { TrendTable } from "./trend-table";

type Search = Pick<SearchControl<typeof trendState>, "state" | "push">;

/** The index adds points more often than that, but an hour's figure hardly changes. */
const READ_EVERY_MS = 60_000;

const RANGE_WORDS: Record<TrendRange, string> = {
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  "1y": "A year",
};
const SHAPE_WORDS = { chart: "Chart", table: "Table" } as const;

/** How many executions were open, stuck and canceled, in the fleet or in one job, as a chart or as a table. */
export function TrendPanel({ job, search }: { job: string | null; search: Search }) {
  const { fleet } = useConsole();
  const { range, trend: shape } = search.state;
  const trend = useLiveQuery({ ...trendQuery(fleet.id, range, job), enabled: fleet.hasIndex }, READ_EVERY_MS);
  return (
    <Panel
      title="Over time"
      aside={
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          <ChoiceChips
            label="How far back"
            name="range"
            choices={TREND_RANGES}
            words={(choice) => RANGE_WORDS[choice]}
            chosen={range}
            onChange={(choice) => search.push({ range: choice })}
          />
          <ChoiceChips
            label="Over time as"
            name="trend"
            choices={["chart", "table"] as const}
            words={(choice) => SHAPE_WORDS[choice]}
            chosen={shape}
            onChange={(choice) => search.push({ trend: choice })}
          />
        </div>
      }
    >
      {!fleet.hasIndex ? (
        <EmptyState title="This fleet has no index">
          Its history is not recorded: INDEX_SHARE (indexShare in fleets.json) is 0.
        </EmptyState>
      ) : trend.data ? (
        <>
          {shape === "table" ? (
            <TrendTable trend={trend.data} />
          ) : (
            <TrendChart key={range} trend={trend.data} />
          )}
          <p className="mt-3 text-xs text-muted">
            {job === null ? "The whole fleet, whatever the filters are. " : `The job ${job} alone. `}
            {whatItShows(trend.data)}
            {range === "1y" && job !== null && ` For a job, ${TREND_KEPT_DAYS.ofJob} days are stored.`}
          </p>
        </>
      ) : trend.error ? (
        <ReadError
          title="The history could not be read"
          error={trend.error}
          onRetry={() => void trend.refetch()}
          retrying={trend.isFetching}
        />
      ) : (
        <SkeletonRows rows={5} />
      )}
    </Panel>
  );
}

function whatItShows({ points, grain }: Trend): string {
  const gaps = gapWords(points, grain);
  return (
    `Open and stuck: the most at once in each ${grain}${grain === "day" ? " of UTC" : ""}. ` +
    `Canceled: how many the index learned of in it.` +
    (gaps && `${gaps} They are hatched in the chart, and are not zeros.`)
  );
}
