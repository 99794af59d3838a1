"use client";

import type { Trend, TrendGrain } from "@/lib/core/domain/trend";
import { countWords } from "@/lib/core/format/count";
import { trendTime, trendTimeUtc } from "@/lib/core/format/trend-words";
import { type Run, runsOf } from "./trend-shapes";

const HEADERS: Readonly<Record<TrendGrain, readonly string[]>> = {
  hour: ["Hour from", "In UTC", "Open", "Stuck", "Canceled"],
  day: ["Day (UTC)", "Open", "Stuck", "Canceled"],
};

/** The figures of the chart, the latest first. Adjacent hours that were not read share a line. */
export function TrendTable({ trend: { points, grain } }: { trend: Trend }) {
  const lines = runsOf(points.map(({ open, canceled }) => open ?? canceled)).flatMap((run) =>
    run.isKnown ? eachOf(run) : run,
  );
  return (
    <div
      role="region"
      aria-label="Over time as a table, scrollable"
      tabIndex={0}
      className="max-h-80 overflow-auto"
    >
      <table aria-label="Over time" className="w-full min-w-100 text-left text-sm tabular-nums">
        <thead className="text-xs text-muted">
          <tr>
            {HEADERS[grain].map((header) => (
              <th
                key={header}
                scope="col"
                className="sticky top-0 border-b border-line bg-panel py-1.5 pr-3 font-medium"
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.toReversed().map(({ from, to }) => {
            const { at, open, stuck, canceled } = points[from]!;
            const last = points[to - 1]!.at;
            const span = (words: typeof trendTime) =>
              last > at ? `${words(at, grain)} to ${words(last, grain)}` : words(at, grain);
            return (
              <tr key={from}>
                <th scope="row" className="py-1 pr-3 font-normal text-ink">
                  {span(trendTime)}
                </th>
                {grain === "hour" && <td className="py-1 pr-3 text-muted">{span(trendTimeUtc)}</td>}
                {[open, stuck, canceled].map((figure, column) => (
                  <td key={HEADERS.day[column + 1]} className="py-1 pr-3">
                    {figure === null ? <span className="text-muted">not read</span> : countWords(figure)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const eachOf = ({ from, to }: Run): Run[] =>
  Array.from({ length: to - from }, (_, n) => ({ from: from + n, to: from + n + 1, isKnown: true }));
