/**
 * How many a second there were once the first `leaveOut` are left out: a caller that starts with a full bucket makes these
 * faster than it can go on.
 *
 * @param times epoch ms, in order
 */
export function perSecondSteady(times: readonly number[], leaveOut: number): number {
  const steady = times.slice(leaveOut);
  if (steady.length < 2) return Number.NaN;
  return (steady.length - 1) / ((steady.at(-1)! - steady[0]!) / 1_000);
}
