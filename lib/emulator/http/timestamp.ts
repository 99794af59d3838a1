/** A control-plane timestamp: epoch seconds with a fraction of milliseconds (facts 1.5). */
export function toSeconds(ms: number): number {
  return ms / 1_000;
}

/** A device-plane timestamp: whole epoch seconds (facts 1.5). */
export function toWholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000);
}
