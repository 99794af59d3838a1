/**
 * A moment by both clocks of this process. The monotonic one stops while the machine sleeps or its VM is suspended, and
 * the wall clock may be set back. A duration counts as short only if both clocks agree.
 */
export interface Moment {
  monotonicMs: number;
  wallMs: number;
}

export const momentNow = (): Moment => ({ monotonicMs: performance.now(), wallMs: Date.now() });

/** The moment `ms` later; negative for earlier. */
export const addMs = ({ monotonicMs, wallMs }: Moment, ms: number): Moment => ({
  monotonicMs: monotonicMs + ms,
  wallMs: wallMs + ms,
});

/** Whether it has passed by either clock. */
export function isPast({ monotonicMs, wallMs }: Moment): boolean {
  return performance.now() > monotonicMs || Date.now() > wallMs;
}
