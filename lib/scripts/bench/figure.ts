/** How a figure's aim is read: the value is to be at most `max`, or at least `min`. */
export type Aim = { max: number } | { min: number };

/** One measured number. Its name says what was measured, on its own: it is compared from run to run. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** Null: an observation of this run, which promises nothing. */
  aim: Aim | null;
};

/** Whether the figure has an aim and does not reach it. A value that is not a number reaches none. */
export function missesAim({ value, aim }: Figure): boolean {
  if (aim === null) return false;
  return "max" in aim ? !(value <= aim.max) : !(value >= aim.min);
}

/** Rounds for reading; what an aim is held to is what is shown. */
export function roundTo(digits: number, value: number): number {
  return Number(value.toFixed(digits));
}
