/** Heavy faults. Each has ended when the next one comes. */
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
  /** The seed of everything random, except the machine's own timing. */
  seed: number;
  items: number;
  /** The least duration of a call of AWS, so that faults find calls in flight. */
  latencyMs: number;
  /** Cancellations that the runner may send. */
  perSecond: number;
  /** How often each comes. */
  blows: Partial<Record<Blow, number>>;
  outageMs: readonly [number, number];
  frozenMs: readonly [number, number];
  faultEveryMs: readonly [number, number];
  deviceEveryMs: readonly [number, number];
  /** A blow comes after some progress since the one before, or after this time at the latest: even during a recovery. */
  patienceMs: readonly [number, number];
  /** Operations that have not ended by then have failed. */
  withinMs: number;
  say: (line: string) => void;
}
