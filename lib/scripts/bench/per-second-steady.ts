/**
 * The steady rate per second, without the first `leaveOut` times: a caller that starts with a full token bucket makes
 * these faster than the steady rate.
 *
 * @param times epoch ms, in order
 */
export function perSecondSteady(times: readonly number[], leaveOut: number): number {
  const steady = times.slice(leaveOut);
  if (steady.length < 2) return Number.NaN;
  return (steady.length - 1) / ((steady.at(-1)! - steady[0]!) / 1_000);
}
