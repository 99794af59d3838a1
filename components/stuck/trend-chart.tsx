"use client";

import { type PointerEvent, useState } from "react";
import type { Trend } from "@/lib/core/domain/trend";
import { countWords } from "@/lib/core/format/count";
import { trendPointWords, trendSentence, trendTime } from "@/lib/core/format/trend-words";
import { areaPath, barPath, runsOf, stepPath, topOf } from "./trend-shapes";

/** Distinguished by place, word and shape, and by color last. */
const SERIES = [
  { id: "open", name: "Open", look: "area", line: "stroke-info", fill: "fill-info-soft", dash: undefined },
  { id: "stuck", name: "Stuck", look: "line", line: "stroke-warning", fill: "", dash: "4 2" },
  { id: "canceled", name: "Canceled", look: "bars", line: "", fill: "fill-neutral", dash: undefined },
] as const;
type Series = (typeof SERIES)[number];

const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(3)}%`;

/**
 * Open, stuck and canceled over time, one chart below the other, each with its own scale: on a common scale, fifty
 * stuck of a hundred thousand open would be a flat line. A slider covers the charts, so that pointer, keyboard and
 * screen reader can go from point to point.
 */
export function TrendChart({ trend }: { trend: Trend }) {
  const { points, grain } = trend;
  const [picked, setPicked] = useState<number | null>(null);
  const at = Math.min(picked ?? points.length - 1, points.length - 1);
  const point = points[at]!;
  const pick = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setPicked(
      Math.max(0, Math.min(points.length - 1, Math.floor(((clientX - left) / width) * points.length))),
    );
  };

  return (
    <>
      <p aria-hidden className="mb-2 text-sm text-body tabular-nums">
        {trendPointWords(point, grain)}
      </p>
      <div className="grid grid-cols-[5.5rem_minmax(0,1fr)_auto] grid-rows-[3.5rem_3.5rem_3.5rem_auto] gap-x-2 gap-y-3 text-xs text-muted">
        <input
          type="range"
          aria-label={grain === "hour" ? "Hour to look at" : "Day to look at"}
          aria-valuetext={trendPointWords(point, grain)}
          min={0}
          max={points.length - 1}
          value={at}
          onChange={({ currentTarget }) => setPicked(Number(currentTarget.value))}
          onPointerMove={pick}
          onPointerLeave={() => setPicked(null)}
          className="peer z-10 col-start-2 row-span-3 row-start-1 m-0 size-full cursor-crosshair opacity-0"
        />
        <div
          role="img"
          aria-label={trendSentence(trend)}
          className="pointer-events-none relative col-start-2 row-span-3 row-start-1 rounded-xs peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent"
        >
          {runsOf(points.map(({ open }) => open))
            .filter(({ isKnown }) => !isKnown)
            .map(({ from, to }) => (
              <span
                key={from}
                className="absolute inset-y-0 bg-[repeating-linear-gradient(135deg,transparent_0_5px,var(--color-line)_5px_6px)]"
                style={{ left: percent(from, points.length), width: percent(to - from, points.length) }}
              />
            ))}
          <span
            className="absolute -inset-y-1 border-x border-line-strong bg-neutral-soft/60"
            style={{ left: percent(at, points.length), width: percent(1, points.length) }}
          />
        </div>
        {SERIES.map((series, row) => (
          <Band key={series.id} series={series} row={row + 1} trend={trend} at={at} />
        ))}
        <p className="col-start-2 row-start-4 flex justify-between tabular-nums">
          <span>{trendTime(points[0]!.at, grain)}</span>
          <span>{trendTime(points[points.length >> 1]!.at, grain)}</span>
          <span>now</span>
        </p>
      </div>
    </>
  );
}

function Band({ series, row, trend, at }: { series: Series; row: number; trend: Trend; at: number }) {
  const figures = trend.points.map((point) => point[series.id]);
  const figure = figures[at];
  const top = topOf(figures);
  const style = { gridRow: row };
  return (
    <>
      <p style={style} className="col-start-1 flex flex-col justify-end">
        <span className="flex items-center gap-1.5">
          <svg viewBox="0 0 4 100" preserveAspectRatio="none" aria-hidden className="h-2.5 w-5">
            <Shapes series={series} figures={[40, 80, 60, 100]} top={100} />
          </svg>
          {series.name}
        </span>
        <span className="text-base text-ink tabular-nums">
          {figure === undefined || figure === null ? "not read" : countWords(figure)}
        </span>
      </p>
      <svg
        style={style}
        viewBox={`0 0 ${figures.length} 100`}
        preserveAspectRatio="none"
        aria-hidden
        className="pointer-events-none relative col-start-2 size-full overflow-visible border-b border-line-strong"
      >
        <Shapes series={series} figures={figures} top={top} />
      </svg>
      <p
        style={style}
        aria-hidden
        className="col-start-3 flex flex-col justify-between leading-none tabular-nums"
      >
        <span>{countWords(top)}</span>
        <span>0</span>
      </p>
    </>
  );
}

function Shapes({
  series: { look, line, fill, dash },
  figures,
  top,
}: {
  series: Series;
  figures: readonly (number | null)[];
  top: number;
}) {
  if (look === "bars") return <path d={barPath(figures, top)} className={fill} />;
  return (
    <>
      {look === "area" && <path d={areaPath(figures, top)} className={fill} />}
      <path
        d={stepPath(figures, top)}
        fill="none"
        strokeWidth={1.5}
        strokeDasharray={dash}
        vectorEffect="non-scaling-stroke"
        className={line}
      />
    </>
  );
}
