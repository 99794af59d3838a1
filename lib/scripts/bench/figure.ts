/** The aim of a figure: at most `max`, or at least `min`. */
export type Aim = { max: number } | { min: number };

/** One measured number. Its name alone says what was measured, as figures are compared from run to run. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** Null: an observation without an aim. */
  aim: Aim | null;
};

/** Whether the figure misses its aim. A value that is not a number misses every aim. */
export function missesAim({ value, aim }: Figure): boolean {
  if (aim === null) return false;
  return "max" in aim ? !(value <= aim.max) : !(value >= aim.min);
}

/** Rounds a value for display. Aims are compared with the rounded value. */
export function roundTo(digits: number, value: number): number {
  return Number(value.toFixed(digits));
}
