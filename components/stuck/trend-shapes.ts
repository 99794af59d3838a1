// The coordinates of a trend's lines and bars: a point is one wide, and the highest is at 0 of 100. A linear scale and
// a path of steps take less code than d3's packages would.

type Figures = readonly (number | null)[];

/** The top of a scale that all figures fit under: 1, 2 or 5 times a power of ten. */
export function topOf(figures: Figures): number {
  const most = Math.max(1, ...figures.map((figure) => figure ?? 0));
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((times) => times * power).find((top) => top >= most) ?? most;
}

/** Points one after another, `to` not included. */
export interface Run {
  from: number;
  to: number;
  isKnown: boolean;
}

/** Splits figures into runs of known ones and gaps, in order. */
export function runsOf(figures: Figures): Run[] {
  const runs: Run[] = [];
  for (const [at, figure] of figures.entries()) {
    const last = runs.at(-1);
    if (last?.isKnown === (figure !== null)) last.to = at + 1;
    else runs.push({ from: at, to: at + 1, isKnown: figure !== null });
  }
  return runs;
}

/** A step for each figure, broken at gaps: a line across a gap would invent figures. */
export function stepPath(figures: Figures, top: number): string {
  return knownRuns(figures)
    .map(({ from, to }) => {
      const steps = figures.slice(from, to).map((figure, n) => `V${y(figure, top)}H${from + n + 1}`);
      return `M${from} ${y(figures[from]!, top)}${steps.join("")}`;
    })
    .join("");
}

/** The area under the steps. */
export function areaPath(figures: Figures, top: number): string {
  return knownRuns(figures)
    .map(({ from, to }) => {
      const steps = figures.slice(from, to).map((figure, n) => `V${y(figure, top)}H${from + n + 1}`);
      return `M${from} 100${steps.join("")}V100Z`;
    })
    .join("");
}

/** A bar for each figure above zero, with a little room between. */
export function barPath(figures: Figures, top: number): string {
  return figures
    .map((figure, at) => (figure ? `M${at + 0.15} 100V${y(figure, top)}H${at + 0.85}V100Z` : ""))
    .join("");
}

const knownRuns = (figures: Figures) => runsOf(figures).filter(({ isKnown }) => isKnown);

function y(figure: number | null, top: number): number {
  return Math.round(10_000 - ((figure ?? 0) / top) * 10_000) / 100;
}
