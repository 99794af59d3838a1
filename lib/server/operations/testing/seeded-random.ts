import { createHash } from "node:crypto";

/** Random numbers that depend on a seed and a name alone, so that a run can be repeated. */
export interface SeededRandom {
  /** A whole number, both ends included. */
  between: (least: number, most: number) => number;
  pick: <Value>(values: readonly Value[]) => Value;
  shuffle: <Value>(values: readonly Value[]) => Value[];
}

/** @param name each kind of trouble has its own numbers, so that the timing of one does not change another */
export function seededRandom(seed: number, name: string): SeededRandom {
  let drawn = 0;
  const draw = () => createHash("sha256").update(`${seed} ${name} ${++drawn}`).digest().readUInt32BE();
  const between = (least: number, most: number) => least + (draw() % (most - least + 1));
  return {
    between,
    pick: (values) => values[between(0, values.length - 1)]!,
    shuffle: (values) =>
      values
        .map((value) => ({ value, place: draw() }))
        .sort((a, b) => a.place - b.place)
        .map(({ value }) => value),
  };
}
