/** The heavy troubles. Each is over when the next one comes. */
export const BLOWS = [
  "kill",
  "outage",
  "freeze",
  "standstill",
  "pause while frozen",
  "stop and withdraw while frozen",
  "recreate",
  "move",
  "reconfigure",
  "back up",
] as const;
export type Blow = (typeof BLOWS)[number];

export interface ChaosOptions {
  /** Of everything that is left to chance but the machine's own pace. */
  seed: number;
  items: number;
  /** What each call of AWS takes at least, so that there is something to strike. */
  latencyMs: number;
  /** Cancellations that the runner may send. */
  perSecond: number;
  /** How often each comes. */
  blows: Partial<Record<Blow, number>>;
  outageMs: readonly [number, number];
  frozenMs: readonly [number, number];
  faultEveryMs: readonly [number, number];
  deviceEveryMs: readonly [number, number];
  /** A blow comes when so much has been done since the one before, or else so much later: also during a recovery. */
  patienceMs: readonly [number, number];
  /** Operations that are not over by then have failed. */
  withinMs: number;
  say: (line: string) => void;
}
