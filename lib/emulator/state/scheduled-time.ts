/**
 * Reads a time of schedulingConfig, always UTC: `2026-11-23 14:30`, or ISO 8601 with T, seconds and Z.
 *
 * @returns epoch milliseconds, or undefined when it is no such time
 */
export function readScheduledTimeMs(text: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?Z?$/.exec(text);
  if (!parts) return undefined;
  const ms = Date.parse(`${parts[1]}T${parts[2]}${parts[3] ?? ":00"}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The short form, to the minute: `2026-11-23 14:30`. */
export function writeScheduledTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}
